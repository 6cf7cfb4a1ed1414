"""What makes a day impossible: its zone, its times, its parts, its venue."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from kith_contracts.message import Refusal
from kith_contracts.plans import EventPlan

YEARS: Final = range(2000, 2200)
"""When an event may be: far from the ends of the calendar, where no offset can be taken off a time any more."""


def faults_of_plan(plan: EventPlan) -> Iterator[Refusal]:
    """What is wrong with the day, its zone and its venue."""
    if not known_zone(plan.zone):
        sentence = "There is no such time zone. Give one like Europe/London."
        yield Refusal("zone-unknown", sentence, "terms.plan.zone")
    for name, time in (("starts", plan.starts), ("ends", plan.ends)):
        if time.year not in YEARS:
            sentence = f"An event must be between {YEARS.start} and {YEARS.stop - 1}. Check the year."
            yield Refusal("year-out-of-range", sentence, f"terms.plan.{name}")
    if plan.ends <= plan.starts:
        sentence = "The event ends before it starts, or at once. Change one of the times."
        yield Refusal("ends-before-start", sentence, "terms.plan.ends")
    yield from _faults_of_clock(plan)
    yield from _faults_of_venue(plan)


def faults_of_parts(plan: EventPlan, with_seats: Collection[str]) -> Iterator[Refusal]:
    """What is wrong with its parts; `with_seats` are those that places are divided of."""
    seen: set[str] = set()
    for index, part in enumerate(plan.parts):
        path = f"terms.plan.parts.{index}"
        if part.part in seen:
            sentence = f"The part {part.part} is there twice. Give one of them another short name."
            yield Refusal("part-twice", sentence, f"{path}.part")
        seen.add(part.part)
        if part.ends <= part.starts:
            sentence = f"The part {part.part} ends before it starts, or at once. Change one of the times."
            yield Refusal("ends-before-start", sentence, f"{path}.ends")
        for name, time in (("starts", part.starts), ("ends", part.ends)):
            if not plan.starts <= time <= plan.ends:
                sentence = f"The part {part.part} is outside the times of the event. Change its times or the event's."
                yield Refusal("part-outside-event", sentence, f"{path}.{name}")
        if (name := part.bundle or part.part) not in with_seats:
            sentence = f"Nobody has places in {name}. Give some to organisations, or to all to share."
            yield Refusal("part-without-seats", sentence, f"{path}.part")


def _faults_of_clock(plan: EventPlan) -> Iterator[Refusal]:
    if not known_zone(plan.zone):
        return
    zone = ZoneInfo(plan.zone)
    times = {"terms.plan.starts": plan.starts, "terms.plan.ends": plan.ends}
    for index, part in enumerate(plan.parts):
        path = f"terms.plan.parts.{index}"
        times |= {f"{path}.starts": part.starts, f"{path}.ends": part.ends}
    for field, time in times.items():
        if time.year in YEARS and _in_gap(time, zone):
            sentence = "The clocks go forward on that day, and there is no such time. Choose one before or after."
            yield Refusal("time-in-gap", sentence, field)


def _in_gap(time: datetime, zone: ZoneInfo) -> bool:
    """Whether this is written as a time of the zone, with an offset that it has on that day, which its clocks leave
    out. A time that is written with any other offset is a point in time, and in no gap.
    """
    wall = time.replace(tzinfo=zone)
    shown = wall.astimezone(UTC).astimezone(zone)
    left_out = shown.replace(tzinfo=None) != time.replace(tzinfo=None)
    return left_out and time.utcoffset() in (wall.utcoffset(), wall.replace(fold=1).utcoffset())


def _faults_of_venue(plan: EventPlan) -> Iterator[Refusal]:
    """Of parts that overlap, the most people that there may be at once: just when one of them begins. Who is online or
    in the venue of another part is not there.
    """
    if (most := plan.venue_capacity) is None:
        return
    for index, part in enumerate(plan.parts):
        there = [each for each in plan.parts if each.format == "in-person" and plan.place(each) == plan.venue]
        at_once = sum(each.capacity for each in there if each.starts <= part.starts < each.ends)
        if at_once > most:
            sentence = f"{at_once} people would be in a venue for {most} when {part.part} begins. Lower a capacity."
            yield Refusal("venue-too-small", sentence, f"terms.plan.parts.{index}.capacity")


def known_zone(name: str) -> bool:
    """Whether there is a time zone of this name."""
    return name in _zones()


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
