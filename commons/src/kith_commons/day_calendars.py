"""Calendars of whole days, as councils publish them: read by the library, held to limits, and to plain days."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from icalendar import Calendar

MOST_BYTES: Final = 1_000_000
MOST_DAYS: Final = 500
"""Of one calendar: more is no list of holidays."""
LONGEST: Final = timedelta(days=120)
YEARS: Final = range(1972, 2500)
"""What calendars and time zones can reckon with."""
MOST_LETTERS: Final = 80


class Days(NamedTuple):
    """A day, or some in a row, with both ends."""

    name: str
    first: date
    last: date


class BadCalendar(ValueError):
    """A file that cannot be used; its words are for who put it there, and quote nothing of it."""


def days_of(content: bytes, name: str) -> list[Days]:
    """All days of a calendar. Each has the calendar's name behind its own; `name` is that of the file, for one that has
    none. What has an hour, comes again by a rule, or is called off is left out, and so is what lasts too long.

    Raises BadCalendar.
    """
    if len(content) > MOST_BYTES:
        raise BadCalendar(f"It is larger than {MOST_BYTES} bytes. Leave out what is no holiday.")
    try:
        calendar = Calendar.from_ical(content)
        found = [*_days(calendar)]
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError) as error:
        raise BadCalendar("This is no iCalendar file (RFC 5545). Download it again from where it comes.") from error
    if len(found) > MOST_DAYS:
        raise BadCalendar(f"There are more than {MOST_DAYS} days in it. Leave out what is no holiday.")
    behind = _words(calendar.get("X-WR-CALNAME") or calendar.get("NAME") or name)
    return [each._replace(name=f"{each.name} ({behind})") for each in found]


def _days(calendar: Any) -> Iterator[Days]:
    for event in calendar.walk("VEVENT"):
        if "RRULE" in event or "RDATE" in event or event.get("STATUS", "") == "CANCELLED":
            continue
        first, end = event.decoded("DTSTART"), _end(event)
        if isinstance(first, datetime) or isinstance(end, datetime):
            continue
        last = max(first, end - timedelta(days=1))  # the end of an entry is the day after
        if last - first <= LONGEST and {first.year, last.year} <= {*YEARS}:
            yield Days(_words(event.get("SUMMARY", "A holiday")), first, last)


def _end(event: Any) -> date:
    if "DTEND" in event:
        end: date = event.decoded("DTEND")
        return end
    lasts: timedelta = event.decoded("DURATION") if "DURATION" in event else timedelta(days=1)
    first: date = event.decoded("DTSTART")
    return first + lasts


def _words(text: object) -> str:
    """In one line, without what no sentence has, and not too long."""
    plain = "".join(each if each.isprintable() else " " for each in str(text))
    return " ".join(plain.split())[:MOST_LETTERS]
