"""The entries of an iCalendar file as its lines have them (RFC 5545, 3.1), however its writer ended, folded and encoded
them: each entry by itself, so that a bad one spoils no other.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from icalendar.parser import Contentline

_END: Final = re.compile(rb"\r\n|\n|\r")
DEEPEST: Final = 50
"""Components inside each other; what is below is not looked at."""
OF_PEOPLE: Final = frozenset({"ATTENDEE", "ORGANIZER", "CONTACT", "COMMENT", "REQUEST-STATUS"})
"""Properties that are about people: they are dropped unread."""
_MARK: Final = b"\xef\xbb\xbf"
"""What some programs put before UTF-8."""


class Line(NamedTuple):
    """A line after unfolding: the number of its first piece in the file, from 1, and its words."""

    number: int
    text: str


class Entry(NamedTuple):
    """What stands between BEGIN:VEVENT and its END, without what is inside it."""

    number: int
    """Of the line with which it begins."""
    calendar: int
    """To which of the calendars in the file it belongs, from 0."""
    values: dict[str, list[str]]
    """By property, in capital letters; of one that is there twice, all."""
    zones: dict[str, str]
    """The name of the time zone of a property that has one (3.2.19)."""
    whole: bool = False
    """Whether the file has its end."""

    def first(self, name: str) -> str:
        """The first value that says anything."""
        return next(filter(None, self.values.get(name, ())), "")


class File(NamedTuple):
    """The names of the calendars in a file, empty for one without; and their entries."""

    calendars: list[str]
    entries: list[Entry]
    ended: list[int]
    """Which of the calendars have their end in the file."""


def lines_of(content: bytes) -> Iterator[Line]:
    """The lines, put together before they are decoded: a fold may cut a character in two. What is not UTF-8 is taken
    for Windows-1252; what that has no letter for is U+FFFD.
    """
    number, pieces = 0, [b""]
    for at, piece in enumerate(_END.split(content.removeprefix(_MARK)), 1):
        if piece[:1] in (b" ", b"\t"):
            pieces.append(piece[1:])
            continue
        yield from _line(number, pieces)
        number, pieces = at, [piece]
    yield from _line(number, pieces)


def _line(number: int, pieces: Iterable[bytes]) -> Iterator[Line]:
    if whole := b"".join(pieces).strip():
        try:
            yield Line(number, whole.decode())
        except UnicodeDecodeError:
            yield Line(number, whole.decode("cp1252", "replace"))


def read(content: bytes) -> File:
    """All calendars of the file, with all their entries, in their order."""
    found = File([], [], [])
    inside: list[str] = []
    for line in lines_of(content):
        name, _, value = line.text.upper().partition(":")
        match name.strip(), value.strip():
            case "BEGIN", "VCALENDAR":
                inside = ["VCALENDAR"]
                found.calendars.append("")
            case "BEGIN", "VEVENT" if inside:  # also where the one before has no end
                inside = ["VCALENDAR", "VEVENT"]
                found.entries.append(Entry(line.number, len(found.calendars) - 1, {}, {}))
            case "BEGIN", kind if inside:
                if len(inside) < DEEPEST:
                    inside.append(kind)
            case "END", kind if kind in inside:
                del inside[inside.index(kind) :]
                if kind == "VEVENT":
                    found.entries[-1] = found.entries[-1]._replace(whole=True)
                elif kind == "VCALENDAR":
                    found.ended.append(len(found.calendars) - 1)
            case _:
                _take(found, inside, line)
    return found


def _take(found: File, inside: list[str], line: Line) -> None:
    """Keep a property where it belongs; what is inside an entry, such as an alarm, is ignored."""
    name, value, zone = _parts(line.text)
    if inside == ["VCALENDAR"] and name in ("X-WR-CALNAME", "NAME"):
        found.calendars[-1] = found.calendars[-1] or value
    elif inside == ["VCALENDAR", "VEVENT"] and name and name not in OF_PEOPLE:
        found.entries[-1].values.setdefault(name, []).append(value)
        if zone:
            found.entries[-1].zones.setdefault(name, zone)


def _parts(text: str) -> tuple[str, str, str]:
    """Name and value, without escapes, and the name of its time zone. A line that is none has no name; a value in an
    encoding of its own is U+FFFD.
    """
    try:
        name, parameters, value = Contentline(text).parts()  # type: ignore[no-untyped-call]
    except ValueError:
        return "", "", ""
    zone = parameters.get("TZID", "")
    words = "\ufffd" if "ENCODING" in parameters else value.strip()
    return name.upper(), words, zone if isinstance(zone, str) else ""
