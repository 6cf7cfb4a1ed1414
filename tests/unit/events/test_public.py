"""What everyone knows: bodies, published events, and events that are booked elsewhere."""

from datetime import timedelta
from typing import Any

import pytest
from support.speaking import Node, said
from unit.events.scenes import DAY, EVENT, event, lead, opened, registered

from kith_contracts.agreements import Listing
from kith_contracts.events import EventPublished, ListEvent
from kith_events.domain.public import Member, Shown
from kith_events.handlers import HANDLERS

LISTING = Listing(
    title="Annual dinner",
    zone="Europe/London",
    starts=DAY,
    ends=DAY + timedelta(hours=4),
    venue="York",
    book_at="https://www.nuclearinst.com/events",
)
DINNER = ListEvent(event="ni/annual-dinner", listing=LISTING)


def face(version: int = 1, **changes: Any) -> EventPublished:
    published = event(opened()).published
    assert published
    return published.model_copy(update={"version": version, **changes})


def test_the_newest_registration_counts_in_whatever_order_they_come() -> None:
    node = lead()
    suspended = registered("ni", status="suspended", version=2)
    node.hear(suspended, "office")
    assert node.hear(registered("ni"), "office") == ((), (), (), None)
    assert not node.state(Member.at("ni")).admitted


def test_the_newest_face_of_an_event_counts_in_whatever_order_they_come() -> None:
    node = Node(HANDLERS, "bcs")
    node.hear(face(2), "iop")
    assert node.hear(face(1), "iop") == ((), (), (), None)
    assert node.hear(face(2), "iop") == ((), (), (), None)
    assert node.state(Shown.at(EVENT)).published == face(2)


def test_where_an_older_face_of_our_own_stands_last_the_newest_is_said_once_more() -> None:
    node = Node(HANDLERS, "iop")
    node.hear(face(2))
    assert node.hear(face(1)).says == (face(2),)
    assert node.hear(face(2)) == ((), (), (), None)


@pytest.mark.parametrize("changes", [{"status": "reopened"}, {"acceptances": []}])
def test_an_event_is_open_only_if_it_says_so_and_each_host_is_seen_to_have_accepted(changes: dict[str, Any]) -> None:
    assert Shown(published=face()).open
    assert not Shown(published=face(**changes)).open


# Booked elsewhere


def test_an_event_that_is_booked_elsewhere_is_shown_with_its_address() -> None:
    (published,) = said(Node(HANDLERS, "ni").hear(DINNER), EventPublished)
    assert (published.status, published.listing, published.plan, published.version) == ("listed", LISTING, None, 1)
    assert [host.body for host in published.hosts] == ["ni"]


def test_a_listing_that_is_said_anew_takes_the_place_of_the_former() -> None:
    node = Node(HANDLERS, "ni")
    node.hear(DINNER)
    assert node.hear(DINNER) == ((), (), (), None)
    moved = ListEvent(event=DINNER.event, listing=LISTING.model_copy(update={"venue": "Leeds"}))
    (published,) = said(node.hear(moved), EventPublished)
    assert (published.version, published.listing) == (2, moved.listing)


def test_only_its_own_body_lists_an_event() -> None:
    assert Node(HANDLERS, "bcs").refusal(DINNER) == ("not-our-event", "event")


def test_a_listing_is_in_a_time_zone_that_there_is() -> None:
    nowhere = LISTING.model_copy(update={"zone": "Europe/Atlantis"})
    unknown = ListEvent(event=DINNER.event, listing=nowhere)
    assert Node(HANDLERS, "ni").refusal(unknown) == ("zone-unknown", "listing.zone")
