"""Calendars as councils and schools publish them."""

from typing import Final

HALF_TERM: Final = "SUMMARY:Half term|DTSTART;VALUE=DATE:20270215|DTEND;VALUE=DATE:20270220"


def calendar(*entries: str, named: str = "Leeds") -> bytes:
    """A file with one calendar; of each entry the lines, with bars between them."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//council//EN", f"X-WR-CALNAME:{named}" if named else ""]
    for number, entry in enumerate(entries):
        lines += ["BEGIN:VEVENT", f"UID:{number}", *entry.split("|"), "END:VEVENT"]
    return "\r\n".join([*filter(None, lines), "END:VCALENDAR", ""]).encode()


def named(summary: str, days: int = 5) -> str:
    """An entry of that name, which lasts so many days."""
    return f"SUMMARY:{summary}|DTSTART;VALUE=DATE:20270215|DURATION:P{days}D"
