"""An event as its lead reads it: its text, who has not accepted it yet, and how its places stand."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from fastapi import APIRouter

from kith_chassis.http.api import Find
from kith_commons.agreement.agreement import missing, status
from kith_commons.places.allotment import Allotment
from kith_commons.places.blocks import Blocks
from kith_contracts.pages.events import LedEvent, PartBlocks, PartPlaces
from kith_contracts.words import BodySlug, Slug
from kith_events.agreements.advice import how_it_was
from kith_events.agreements.api_advice import Beside, beside
from kith_events.asks.practice import Asked
from kith_events.door.door import Door
from kith_events.event.access import led_here
from kith_events.event.lead import JointEvent

MOST_ASKS: Final = 400


def add_led_event(routes: APIRouter, find: Find) -> None:
    """An event that this body leads."""

    @routes.get("/led/{event}", operation_id="events-led", summary="An event that this body leads.")
    async def led(body: BodySlug, event: Slug) -> LedEvent:
        running = find(body)
        led = await led_here(running, event)
        asks = [each.ask for each in await running.views.page(Asked, f"{led.event}/", most=MOST_ASKS)]
        door, advice = await running.views.get(Door.at(led.event)), (await beside(running, [led]))[led.event]
        return _led(led, door, advice, how_it_was(led, asks))


def _led(event: JointEvent, door: Door | None, advice: Beside, more: Iterable[str] = ()) -> LedEvent:
    placed = door.placed if door else {}
    names = event.terms.plan.names
    return LedEvent(
        event=event.event,
        status=status(event.agreement),
        version=event.terms.version,
        hash=event.agreement.hash,
        missing=[] if event.agreement.over else missing(event.agreement),
        departed=event.departed,
        unheard=list(event.unheard),
        terms=event.terms,
        **advice._asdict() | {"hints": [*advice.hints, *more]},
        parts=[_places(name, event.places[name], placed.get(name, {})) for name in names if name in event.places],
        closed_parts=[_blocks(name, event.blocks[name]) for name in names if name in event.blocks],
    )


def _places(part: str, allotment: Allotment, walked_in: Mapping[str, str]) -> PartPlaces:
    """Without those who have walked in, of whom nobody reads but at the door."""
    walked = Counter(walked_in.values())
    return PartPlaces(
        part=part,
        places=allotment.places,
        availability=allotment.availability,
        granted=allotment.granted - walked.total(),
        offered=len(allotment.offers),
        waiting=len(allotment.waiting),
        granted_by_body={body: left for body, n in allotment.granted_by_body.items() if (left := n - walked[body])},
    )


def _blocks(part: str, blocks: Blocks) -> PartBlocks:
    held = {body: len(numbers) for body, numbers in blocks.held.items() if numbers}
    return PartBlocks(part=part, block=blocks.size, blocks_by_body=held, pool=blocks.pool)
