"""Calendars of whole days: what is read of them, and what is not."""

from datetime import date

import pytest

from kith_commons.day_calendars import MOST_DAYS, BadCalendar, Days, days_of


def calendar(*entries: str, named: str = "Leeds") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//council//EN", f"X-WR-CALNAME:{named}" if named else ""]
    for number, entry in enumerate(entries):
        lines += ["BEGIN:VEVENT", f"UID:{number}", *entry.split("|"), "END:VEVENT"]
    return "\r\n".join([*filter(None, lines), "END:VCALENDAR", ""]).encode()


HALF_TERM = "SUMMARY:Half term|DTSTART;VALUE=DATE:20270215|DTEND;VALUE=DATE:20270220"


def test_a_row_of_days_ends_on_the_day_before_its_end_and_has_the_name_of_the_calendar() -> None:
    assert days_of(calendar(HALF_TERM), "file") == [Days("Half term (Leeds)", date(2027, 2, 15), date(2027, 2, 19))]


def test_without_a_name_it_is_that_of_the_file_and_without_an_end_it_is_one_day() -> None:
    day = "SUMMARY:Training day|DTSTART;VALUE=DATE:20270104"
    monday = date(2027, 1, 4)
    assert days_of(calendar(day, named=""), "york") == [Days("Training day (york)", monday, monday)]
    longer = f"{day}|DURATION:P3D"
    assert days_of(calendar(longer), "")[0].last == date(2027, 1, 6)
    same = f"{day}|DTEND;VALUE=DATE:20270104"  # as some publish it
    assert days_of(calendar(same), "")[0].last == monday


@pytest.mark.parametrize(
    "entry",
    [
        "SUMMARY:Parents' evening|DTSTART:20270104T180000Z|DTEND:20270104T200000Z",
        f"{HALF_TERM}|RRULE:FREQ=YEARLY",
        f"{HALF_TERM}|STATUS:CANCELLED",
        "SUMMARY:Term|DTSTART;VALUE=DATE:20270104|DTEND;VALUE=DATE:20270701",
        "SUMMARY:Long ago|DTSTART;VALUE=DATE:00010101|DTEND;VALUE=DATE:00010102",
    ],
)
def test_what_is_no_plain_row_of_days_is_left_out(entry: str) -> None:
    assert [each.name for each in days_of(calendar(entry, HALF_TERM), "file")] == ["Half term (Leeds)"]


def test_words_are_in_one_line_and_not_too_long() -> None:
    (found,) = days_of(calendar(f"SUMMARY:Half\\nterm\\t{'x' * 500}|DTSTART;VALUE=DATE:20270215"), "file")
    assert found.name.startswith("Half term")
    assert "\n" not in found.name
    assert len(found.name) < 100


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>Not found</html>",
        b"\xff\xfe\x00\x01" * 50,
        calendar("SUMMARY:No day"),
        calendar("SUMMARY:First of all|DTSTART;VALUE=DATE:00010101|DTEND;VALUE=DATE:00010101"),
        b"BEGIN:VEVENT\r\n" * 5_000 + b"END:VEVENT\r\n" * 5_000,
        calendar("SUMMARY:Bad|DTSTART;VALUE=DATE:20271341"),
        calendar(HALF_TERM)[:60],
        calendar(*["SUMMARY:Day|DTSTART;VALUE=DATE:20270104"] * (MOST_DAYS + 1)),
    ],
)
def test_what_cannot_be_used_says_so_in_a_sentence(content: bytes) -> None:
    with pytest.raises(BadCalendar) as bad:
        days_of(content, "file")
    assert str(bad.value).endswith(".")
