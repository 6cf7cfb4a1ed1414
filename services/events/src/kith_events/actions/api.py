"""What is read of actions: a person's own, those of organisations among partners; and for everyone what came of it."""

import asyncio
from datetime import UTC, date, datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from kith_chassis.http.api import Find
from kith_chassis.http.problems import Refused
from kith_chassis.http.public import OPEN_TO_ALL, UNCHANGED, beside, conditional
from kith_commons.actions import Action
from kith_contracts.events.actions import BodyAction
from kith_contracts.pages.actions import BodyActionPage, OutcomeTold, OwnActionPage
from kith_contracts.words import BodySlug, PersonId, Slug
from kith_events.actions.bodies import OwnPromises
from kith_events.actions.home import OwnAction, days_of
from kith_events.actions.outcome import ShownOutcome
from kith_events.actions.page import TEMPLATE, Card, page
from kith_events.calendar.api import names_of
from kith_events.calendar.face import Announced
from kith_events.event.access import found
from kith_events.event.party import Proposal
from kith_events.event.templates import policy

MOST = 500


def add_actions(routes: APIRouter, find: Find) -> None:
    """The reads of what comes after an event."""

    @routes.get("/people/{person}/actions", operation_id="events-actions", summary="What one means to do.")
    async def own(body: BodySlug, person: PersonId) -> list[OwnActionPage]:
        running = find(body)
        tags = (running.vault.keyed("person", person),)
        return [_own(each) for each in await running.views.tagged(OwnAction, tags, "", MOST)]

    @routes.get(
        "/agreements/{lead}/{event}/actions",
        operation_id="events-body-actions",
        summary="What the organisations of an event mean to do, and what became of it.",
    )
    async def actions(body: BodySlug, lead: BodySlug, event: Slug) -> list[BodyActionPage]:
        views = find(body).views
        proposal: Proposal = found(await views.get(Proposal.at(lead, event)))
        known: OwnPromises | None = await views.get(OwnPromises.at(lead, event))
        _, today = days_of(proposal.terms.plan, datetime.now(UTC))
        return [
            BodyActionPage(action=each, overdue=overdue(each, today)) for each in (known.said(body) if known else ())
        ]

    _add_outcomes(routes, find)


def _add_outcomes(routes: APIRouter, find: Find) -> None:
    """The reads that need no token."""
    public = beside(routes)

    @public.get(
        "/outcomes/{lead}/{event}.json",
        operation_id="events-outcome-told",
        summary="What came of an event that is over.",
        response_model=OutcomeTold,
        responses=UNCHANGED,
    )
    async def told(request: Request, body: BodySlug, lead: BodySlug, event: Slug) -> Response:
        card = await _card(find, body, lead, event)
        plan = card.event.plan
        answer = OutcomeTold(
            event=card.event.id,
            title=plan.title,
            venue="; ".join(card.event.places),
            starts=plan.starts,
            ends=plan.ends,
            hosts=card.event.face.hosts,
            guest_hosts=card.event.face.guest_hosts,
            sponsors=card.event.face.sponsors,
            parts=list(card.event.parts),
            outcome=card.outcome,
        )
        return conditional(request, answer.model_dump_json().encode(), "application/json", None)

    @public.get(
        "/outcomes/{lead}/{event}.html",
        operation_id="events-outcome-page",
        summary="The same as a page for people.",
        response_class=HTMLResponse,
        responses=UNCHANGED,
    )
    async def shown(request: Request, body: BodySlug, lead: BodySlug, event: Slug) -> Response:
        content = await asyncio.to_thread(page, await _card(find, body, lead, event))
        answer = conditional(request, content.encode(), "text/html; charset=utf-8", None)
        answer.headers["content-security-policy"] = policy(TEMPLATE)
        return answer

    routes.routes.extend(public.routes)


def overdue(action: BodyAction, today: date) -> bool:
    """Whether its organisation has not answered in time."""
    return Action(text=action.text, by=action.by, status=action.status).overdue(today)


async def _card(find: Find, body: str, lead: str, event: str) -> Card:
    running = find(body)
    refs = (ShownOutcome.at(lead, event), Announced.at(lead, event))
    known = await running.views.many(refs)
    if any(ref.path not in known for ref in refs):
        sentence = "There is nothing here yet: an event has this page when it is over."
        raise Refused(404, "outcome-unknown", sentence, "event", headers=OPEN_TO_ALL)
    outcome, announced = (known[ref.path] for ref in refs)
    hosts = {host.body for host in announced.face.hosts}  # what anybody else means to do is not the lead's to say
    said = [each for each in outcome.published.bodies if each.body in hosts]
    told = outcome.published.model_copy(update={"bodies": said})
    return Card(announced, told, await names_of(running), days_of(announced.plan, datetime.now(UTC))[1])


def _own(each: OwnAction) -> OwnActionPage:
    kept = each.kept.model_dump(include=set(OwnActionPage.model_fields))
    return OwnActionPage(event=each.event, counted=each.counted, shared=each.shared, mail=each.mail, **kept)
