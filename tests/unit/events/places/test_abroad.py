"""Places for a society abroad that has no node: its people are guests at home at the lead, and come by a code."""

from datetime import timedelta
from typing import Any, Final

import pytest
from support.events.scenes import (
    DAY,
    EVENT,
    PERSON,
    circle,
    event,
    home,
    opened,
    part,
    person,
    place,
    request,
    seats,
    terms,
)
from support.speaking import Node, letters, said

from kith_commons.agreement.differences import changes
from kith_contracts.events.agreements import ReturnSeats
from kith_contracts.events.places import AskForPlaces, GiveUpPlaces, PlaceDecided, RequestPlace
from kith_contracts.events.terms import Delegation, EventTerms, GuestHost
from kith_events.agreements.advice import hints
from kith_events.agreements.faults.text import fault
from kith_events.event.template import JOINT_EVENT
from kith_events.places.api_delegates import given_by
from kith_events.places.delegates import invitations

PHYSICS, FORUM = "iop/women-in-physics", "bcs/womens-forum"
ENS: Final = GuestHost(name="European Nuclear Society", gives="two places in Vienna", guest="ens")
TWO: Final = Delegation(network=PHYSICS, part="talk", places=2, guest="ens")


def abroad(*delegates: Delegation, version: int = 1, guests: tuple[GuestHost, ...] = (ENS,)) -> EventTerms:
    """A talk with one place for each of BCS and NI, one for all, and two for people of the society abroad."""
    rows = [seats("talk", bcs=1, ni=1)]
    return terms(
        version, parts=[part("talk")], seats=rows, delegates=list(delegates or (TWO,)), guest_hosts=list(guests)
    )


def guest(who: int, holder: str = "iop/ens") -> RequestPlace:
    return request(who, "talk").model_copy(update={"delegate_of": holder})


def decided(node: Node, message: RequestPlace, body: str = "iop") -> tuple[str, str]:
    (told,) = said(node.hear(message, body), PlaceDecided)
    return told.status, told.code


def ask(code: str, who: str = PERSON) -> AskForPlaces:
    return AskForPlaces(person=who, event=EVENT, parts=["talk"], invitations={"talk": code})


# At the lead


def test_its_people_have_as_many_places_as_are_kept_and_no_more_and_nobody_else_has_them() -> None:
    node = opened(abroad())
    assert decided(node, request(1, "talk")) == ("granted", ""), "the one for all"
    assert decided(node, request(2, "talk")) == ("waiting", ""), "and none of those that are kept"
    assert [decided(node, guest(who)) for who in (3, 4, 5)] == [("granted", ""), ("granted", ""), ("waiting", "")]
    places = event(node).places["talk"]
    assert (places.places, places.granted_by_body) == (5, {"iop": 1, "iop/ens": 2})
    assert (place(node, 3, "talk").body, place(node, 3, "talk").delegate_of) == ("iop", "iop/ens")


def test_another_body_has_none_of_them() -> None:
    node = opened(abroad())
    for holder in ("iop/ens", "bcs/ens", PHYSICS):
        assert decided(node, guest(1, holder), "bcs") == ("refused", "delegate-unknown")
    assert decided(node, guest(2, PHYSICS)) == ("refused", "delegate-unknown"), "the network hands on, and has none"


def test_what_they_do_not_take_goes_to_all_on_the_return_date() -> None:
    node = opened(abroad())
    decided(node, request(1, "talk"))
    decided(node, request(2, "talk"))
    node.hear(ReturnSeats(event=EVENT), now=DAY - timedelta(days=13))
    places = event(node).places["talk"]
    assert (places.granted_by_body, places.quotas, places.places) == ({"iop": 2}, {}, 5)


# At home, which is the lead


def test_a_guest_uses_a_code_of_its_own_and_nobody_uses_it_after_them() -> None:
    text = abroad(TWO, Delegation(network=PHYSICS, part="talk", places=1))
    node = home("iop", text)
    for who in ("person-0002", "person-0003"):
        node.hear(person(who, enrolled_as="guest", address=f"{who}@ens.example"))
    codes = {each.code: each.holder for each in invitations(node.keyed, "iop", text, "talk")}
    assert sorted(codes.values()) == ["iop/ens", "iop/ens", PHYSICS]
    first = next(code for code, holder in codes.items() if holder == "iop/ens")
    (letter,) = letters(node.hear(ask(first, "person-0002")))
    assert isinstance(letter.message, RequestPlace)
    assert letter.message.delegate_of == "iop/ens"
    assert node.refusal(ask(first, "person-0003")) == ("invitation-used", "invitations.talk")
    node.hear(GiveUpPlaces(person="person-0002", event=EVENT, parts=["talk"]))
    assert letters(node.hear(ask(first, "person-0003")))


def test_no_other_node_can_make_its_codes() -> None:
    text = abroad()
    assert invitations(home(text=text).keyed, "bcs", text, "talk") == []


# In the text


IMPOSSIBLE: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("guest-unknown", "delegates.0.guest"): {"delegates": [TWO.model_copy(update={"guest": "wise"})]},
    ("network-not-of-lead", "delegates.0.network"): {"delegates": [TWO.model_copy(update={"network": FORUM})]},
    ("network-not-party", "delegates.0.network"): {"delegates": [TWO.model_copy(update={"network": "iop/other"})]},
    ("delegates-twice", "delegates.1"): {"delegates": [TWO, TWO]},
    ("delegates-of-closed-part", "delegates.0.part"): {"delegates": [TWO.model_copy(update={"part": "circle"})]},
    ("seats-above-capacity", "seats.0.pool"): {"delegates": [TWO.model_copy(update={"places": 8})]},
    ("slug-taken", "guest_hosts.0.guest"): {"guest_hosts": [ENS.model_copy(update={"guest": "women-in-physics"})]},
    ("slug-taken", "guest_hosts.1.guest"): {"guest_hosts": [ENS, ENS]},
}


@pytest.mark.parametrize(("found", "changed"), IMPOSSIBLE.items())
def test_what_cannot_be_is_refused(found: tuple[str, str], changed: dict[str, Any]) -> None:
    rows = [seats("talk", bcs=1, ni=1), seats("circle", pool=1).model_copy(update={"block": 4})]
    usual: dict[str, Any] = {"guest_hosts": [ENS], "delegates": [TWO]}
    text = terms(parts=[part("talk"), circle()], seats=rows, **{**usual, **changed})
    refusal = fault(text, ("iop", "bcs", "ni"), EVENT)
    assert refusal
    assert (refusal.code, refusal.field) == (found[0], f"terms.{found[1]}")
    assert 0 < len(refusal.sentence) <= 160


def test_all_hosts_accept_it_in_plain_words() -> None:
    fewer = TWO.model_copy(update={"places": 1})
    (change,) = changes(JOINT_EVENT, abroad(), abroad(fewer, version=2))
    said_so = f"1 in talk for people of European Nuclear Society (here ens), by codes of {PHYSICS}"
    assert (change.clause, change.new, sorted(change.concerns)) == (
        "places of guest hosts",
        said_so,
        ["bcs", "iop", "ni"],
    )


def test_places_that_are_kept_for_guests_are_not_the_leads_own() -> None:
    assert [each for each in hints(abroad()) if "none for iop" in each]


def test_the_lead_reads_what_it_has_given_and_what_for_in_words() -> None:
    ((whom, given),) = given_by(EVENT, abroad())
    assert (whom, given.places, given.against) == ("European Nuclear Society", 2, "two places in Vienna")
