"""What is read of agreements over HTTP: the text and how it stands, what was suggested, how two versions differ."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query

from kith_chassis.http.api import After, Find
from kith_chassis.service import BodyService
from kith_commons.agreement.differences import Changed, changed_for, changes
from kith_commons.agreement.succession import needed
from kith_commons.agreement.suggestions import changed
from kith_contracts.agreements.terms import OnBehalf
from kith_contracts.events.agreements import AnswerAgreement, DraftAgreement, ProposeAgreement
from kith_contracts.events.checks import SetCheckAside
from kith_contracts.events.settlement import RecordCost
from kith_contracts.events.suggestions import SuggestChange, Suggestion
from kith_contracts.events.terms import EventTerms
from kith_contracts.message import Command, Refusal
from kith_contracts.pages.agreements import (
    AgreementLine,
    AgreementPage,
    ClauseDiff,
    Reopened,
    SuggestionPage,
    TakeOverPage,
)
from kith_contracts.words import BodySlug, Slug
from kith_events.agreements.api_advice import Beside, beside
from kith_events.agreements.networks import OwnNetwork
from kith_events.agreements.suggestions import Suggested
from kith_events.agreements.versions import Text, text_at
from kith_events.event.access import found
from kith_events.event.in_force import AgreedEvent
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal
from kith_events.event.template import JOINT_EVENT

Number = Annotated[int, Path(ge=1, le=9_007_199_254_740_991)]
MOST_TEXTS = 50
"""Whole texts that one answer is made of."""
MostTexts = Annotated[int, Query(ge=1, le=MOST_TEXTS)]


def add_agreements(routes: APIRouter, find: Find) -> None:
    """What a party reads of agreements."""

    @routes.get("/agreements", operation_id="events-agreements", summary="What this body was asked to join, in short.")
    async def agreements(body: BodySlug, after: After = "", most: MostTexts = MOST_TEXTS) -> list[AgreementLine]:
        views, now = find(body).views, datetime.now(UTC)
        found = await views.page(Proposal, after=after, most=most)
        agreed: dict[str, AgreedEvent] = await views.many(tuple(AgreedEvent.at(each.id) for each in found))
        return [_line(each, body, _silent(each, agreed.get(AgreedEvent.at(each.id).path), now)) for each in found]

    @routes.get("/agreements/{lead}/{event}", operation_id="events-agreement", summary="One agreement, whole.")
    async def agreement(body: BodySlug, lead: BodySlug, event: Slug) -> AgreementPage:
        running = find(body)
        return await _agreement(running, found(await running.views.get(Proposal.at(lead, event))))

    @routes.get(
        "/agreements/{lead}/{event}/suggestions",
        operation_id="events-suggestions",
        summary="What was suggested, and what it would change.",
    )
    async def suggestions(
        body: BodySlug, lead: BodySlug, event: Slug, *, after: After = "", most: MostTexts = MOST_TEXTS
    ) -> list[SuggestionPage]:
        views = find(body).views
        proposal: Proposal = found(await views.get(Proposal.at(lead, event)))
        under = f"{lead}/{event}/"
        suggested = await views.page(Suggested, under, after and under + after, most)
        return await asyncio.to_thread(lambda: [_suggestion(proposal.terms, each.suggestion) for each in suggested])

    @routes.get(
        "/agreements/{lead}/{event}/versions/{before}/diff/{after}",
        operation_id="events-agreement-diff",
        summary="How two versions of the text differ.",
    )
    async def diff(body: BodySlug, lead: BodySlug, event: Slug, before: Number, after: Number) -> list[ClauseDiff]:
        texts = [await find(body).views.get(text_at(f"{lead}/{event}", each)) for each in (before, after)]
        old, new = [
            found(text if text and text.terms.version == wanted else None)
            for text, wanted in zip(texts, (before, after), strict=True)
        ]
        return await asyncio.to_thread(lambda: _diff(changes(JOINT_EVENT, old.terms, new.terms)))


async def networks_of(running: BodyService, command: Command) -> frozenset[str]:
    """The networks of the own body that the agreement behind a command names: their officers may speak on it."""
    body, terms = running.body, None
    if isinstance(command, SetCheckAside | RecordCost) and command.network:
        return frozenset({command.network})
    if isinstance(command, DraftAgreement | ProposeAgreement):
        terms = command.terms
    if isinstance(command, AnswerAgreement | SuggestChange):
        proposal: Proposal | None = await running.views.get(Proposal.at(command.subject))
        terms = proposal.terms if proposal else None
    elif terms is None and (event := getattr(command, "subject", None) or getattr(command, "event", None)):
        led: JointEvent | None = await running.views.get(JointEvent.at(event))
        terms = led.terms if led else None
    party = terms.party(body) if terms else None
    return frozenset(party.networks) if party else frozenset()


async def shares_of(running: BodyService, networks: frozenset[str]) -> frozenset[str]:
    """Those of these that this body owns with others: whoever serves them here is their officer."""
    found: dict[str, OwnNetwork] = await running.views.many(tuple(OwnNetwork.at(each) for each in networks))
    return frozenset(each.id for each in found.values() if each.status != "ended")


def _silent(proposal: Proposal, agreed: AgreedEvent | None, now: datetime) -> datetime | None:
    """Since when its lead is silent, if it is."""
    over = proposal.status in ("withdrawn", "ended")
    return agreed.silent_since(now) if agreed and not over else None


def _line(proposal: Proposal, body: str, silent: datetime | None) -> AgreementLine:
    plan = proposal.terms.plan
    return AgreementLine(
        subject=proposal.event,
        status=proposal.status,
        title=plan.title,
        starts=plan.starts,
        ends=plan.ends,
        version=proposal.terms.version,
        hash=proposal.hash,
        answers={behalf: given.answer for behalf, given in proposal.valid_answers(body).items()},
        missing=proposal.missing,
        reopened=list(proposal.reopened(body)),
        silent_since=silent,
    )


async def _agreement(running: BodyService, proposal: Proposal) -> AgreementPage:
    """The page of this proposal, with what stands beside it."""
    body = running.body
    then = proposal.reopened(body)
    texts: dict[str, Text] = await running.views.many(tuple(text_at(proposal.event, each) for each in then.values()))
    advice = (await beside(running, [proposal]))[proposal.event]
    agreed: AgreedEvent | None = await running.views.get(AgreedEvent.at(proposal.event))
    return await asyncio.to_thread(_page, proposal, body, agreed, advice, texts)


def _page(
    proposal: Proposal, body: str, agreed: AgreedEvent | None, advice: Beside, texts: dict[str, Text]
) -> AgreementPage:
    return AgreementPage(
        subject=proposal.event,
        status=proposal.status,
        terms=proposal.terms,
        hash=proposal.hash,
        answers={behalf: given.answer for behalf, given in proposal.valid_answers(body).items()},
        missing=proposal.missing,
        lead=agreed.lead if agreed else proposal.terms.led_by,
        term=agreed.terms.term if agreed else proposal.terms.term,
        take_over=_take_over(agreed) if agreed else None,
        silent_since=_silent(proposal, agreed, datetime.now(UTC)),
        destroyed=proposal.destroyed,
        reopened=[
            _reopened(proposal, body, behalf, version, texts) for behalf, version in proposal.reopened(body).items()
        ],
        **advice._asdict(),
    )


def _take_over(agreed: AgreedEvent) -> TakeOverPage | None:
    claim = agreed.claim
    if claim is None:
        return None
    backed_by = sorted(each.body for each in claim.backings)
    return TakeOverPage(term=claim.term, backed_by=backed_by, needed=needed(agreed.terms.bodies), against=claim.against)


def _reopened(proposal: Proposal, body: str, behalf: OnBehalf, version: int, texts: dict[str, Text]) -> Reopened:
    text = texts.get(text_at(proposal.event, version).path)
    if text is None or text.terms.version != version:
        return Reopened(on_behalf=behalf, version=version, changes=None)
    found = changed_for(JOINT_EVENT, text.terms, proposal.terms, body, behalf)
    return Reopened(on_behalf=behalf, version=version, changes=_diff(found))


def _suggestion(terms: EventTerms, suggestion: Suggestion) -> SuggestionPage:
    text = changed(JOINT_EVENT, terms, suggestion.change)
    return SuggestionPage(
        suggestion=suggestion, changes=[] if isinstance(text, Refusal) else _diff(changes(JOINT_EVENT, terms, text))
    )


def _diff(found: list[Changed]) -> list[ClauseDiff]:
    return [ClauseDiff(**each._asdict()) for each in found]
