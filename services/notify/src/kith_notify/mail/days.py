"""What stands in a person's calendar for one event: one entry for each day, whatever they asked for and how often.

An entry keeps its identity as long as any of its parts stays, also when the day moves; only what changed is told.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from kith_commons.advice.discretion import discreet
from kith_commons.formats.zones import zone_of
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.places import PartRegistration
from kith_contracts.events.plan import EventPart, EventPlan
from kith_contracts.events.terms import Listing
from kith_contracts.words import Moment, Section

# States


class Entry(Section):
    """One entry as it was told last. With the same `uid` and a higher `sequence` a calendar replaces it, or takes it
    out (RFC 5546).
    """

    uid: str
    """A keyed hash: a host, who knows pseudonyms, must not find it in anyone's mail."""
    sequence: int
    parts: tuple[str, ...]
    starts: Moment
    ends: Moment
    venue: str
    held: bool = True
    """Whether it stands in the calendar; else it was taken out."""


# What should stand there


class Day(NamedTuple):
    """The parts of one day in which a person has a place, from the first to the last."""

    parts: tuple[str, ...]
    starts: Moment
    ends: Moment
    venue: str


def days(face: EventPublished, plan: EventPlan | Listing, granted: Iterable[PartRegistration]) -> list[Day]:
    """The days on which somebody with these places is expected; none of an event that is called off. Of parts that are
    not in the plan one knows only that they are some time in it.
    """
    places = [*granted]
    if face.status == "cancelled" or not places:
        return []
    times = [*_times(plan, places)] if isinstance(plan, EventPlan) else []
    if not isinstance(plan, EventPlan) or not times:
        names = tuple(sorted({each.part for each in places}))
        return [Day(names, plan.starts, plan.ends, venue(face, plan, []))]
    zone = zone_of(plan.zone)
    by_day: dict[date, list[tuple[EventPart, Moment, Moment]]] = {}
    for one in sorted(times, key=lambda each: each[1:]):
        by_day.setdefault(one[0].starts.astimezone(zone).date(), []).append(one)
    return [
        Day(
            tuple(dict.fromkeys(part.part for part, _, _ in found)),
            min(starts for _, starts, _ in found),
            max(ends for _, _, ends in found),
            venue(face, plan, (part for part, _, _ in found)),
        )
        for found in by_day.values()
    ]


def venue(face: EventPublished, plan: EventPlan | Listing, parts: Iterable[EventPart]) -> str:
    """Where these parts are, in words that tell nothing; without any, where the event is."""
    if not isinstance(plan, EventPlan):
        return discreet(plan.venue, face)
    return "; ".join(dict.fromkeys(discreet(each, face) for each in plan.places(parts)))


def _times(plan: EventPlan, granted: Iterable[PartRegistration]) -> Iterator[tuple[EventPart, Moment, Moment]]:
    for each in granted:
        for part in plan.parts_of(each.part):
            yield part, *part.slot(each.slot)


# What has to be told of it


def changed(calendar: Mapping[str, Entry], wanted: Iterable[Day], uid: Callable[[int], str]) -> list[Entry]:
    """The entries that are new or otherwise, then those that go. What was never told of is never taken out."""
    left = dict(calendar)
    told = []
    fresh = len(calendar)
    for day in wanted:
        before = _same(left, day)
        if before is None:
            fresh += 1
            told.append(Entry(uid=uid(fresh), sequence=0, **day._asdict()))
            continue
        del left[before.uid]
        after = before.model_copy(update={**day._asdict(), "held": True})
        if after != before:
            told.append(after.model_copy(update={"sequence": before.sequence + 1}))
    gone = [each for each in left.values() if each.held]
    return [*told, *[each.model_copy(update={"held": False, "sequence": each.sequence + 1}) for each in gone]]


def _same(calendar: Mapping[str, Entry], day: Day) -> Entry | None:
    """The entry that this day had before: one that stands there first."""
    found = [each for each in calendar.values() if {*each.parts} & {*day.parts}]
    return min(found, key=lambda each: (not each.held, each.starts), default=None)
