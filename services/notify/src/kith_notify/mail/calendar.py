"""The calendar entry of a mail: for one person, under a title that tells nothing."""

import re
from datetime import datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from kith_commons.formats.zones import rules, wall_times

_NOT_IN_PARAMETERS: Final = re.compile(r'[\x00-\x1f\x7f"]')
"""What a value of a parameter has no place for (RFC 5545, 3.1)."""


class Entry(NamedTuple):
    """What a calendar needs to know. With the same `uid` and a higher `sequence` an entry is replaced, or taken out."""

    uid: str
    sequence: int
    title: str
    starts: datetime
    ends: datetime
    venue: str
    organiser: tuple[str, str]
    """The name and the address."""
    attendee: tuple[str, str]
    confirmed: bool

    @property
    def method(self) -> str:
        """Of iTIP (RFC 5546); the mail names it too (RFC 6047)."""
        return "REQUEST" if self.confirmed else "CANCEL"

    @property
    def _answered(self) -> dict[str, str]:
        """They have booked: nothing is asked of them any more."""
        return {"partstat": "ACCEPTED" if self.confirmed else "DECLINED", "rsvp": "FALSE"}

    def written(self, zone: ZoneInfo, now: datetime) -> bytes:
        """As iCalendar (RFC 5545), with the rules of its time zone."""
        entry = Event()
        entry.add("uid", self.uid)
        entry.add("dtstamp", now)
        entry.add("sequence", self.sequence)
        entry.add("summary", self.title)
        starts, ends = wall_times(self.starts, self.ends, zone)
        entry.add("dtstart", starts)
        entry.add("dtend", ends)
        entry.add("location", vText(self.venue))
        entry.add("status", "CONFIRMED" if self.confirmed else "CANCELLED")
        entry.add("class", "PRIVATE")
        entry.add("transp", "OPAQUE" if self.confirmed else "TRANSPARENT")
        entry.add("organizer", _address(self.organiser))
        entry.add("attendee", _address(self.attendee, cutype="INDIVIDUAL", role="REQ-PARTICIPANT", **self._answered))
        calendar = Calendar()
        calendar.add("prodid", "-//Kith//Notify//EN")
        calendar.add("version", "2.0")
        calendar.add("method", self.method)
        calendar.add_component(rules(zone, self.starts.date(), self.ends.date()))
        calendar.add_component(entry)
        written: bytes = calendar.to_ical()
        return written


def _address(whose: tuple[str, str], **parameters: str) -> vCalAddress:
    name, address = whose
    made = vCalAddress(f"mailto:{address}")
    made.params["CN"] = " ".join(_NOT_IN_PARAMETERS.sub(" ", name).split()) or address
    for each, value in parameters.items():
        made.params[each.upper()] = value
    return made
