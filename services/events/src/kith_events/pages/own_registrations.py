"""One's own registrations, as a person reads them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter

from kith_chassis.http.api import Find
from kith_chassis.service import BodyService
from kith_contracts.events.places import PartRegistration
from kith_contracts.pages.places import OwnRegistration
from kith_contracts.words import BodySlug, PersonId
from kith_events.door.api_online import join_at, joining_of
from kith_events.door.online import Joining
from kith_events.event.in_force import AgreedEvent
from kith_events.event.public import Shown
from kith_events.places.api import sentences_of, turns_of
from kith_events.places.end import as_it_stands
from kith_events.places.registration import Registration

MOST_REGISTRATIONS: Final = 500


def add_own_registrations(routes: APIRouter, find: Find) -> None:
    """What became of one's own wishes."""

    @routes.get(
        "/people/{person}/registrations", operation_id="events-registrations", summary="One's own registrations."
    )
    async def registrations(body: BodySlug, person: PersonId) -> list[OwnRegistration]:
        running = find(body)
        tag = running.vault.keyed("person", person)
        own = await running.views.tagged(Registration, (tag,), "", MOST_REGISTRATIONS)
        shown = await running.views.many(tuple({each.event: Shown.at(each.event) for each in own}.values()))
        told, silent = await joining_of(running, own), await silent_of(running, {each.event for each in own})
        return [
            _own(each, shown.get(Shown.at(each.event).path), told.get(each.event), silent.get(each.event))
            for each in own
        ]


async def silent_of(running: BodyService, events: Iterable[str]) -> dict[str, datetime]:
    """Since when the leads of these events are silent, of those that are."""
    agreed: dict[str, AgreedEvent] = await running.views.many(tuple(AgreedEvent.at(each) for each in events))
    now = datetime.now(UTC)
    return {each.id: since for each in agreed.values() if (since := each.silent_since(now))}


def _own(
    registration: Registration, shown: Shown | None, told: Joining | None, silent: datetime | None = None
) -> OwnRegistration:
    wishes = [as_it_stands(wish, shown) for wish in registration.wishes.values()]
    parts = [PartRegistration(**wish.model_dump(include={*PartRegistration.model_fields})) for wish in wishes]
    return OwnRegistration(
        event=registration.event,
        status=shown.published.status if shown else "unknown",
        silent_since=None if shown and shown.called_off else silent,
        registration=registration.pseudonym,
        parts=parts,
        explained={each.part: sentences_of(each) for each in parts},
        history={wish.part: turns_of(wish) for wish in wishes},
        times={
            each.part: part.slot(each.slot)
            for each in parts
            if each.status in {"granted", "offered"} and shown and (part := shown.part(each.part))
        },
        decision=registration.decision,
        seats={} if shown and shown.called_off else registration.seats,
        door_code=registration.door_code,
        join_at=join_at(registration, shown, told),
        came=[part for part in registration.wishes if registration.came(part)],
    )
