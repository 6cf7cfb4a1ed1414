"""Calendars of whole days, as councils and schools publish them: read entry by entry, held to limits and plain days."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple
from unicodedata import category, normalize

from icalendar import vDuration

from kith_commons.formats import calendar_lines
from kith_commons.formats.calendar_lines import Entry
from kith_commons.formats.school_words import without_school
from kith_contracts.texts import fault_of

MOST_BYTES: Final = 1_000_000
MOST_DAYS: Final = 500
"""Of one file: more is no list of holidays."""
LONGEST: Final = timedelta(days=120)
YEARS: Final = range(1972, 2500)
"""What calendars and time zones can reckon with."""
MOST_LETTERS: Final = 80
DAY: Final = timedelta(days=1)
UNNAMED: Final = "School holiday"
_MOMENT: Final = re.compile(r"([0-9]{8})(?:T([0-9]{6})Z?)?")
_LAST_MINUTE: Final = time(23, 59)


class Days(NamedTuple):
    """A day, or some in a row, with both ends."""

    name: str
    first: date
    last: date


class LeftOut(NamedTuple):
    """An entry that is not told: the line on which it begins, and why, without anything of it."""

    line: int
    why: str


class Read(NamedTuple):
    """What a file has in it: days without school, and what is none."""

    days: list[Days]
    left_out: list[LeftOut]


class BadCalendar(ValueError):
    """A file that cannot be used; its words are for who put it there, and quote nothing of it."""


class _Unusable(ValueError):
    """Why an entry is left out."""


def days_of(content: bytes, name: str) -> Read:
    """The days without school in all calendars of a file. Each has the name of its calendar behind its own; `name` is
    that of the file, for a calendar without one.

    Raises BadCalendar.
    """
    if len(content) > MOST_BYTES:
        raise BadCalendar(f"It is larger than {MOST_BYTES} bytes. Leave out what is no holiday.")
    file = calendar_lines.read(content)
    if not file.calendars:
        raise BadCalendar("This is no iCalendar file (RFC 5545). Download it again from where it comes.")
    found = Read([], [])
    for entry in file.entries:
        try:
            found.days.append(_days(entry, file.calendars[entry.calendar], name))
        except _Unusable as why:
            found.left_out.append(LeftOut(entry.number, str(why)))
    if len(found.days) > MOST_DAYS:
        raise BadCalendar(f"There are more than {MOST_DAYS} days in it. Leave out what is no holiday.")
    return found


def _days(entry: Entry, calendar: str, file: str) -> Days:
    if not entry.whole:
        raise _Unusable("the file ends within it")
    if {"RRULE", "RDATE"} & entry.values.keys():
        raise _Unusable("it comes again by a rule; give each of its days by itself")
    if entry.first("STATUS").upper() == "CANCELLED":
        raise _Unusable("it is called off")
    first, last = _span(entry)
    if last - first > LONGEST or not {first.year, last.year} <= {*YEARS}:
        raise _Unusable(f"it lasts longer than {LONGEST.days} days, or is before {YEARS.start} or after {YEARS[-1]}")
    name = _words(entry.first("SUMMARY"))
    if wrong := _garbled(name):
        raise _Unusable(f"its name cannot be read: {wrong}")
    if not without_school(name, (last - first).days + 1):
        raise _Unusable("its name says that school is on, or only begins or ends")
    behind = _words(calendar)
    return Days(f"{name or UNNAMED} ({_words(file) if not behind or _garbled(behind) else behind})", first, last)


def _span(entry: Entry) -> tuple[date, date]:
    """The first and the last day. Times are whole days, if they go from midnight to midnight or to a minute before."""
    if any(len(entry.values.get(each, ())) > 1 for each in ("DTSTART", "DTEND", "DURATION")):
        raise _Unusable("it has two times to begin, or to end")
    starts = _moment(entry.first("DTSTART"))
    if "DTEND" in entry.values:
        ends = _moment(entry.first("DTEND"))
    else:
        ends = starts + (_lasts(entry.first("DURATION")) if "DURATION" in entry.values else DAY)
    if ends.time() >= _LAST_MINUTE:
        ends = datetime.combine(ends + DAY, time())
    if starts.time() != time() or ends.time() != time():
        raise _Unusable("it has an hour, and only whole days are read")
    if ends < starts:
        raise _Unusable("it ends before it starts")
    return starts.date(), max(starts, ends - DAY).date()  # the end of an entry is the day after


def _moment(text: str) -> datetime:
    if not (form := _MOMENT.fullmatch(text)):
        raise _Unusable("it has no day on which it begins or ends, or not in the form 20270215")
    try:
        return datetime.strptime(form[1] + (form[2] or "000000"), "%Y%m%d%H%M%S")  # noqa: DTZ007 - of whatever clock
    except ValueError:
        raise _Unusable("there is no such day") from None


def _lasts(text: str) -> timedelta:
    try:
        lasts: timedelta = vDuration.from_ical(text)  # type: ignore[no-untyped-call]
    except ValueError:
        raise _Unusable("how long it lasts cannot be read") from None
    return lasts


def _words(text: str) -> str:
    """In one line and one form, without control characters, and not too long: cut behind a word, or else a letter."""
    plain = "".join(" " if category(each) == "Cc" else each for each in normalize("NFC", text))
    line = " ".join(plain.split())
    if len(line) <= MOST_LETTERS:
        return line
    cut = line[: MOST_LETTERS - 1]
    words = cut.rpartition(" ")[0]
    while not words and cut and (category(line[len(cut)]).startswith(("M", "C")) or fault_of(cut)):
        cut = cut[:-1]
    return f"{words or cut}…"


def _garbled(name: str) -> str | None:
    """Why people could not read it, if they cannot."""
    if "\ufffd" in name:
        return "some of its letters are in an encoding that is not read here"
    return fault_of(name)
