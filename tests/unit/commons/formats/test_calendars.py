"""Calendars that others subscribe to, read by two readers that did not write them."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import readers

from kith_commons.formats.icalendar import HIGHEST, Entry, calendar, stable_id

DAY: Final = datetime(2027, 3, 12, 9, tzinfo=UTC)
CHANGED: Final = datetime(2027, 1, 4, 9, 30, 15, 123456, tzinfo=UTC)
ZONES: Final = ("Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "UTC")


def entry(uid: str = "one", **changes: Any) -> Entry:
    usual: dict[str, Any] = {
        "sequence": 3,
        "title": "A day",
        "starts": DAY,
        "ends": DAY + timedelta(hours=3),
        "zone": "Europe/London",
        "venue": "1 High Street",
        "status": "confirmed",
        "changed": CHANGED,
    }
    return Entry(uid, **{**usual, **changes})


def test_an_entry_is_read_as_it_was_meant() -> None:
    (read,) = readers.calendar(calendar("Events", (entry(description="Two\nlines"),)))
    assert read == ("one", "A day", DAY, DAY + timedelta(hours=3), 3, "CONFIRMED", "1 High Street", "Two\nlines", False)


def test_a_calendar_without_entries_is_a_calendar() -> None:
    assert readers.calendar(calendar("Events", ())) == []


def test_wall_time_stays_right_across_a_change_of_the_clock() -> None:
    london = ZoneInfo("Europe/London")
    before, after = datetime(2027, 3, 26, 10, tzinfo=london), datetime(2027, 4, 2, 10, tzinfo=london)
    both = (entry("a", starts=before, ends=before + timedelta(hours=1)), entry("b", starts=after, ends=after))
    text = calendar("Events", both).decode()
    assert "DTSTART;TZID=Europe/London:20270326T100000" in text
    assert "DTSTART;TZID=Europe/London:20270402T100000" in text
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert [each.starts for each in readers.calendar(text.encode())] == [before, after]


@pytest.mark.parametrize(
    ("minutes", "form"),
    [(-90, "DTSTART:"), (-30, "DTSTART:"), (-240, "DTSTART;TZID"), (30, "DTSTART:"), (60, "DTSTART;TZID")],
)
def test_within_the_hour_that_clocks_show_twice_an_entry_starts_and_ends_in_one_form(minutes: int, form: str) -> None:
    """At 01:00 UTC the clocks of London go back from 02:00 to 01:00."""
    starts = datetime(2027, 10, 31, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ends = starts + timedelta(hours=2)
    content = calendar("Events", (entry(starts=starts, ends=ends),))
    text = content.decode()
    assert f"\r\n{form}" in text
    assert f"\r\n{form.replace('START', 'END')}" in text
    (read,) = readers.calendar(content)
    assert (read.starts, read.ends) == (starts, ends)


def test_what_is_called_off_says_so_and_a_number_never_grows_beyond_what_readers_hold() -> None:
    (read,) = readers.calendar(calendar("Events", (entry(status="cancelled", sequence=2**53 - 1),)))
    assert (read.status, read.sequence) == ("CANCELLED", HIGHEST)


def test_an_entry_that_lasts_no_time_lasts_a_minute() -> None:
    (read,) = readers.calendar(calendar("Events", (entry(ends=DAY - timedelta(days=1)),)))
    assert read.ends - read.starts == timedelta(minutes=1)


def test_there_are_no_alarms_and_nobody_is_named() -> None:
    text = calendar("Events", (entry(), entry("two", busy=True, private=True))).decode()
    assert not [word for word in ("VALARM", "ATTENDEE", "ORGANIZER", "METHOD") if word in text]
    assert [each.busy for each in readers.calendar(text.encode())] == [False, True]
    assert text.count("CLASS:PRIVATE") == 1


LINES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=160).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(
    title=LINES,
    venue=LINES,
    text=st.text(st.one_of(st.characters(exclude_categories=("Cc", "Cs")), st.just("\n")), max_size=400),
    minutes=st.tuples(st.integers(0, 15 * 525_600), st.integers(1, 60 * 1_440)),
    zone=st.sampled_from(ZONES),
)
def test_whatever_is_written_both_readers_read_the_same(
    title: str, venue: str, text: str, minutes: tuple[int, int], zone: str
) -> None:
    starts = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes[0])
    ends = starts + timedelta(minutes=minutes[1])
    made = entry(title=title, venue=venue, description=text, starts=starts, ends=ends, zone=zone)
    (read,) = readers.calendar(calendar("Events", (made,)))
    assert (read.title, read.place, read.starts, read.ends) == (title, venue, starts, ends)


def test_an_id_is_the_same_on_every_node_and_of_each_name_another() -> None:
    names = [(kind, name) for kind in ("event", "network") for name in ("iop/day", "iop/days", "bcs/day")]
    assert len({stable_id(*each) for each in names}) == len(names)
    assert stable_id("event", "iop/day") == "d471c8ae-e73c-59d4-89d9-41d04cf88867"
