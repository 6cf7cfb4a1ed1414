"""What the lead's officers can send, of what its node knows already, when they plan or repair who sits with whom."""

import asyncio
from collections.abc import Iterable
from typing import Final

from fastapi import APIRouter

from kith_chassis.http.api import Asking, Find, Refused
from kith_chassis.service import BodyService
from kith_contracts.events.mixing import KnownOfSomeone
from kith_contracts.pages.mixing import KnownOfAll, ToRepair, Unread
from kith_contracts.words import BodySlug, Slug
from kith_events.door.api import granted
from kith_events.door.details_lead import Detail
from kith_events.door.door import Door
from kith_events.door.worker import keyring_of, opened
from kith_events.event.access import led_by
from kith_events.event.lead import JointEvent
from kith_events.mixing.api import planned
from kith_events.mixing.details import Told, told_by
from kith_events.mixing.lead import Mixing
from kith_events.mixing.repair import gathered

KNOWN: Final = "events-mixing-known"
TO_REPAIR: Final = "events-mixing-to-repair"


def add_seating(routes: APIRouter, find: Find) -> None:
    """The reads for who plans and repairs, at an event that this body leads."""

    @routes.get(
        "/led/{event}/mixing/{part}/known",
        operation_id=KNOWN,
        summary="What people have told that counts for who sits with whom, ready to send.",
    )
    async def known(body: BodySlug, event: Slug, part: Slug, asking: Asking) -> KnownOfAll:
        led = await led_by(find, body, event, asking, KNOWN)
        check(led, part)
        running = find(body)
        found = await told(running, led, [place.pseudonym for place in await granted(running, led.event, part)])
        return KnownOfAll(part=part, known=_ready(found), unread=_unread(found))

    @routes.get(
        "/led/{event}/mixing/{part}/to-repair",
        operation_id=TO_REPAIR,
        summary="Who has a seat and has not come, and who has come and has no seat, ready to send.",
    )
    async def to_repair(body: BodySlug, event: Slug, part: Slug, asking: Asking) -> ToRepair:
        led = await led_by(find, body, event, asking, TO_REPAIR)
        running = find(body)
        mixing = planned(await running.views.get(Mixing.at(led.event, part)))
        door = await running.views.get(Door.at(led.event)) or Door(event=led.event)
        having = {place.pseudonym for place in await granted(running, led.event, part)}
        by_marks = gathered(mixing, door, having)
        found = {each.known.pseudonym: each for each in await told(running, led, by_marks.arrived)}
        return ToRepair(
            part=part,
            absent=by_marks.absent,
            arrived=[found[who].known if who in found else KnownOfSomeone(pseudonym=who) for who in by_marks.arrived],
            unread=_unread(found.values()),
            come=by_marks.come,
            newest=by_marks.newest,
        )


def check(led: JointEvent, part: str) -> None:
    """Refuse a part in which nobody can be seated."""
    if part not in led.rooms:
        raise Refused(404, "part-unknown", "This event has no such open part.", "part")


async def told(running: BodyService, led: JointEvent, people: Iterable[str]) -> list[Told]:
    """What each of these people has told, as far as boxes open now and the agreement names the field."""
    boxes = await running.views.many(tuple(Detail.at(led.event, who) for who in people))
    details = await asyncio.to_thread(opened, keyring_of(running), led.event, list(boxes.values()))
    return [told_by(who, details[who], led.terms.data_fields) for who in sorted(details)]


def _ready(found: Iterable[Told]) -> list[KnownOfSomeone]:
    return [each.known for each in found if each.anything]


def _unread(found: Iterable[Told]) -> list[Unread]:
    return [
        Unread(registration=each.known.pseudonym, field=field, text=text)
        for each in found
        for field, text in each.unread.items()
    ]
