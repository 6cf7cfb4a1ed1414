"""A part with a venue of its own, or in no room at all: whoever looks for it anywhere is sent to the right place."""

from datetime import timedelta
from typing import Final

import pytest
from pydantic import ValidationError
from support import readers
from support.events.faces import ADDRESSES, NAMES, announced, face
from support.events.own_calendar import granted, read
from support.events.scenes import DAY, EVENT, blocks, circle, home, part, seats, terms
from support.events.series import parts, series

from kith_commons.agreement.agreement import hash_of
from kith_commons.agreement.differences import changes
from kith_commons.formats.icalendar import calendar
from kith_contracts.events.terms import EventTerms
from kith_events.agreements.faults.text import fault
from kith_events.calendar.face import Announced
from kith_events.calendar.jsonld import linked
from kith_events.calendar.presentation import entries, text, told
from kith_events.event.template import JOINT_EVENT

ADMITTED: Final = ("iop", "bcs", "ni")
LEEDS: Final = "2 High Street, Leeds"


def in_leeds() -> EventTerms:
    """The lectures are in London, and the circle at another house."""
    return terms(parts=[part(), circle(venue=LEEDS)])


def places(event: Announced) -> list[str]:
    """Where each entry is, as a reader of calendars has it."""
    return [each.place for each in readers.calendar(calendar("Events", tuple(entries(event, NAMES, ADDRESSES))))]


def test_a_series_is_at_the_house_of_each_of_its_hosts() -> None:
    found = parts(hosts=["iop", "bcs"], venues=["London", LEEDS], times=3)
    assert [(each.host, each.venue) for each in found] == [("iop", "London"), ("bcs", LEEDS), ("iop", "London")]
    assert {each.venue for each in parts()} == {None}


def test_a_venue_is_given_for_each_host_or_for_none() -> None:
    with pytest.raises(ValidationError, match="a venue for each"):
        series(hosts=["iop", "bcs"], venues=["London"])


def test_a_text_without_it_has_the_hash_that_it_had() -> None:
    plain = terms()
    named = plain.model_dump()
    assert all(each.pop("venue") is None for each in named["plan"]["parts"])
    assert hash_of(EventTerms.model_validate(named)) == hash_of(plain)
    assert hash_of(in_leeds()) != hash_of(terms(parts=[part(), circle()]))


def test_what_is_in_several_venues_is_several_entries_each_at_its_own() -> None:
    assert places(announced(face(parts=[part(), circle(venue=LEEDS)]))) == ["London", LEEDS]
    assert places(announced(face(parts=[part(), circle()]))) == ["London"]


def test_a_part_that_goes_elsewhere_raises_the_sequence() -> None:
    before = face(parts=[part(), circle()])
    assert announced(before, face(4, parts=[part(), circle(venue=LEEDS)])).sequence == 4
    assert announced(before, face(4, parts=[part(), circle()])).sequence == 1


def test_pages_and_feeds_say_where_each_part_is() -> None:
    event = announced(face(parts=[part(), circle(venue=LEEDS)]))
    (line,) = [each for each in text(event, NAMES).splitlines() if LEEDS in each]
    assert line.endswith(f", {LEEDS}")
    assert f"London; {LEEDS}." in told(event, NAMES, ADDRESSES).text


def test_linked_data_has_a_place_for_each_and_none_for_what_is_online() -> None:
    screen = part("screen", format="online", online_of="lectures")
    divided = [seats(), seats("screen"), blocks()]
    found = linked(announced(face(parts=[part(), screen, circle(venue=LEEDS)], seats=divided)), NAMES, ADDRESSES)
    online = {"@type": "VirtualLocation", "name": "Online"}
    rooms = [{"@type": "Place", "name": name, "address": name} for name in ("London", LEEDS)]
    assert found["location"] == [*rooms, online]
    assert [each["location"] for each in found["subEvent"]] == [rooms[0], online, rooms[1]]
    alone = linked(announced(face(parts=[part(format="online")], seats=[seats()])), NAMES, ADDRESSES)
    assert alone["location"] == online
    assert places(announced(face(parts=[part(format="online")], seats=[seats()]))) == ["Online"]


@pytest.mark.parametrize(
    ("changed", "place"), [({"venue": LEEDS}, LEEDS), ({"format": "online"}, "Online"), ({}, "London")]
)
def test_ones_own_calendar_has_the_place_of_the_part(changed: dict[str, str], place: str) -> None:
    node = home(text=terms(parts=[part(**changed), circle()]))
    granted(node)
    assert [each.place for each in read(node)] == [place]


def test_a_venue_of_a_part_that_tells_too_much_is_not_told() -> None:
    node = home(text=terms(parts=[part(venue="Rainbow Room"), circle()]))
    granted(node)
    assert [each.place for each in read(node)] == ["you find it where you booked"]


def test_what_is_online_has_no_venue() -> None:
    found = fault(terms(parts=[part(format="online", venue=LEEDS)]), ADMITTED, EVENT)
    assert found
    assert (found.code, found.field) == ("venue-of-online", "terms.plan.parts.0.venue")
    assert fault(in_leeds(), ADMITTED, EVENT) is None


def test_who_is_at_another_venue_does_not_fill_this_one() -> None:
    size = part().capacity

    def crowd(**changed: str) -> EventTerms:
        text = terms(parts=[part(), part("workshops", **changed)])
        plan = text.plan.model_copy(update={"venue_capacity": size, "ends": DAY + timedelta(hours=8)})
        return text.model_copy(update={"plan": plan, "seats": [seats(), seats("workshops")]})

    found = fault(crowd(), ADMITTED, EVENT)
    assert found
    assert found.code == "venue-too-small"
    assert fault(crowd(venue=LEEDS), ADMITTED, EVENT) is None


def test_who_is_asked_again_reads_where_it_is_now() -> None:
    (changed,) = changes(JOINT_EVENT, terms(parts=[part(), circle()]), in_leeds())
    assert changed.clause == "part circle"
    assert f"at {LEEDS}" in changed.new
    assert LEEDS not in changed.old
