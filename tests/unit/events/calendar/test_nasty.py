"""What one body writes and another shows: whatever the words, each page, feed and calendar keeps its own form."""

import json
from datetime import timedelta
from typing import Final

import pytest
from support import readers
from support.events.scenes import DAY, EVENT, circle, opened, part, registered, terms
from support.events.scenes import event as led
from support.nasty import NASTY, Skeleton
from support.rooms import people, planned, room, tables

from kith_chassis.http.escapes import harmless
from kith_chassis.http.pages import policy_of
from kith_chassis.http.public import LinkedData
from kith_commons.formats import atom
from kith_commons.formats.icalendar import calendar
from kith_contracts.events.actions import BodyAction
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.outcomes import OutcomePublished
from kith_contracts.events.plan import EventPlan
from kith_contracts.events.terms import GuestHost, Host, Listing, Sponsor
from kith_events.actions.page import Card, page
from kith_events.calendar.face import Announced, announce
from kith_events.calendar.jsonld import linked
from kith_events.calendar.presentation import Addresses, entries, told
from kith_events.door.page import Listed, packed
from kith_events.mixing.page import printed

ADDRESSES: Final = Addresses("https://kith.example", "bcs")
NOW: Final = DAY - timedelta(days=60)
PLAIN: Final = "A plain title"


def announced(words: str, url: str = "https://iop.example/?a=1&b=2") -> Announced:
    """An event whose every text is these words."""
    plan = EventPlan(
        title=words,
        summary=words,
        zone="Europe/London",
        starts=DAY,
        ends=DAY + timedelta(hours=8),
        venue=words,
        parts=[part(title=words, for_whom=words[:80], venue=words[:80]), part("two", title=words)],
    )
    face = EventPublished(
        event=EVENT,
        status="open",
        plan=plan,
        hosts=[Host(body="iop"), Host(body="ni")],
        guest_hosts=[GuestHost(name=words, url=url, gives=words[:80])],
        sponsors=[Sponsor(name=words, what_for=words[:80], shown=words[:80])],
        version=1,
    )
    found = announce(face, None, NOW, proven=True)
    assert found
    return found


def names(words: str) -> dict[str, str]:
    return {"iop": words, "ni": words}


@pytest.mark.parametrize("words", NASTY)
def test_linked_data_may_stand_in_a_script_element(words: str) -> None:
    written = harmless(bytes(LinkedData(linked(announced(words), names(words), ADDRESSES)).body))
    assert not [each for each in b"<>&" if each in written]
    assert json.loads(written)["name"] == words
    assert readers.linked(written)["@type"] == [f"{readers.SCHEMA}Event"]
    assert Skeleton(f"<script>{written.decode()}</script>").elements == [("script",), ("/script",)]


@pytest.mark.parametrize("words", NASTY)
def test_a_feed_has_the_entries_that_it_has(words: str) -> None:
    entry = told(announced(words), names(words), ADDRESSES)
    about = atom.Feed(entry.id, words, words, ADDRESSES.feed)
    content = atom.feed(atom.page(about, [atom.Item(NOW, entry.id, entry)], "", lambda each: each))
    read = readers.feed(content)
    assert [each.title for each in read.entries] == [words]
    assert read.entries[0].content[0].value.count(words) >= 3
    assert {each.href.partition(":")[0] for each in read.entries[0].links} == {"https"}


@pytest.mark.parametrize("words", NASTY)
def test_a_calendar_has_the_entries_that_it_has(words: str) -> None:
    read = readers.calendar(calendar(words, tuple(entries(announced(words), names(words), ADDRESSES))))
    assert [(each.title, each.starts) for each in read] == [(words, DAY)] * 2
    assert {each.place for each in read} == {words, words[:80].strip()}
    assert all(words in each.text for each in read)


def outcome(words: str) -> str:
    said = BodyAction(body="ni", number=1, text=words, by=DAY.date(), status="not-done", why=words[:80])
    card = OutcomePublished(event=EVENT, bodies=[said], shared=[words], version=1)
    return page(Card(announced(words), card, names(words), DAY.date()))


def door(words: str) -> str:
    who = Listed("a" * 26, "aaaaa", words, words, ["lectures"])
    return packed(led(opened(terms(parts=[part(title=words), circle()], plan={"summary": words}))), [who])


def cards(words: str) -> str:
    return printed(planned(room(of=people(8), at=tables(4, 4), rounds=1)), words)


@pytest.mark.parametrize("words", NASTY)
@pytest.mark.parametrize("made", [outcome, door, cards])
def test_a_page_has_the_elements_that_it_has(made: object, words: str) -> None:
    assert callable(made)
    written = made(words)
    assert Skeleton(written).elements == Skeleton(made(PLAIN)).elements
    assert policy_of(written) == policy_of(made(PLAIN)), "no word of others is in a style or script that may run"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//eve.example", "http:x", "HTTP://x y"]
)
def test_no_address_of_others_is_anything_but_a_page(address: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        announced(PLAIN, address)
    with pytest.raises(ValueError, match="pattern"):
        Listing(title="x", zone="UTC", starts=DAY, ends=DAY, venue="x", book_at=address)


def test_what_a_body_is_called_is_one_line() -> None:
    with pytest.raises(ValueError, match="pattern"):
        registered("ni", name="NI\r\nBEGIN:VEVENT")
