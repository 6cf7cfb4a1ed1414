"""The meetings of a network, from what is announced: when, in a room or online, and at whom they were."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from kith_commons.formats.zones import zone_of
from kith_contracts.events.plan import ONLINE
from kith_contracts.words import body_of
from kith_events.calendar.face import Announced


class Meeting(NamedTuple):
    """A gathering: an event, or each day of a series whose days are received by one host after the other."""

    event: str
    starts: datetime
    ends: datetime
    """Both by the clock of where it is."""
    in_person: bool
    """Whether one can be there in a room; what is online besides is no matter."""
    at: str
    """The body that receives it."""
    hosts: frozenset[str]
    """The bodies that hold the event."""


def meetings(announced: Iterable[Announced]) -> list[Meeting]:
    """Those that are not called off, in order of time."""
    found = [each for event in announced if event.status != "cancelled" for each in _of_event(event)]
    return sorted(found, key=lambda each: (each.starts, each.event))


def _of_event(event: Announced) -> Iterator[Meeting]:
    zone, lead = zone_of(event.plan.zone), body_of(event.id)
    hosts = frozenset(host.body for host in event.face.hosts)

    def met(starts: datetime, ends: datetime, at: str, *, in_person: bool) -> Meeting:
        return Meeting(event.id, starts.astimezone(zone), ends.astimezone(zone), in_person, at, hosts)

    if not event.parts:
        in_person = event.plan.venue.casefold() != ONLINE.casefold()
        yield met(event.plan.starts, event.plan.ends, lead, in_person=in_person)
        return
    days: dict[object, list[int]] = {}
    for number, part in enumerate(event.parts):
        day = (part.starts.astimezone(zone).date(), part.host) if any(p.host for p in event.parts) else None
        days.setdefault(day, []).append(number)
    for numbers in days.values():
        parts = [event.parts[number] for number in numbers]
        rooms = [part for part in parts if part.format == "in-person"]
        those = rooms or parts
        starts, ends = min(part.starts for part in those), max(part.ends for part in those)
        yield met(starts, ends, those[0].host or lead, in_person=bool(rooms))
