"""What makes times impossible that people write: the zone, the year, the order, an hour that the clocks leave out."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from kith_commons.zones import known_zone
from kith_contracts.message import Refusal

YEARS: Final = range(2000, 2200)
"""When something may be: far from the ends of the calendar, where no offset can be taken off a time any more."""


def faults_of_times(starts: datetime, ends: datetime, zone: str, at: str, what: str = "It") -> Iterator[Refusal]:
    """What is wrong with times that come with a zone of their own. `at` is what the paths of `zone`, `starts` and
    `ends` begin with, as in `held.`; `what` begins a sentence on them.

    Faults: `zone-unknown`, and those of `faults_of_span`.
    """
    if wrong := fault_of_zone(zone, f"{at}zone"):
        yield wrong
    yield from faults_of_span(starts, ends, zone, at, what)


def faults_of_span(starts: datetime, ends: datetime, zone: str, at: str, what: str = "It") -> Iterator[Refusal]:
    """The same of times within something that has the zone. One that is not known here has no clocks.

    Faults: `year-out-of-range`, `time-in-gap`, `ends-before-start`.
    """
    times = {f"{at}starts": starts, f"{at}ends": ends}
    yield from [wrong for field, time in times.items() if (wrong := fault_of_year(time, field))]
    for field, time in times.items():
        if known_zone(zone) and time.year in YEARS and _in_gap(time, ZoneInfo(zone)):
            yield fault_of_gap(time, field)
    if ends <= starts:
        sentence = f"{what} ends before it starts, or at once. Change one of the times."
        yield Refusal("ends-before-start", sentence, f"{at}ends")


def fault_of_zone(zone: str, field: str) -> Refusal | None:
    """`zone-unknown`, unless there is a time zone of this name."""
    if known_zone(zone):
        return None
    return Refusal("zone-unknown", "There is no such time zone. Give one like Europe/London.", field)


def fault_of_year(time: datetime, field: str) -> Refusal | None:
    """`year-out-of-range`, unless it is in a year that people plan for."""
    if time.year in YEARS:
        return None
    sentence = f"It must be between {YEARS.start} and {YEARS.stop - 1}. Check the year."
    return Refusal("year-out-of-range", sentence, field)


def fault_of_gap(wall: datetime, field: str) -> Refusal:
    """`time-in-gap`: no clock of the zone ever shows this."""
    when = f"{wall.day} {wall:%B %Y %H:%M}"
    sentence = f"On {when} the clocks go forward, and there is no such time. Choose one before or after."
    return Refusal("time-in-gap", sentence, field)


def _in_gap(time: datetime, zone: ZoneInfo) -> bool:
    """Whether this is written as a time of the zone, with an offset that it has on that day, which its clocks leave
    out. A time that is written with any other offset is a point in time, and in no gap.
    """
    wall = time.replace(tzinfo=zone)
    shown = wall.astimezone(UTC).astimezone(zone)
    left_out = shown.replace(tzinfo=None) != time.replace(tzinfo=None)
    return left_out and time.utcoffset() in (wall.utcoffset(), wall.replace(fold=1).utcoffset())
