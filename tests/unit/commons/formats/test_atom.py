"""Feeds that others follow: as the standard has them, page by page."""

from datetime import UTC, datetime, timedelta
from typing import Final

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import readers

from kith_commons.formats.atom import MOST, NEVER, Entry, Feed, Item, feed, page
from kith_commons.formats.icalendar import stable_id

NOW: Final = datetime(2027, 1, 4, 9, tzinfo=UTC)
ABOUT: Final = Feed(stable_id("feed", "x"), "Events", "BCS", "https://kith.example/feed.atom", "host=bcs")


def told(number: int) -> Entry:
    changed = NOW + timedelta(minutes=number)
    links = (("alternate", "text/calendar", f"https://kith.example/{number}.ics"),)
    return Entry(stable_id("event", f"iop/{number}"), f"Day {number}", NOW, changed, "Text & <more>", links)


def items(count: int) -> list[Item[int]]:
    return [Item(NOW + timedelta(minutes=each), stable_id("event", f"iop/{each}"), each) for each in range(count)]


def test_an_entry_is_read_as_it_was_meant() -> None:
    read = readers.feed(feed(page(ABOUT, items(1), "", told)))
    (entry,) = read.entries
    assert (entry.title, entry.content[0].value, entry.id) == (
        "Day 0",
        "Text & <more>",
        f"urn:uuid:{stable_id('event', 'iop/0')}",
    )
    assert entry.updated_parsed[:5] == (2027, 1, 4, 9, 0)
    assert read.feed.author == "BCS"


def test_a_feed_of_nothing_is_a_feed() -> None:
    read = readers.feed(feed(page(ABOUT, [], "", told)))
    assert read.entries == []
    assert read.feed.updated_parsed[:3] == (NEVER.year, NEVER.month, NEVER.day)


def test_the_newest_come_first_and_following_the_pages_finds_all_once() -> None:
    count, before, found, pages = 2 * MOST + 7, "", [], 0
    while True:
        read = readers.feed(feed(page(ABOUT, items(count), before, told)))
        found += [entry.title for entry in read.entries]
        pages += 1
        links = {link.rel: link.href for link in read.feed.links}
        assert links["first"] == "https://kith.example/feed.atom?host=bcs"
        if "next" not in links:
            break
        before = links["next"].partition("before=")[2]
        assert links["next"].startswith(f"{ABOUT.address}?host=bcs&before=")
    assert pages == 3
    assert found == [f"Day {number}" for number in reversed(range(count))]


@settings(max_examples=80, deadline=None)
@given(title=st.text(min_size=1, max_size=60), text=st.text(max_size=200))
def test_whatever_is_written_is_xml(title: str, text: str) -> None:
    entry = told(1)._replace(title=title, text=text)
    read = readers.feed(feed(page(ABOUT, items(1), "", lambda _: entry)))
    assert len(read.entries) == 1


@pytest.mark.parametrize(
    ("said", "otherwise"),
    [
        ("<title>Day 0</title>", "<title>Day 1</title>"),
        ('rel="alternate"', 'rel="related"'),
        ("0.ics", "1.ics"),
        ("T09:00:00Z</updated>", "T09:00:01Z</updated>"),
    ],
)
def test_a_reader_that_took_something_otherwise_would_be_noticed(
    monkeypatch: pytest.MonkeyPatch, said: str, otherwise: str
) -> None:
    written = feed(page(ABOUT, items(1), "", told))
    wrong = written.replace(said.encode(), otherwise.encode())
    assert wrong != written
    parse = feedparser.parse
    monkeypatch.setattr(feedparser, "parse", lambda _content: parse(wrong))
    with pytest.raises(AssertionError):
        readers.feed(written)
