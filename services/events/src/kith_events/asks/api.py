"""What is read of asks over HTTP: templates, what a body and its people are asked, and how the asks of a lead stand."""

import asyncio
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Annotated, Final

from fastapi import APIRouter, Query

from kith_chassis.decision import Views
from kith_chassis.http.api import After, Find
from kith_chassis.service import BodyService
from kith_commons.asks.ask import Ask
from kith_commons.asks.results import by_body
from kith_commons.figures import enough, of_bodies
from kith_contracts.events.practice import MOST_CHOICES, Choice, Template
from kith_contracts.figures import PublishedFigure
from kith_contracts.pages.asks import LedAsk, OwnAsk, SeenAsk
from kith_contracts.words import BodySlug, PersonId, Slug
from kith_events.asks.advice import composition, hints
from kith_events.asks.api_answers import Founder, add_answers, found_ask
from kith_events.asks.api_own import own_asks
from kith_events.asks.ask_copy import AskSeen
from kith_events.asks.practice import COUNTED, Asked, Practice
from kith_events.dates.api import what_is_on
from kith_events.dates.clashes import Slot, clashes
from kith_events.dates.current_holds import held_now
from kith_events.event.lead import JointEvent

Most = Annotated[int, Query(ge=1, le=MOST_CHOICES)]
MOST_ASKS: Final = 200


def add_asks(routes: APIRouter, find: Find) -> None:
    """The reads of asks."""

    @routes.get("/templates", operation_id="events-templates", summary="Practices to begin with: take one, change it.")
    async def templates(body: BodySlug) -> dict[str, Template]:
        find(body)
        return built_in()

    @routes.get("/asks", operation_id="events-asks", summary="What this body, or its people, are asked.")
    async def asks(body: BodySlug, after: After = "", most: Most = MOST_CHOICES) -> list[SeenAsk]:
        running = find(body)
        return await _seen(running, await running.views.page(AskSeen, after=after, most=most))

    @routes.get("/asks/{lead}/{subject}/{practice}/{step}", operation_id="events-ask", summary="One ask, whole.")
    async def ask(body: BodySlug, lead: BodySlug, subject: Slug, practice: Slug, step: Slug) -> SeenAsk:
        running = find(body)
        return (await _seen(running, [found_ask(await running.views.get(AskSeen.at(lead, subject, practice, step)))]))[
            0
        ]

    @routes.get(
        "/led/{subject}/practices/{practice}",
        operation_id="events-led-asks",
        summary="How the asks of a practice stand.",
    )
    async def led(body: BodySlug, subject: Slug, practice: Slug, founder: Founder = None) -> list[LedAsk]:
        views = find(body).views
        found: Practice = found_ask(await views.get(Practice.at(founder or body, subject, practice)))
        about: JointEvent | None = await views.get(JointEvent.at(found.subject))
        asked = await views.many(tuple(Asked.at(found.id, each.step) for each in found.template.steps))
        mixes = await mixes_of(views, found) if found.template.composition else []
        composed = composition(found.template, {each.ask.step.step: each.ask for each in asked.values()}, mixes)
        advice = [*hints(found.template, about.terms if about else None), *composed]
        order = [f"{Asked.kind}/{found.id}/{each.step}" for each in found.template.steps]
        return [_led(found, asked[path], advice) for path in order if path in asked]

    add_answers(routes, find)

    @routes.get("/people/{person}/asks", operation_id="events-own-asks", summary="What one is asked.")
    async def own(body: BodySlug, person: PersonId) -> list[OwnAsk]:
        running = find(body)
        return await own_asks(running.views, running.vault.keyed, body, person, datetime.now(UTC))


@cache
def built_in() -> dict[str, Template]:
    """The templates that come with the service, by name."""
    found = sorted(files("kith_events.asks").joinpath("practices").iterdir(), key=lambda each: each.name)
    return {
        each.name.removesuffix(".toml"): Template(**tomllib.loads(each.read_text("utf-8")))
        for each in found
        if each.name.endswith(".toml")
    }


async def _seen(running: BodyService, page: Sequence[AskSeen]) -> list[SeenAsk]:
    """What is asked, with what else is on at each date; whoever reads asks of organisations may know of holds. It is
    looked up once for all of them.
    """
    slots = {each.id: _slots(each.put.choices) for each in page}
    every = [slot for of_one in slots.values() for slot in of_one.values()]
    on = await what_is_on(running, every, await held_now(running) if every else [])

    def shown(seen: AskSeen) -> SeenAsk:
        found = {name: clashes(slot, *on.near(slot)) for name, slot in slots[seen.id].items()}
        return SeenAsk(ask=seen.put, answer=seen.status, code=seen.code, sentence=seen.sentence, clashes=found)

    return await asyncio.to_thread(lambda: [shown(each) for each in page])


def _slots(choices: Sequence[Choice]) -> dict[str, Slot]:
    return {each.choice: Slot(each.starts, each.ends, each.zone) for each in choices if each.starts and each.ends}


async def mixes_of(views: Views, practice: Practice) -> list[Ask]:
    """What members of one of its networks, and of no other, have told of themselves; the newest first."""
    counted: list[Asked] = []
    while page := await views.tagged(Asked, (COUNTED,), counted[-1].id if counted else "", MOST_ASKS):
        counted += page
    by: dict[str, Practice] = await views.many(tuple({Practice.at(it.subject, it.practice): None for it in counted}))
    networks = {path: each.networks for path, each in by.items()}
    own = [
        each.ask
        for each in counted
        if len(of := networks.get(Practice.at(each.subject, each.practice).path, [])) == 1
        and of[0] in practice.networks
    ]
    return sorted(own, key=lambda each: each.until, reverse=True)


def _led(practice: Practice, asked: Asked, advice: list[str]) -> LedAsk:
    ask = asked.ask
    asked_bodies = [] if ask.of_people else practice.asked_by(ask.step)
    bodies = {body: of_bodies(number) for body, number in ask.answered.items() if number}
    return LedAsk(
        step=ask.step.step,
        who=ask.step.who,
        stage=ask.stage,
        until=ask.until,
        answers=progress(ask, datetime.now(UTC)) if ask.of_people else of_bodies(ask.answers),
        by_body=by_body(ask) if ask.of_people else bodies,
        missing=[body for body in asked_bodies if not ask.answered.get(body)],
        to_confirm=ask.stage == "closed" and ask.outcome is not None,
        outcome=ask.outcome,
        hints=advice,
    )


def progress(ask: Ask, now: datetime) -> PublishedFigure:
    """How many people have answered: what is told of it once that is counted; before, whether there were enough to be
    told when the day began, for figures of two hours that differ by one person would tell of that person.
    """
    return ask.outcome.answers if ask.outcome else enough(ask.answers_before(now))
