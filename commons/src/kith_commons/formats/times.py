"""What makes times impossible that people write: the zone, the year, the order; and of what clocks show, a gap."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from kith_commons.formats.zones import known_zone
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
    yield from faults_of_span(starts, ends, at, what)


def faults_of_span(starts: datetime, ends: datetime, at: str, what: str = "It") -> Iterator[Refusal]:
    """The same of times within something that has the zone. With its offset a time is a point in time, which there is
    whatever the clocks of a zone show then.

    Faults: `year-out-of-range`, `ends-before-start`.
    """
    times = {f"{at}starts": starts, f"{at}ends": ends}
    yield from [wrong for field, time in times.items() if (wrong := fault_of_year(time, field))]
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
