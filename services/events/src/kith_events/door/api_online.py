"""Where one joins online: what an officer of the lead has set, and what a person with a place reads of it."""

from collections.abc import Mapping, Sequence
from typing import Final

from fastapi import APIRouter

from kith_chassis.http.api import Asking, Find
from kith_chassis.service import BodyService
from kith_contracts.pages.door import OnlinePart
from kith_contracts.words import BodySlug, Slug
from kith_events.door.online import JoinAddresses, Joining
from kith_events.event.access import led_by
from kith_events.event.public import Shown
from kith_events.places.registration import Registration

JOIN: Final = "events-join-addresses"


def add_joining(routes: APIRouter, find: Find) -> None:
    """The read for who sets the addresses, at an event that this body leads."""

    @routes.get("/led/{event}/join-addresses", operation_id=JOIN, summary="Where one joins each online part.")
    async def addresses(body: BodySlug, event: Slug, asking: Asking) -> list[OnlinePart]:
        led = await led_by(find, body, event, asking, JOIN)
        kept: JoinAddresses | None = await find(body).views.get(JoinAddresses.at(led.event))
        known = kept.addresses if kept else {}
        return [
            OnlinePart(part=part.part, title=part.title, join_at=known.get(part.part))
            for part in led.terms.plan.parts
            if part.format == "online"
        ]


async def joining_of(running: BodyService, own: Sequence[Registration]) -> Mapping[str, Joining]:
    """What the leads of these events have told, by event."""
    found = await running.views.many(tuple({each.event: Joining.at(each.event) for each in own}.values()))
    return {each.event: each for each in found.values()}


def join_at(registration: Registration, shown: Shown | None, told: Joining | None) -> dict[str, str]:
    """By online part that this person has a place in, while the event is on."""
    face = shown.published if shown else None
    if told is None or face is None or face.plan is None or face.status not in ("open", "reopened"):
        return {}
    granted = [wish.part for wish in registration.wishes.values() if wish.status == "granted"]
    parts = [part for name in granted for part in face.plan.parts_of(name) if part.format == "online"]
    return {part.part: told.addresses[part.part] for part in parts if part.part in told.addresses}
