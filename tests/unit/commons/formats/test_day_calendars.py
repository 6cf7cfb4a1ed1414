"""Calendars of whole days: what is read of them, what is left out and why, whoever wrote them and however."""
# ruff: noqa: RUF001 - names are written as councils write them

from datetime import date
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.councils import HALF_TERM, calendar, named

from kith_commons.formats.day_calendars import MOST_DAYS, MOST_LETTERS, BadCalendar, Days, days_of
from kith_contracts.texts import fault_of

MONDAY: Final = date(2027, 1, 4)
WEEK: Final = Days("Half term (Leeds)", date(2027, 2, 15), date(2027, 2, 19))


def names(content: bytes) -> list[str]:
    return [each.name for each in days_of(content, "file").days]


def why(content: bytes) -> list[tuple[int, str]]:
    return [(each.line, each.why) for each in days_of(content, "file").left_out]


def test_a_row_of_days_ends_on_the_day_before_its_end_and_has_the_name_of_the_calendar() -> None:
    assert days_of(calendar(HALF_TERM), "file") == ([WEEK], [])


def test_without_a_name_it_is_that_of_the_file_and_without_an_end_it_is_one_day() -> None:
    day = "SUMMARY:Training day|DTSTART;VALUE=DATE:20270104"
    assert days_of(calendar(day, named=""), "york").days == [Days("Training day (york)", MONDAY, MONDAY)]
    longer = f"{day}|DURATION:P3D"
    assert days_of(calendar(longer), "").days[0].last == date(2027, 1, 6)
    same = f"{day}|DTEND;VALUE=DATE:20270104"  # as some publish it
    assert days_of(calendar(same), "").days[0].last == MONDAY


@pytest.mark.parametrize(
    "times",
    [
        "DTSTART:20270215T000000|DTEND:20270220T000000",
        "DTSTART;TZID=Europe/London:20270215T000000|DTEND;TZID=Europe/London:20270220T000000",
        "DTSTART;TZID=Somewhere:20270215T000000|DTEND;TZID=Somewhere:20270219T235900",
        "DTSTART:20270215T000000Z|DTEND:20270219T235959Z",
        "DTSTART;TZID=Europe/London:20270215|DTEND;TZID=Europe/London:20270220",
        "DTSTART;VALUE=DATE;TZID=Europe/London:20270215|DTEND;VALUE=DATE;TZID=Europe/London:20270220",
        "DTSTART:20270215|DURATION:P5D",
    ],
)
def test_whole_days_are_whole_days_however_they_are_written(times: str) -> None:
    assert days_of(calendar(f"SUMMARY:Half term|{times}"), "file").days == [WEEK]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("SUMMARY:Parents' evening|DTSTART:20270104T180000Z|DTEND:20270104T200000Z", "it has an hour"),
        (f"{HALF_TERM}|RRULE:FREQ=YEARLY", "it comes again by a rule"),
        (f"{HALF_TERM}|STATUS:CANCELLED", "it is called off"),
        (f"{HALF_TERM}|status:cancelled", "it is called off"),
        ("SUMMARY:Off|DTSTART;VALUE=DATE:20270104|DTEND;VALUE=DATE:20270701", "it lasts longer than 120 days"),
        ("SUMMARY:Off|DTSTART;VALUE=DATE:00010101|DTEND;VALUE=DATE:00010102", "it lasts longer than 120 days"),
        ("SUMMARY:Off|DTSTART;VALUE=DATE:20270104|DTEND;VALUE=DATE:20270103", "it ends before it starts"),
        ("SUMMARY:Off|DTSTART;VALUE=DATE:20271341", "there is no such day"),
        ("SUMMARY:Off|DTSTART;VALUE=DATE:tomorrow", "it has no day"),
        ("SUMMARY:Off", "it has no day"),
        ("SUMMARY:Off|DTSTART;VALUE=DATE:20270104|DTSTART;VALUE=DATE:20270105", "it has two times to begin"),
        ("SUMMARY:Off|DTSTART;VALUE=DATE:20270104|DURATION:long", "how long it lasts cannot be read"),
        ("SUMMARY:Off\u200b|DTSTART;VALUE=DATE:20270104", "its name cannot be read"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:=D6ff|DTSTART;VALUE=DATE:20270104", "its name cannot be read"),
        (
            "SUMMARY:Autumn term|DTSTART;VALUE=DATE:20270901|DTEND;VALUE=DATE:20271023",
            "its name says that school is on",
        ),
    ],
)
def test_an_entry_that_cannot_be_told_is_left_out_with_its_line_and_the_reason_and_no_other(
    entry: str, reason: str
) -> None:
    content = calendar(HALF_TERM, entry, HALF_TERM)
    assert days_of(content, "file").days == [WEEK, WEEK]
    ((line, told),) = why(content)
    assert content.decode().split("\r\n")[line - 1] == "BEGIN:VEVENT"
    assert line == 11
    assert told.startswith(reason)


def test_an_entry_without_an_end_takes_no_other_with_it() -> None:
    unended = calendar(HALF_TERM, HALF_TERM).replace(b"END:VEVENT\r\n", b"", 1)
    assert (names(unended), why(unended)) == ([WEEK.name], [(5, "the file ends within it")])
    cut = calendar(HALF_TERM, HALF_TERM)[:-40]
    assert (names(cut), why(cut)) == ([WEEK.name], [(11, "the file ends within it")])


def test_what_is_inside_an_entry_is_not_taken_for_it() -> None:
    alarm = "BEGIN:VALARM|SUMMARY:Ring|DTSTART;VALUE=DATE:20280101|END:VALARM"
    assert days_of(calendar(f"{alarm}|{HALF_TERM}"), "file").days == [WEEK]
    assert days_of(calendar(f"BEGIN:VALARM|{HALF_TERM}", HALF_TERM), "file").days == [WEEK]


def test_all_calendars_of_a_file_are_read_each_under_its_own_name() -> None:
    parts = [calendar(f"SUMMARY:Day number {each}|DTSTART:2028030{each}", named=f"Part {each}") for each in (1, 2, 3)]
    assert names(b"".join(parts)) == [f"Day number {each} (Part {each})" for each in (1, 2, 3)]


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_lines_end_as_they_end(end: bytes, mark: bytes) -> None:
    assert days_of(mark + calendar(HALF_TERM).replace(b"\r\n", end), "file").days == [WEEK]


def test_a_character_that_a_fold_cuts_in_two_is_whole_again() -> None:
    whole = "Gwyliau hanner tymor – Llŷn a’r Ŵyl 🏴 mawr"
    line = f"SUMMARY:{whole}".encode()
    for at in range(1, len(line)):
        folded = line[:at] + b"\r\n " + line[at:]
        content = calendar("SUMMARY:x|DTSTART;VALUE=DATE:20280214").replace(b"SUMMARY:x", folded)
        assert names(content) == [f"{whole} (Leeds)"]


def test_a_file_of_windows_is_read_and_letters_that_it_has_not_are_not_guessed() -> None:
    content = calendar(named("Öffnungsfreie Tage – Müller’s"), HALF_TERM).decode().encode("cp1252")
    assert names(content)[0] == "Öffnungsfreie Tage – Müller’s (Leeds)"
    broken = calendar(named("Bad \\u"), HALF_TERM).replace(b"\\u", b"\xc3\x81\x81")
    assert names(broken) == [WEEK.name]
    assert "encoding" in why(broken)[0][1]


def test_names_are_read_without_their_escapes() -> None:
    content = calendar(named("Half term\\, week 1\\; \\\\ or\\n2"), named="Leeds\\, city")
    assert names(content) == ["Half term, week 1; \\ or 2 (Leeds, city)"]


def test_of_two_names_the_first_counts_and_without_one_it_is_a_school_holiday() -> None:
    two = "SUMMARY:Half term|SUMMARY;LANGUAGE=cy:Hanner tymor|DTSTART:20270215"
    assert names(calendar(two)) == [WEEK.name]
    for none in ("SUMMARY:|DTSTART:20270215", "SUMMARY:  |DTSTART:20270215", "DTSTART:20270215"):
        assert names(calendar(none)) == ["School holiday (Leeds)"]
    assert names(calendar("SUMMARY:|SUMMARY:Half term|DTSTART:20270215", named="\u202e")) == ["Half term (file)"]


def test_a_long_name_ends_behind_a_word_or_at_least_a_letter() -> None:
    (words,) = names(calendar(named("Holiday " + "and so on " * 50)))
    assert words == f"Holiday {'and so on ' * 6}and so on… (Leeds)"
    (one,) = names(calendar(named("e\u0301\u0323" * 400)))
    assert len(one) <= MOST_LETTERS + len(" (Leeds)")
    assert fault_of(one) is None


@settings(deadline=None)
@given(st.text(max_size=200))
def test_whatever_a_name_is_what_is_told_can_be_read(name: str) -> None:
    for told in names(calendar(named(name.replace("|", " ")), named=name)):
        assert fault_of(told) is None
        assert len(told.splitlines()) == 1
        assert len(told) <= 2 * MOST_LETTERS + 3


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>Not found</html>",
        b"\xff\xfe\x00\x01" * 50,
        b"BEGIN:VEVENT\r\n" * 5_000 + b"END:VEVENT\r\n" * 5_000,
        HALF_TERM.replace("|", "\r\n").encode(),
        calendar(*["SUMMARY:Day|DTSTART;VALUE=DATE:20270104"] * (MOST_DAYS + 1)),
    ],
)
def test_what_cannot_be_used_says_so_in_a_sentence(content: bytes) -> None:
    with pytest.raises(BadCalendar) as bad:
        days_of(content, "file")
    assert str(bad.value).endswith(".")


FREE: Final = (
    *(
        "October holiday",
        "Half term",
        "Half-term",
        "Spring Half Term Break",
        "End of term holiday",
        "Christmas vacation",
    ),
    *(
        "Easter",
        "Bank holiday",
        "Schools closed",
        "Summer holidays begin",
        "Day number 1",
        "Winterferien",
        "Herbstferien",
    ),
    *("Vacances de Noël", "Congés d'hiver", "Hanner tymor", "Gwyliau'r Nadolig", "Mid-term break", "Christmas closure"),
)
FREE_FOR_A_DAY: Final = (
    "INSET day",
    "Staff training",
    "In-service day",
    "May Day bank holiday",
    "Occasional day",
    "Easter",
)
ON: Final = (
    "Autumn term",
    "Term 1",
    "Spring Term",
    "Tymor yr Hydref",
    "Schuljahr 2027/28",
    "2. Schulhalbjahr",
    "Exams",
)
ON_FOR_A_DAY: Final = (
    *("Pupils return", "Last day of term", "First day of term", "Term ends", "Term starts", "School reopens"),
    *("Last day before half term", "School closes for Easter", "Back to school"),
    *("Schulbeginn", "Rentrée scolaire", "Holiday ends", "Summer term begins", "Break up for Christmas"),
)


@pytest.mark.parametrize(
    ("name", "days", "free"),
    [
        *[(each, 5, True) for each in FREE],
        *[(each, 1, True) for each in FREE_FOR_A_DAY],
        *[(each, 5, False) for each in ON],
        *[(each, 1, False) for each in (*ON, *ON_FOR_A_DAY)],
    ],
)
def test_a_holiday_is_told_and_a_day_on_which_school_is_on_is_not(name: str, days: int, free: bool) -> None:
    assert bool(names(calendar(named(name, days)))) is free
    assert bool(names(calendar(named(name.upper(), days)))) is free
