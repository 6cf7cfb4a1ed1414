"""A month as a calendar shows it: weeks from Monday on, and what is on each day."""

import calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from kith_console.listing import Shown

YEARS: Final = range(2000, 2200)
DECEMBER: Final = 12


class Day(NamedTuple):
    """One day of a month, and the events that are on."""

    day: date
    within: bool
    """Whether it is of this month; the others fill up its weeks."""
    events: list[Shown]


def month_of(asked: str, today: date) -> date:
    """The first day of the month that somebody asks for, as `2027-03`; of this month if that is none."""
    try:
        found = date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today.replace(day=1)
    return found if found.year in YEARS else today.replace(day=1)


def beside(month: date) -> tuple[date | None, date | None]:
    """The months before and after; None where people plan nothing any more."""
    before = (month - timedelta(days=1)).replace(day=1)
    after = date(month.year + month.month // DECEMBER, month.month % DECEMBER + 1, 1)
    return (before if before.year in YEARS else None, after if after.year in YEARS else None)


def weeks(month: date, events: Iterable[Shown]) -> list[list[Day]]:
    """The weeks of a month. An event of several days stands at each of them, by the clocks of its own zone."""
    shown = sorted(events, key=lambda each: each[1].starts)
    return [
        [Day(day, day.month == month.month, [each for each in shown if _is_on(each, day)]) for day in week]
        for week in calendar.Calendar().monthdatescalendar(month.year, month.month)
    ]


def _is_on(each: Shown, day: date) -> bool:
    about = each[1]
    zone = ZoneInfo(about.zone)
    last = about.ends - timedelta(microseconds=1)  # who ends at midnight is not on the next day
    return about.starts.astimezone(zone).date() <= day <= last.astimezone(zone).date()
