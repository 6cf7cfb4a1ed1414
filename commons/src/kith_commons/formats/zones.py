"""Wall time in calendars, and the rules of its zone as they carry them: each change of the clock by itself, from a year
before to a year after.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

AROUND: Final = timedelta(days=366)
DAY: Final = timedelta(days=1)
SECOND: Final = timedelta(seconds=1)


def zone_of(name: str) -> ZoneInfo:
    """The zone of this name; UTC for one that is not known here, for others may know more zones than we do."""
    return ZoneInfo(name if known_zone(name) else "UTC")


def known_zone(name: str) -> bool:
    """Whether there is a time zone of this name here."""
    return name in _known()


def wall_times(starts: datetime, ends: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """In the time of the zone. If one of them is in an hour that a clock set back shows twice, both in UTC: readers do
    not agree on which of the two it is, and an entry has one form of time (RFC 5545, 3.8.2.2).
    """
    local = starts.astimezone(zone), ends.astimezone(zone)
    twice = any(len(moments_of(each.replace(tzinfo=None), zone)) > 1 for each in local)
    return (starts.astimezone(UTC), ends.astimezone(UTC)) if twice else local


def moments_of(wall: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The points in time, in UTC, at which clocks of the zone show this (a time without an offset): one as a rule, none
    where they go forward, two where they go back.
    """
    found = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(sorted(each for each in found if each.astimezone(zone).replace(tzinfo=None) == wall))


@lru_cache(100)
def rules(zone: ZoneInfo, first_day: date, last_day: date) -> Timezone:
    """VTIMEZONE (RFC 5545, 3.6.5) for these days: what is in force at first, and then each change."""
    component = Timezone()
    component.add("tzid", zone.key)
    first = datetime.combine(first_day, time(), UTC) - AROUND
    component.add_component(_observance(zone, first, first))
    for change in _changes(zone, first, datetime.combine(last_day, time(), UTC) + AROUND):
        component.add_component(_observance(zone, change - SECOND, change))
    return component


def _observance(zone: ZoneInfo, before: datetime, onset: datetime) -> TimezoneStandard | TimezoneDaylight:
    """What is in force from its onset, which is told in the time that was in force before."""
    was, now = before.astimezone(zone), onset.astimezone(zone)
    part = TimezoneDaylight() if now.dst() else TimezoneStandard()
    part.add("dtstart", (onset + (was.utcoffset() or timedelta())).replace(tzinfo=None))
    part.add("tzoffsetfrom", was.utcoffset())
    part.add("tzoffsetto", now.utcoffset())
    part.add("tzname", now.tzname())
    return part


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    day = first
    while day < last:
        low, high = day, day + DAY
        if low.astimezone(zone).utcoffset() != high.astimezone(zone).utcoffset():
            while high - low > SECOND:
                middle = (low + (high - low) / 2).replace(microsecond=0)
                same = middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            yield high
        day += DAY


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())
