"""Events as the site of an organisation tells them in an iCalendar feed (RFC 5545): each by itself, known by its UID.

What the feed says of people, such as who organises, is never read. A bad entry spoils no other.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from unicodedata import category, normalize
from zoneinfo import ZoneInfo

from icalendar import vDuration
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON
from pydantic import ValidationError

from kith_commons.formats import calendar_lines
from kith_commons.formats.calendar_lines import Entry
from kith_commons.formats.times import YEARS
from kith_commons.formats.zones import known_zone, moments_of
from kith_contracts.events.terms import Listing
from kith_contracts.words import LONGEST_LINE

MOST_BYTES: Final = 2_000_000
MOST_ENTRIES: Final = 5_000
LONGEST_TEXT: Final = 4_000
LONGEST: Final = timedelta(days=366)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
SEQUENCES: Final = range(2**31)
"""What an integer of iCalendar can be (RFC 5545, 3.3.8)."""
NO_PLACE: Final = "See the page of the event"
WORDS: Final[Mapping[str, str]] = MappingProxyType({"title": "title", "venue": "place", "book_at": "address"})
_MOMENT: Final = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z?))?")
_BREAKS: Final = re.compile(r"[\r\n\v\f\u0085\u2028\u2029]+")


class BadFeed(ValueError):
    """Nothing can be taken from this feed; its words are for its owner, and quote nothing of it."""


class Site(NamedTuple):
    """What holds for all events of a site that do not say it themselves."""

    zone: str
    page: str
    """Where they are told, for those without an address; empty if each must have one."""


class SiteEvent(NamedTuple):
    """One event of the feed. `key` is the same each time the feed is read."""

    key: str
    sequence: int
    called_off: bool
    listing: Listing


class LeftOut(NamedTuple):
    """An entry that cannot be listed: the line on which it begins, and why, without anything of it."""

    line: int
    key: str
    """By which it is known; empty if it has no UID."""
    why: str


class Feed(NamedTuple):
    """All that a feed has."""

    events: list[SiteEvent]
    left_out: list[LeftOut]

    @property
    def keys(self) -> frozenset[str]:
        """All that are in it, whether they can be listed or not."""
        return frozenset((*(each.key for each in self.events), *(each.key for each in self.left_out)))


class _Unusable(ValueError):
    """Why an entry is left out."""


def read_feed(content: bytes, site: Site) -> Feed:
    """All events of a feed, in order of time; of several with one UID the newest. Raises BadFeed for what is no whole
    feed: of what is missing in such a one nothing is known.
    """
    if len(content) > MOST_BYTES:
        raise BadFeed(f"It is larger than {MOST_BYTES} bytes. Let the site leave out what is over.")
    file = calendar_lines.read(content)
    if not file.calendars:
        raise BadFeed("This is no iCalendar feed (RFC 5545). Is the address right?")
    if len(file.ended) < len(file.calendars) or not all(each.whole for each in file.entries):
        raise BadFeed("The feed breaks off before its end. It is read again next time.")
    if not file.entries:
        raise BadFeed("The feed has no events. If that is meant, call off what is listed by hand.")
    if len(file.entries) > MOST_ENTRIES:
        raise BadFeed(f"The feed has more than {MOST_ENTRIES} events. Let the site leave out what is over.")
    found: dict[str, tuple[tuple[int, str], SiteEvent]] = {}
    left_out: list[LeftOut] = []
    for entry in file.entries:
        key = _key(entry)
        try:
            event, age = _event(entry, key, site), (_sequence(entry), _changed(entry))
        except _Unusable as why:
            left_out.append(LeftOut(entry.number, key, str(why)))
            continue
        if key not in found or found[key][0] <= age:
            found[key] = age, event
    events = sorted((event for _, event in found.values()), key=lambda each: (each.listing.starts, each.key))
    return Feed(events, left_out)


def _key(entry: Entry) -> str:
    """UID and RECURRENCE-ID name one event for ever (3.8.4.7); their hash is short, and says nothing."""
    uid = entry.first("UID")
    text = f"{uid}\n{entry.first('RECURRENCE-ID')}"
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:20] if uid else ""


def _event(entry: Entry, key: str, site: Site) -> SiteEvent:
    if not key:
        raise _Unusable("it has no UID, by which it would be known again")
    if {"RRULE", "RDATE"} & entry.values.keys():
        raise _Unusable("it comes again by a rule; let the site give each of its dates by itself")
    if entry.first("CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"):
        raise _Unusable("it is private")
    zone = _zone(entry, site)
    starts, ends = _span(entry, ZoneInfo(zone))
    told: dict[str, Any] = {
        "title": _line(entry.first("SUMMARY")),
        "summary": _text(entry.first("DESCRIPTION")),
        "zone": zone,
        "starts": starts,
        "ends": ends,
        "venue": _line(entry.first("LOCATION")) or NO_PLACE,
        "book_at": entry.first("URL") or site.page,
    }
    try:
        listing = Listing(**told)
    except ValidationError as error:
        field = str(error.errors(include_input=False)[0]["loc"][0])
        raise _Unusable(f"its {WORDS.get(field, field)} is missing, or cannot be shown") from None
    return SiteEvent(key, _sequence(entry), entry.first("STATUS").upper() == "CANCELLED", listing)


def _zone(entry: Entry, site: Site) -> str:
    """That of its beginning, also by the name that Windows has for it; else that of the site."""
    name = entry.zones.get("DTSTART", "")
    zone = WINDOWS_TO_OLSON.get(name, name) or site.zone
    if not known_zone(zone):
        raise _Unusable("its time zone is not known; one like Europe/London is")
    return str(zone)


def _span(entry: Entry, zone: ZoneInfo) -> tuple[datetime, datetime]:
    if any(len(entry.values.get(each, ())) > 1 for each in ("DTSTART", "DTEND", "DURATION")):
        raise _Unusable("it has two times to begin, or to end")
    starts, is_day = _moment(entry.first("DTSTART"), zone)
    if "DTEND" in entry.values:
        other = entry.zones.get("DTEND", "")
        name = WINDOWS_TO_OLSON.get(other, other)
        ends, _ = _moment(entry.first("DTEND"), ZoneInfo(name) if known_zone(name) else zone)
    else:
        ends = _after(starts, entry.first("DURATION"), DAY if is_day else HOUR)
    if not starts < ends <= starts + LONGEST:
        raise _Unusable(f"it ends before it starts, or lasts longer than {LONGEST.days} days")
    return starts, ends


def _moment(text: str, zone: ZoneInfo) -> tuple[datetime, bool]:
    """The point in time, and whether a whole day was meant, which begins at midnight."""
    form = _MOMENT.fullmatch(text)
    if form is None:
        raise _Unusable("it has no time at which it begins or ends, in the form 20270215T090000")
    try:
        wall = datetime.combine(date.fromisoformat(form[1]), time.fromisoformat(form[2] or "000000"))
    except ValueError:
        raise _Unusable("there is no such day or hour") from None
    if wall.year not in YEARS:
        raise _Unusable(f"it is before {YEARS.start} or after {YEARS[-1]}")
    if form[3]:
        return wall.replace(tzinfo=UTC), False
    if not (moments := moments_of(wall, zone)):
        raise _Unusable("the clocks go forward then, and there is no such time")
    return moments[0].astimezone(zone), form[2] is None


def _after(starts: datetime, lasts: str, usual: timedelta) -> datetime:
    try:
        length = vDuration.from_ical(lasts) if lasts else usual  # type: ignore[no-untyped-call]
        ends: datetime = (starts.astimezone(UTC) + length).astimezone(starts.tzinfo)
    except (ValueError, OverflowError, TypeError):
        raise _Unusable("how long it lasts cannot be read") from None
    return ends


def _sequence(entry: Entry) -> int:
    text = entry.first("SEQUENCE")
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(SEQUENCES.stop)) else 0
    return number if number in SEQUENCES else 0


def _changed(entry: Entry) -> str:
    """In a form that sorts: 20270101T090000Z."""
    return entry.first("LAST-MODIFIED") or entry.first("DTSTAMP")


def _line(text: str) -> str:
    """In one line and one form; cut behind a word where it is too long."""
    line = " ".join(_plain(_BREAKS.sub(" ", text)).split())
    if len(line) <= LONGEST_LINE:
        return line
    cut = line[: LONGEST_LINE - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def _text(text: str) -> str:
    """In paragraphs; cut where it is too long."""
    lines = [" ".join(_plain(each).split()) for each in _BREAKS.sub("\n", text).split("\n")]
    whole = "\n".join(each for each in lines if each)
    return whole if len(whole) <= LONGEST_TEXT else f"{whole[: LONGEST_TEXT - 1]}…"


def _plain(text: str) -> str:
    return "".join(" " if category(each) == "Cc" else each for each in normalize("NFC", text))
