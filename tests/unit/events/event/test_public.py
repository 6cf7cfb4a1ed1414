"""What everyone knows: bodies, published events, and events that are booked elsewhere."""

from typing import Any

import pytest
from support.agreeing import acceptance, accepted
from support.events.public import DINNER, LISTING, face
from support.events.scenes import BEHALVES, DAY, EVENT, PARTIES, lead, registered
from support.speaking import Node, said

from kith_chassis.decision import NOTHING
from kith_chassis.members import Member
from kith_contracts.events.agreements import EventPublished, ListEvent
from kith_contracts.events.terms import Host, Listing
from kith_events.event.public import Shown
from kith_events.handlers import HANDLERS


def test_the_newest_registration_counts_in_whatever_order_they_come() -> None:
    node = lead()
    suspended = registered("ni", status="suspended", version=2)
    node.hear(suspended, "office")
    assert node.hear(registered("ni"), "office") == NOTHING
    assert not node.state(Member.at("ni")).admitted


def test_the_newest_face_of_an_event_counts_in_whatever_order_they_come() -> None:
    node = Node(HANDLERS, "bcs")
    node.hear(face(2), "iop")
    assert node.hear(face(1), "iop") == NOTHING
    assert node.hear(face(2), "iop") == NOTHING
    assert node.state(Shown.at(EVENT)).published == face(2)


def test_where_an_older_face_of_our_own_stands_last_the_newest_is_said_once_more() -> None:
    node = Node(HANDLERS, "iop")
    node.hear(face(2))
    assert node.hear(face(1)).says == (face(2),)
    assert node.hear(face(2)) == NOTHING


def shown(published: EventPublished) -> Shown:
    """As another body sees it."""
    node = Node(HANDLERS, "ons")
    node.hear(published, "iop")
    state: Shown = node.state(Shown.at(EVENT))
    return state


def test_an_event_is_open_if_it_says_so_and_each_host_has_signed_both_acceptances() -> None:
    assert shown(face()).open
    assert not shown(face(status="reopened")).open
    signed = face().acceptances
    assert {(each.body, each.on_behalf) for each in signed} == {
        (body, behalf) for body in PARTIES for behalf in BEHALVES
    }
    for missing in signed:
        assert not shown(face(acceptances=[each for each in signed if each is not missing])).open


def test_an_event_is_open_as_it_was_accepted_and_not_otherwise() -> None:
    agreed = face()
    assert agreed.plan
    moved = agreed.plan.model_copy(update={"venue": "Elsewhere"})
    renamed = [host.model_copy(update={"networks": ["iop/another"]}) for host in agreed.hosts]
    assert not shown(face(plan=moved)).open
    assert not shown(face(hosts=renamed)).open
    assert not shown(face(hosts=[*agreed.hosts, Host(body="rsc")])).open
    assert not shown(face(hosts=[host for host in agreed.hosts if host.body != "iop"])).open, "without its lead"
    assert shown(face(hosts=agreed.hosts[::-1])).open, "the order says nothing"


def test_a_yes_counts_as_its_host_has_signed_it_and_not_otherwise() -> None:
    first, *others = face().acceptances
    late = first.proof.model_copy(update={"at": DAY})
    another = next(each for each in others if (each.body, each.on_behalf) == ("iop", "network"))
    for forged in (
        first.model_copy(update={"hash": "0" * 64}),
        first.model_copy(update={"proof": late}),
        first.model_copy(update={"proof": another.proof}),
        acceptance(face(), first.body, first.on_behalf, by="bcs"),
    ):
        assert not shown(face(acceptances=[forged, *others])).open
    renewed = acceptance(face(), first.body, first.on_behalf)
    assert shown(face(acceptances=[renewed, *others])).open, "a text that did not concern it may have another hash"


# Booked elsewhere


def test_an_event_that_is_booked_elsewhere_is_shown_with_its_address() -> None:
    (published,) = said(Node(HANDLERS, "ni").hear(DINNER), EventPublished)
    assert (published.status, published.listing, published.plan, published.version) == ("listed", LISTING, None, 1)
    assert [host.body for host in published.hosts] == ["ni"]


def test_a_listing_that_is_said_anew_takes_the_place_of_the_former() -> None:
    node = Node(HANDLERS, "ni")
    node.hear(DINNER)
    assert node.hear(DINNER) == NOTHING
    moved = ListEvent(event=DINNER.event, listing=LISTING.model_copy(update={"venue": "Leeds"}))
    (published,) = said(node.hear(moved), EventPublished)
    assert (published.version, published.listing) == (2, moved.listing)


def test_only_its_own_body_lists_an_event() -> None:
    assert Node(HANDLERS, "bcs").refusal(DINNER) == ("not-our-event", "event")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"zone": "Europe/Atlantis"}, "zone-unknown", "listing.zone"),
        ({"ends": LISTING.starts}, "ends-before-start", "listing.ends"),
        ({"ends": LISTING.starts.replace(year=9999)}, "year-out-of-range", "listing.ends"),
    ],
)
def test_a_listing_is_at_a_time_that_there_is(changes: dict[str, Any], code: str, field: str) -> None:
    listing = Listing(**{**LISTING.model_dump(), **changes})
    assert Node(HANDLERS, "ni").refusal(ListEvent(event=DINNER.event, listing=listing)) == (code, field)


# What is shown of hosts


def told(published: EventPublished) -> dict[str, list[str]]:
    """Whom a page names as hosts, each with its networks."""
    return {host.body: host.networks for host in shown(published).face.hosts}


def test_of_the_hosts_that_a_lead_names_those_are_shown_who_have_signed_and_the_lead() -> None:
    agreed = face()
    assert shown(agreed).face == agreed
    for missing in agreed.acceptances:
        rest = [each for each in agreed.acceptances if each is not missing]
        seen = shown(face(acceptances=rest)).face
        named = {host.body for host in seen.hosts}
        assert named == {"iop", *PARTIES} - ({missing.body} - {"iop"})
        assert not [host.networks for host in seen.hosts if host.body == missing.body and host.networks]
        assert {each.body for each in seen.acceptances} == set(PARTIES) - {missing.body}
        assert seen.status == "reopened", "it is not open, whatever its lead says"
        assert (seen.guest_hosts, seen.sponsors, seen.availability) == ([], [], [])


def test_what_a_lead_alone_says_is_shown_with_nobody_else() -> None:
    agreed = face()
    assert agreed.plan
    assert told(face(acceptances=[])) == {"iop": []}
    assert told(face(hosts=[*agreed.hosts, Host(body="rsc")], acceptances=[])) == {"iop": []}
    at_theirs = agreed.plan.model_copy(
        update={"parts": [each.model_copy(update={"host": "rsc"}) for each in agreed.plan.parts]}
    )
    seen = shown(face(plan=at_theirs, acceptances=[])).face
    assert seen.plan
    assert {part.host for part in seen.plan.parts} == {None}
    listed = EventPublished(event=EVENT, status="listed", listing=LISTING, hosts=agreed.hosts, version=1)
    assert told(listed) == {"iop": []}


def test_who_is_named_twice_has_not_said_yes_to_both() -> None:
    agreed = face()
    doubled = [agreed.hosts[0].model_copy(update={"networks": ["iop/another"]}), *agreed.hosts]
    assert not shown(face(hosts=doubled)).open
    assert told(face(hosts=doubled))["iop"] == []


def test_nobody_hosts_in_the_name_of_another_bodys_network() -> None:
    agreed = face()
    others = [agreed.hosts[0].model_copy(update={"networks": ["ons/spectrum"]}), *agreed.hosts[1:]]
    renamed = accepted(face(hosts=others))
    assert shown(renamed).proven
    assert told(renamed)[agreed.hosts[0].body] == []
