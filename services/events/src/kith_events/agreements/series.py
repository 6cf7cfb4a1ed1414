"""A series as parts of one event: dates by a rule, or one by one, each received by the next of its hosts.

The rule is only a way to write: what bodies accept are the parts that come of it, each with its time and its host.
"""

import calendar
from datetime import datetime, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

from kith_commons.formats.times import fault_of_gap, fault_of_year, fault_of_zone
from kith_commons.formats.zones import moments_of, zone_of
from kith_contracts.events.plan import EventPart
from kith_contracts.message import Refusal, together
from kith_contracts.pages.series import Series


def parts_of(series: Series) -> list[EventPart] | Refusal:
    """The parts, each at the same time of its clocks, also when these change between two of them.

    Refused: `zone-unknown`, `year-out-of-range`; `day-not-in-month`; `time-in-gap`, `time-doubled`.
    """
    if wrong := fault_of_zone(series.zone, "zone"):
        return wrong
    zone = zone_of(series.zone)
    fields = [f"dates.{number}" for number in range(len(series.dates))] or ["first"] * series.times
    found = [_starts(series, number, zone, field) for number, field in enumerate(fields)]
    if wrong := together(each for each in found if isinstance(each, Refusal)):
        return wrong
    parts: list[EventPart] = []
    hosts, venues = cycle(series.hosts), cycle(series.venues or (None,))
    for number, starts in enumerate(each for each in found if not isinstance(each, Refusal)):
        parts.append(
            EventPart(
                part=f"{series.part}-{number + 1}",
                title=series.title,
                starts=starts.astimezone(zone),
                ends=(starts + timedelta(minutes=series.minutes)).astimezone(zone),
                capacity=series.capacity,
                host=next(hosts),
                venue=next(venues),
                bundle=series.part if series.joined == "once" and (len(series.dates) or series.times) > 1 else None,
            )
        )
    return parts


def _starts(series: Series, number: int, zone: ZoneInfo, field: str) -> datetime | Refusal:
    """When the part of this number starts, from 0."""
    given = series.dates[number] if series.dates else series.first
    assert given is not None, "there is a rule or there are dates"
    if wrong := fault_of_year(given, field):
        return wrong
    if given.tzinfo and (series.dates or not number):
        return given
    wall = _wall(series, given.astimezone(zone).replace(tzinfo=None) if given.tzinfo else given, number)
    if wall is None:
        return _no_day(number, field)
    if wrong := fault_of_year(wall, field):
        return wrong
    moments = moments_of(wall, zone)
    if len(moments) != 1:
        return _doubled(wall, field) if moments else fault_of_gap(wall, field)
    return moments[0]


def _wall(series: Series, first: datetime, number: int) -> datetime | None:
    """What clocks show at the time of this number; None if its month has no such day."""
    if series.dates:
        return first
    steps = number * series.every
    if series.unit == "weeks":
        return first + timedelta(weeks=steps)
    years, month = divmod(first.month - 1 + steps, 12)
    year = first.year + years
    if first.day > calendar.monthrange(year, month + 1)[1]:
        return None
    return first.replace(year=year, month=month + 1)


def _no_day(number: int, field: str) -> Refusal:
    sentence = f"The month of number {number + 1} has no such day. Begin on the 28th or before, or name the dates."
    return Refusal("day-not-in-month", sentence, field)


def _doubled(wall: datetime, field: str) -> Refusal:
    when = f"{wall.day} {wall:%B %Y %H:%M}"
    sentence = f"On {when} the clocks go back, and show this time twice. Choose one before or after."
    return Refusal("time-doubled", sentence, field)
