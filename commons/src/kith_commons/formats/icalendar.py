"""Calendars as others subscribe to them: iCalendar (RFC 5545, RFC 7986), written by the library."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, Literal, NamedTuple
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from kith_commons.formats.zones import rules, wall_times, zone_of

MEDIA_TYPE: Final = "text/calendar"
HOUR: Final = timedelta(hours=1)
"""After which a subscriber may look again."""
END: Final = b"END:VCALENDAR\r\n"
SHORTEST: Final = timedelta(minutes=1)
HIGHEST: Final = 2**31 - 1
"""What an integer of iCalendar can be (RFC 5545, 3.3.8)."""


class Entry(NamedTuple):
    """One entry, known by its `uid`. A higher `sequence` says that its time or place changed, or whether it is held."""

    uid: str
    sequence: int
    title: str
    starts: datetime
    ends: datetime
    zone: str
    venue: str
    status: Literal["confirmed", "tentative", "cancelled"]
    changed: datetime
    """When anything of it changed last."""
    created: datetime | None = None
    description: str = ""
    url: str = ""
    busy: bool = False
    """Whether whoever has it in their calendar is shown as busy."""
    private: bool = False


def stable_id(kind: str, name: str) -> str:
    """A UUID (RFC 9562, version 5) that every node makes of the same name: `event`, `iop/returning-to-work`."""
    return str(uuid5(NAMESPACE_URL, f"urn:kith:{kind}:{name}"))


@lru_cache(32)
def calendar(name: str, entries: tuple[Entry, ...]) -> bytes:
    """All entries with the rules of their time zones. Alarms are each reader's own business: there are none."""
    made = Calendar()
    made.add("prodid", "-//Kith//Calendars//EN")
    made.add("version", "2.0")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", HOUR, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for zone, (first, last) in sorted(_spans(entries).items()):
        made.add_component(rules(ZoneInfo(zone), first.date(), last.date()))
    head, end = made.to_ical()[: -len(END)], END
    return b"".join([head, *map(_written, entries), end])


def _spans(entries: Iterable[Entry]) -> dict[str, tuple[datetime, datetime]]:
    """From when until when each zone is needed; UTC in an empty calendar, for a calendar has one component at least."""
    spans: dict[str, tuple[datetime, datetime]] = {}
    for each in entries:
        zone = zone_of(each.zone).key
        first, last = spans.get(zone, (each.starts, each.ends))
        spans[zone] = (min(first, each.starts), max(last, each.ends))
    return spans or {"UTC": (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))}


@lru_cache(5000)
def _written(entry: Entry) -> bytes:
    """Written once, in however many calendars it stands, until it changes."""
    zone = zone_of(entry.zone)
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed.astimezone(UTC))
    event.add("last-modified", entry.changed.astimezone(UTC))
    if entry.created:
        event.add("created", entry.created.astimezone(UTC))
    event.add("sequence", min(entry.sequence, HIGHEST))
    event.add("summary", entry.title)
    starts, ends = wall_times(entry.starts, max(entry.ends, entry.starts + SHORTEST), zone)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("location", entry.venue)
    if entry.description:
        event.add("description", entry.description)
    if entry.url:
        event.add("url", entry.url)
    event.add("status", entry.status.upper())
    event.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
    event.add("class", "PRIVATE" if entry.private else "PUBLIC")
    written: bytes = event.to_ical()
    return written
