"""Who is expected at a part of an event, and who has come, as far as the agreement lets the door know."""

import asyncio
from datetime import datetime
from typing import Final, NamedTuple

from kith_console.fields import folded
from kith_console.visit import Visit
from kith_contracts.events.plan import EventPart
from kith_contracts.pages.door import Arrivals, Came, DoorList, Registrant
from kith_contracts.pages.events import LedEvent

MOST: Final = 500


class Expected(NamedTuple):
    """Someone on the list of the door."""

    who: str
    """Their pseudonym at this event."""
    code: str
    """What they may say instead of a name."""
    name: str
    """Empty if they have told none."""
    needs: str
    body: str
    delegate_of: str
    guests: int
    slot: datetime | None
    """When they are expected, in a part that is cut into slots."""
    come: bool

    @property
    def find(self) -> str:
        """By what they are found."""
        return f"{folded(self.name)} {self.code}"


async def led_event(visit: Visit) -> LedEvent:
    """The event of this page, which the organisation leads."""
    return await visit.read("events", f"led/{visit.path['event']}", LedEvent)


async def registrants(visit: Visit, event: str, part: str) -> list[Registrant]:
    """All who have a place in an open part."""
    found: list[Registrant] = []
    after = ""
    while True:
        page = await visit.read("events", f"led/{event}/door-list/{part}", DoorList, after=after, most=MOST)
        found += page.registrants
        if not (after := page.after):
            return found


async def arrivals(visit: Visit, event: str) -> Arrivals:
    """What has been marked at all doors."""
    return await visit.read("events", f"led/{event}/arrivals", Arrivals)


def came_to(found: Arrivals, part: str) -> list[Came]:
    """Who has come to a part, in the order of coming."""
    return next((each.came for each in found.parts if each.part == part), [])


async def expected(visit: Visit, event: str, part: EventPart) -> tuple[list[Expected], list[Came]]:
    """Who is expected, by name, and who came without a place."""
    listed, marked = await asyncio.gather(registrants(visit, event, part.part), arrivals(visit, event))
    came = came_to(marked, part.part)
    there = {each.registration for each in came}
    found = [_expected(each, part, come=each.registration in there) for each in listed if each.registration]
    walked = [each for each in came if each.walked_in]
    return sorted(found, key=lambda each: (not each.name, each.find)), walked


def _expected(one: Registrant, part: EventPart, *, come: bool) -> Expected:
    return Expected(
        who=one.registration,
        code=one.code,
        name=one.details.get("door-name", ""),
        needs=one.details.get("access-needs", ""),
        body=one.body,
        delegate_of=one.delegate_of or "",
        guests=len(one.guests),
        slot=part.slot(one.slot)[0] if one.slot else None,
        come=come,
    )


def found_by(people: list[Expected], words: str) -> list[Expected]:
    """Those whose name has these words, or whose code begins with them."""
    wanted = folded(words.strip())
    return [each for each in people if wanted in folded(each.name) or each.code.startswith(wanted.replace(" ", ""))]
