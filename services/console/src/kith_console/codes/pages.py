"""How many codes there are, and which are used, as far as anybody may know it."""

import asyncio
from typing import NamedTuple

from starlette.responses import Response

from kith_console.door.people import led_event
from kith_console.listing import learn_names
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.events.terms import EventTerms
from kith_contracts.pages.agreements import AgreementPage
from kith_contracts.pages.door import EntryCodes
from kith_contracts.pages.events import LedEvent, PartBlocks
from kith_contracts.pages.places import NetworkPlaces

CODES = Room()


class Closed(NamedTuple):
    """A closed part, for who leads the event: who holds how many codes, and which codes open it."""

    title: str
    held: dict[str, int]
    """Codes by organisation."""
    free: int
    """Codes that nobody holds yet."""
    codes: list[str]


@CODES.signed_in("led/{event}/codes")
async def led(visit: Visit) -> Response:
    """Of an event that we lead: the codes that open its closed parts, and those of our own delegates."""
    found, _ = await asyncio.gather(led_event(visit), learn_names(visit))
    parts = [(await _closed(visit, found, each)) for each in found.closed_parts]
    return visit.show(
        "codes/led.html",
        led=found,
        parts=parts,
        delegates=await _delegates(visit, found.event),
        titles=titles(found.terms),
    )


async def _closed(visit: Visit, found: LedEvent, part: PartBlocks) -> Closed:
    opens = await visit.read("events", f"led/{visit.path['event']}/codes/{part.part}", EntryCodes)
    return Closed(
        title=titles(found.terms).get(part.part, part.part),
        held={body: blocks * part.block for body, blocks in part.blocks_by_body.items()},
        free=part.pool * part.block,
        codes=opens.codes,
    )


@CODES.signed_in("codes/{lead}/{event}")
async def ours(visit: Visit) -> Response:
    """Of an event that we host: the codes that our networks hand to delegates, and how many open closed parts here."""
    if not visit.is_officer:
        return visit.nothing()
    event = f"{visit.path['lead']}/{visit.path['event']}"
    page, delegates, _ = await asyncio.gather(
        visit.read("events", f"agreements/{event}", AgreementPage), _delegates(visit, event), learn_names(visit)
    )
    closed = {each.part: each for each in page.terms.seats if each.part in page.terms.closed_parts}
    return visit.show(
        "codes/ours.html",
        page=page,
        delegates=delegates,
        titles=titles(page.terms),
        closed={part: page.terms.blocks_of(visit.body, part) * seats.block for part, seats in closed.items()},
    )


async def _delegates(visit: Visit, event: str) -> list[NetworkPlaces]:
    return await visit.read_or([], "events", f"agreements/{event}/delegates", list[NetworkPlaces])


def titles(terms: EventTerms) -> dict[str, str]:
    """The titles of all that places are asked for."""
    return {part.part: part.title for part in terms.plan.bookings()}
