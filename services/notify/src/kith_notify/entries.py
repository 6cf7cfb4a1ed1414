"""The calendar entry of a mail: one person, a neutral title, and the same entry for all that is told of one wish."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from kith_commons.discretion import CALENDAR_TITLE
from kith_commons.zones import rules, wall_times


class Entry(NamedTuple):
    """What a calendar needs to know. With the same `uid` and a higher `sequence` an entry is replaced, or taken out."""

    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    venue: str
    organiser: str
    attendee: str
    confirmed: bool

    @property
    def method(self) -> str:
        """Of iTIP (RFC 5546); the mail names it too (RFC 6047)."""
        return "REQUEST" if self.confirmed else "CANCEL"

    def written(self, zone: ZoneInfo, now: datetime) -> bytes:
        """As iCalendar (RFC 5545), with the rules of its time zone."""
        entry = Event()
        entry.add("uid", self.uid)
        entry.add("dtstamp", now)
        entry.add("sequence", self.sequence)
        entry.add("summary", CALENDAR_TITLE)
        starts, ends = wall_times(self.starts, self.ends, zone)
        entry.add("dtstart", starts)
        entry.add("dtend", ends)
        entry.add("location", vText(self.venue))
        entry.add("status", "CONFIRMED" if self.confirmed else "CANCELLED")
        entry.add("class", "PRIVATE")
        entry["organizer"] = vCalAddress(f"mailto:{self.organiser}")
        entry["attendee"] = vCalAddress(f"mailto:{self.attendee}")
        calendar = Calendar()
        calendar.add("prodid", "-//Kith//Notify//EN")
        calendar.add("version", "2.0")
        calendar.add("method", self.method)
        calendar.add_component(rules(zone, self.starts.date(), self.ends.date()))
        calendar.add_component(entry)
        written: bytes = calendar.to_ical()
        return written
