"""A feed of a site is read event by event; what is bad in it spoils nothing else, and what is of people is not read."""

from datetime import UTC, datetime

import pytest

from kith_commons.formats.site_calendar import MOST_BYTES, BadFeed, Feed, Site, read_feed

SITE = Site("Europe/London", "https://site.example/events")


def feed(*entries: str) -> bytes:
    """Entries as their lines, with what each has otherwise."""
    made = [f"BEGIN:VEVENT\n{each.strip()}\nEND:VEVENT" for each in entries]
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *made, "END:VCALENDAR", ""]).replace("\n", "\r\n").encode()


def read(*entries: str) -> Feed:
    return read_feed(feed(*entries), SITE)


def day(uid: str = "1@site.example", *more: str, starts: str = "DTSTART:20270301T180000Z") -> str:
    return "\n".join([f"UID:{uid}", "SUMMARY:Day", starts, *more])


def test_an_event_is_told_with_all_that_a_listing_has() -> None:
    (found,) = read(
        day(
            "1@site.example",
            "DTEND;TZID=Europe/London:20270701T200000",
            r"DESCRIPTION:First.\n\nSecond\, and last.",
            "LOCATION:Hall 1",
            "URL:https://site.example/day",
            "SEQUENCE:4",
            starts="DTSTART;TZID=Europe/London:20270701T180000",
        )
    ).events
    assert found.listing.model_dump() == {
        "title": "Day",
        "summary": "First.\nSecond, and last.",
        "zone": "Europe/London",
        "starts": datetime(2027, 7, 1, 17, tzinfo=UTC),
        "ends": datetime(2027, 7, 1, 19, tzinfo=UTC),
        "venue": "Hall 1",
        "book_at": "https://site.example/day",
    }
    assert (found.sequence, found.called_off) == (4, False)


def test_its_key_is_that_of_its_uid_and_date_and_of_nothing_else() -> None:
    first, moved = read(day()).events[0], read(day("1@site.example", "LOCATION:Hall 2")).events[0]
    assert first.key == moved.key
    (one, two) = read(day(), day("1@site.example", "RECURRENCE-ID:20270308T180000Z")).events
    assert one.key != two.key
    assert "site" not in one.key


def test_of_several_with_one_uid_the_newest_counts() -> None:
    (found,) = read(
        day("1@site.example", "SEQUENCE:2", "LOCATION:New"), day("1@site.example", "SEQUENCE:1", "LOCATION:Old")
    ).events
    assert found.listing.venue == "New"
    (found,) = read(
        day("1@site.example", "DTSTAMP:20260102T000000Z", "LOCATION:New"),
        day("1@site.example", "DTSTAMP:20260101T000000Z", "LOCATION:Old"),
    ).events
    assert found.listing.venue == "New"


def test_what_is_said_of_people_is_not_read() -> None:
    read_of = read(day("1@site.example", "ORGANIZER;CN=Ada:mailto:ada@example.org", "ATTENDEE:mailto:bo@example.org"))
    assert "example.org" not in repr(read_of)


@pytest.mark.parametrize(
    ("starts", "moment"),
    [
        ("DTSTART;VALUE=DATE:20270701", datetime(2027, 6, 30, 23, tzinfo=UTC)),
        ("DTSTART:20270701T090000", datetime(2027, 7, 1, 8, tzinfo=UTC)),
        ("DTSTART;TZID=W. Europe Standard Time:20270701T090000", datetime(2027, 7, 1, 7, tzinfo=UTC)),
        ('DTSTART;TZID="Europe/Paris":20270701T090000', datetime(2027, 7, 1, 7, tzinfo=UTC)),
    ],
)
def test_times_are_read_as_sites_write_them(starts: str, moment: datetime) -> None:
    (found,) = read(day(starts=starts)).events
    assert found.listing.starts == moment


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("SUMMARY:Day\nDTSTART:20270301T180000Z", "no UID"),
        (day("1", "RRULE:FREQ=SECONDLY"), "comes again by a rule"),
        (day("1", "CLASS:PRIVATE"), "private"),
        (day("1", starts="DTSTART;TZID=Custom/Nowhere:20270301T180000"), "time zone is not known"),
        (day("1", starts="DTSTART;TZID=Europe/London:20270328T013000"), "clocks go forward"),
        (day("1", starts="DTSTART:20270230T180000Z"), "no such day"),
        (day("1", starts="DTSTART:next week"), "in the form"),
        (day("1", starts="DTSTART:99990101T000000Z"), "after 2199"),
        (day("1", "DTEND:20270301T170000Z"), "ends before it starts"),
        (day("1", "DURATION:P99999999999999999999D"), "how long"),
        (day("1", "DTEND:20990301T170000Z"), "longer than"),
        ("UID:1\nDTSTART:20270301T180000Z", "title"),
        ("UID:1\nSUMMARY:\u200b\u200b\nDTSTART:20270301T180000Z", "title"),
        ("UID:1\nSUMMARY:Alice\u202egnitirw fo yad\nDTSTART:20270301T180000Z", "title"),
        (day("1", "URL:javascript:alert(1)"), "address"),
    ],
)
def test_what_cannot_be_listed_is_left_out_with_its_line_and_why_and_spoils_nothing_else(entry: str, why: str) -> None:
    found = read(day("good"), entry)
    assert [each.listing.title for each in found.events] == ["Day"]
    (left_out,) = found.left_out
    assert why in left_out.why
    assert left_out.line > 1


def test_markup_in_a_title_is_a_text_and_a_long_one_is_cut_behind_a_word() -> None:
    (first,) = read(f"UID:1\nSUMMARY:</script><b>{'long ' * 60}\nDTSTART:20270301T180000Z").events
    assert first.listing.title.startswith("</script><b>long")
    assert first.listing.title.endswith("long…")
    assert len(first.listing.title) <= 160


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><title>Not found</title>",
        feed(),
        feed(day())[:-20],
        feed(day())[:-40],
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 100_000 + b"END:Y\r\n" * 100_000,
        b"x" * (MOST_BYTES + 1),
        feed(*[day(str(number)) for number in range(5_001)]),
    ],
)
def test_what_is_no_whole_feed_is_none_at_all(content: bytes) -> None:
    with pytest.raises(BadFeed):
        read_feed(content, SITE)


def test_a_character_that_a_fold_has_cut_in_two_is_whole_again_and_all_calendars_of_a_file_are_read() -> None:
    cut = "SUMMARY:Ŵyl".encode()
    entry = (
        b"BEGIN:VEVENT\r\nUID:%d\r\nDTSTART:20270301T180000Z\r\n" + cut[:9] + b"\r\n " + cut[9:] + b"\r\nEND:VEVENT\r\n"
    )
    content = b"".join(b"BEGIN:VCALENDAR\r\n" + entry % number + b"END:VCALENDAR\r\n" for number in range(3))
    assert [each.listing.title for each in read_feed(content, SITE).events] == ["Ŵyl"] * 3
