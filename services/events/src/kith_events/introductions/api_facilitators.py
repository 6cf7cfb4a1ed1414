"""What a facilitator reads: at which events they help, and whether a group has consented, without who."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter

from kith_chassis.http.api import Find
from kith_chassis.service import BodyService
from kith_contracts.pages.facilitators import FacilitatingPage, GroupConsent
from kith_contracts.words import BodySlug, PersonId
from kith_events.asks.api import progress
from kith_events.asks.practice import Asked, Practice, consent_of
from kith_events.asks.worker import ballots_of
from kith_events.event.lead import JointEvent
from kith_events.introductions.facilitators import Facilitator, closes, everybody_consents, notes_of
from kith_events.places.place import Place

MOST: Final = 200
PLACES: Final = 500


def add_facilitating(routes: APIRouter, find: Find) -> None:
    """The read of facilitators."""

    @routes.get("/people/{person}/facilitating", operation_id="events-facilitating", summary="Where one facilitates.")
    async def facilitating(body: BodySlug, person: PersonId) -> list[FacilitatingPage]:
        running = find(body)
        mine = await running.views.tagged(Facilitator, (running.vault.keyed("person", person),), "", MOST)
        events = await running.views.many(tuple(JointEvent.at(each.event) for each in mine))
        now = datetime.now(UTC)
        return [await _page(running, each) for each in events.values() if not closes(each, now)]


async def _page(running: BodyService, event: JointEvent) -> FacilitatingPage:
    practices = await running.views.page(Practice, f"{event.event}/", most=MOST)
    groups = [await _group(running, event, each) for each in practices]
    return FacilitatingPage(event=event.event, until=event.terms.data_closes, groups=[each for each in groups if each])


async def _group(running: BodyService, event: JointEvent, practice: Practice) -> GroupConsent | None:
    """None where nobody is asked for consent."""
    consent = consent_of(practice.template)
    asked: Asked | None = await running.views.get(Asked.at(practice.id, consent.step)) if consent else None
    if asked is None:
        return None
    consents = len(await ballots_of(running, asked))
    places = await _places(running, event.event, practice.parts or event.rooms)
    return GroupConsent(
        practice=practice.practice,
        notes=notes_of(practice.template),
        consented=progress(asked.ask, datetime.now(UTC)),
        everybody=everybody_consents(consents, places),
    )


async def _places(running: BodyService, event: str, parts: Iterable[str]) -> list[Place]:
    found: list[Place] = []
    for part in parts:
        under = after = f"{event}/{part}/"
        while page := await running.views.page(Place, under, after, PLACES):
            found += page
            after = page[-1].id
    return found
