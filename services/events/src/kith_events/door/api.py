"""What the lead of an event reads of the day itself: the page for the door, who has come, and how many did."""

import asyncio
from typing import Final

from fastapi import APIRouter

from kith_chassis.http.api import Asking, Find
from kith_chassis.http.pages import Page
from kith_chassis.service import BodyService
from kith_commons.arrivals import door_code
from kith_contracts.events.terms import DataField
from kith_contracts.pages.door import Arrivals, Came, PartArrivals, TurnoutPage
from kith_contracts.words import BodySlug, Slug
from kith_events.door.details_lead import Detail
from kith_events.door.door import Door, counts_at
from kith_events.door.page import TEMPLATE, Listed, packed
from kith_events.door.worker import keyring_of, opened
from kith_events.event.access import led_by, led_here
from kith_events.event.lead import JointEvent
from kith_events.event.templates import policy
from kith_events.places.place import Place

ARRIVALS: Final = "events-arrivals"
PACK: Final = "events-door-pack"
TURNOUT: Final = "events-turnout"
PAGE: Final = 500


def add_arrivals(routes: APIRouter, find: Find) -> None:
    """The reads of arrivals, for an event that this body leads."""

    @routes.get("/led/{event}/arrivals", operation_id=ARRIVALS, summary="Who has come, and who walked in.")
    async def arrivals(body: BodySlug, event: Slug, asking: Asking) -> Arrivals:
        led = await led_by(find, body, event, asking, ARRIVALS)
        door = await find(body).views.get(Door.at(led.event)) or Door(event=led.event)
        return Arrivals(parts=[_part(door, part) for part in led.places], unheard=door.unheard)

    @routes.get("/led/{event}/turnout", operation_id=TURNOUT, summary="How many came.")
    async def turnout(body: BodySlug, event: Slug) -> TurnoutPage:
        led = await led_here(find(body), event)
        door = await find(body).views.get(Door.at(led.event)) or Door(event=led.event)
        return TurnoutPage(counted_at=counts_at(led.terms), parts=door.turnout or {})

    @routes.get(
        "/led/{event}/door/pack",
        operation_id=PACK,
        summary="A page to mark who comes, for a device without a network.",
        response_class=Page,
    )
    async def pack(body: BodySlug, event: Slug, asking: Asking) -> Page:
        led = await led_by(find, body, event, asking, PACK)
        page = packed(led, await _listed(find(body), led))
        named = {"content-disposition": f'attachment; filename="door-{event}.html"'}
        return Page(page, policy(TEMPLATE), headers=named)


def _part(door: Door, part: str) -> PartArrivals:
    marks, over, walked = door.marks.get(part, {}), {*door.over(part)}, door.walk_ins.get(part, {})
    came = [
        Came(
            registration=who,
            body=door.homes.get(who) or walked.get(who, ""),
            at=marks[who].at,
            walked_in=who in walked,
            placed=who not in over,
        )
        for who in sorted(door.come(part), key=lambda who: marks[who])
    ]
    return PartArrivals(part=part, came=came, over=len(over))


async def _listed(running: BodyService, led: JointEvent) -> list[Listed]:
    """All who have a place in an open part, each once, with what the door may know of them."""
    parts: dict[str, list[str]] = {}
    for part in led.rooms:
        for place in await granted(running, led.event, part):
            parts.setdefault(place.pseudonym, []).append(part)
    known = await running.views.many(tuple(Detail.at(led.event, who) for who in parts))
    boxes = await asyncio.to_thread(opened, keyring_of(running), led.event, list(known.values()))

    def told(who: str, field: DataField) -> str:
        return boxes.get(who, {}).get(field, "") if field in led.terms.data_fields else ""

    return [
        Listed(who=who, code=door_code(who), name=told(who, "door-name"), needs=told(who, "access-needs"), parts=those)
        for who, those in sorted(parts.items())
    ]


async def granted(running: BodyService, event: str, part: str) -> list[Place]:
    """All who have a place in an open part, in the order of the list at the door."""
    found: list[Place] = []
    under = f"{event}/{part}/"
    while page := await running.views.page(Place, under, found[-1].id if found else "", PAGE):
        found += page
        if len(page) < PAGE:
            break
    return [place for place in found if place.status == "granted"]
