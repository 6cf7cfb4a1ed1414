"""What calendars and feeds tell of an event: what its hosts have signed, and what became of it."""

from datetime import timedelta
from typing import Any, Final

import pytest
from support import readers
from support.events.faces import ADDRESSES, NAMES, announced, face, heard, listed
from support.events.public import DINNER
from support.events.scenes import DAY, EVENT, circle, part
from support.speaking import NOW, Node

from kith_chassis.http.public import LinkedData
from kith_commons.formats.icalendar import calendar
from kith_contracts.events.agreements import ListEvent
from kith_contracts.events.terms import Host
from kith_events.calendar.face import Announced, announce
from kith_events.calendar.jsonld import linked
from kith_events.calendar.presentation import Addresses, entries, told
from kith_events.handlers import HANDLERS

LATER: Final = NOW + timedelta(days=1)


def test_what_all_hosts_have_signed_is_announced() -> None:
    event = announced(face())
    assert (event.status, event.sequence, event.since, event.changed) == ("confirmed", 1, NOW, NOW)
    assert (event.face.acceptances, event.face.availability, event.face.details) == ([], [], None)


@pytest.mark.parametrize("status", ["open", "reopened"])
def test_what_was_never_signed_is_not(status: str) -> None:
    assert heard(face(unsigned=True, status=status)) is None


def test_while_the_hosts_agree_on_a_change_the_day_stands_as_they_agreed_last() -> None:
    moved = face(2, unsigned=True, plan={"ends": DAY + timedelta(hours=10)}, status="reopened")
    event = announced(face(), moved)
    agreed = DAY + timedelta(hours=8)
    assert (event.status, event.plan.ends, event.sequence, event.changed) == ("tentative", agreed, 2, LATER)
    assert announced(face(), moved, face(3)).status == "confirmed"


def test_a_version_that_moves_nothing_raises_no_sequence() -> None:
    fuller = face(2).model_copy(update={"availability": []})
    assert announced(face(), fuller) == announced(face())
    renamed = announced(face(), face(2, plan={"title": "Coming back"}))
    assert (renamed.sequence, renamed.changed, renamed.title) == (1, LATER, "Coming back")


@pytest.mark.parametrize(
    "plan",
    [{"venue": "York"}, {"zone": "Europe/Dublin"}, {"ends": DAY + timedelta(hours=9)}],
    ids=["place", "zone", "end"],
)
def test_one_that_moves_time_or_place_does(plan: dict[str, Any]) -> None:
    assert announced(face(), face(5, plan=plan)).sequence == 5


def test_a_part_that_moves_does_so_too() -> None:
    later = [part(starts=DAY + timedelta(hours=1)), circle()]
    assert announced(face(), face(4, parts=later)).sequence == 4


def test_a_node_that_comes_later_and_hears_less_never_falls_behind() -> None:
    all_heard = announced(face(), face(3, plan={"venue": "York"}), face(9, plan={"venue": "York"}))
    newest_alone = announced(face(9, plan={"venue": "York"}))
    assert newest_alone.sequence >= all_heard.sequence == 3


@pytest.mark.parametrize("status", ["cancelled", "withdrawn"])
def test_what_is_called_off_is_told_as_cancelled_by_whatever_word(status: str) -> None:
    before = announced(face())
    event = announced(face(), face().model_copy(update={"status": "reopened", "version": 2}))
    assert event.status == "tentative"
    gone = announce(face(2).model_copy(update={"status": status}), before, LATER, proven=False)
    assert gone
    assert (gone.status, gone.sequence, gone.plan) == ("cancelled", 2, before.plan)
    assert announce(face(3).model_copy(update={"status": "ended"}), before, LATER, proven=False) is None


def test_in_a_listing_nobody_is_named_who_has_not_spoken() -> None:
    hosts = [Host(body="ni", networks=["ni/young-generation", "rsc/women"]), Host(body="rsc", networks=["rsc/women"])]
    event = announced(listed(hosts=hosts), by="ni")
    assert event.face.hosts == [Host(body="ni", networks=["ni/young-generation"])]
    assert announced(listed(hosts=hosts[1:]), by="ni").face.hosts == [Host(body="ni")]
    plan = face().plan
    assert announced(listed(plan=plan), by="ni").title == "Annual dinner"


def test_days_that_no_calendar_can_reckon_with_are_left_out() -> None:
    listing = listed().listing
    assert listing
    for changes in (
        {"starts": DAY.replace(year=1), "ends": DAY.replace(year=1, day=13)},
        {"starts": DAY.replace(year=9999), "ends": DAY.replace(year=9999, day=13)},
        {"ends": DAY + timedelta(days=3000)},
    ):
        assert heard(listed(listing=listing.model_copy(update=changes)), by="ni") is None


def test_it_is_found_by_its_year_its_hosts_and_their_networks() -> None:
    node = Node(HANDLERS, "ons")
    node.hear(face(), "iop")
    tags = node.state(Announced.at(EVENT)).tags(node.keyed)
    assert {"@2027", "iop@2027", "bcs@2027", "bcs/womens-forum@2027", "ni/young-generation@2027"} <= {*tags}


def test_the_calendar_of_an_event_says_what_the_plan_says_and_no_more() -> None:
    event = announced(face())
    (read,) = readers.calendar(calendar("Events", tuple(entries(event, NAMES, ADDRESSES))))
    assert (read.title, read.starts, read.status, read.busy) == ("Returning to work", DAY, "CONFIRMED", False)
    assert read.text == (
        "09:00 to 12:00: Lectures, for everyone\n09:00 to 12:00: Circle, for everyone\n\nHosted by IOP with BCS and NI."
    )


def test_linked_data_is_read_as_schema_org_has_it() -> None:
    event = announced(face())
    read = readers.linked(bytes(LinkedData(linked(event, NAMES, ADDRESSES)).body))
    name = readers.SCHEMA
    assert read["@type"] == [f"{name}Event"]
    assert read[f"{name}name"] == [{"@value": "Returning to work"}]
    assert read[f"{name}startDate"] == [{"@value": "2027-03-12T09:00:00+00:00"}]
    assert len(read[f"{name}organizer"]) == 3
    assert {each[f"{name}name"][0]["@value"] for each in read[f"{name}subEvent"]} == {"Lectures", "Circle"}
    cancelled = linked(event.but(status="cancelled"), NAMES, ADDRESSES)
    assert cancelled["eventStatus"] == "https://schema.org/EventCancelled"
    titles = [cancelled["name"], *[each["name"] for each in cancelled["subEvent"]]]
    assert titles == ["Called off: Returning to work", "Called off: Lectures", "Called off: Circle"]


def test_in_a_feed_the_same_event_keeps_its_id_and_says_when_it_is_called_off() -> None:
    event = announced(face())
    before, after = (told(each, NAMES, ADDRESSES) for each in (event, event.but(status="cancelled", changed=LATER)))
    assert (before.id, before.published) == (after.id, after.published)
    assert (before.title, after.title) == ("Returning to work", "Called off: Returning to work")
    assert after.updated == LATER
    assert "Friday 12 March 2027, 09:00" in before.text


@pytest.mark.parametrize("several", [False, True])
def test_a_calendar_says_in_each_title_that_it_is_called_off(several: bool) -> None:
    parts = [part(), circle(venue="The Old Library" if several else None)]
    off = announced(face(parts=parts)).but(status="cancelled")
    made = entries(off, NAMES, ADDRESSES)
    assert len(made) == (2 if several else 1)
    assert all(each.title.startswith("Called off: ") for each in made)
    text = calendar(off.title, tuple(made)).decode()
    assert text.count("SUMMARY:Called off: ") == len(made) == text.count("STATUS:CANCELLED")


def test_what_is_booked_elsewhere_says_where() -> None:
    node = Node(HANDLERS, "ni")
    node.hear(ListEvent(event="ni/annual-dinner", listing=DINNER.listing))
    event = announced(listed(), by="ni")
    assert entries(event, NAMES, Addresses("", "bcs"))[0].url == "https://www.nuclearinst.com/events"
    assert "Book at https://www.nuclearinst.com/events" in told(event, NAMES, ADDRESSES).text
