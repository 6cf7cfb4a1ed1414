"""Delegates of a network, who come by a code of their officer; and places that two bodies exchange."""

from typing import Any, Final

import pytest
from support.events.scenes import (
    EVENT,
    PERSON,
    circle,
    event,
    home,
    opened,
    part,
    place,
    pseudonym,
    request,
    seats,
    terms,
)
from support.speaking import Node, letters, said

from kith_commons.agreement.differences import changes
from kith_contracts.erasure import ForgetRegistration
from kith_contracts.events.agreements import AgreementWithdrawn
from kith_contracts.events.places import AskForPlaces, GiveUpPlaces, PlaceDecided, ReleasePlace, RequestPlace
from kith_contracts.events.terms import Delegation, EventTerms, Exchange
from kith_events.agreements.faults.text import fault
from kith_events.event.template import JOINT_EVENT
from kith_events.places import registration
from kith_events.places.delegates import Invitations, invitations
from kith_events.places.registration import Registration

FORUM: Final = "bcs/womens-forum"
TWO: Final = Delegation(network=FORUM, part="talk", places=2)
SWAP: Final = Exchange(body="ni", part="talk", places=1, against="ni/summer-dinner")


def handed(*delegates: Delegation, version: int = 1, exchanges: list[Exchange] | None = None) -> EventTerms:
    """A talk with one place for each of BCS and NI and one for all; and what networks hand out besides."""
    rows = [seats("talk", bcs=1, ni=1)]
    return terms(version, parts=[part("talk")], seats=rows, delegates=list(delegates), exchanges=exchanges or [])


def delegate(who: int, network: str = FORUM) -> RequestPlace:
    return request(who, "talk").model_copy(update={"delegate_of": network})


def decided(node: Node, message: RequestPlace | ReleasePlace, body: str = "bcs") -> list[tuple[str, str]]:
    return [(each.status, each.code) for each in said(node.hear(message, body), PlaceDecided)]


def ask(code: str, who: str = PERSON) -> AskForPlaces:
    return AskForPlaces(person=who, event=EVENT, parts=["talk"], invitations={"talk": code})


def codes(node: Node, text: EventTerms) -> list[str]:
    return [each.code for each in invitations(node.keyed, node.body, text, "talk")]


# At the lead


def test_a_network_has_places_of_its_own_that_nobody_else_takes() -> None:
    node = opened(handed(TWO))
    granted = ("granted", "")
    assert [decided(node, request(who, "talk")) for who in (1, 2)] == [[granted], [granted]]  # its quota, and the pool
    assert decided(node, request(3, "talk")) == [("waiting", "")]
    assert [decided(node, delegate(who)) for who in (4, 5)] == [[granted], [granted]]
    assert decided(node, delegate(6)) == [("waiting", "")]
    places = event(node).places["talk"]
    assert (places.places, places.granted_by_body) == (5, {"bcs": 2, FORUM: 2})
    assert (place(node, 4, "talk").body, place(node, 4, "talk").delegate_of) == ("bcs", FORUM)


def test_a_place_that_a_delegate_gives_back_goes_to_a_delegate() -> None:
    node = opened(handed(TWO))
    for who in (1, 2):
        decided(node, request(who, "talk"))
    decided(node, request(3, "talk"))
    for who in (4, 5, 6):
        decided(node, delegate(who))
    back = ReleasePlace(event=EVENT, part="talk", pseudonym=pseudonym(4), number=1)
    moved = said(node.hear(back, "bcs"), PlaceDecided)
    assert [(each.pseudonym, each.status) for each in moved] == [
        (pseudonym(4), "released"),
        (pseudonym(6), "granted"),
    ]
    assert place(node, 6, "talk").delegate_of == FORUM


@pytest.mark.parametrize(("network", "body"), [(FORUM, "ni"), ("bcs/spectrum", "bcs"), ("ni/young-generation", "ni")])
def test_nobody_comes_in_the_name_of_a_network_that_has_no_places_or_is_not_theirs(network: str, body: str) -> None:
    assert decided(opened(handed(TWO)), delegate(1, network), body) == [("refused", "delegate-unknown")]


def test_a_body_that_leaves_leaves_the_places_of_its_networks_to_all() -> None:
    node = opened(handed(TWO))
    node.hear(AgreementWithdrawn(subject=EVENT), "bcs")
    following = event(node).terms
    assert (following.delegates, following.seats[0].pool, following.seats[0].quotas) == ([], 4, {"ni": 1})


def test_a_delegate_is_counted_under_the_name_of_their_network() -> None:
    node = opened(handed(TWO))
    decided(node, delegate(4))
    decided(node, request(1, "talk"))
    assert event(node).rooms["talk"].granted_by_body == {FORUM: 1, "bcs": 1}


# At home


def test_whoever_uses_a_code_is_a_delegate_and_nobody_uses_it_after_them() -> None:
    text = handed(TWO)
    node = home(text=text)
    first, second = codes(node, text)
    assert first != second
    assert node.refusal(ask("a" * 16)) == ("invitation-unknown", "invitations.talk")
    (letter,) = letters(node.hear(ask(first)))
    assert isinstance(letter.message, RequestPlace)
    assert letter.message.delegate_of == FORUM
    assert first not in letter.message.model_dump_json()
    (kept,) = node.all(Invitations)
    assert [*kept.used] == [first]


def test_a_code_is_for_one_person_until_they_give_the_place_up() -> None:
    from support.events.scenes import person

    text = handed(TWO)
    node = home(text=text)
    node.hear(person("person-0002", address="b@example.org"))
    first, _ = codes(node, text)
    node.hear(ask(first))
    assert node.refusal(ask(first, "person-0002")) == ("invitation-used", "invitations.talk")
    node.hear(GiveUpPlaces(person=PERSON, event=EVENT, parts=["talk"]))
    gone: Registration = node.state(Registration.at(registration.pseudonym(node.keyed, PERSON, EVENT)))
    assert gone.wishes["talk"].delegate_of is None
    node.hear(ask(first, "person-0002"))
    (kept,) = node.all(Invitations)
    assert kept.used == {first: registration.pseudonym(node.keyed, "person-0002", EVENT)}


def test_codes_of_other_bodies_and_of_other_networks_are_others() -> None:
    text = handed(TWO, Delegation(network="ni/young-generation", part="talk", places=2))
    ours, theirs = codes(home(text=text), text), codes(home("ni", text=text), text)
    assert (len(ours), len(theirs), {*ours} & {*theirs}) == (2, 2, set())


# In the text


CIRCLE: Final = Delegation(network=FORUM, part="circle", places=1)
IMPOSSIBLE: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("network-not-party", "delegates.0.network"): {"delegates": [TWO.model_copy(update={"network": "bcs/spectrum"})]},
    ("part-unknown", "delegates.0.part"): {"delegates": [TWO.model_copy(update={"part": "walk"})]},
    ("delegates-of-closed-part", "delegates.0.part"): {"delegates": [CIRCLE]},
    ("delegates-twice", "delegates.1"): {"delegates": [TWO, TWO]},
    ("seats-above-capacity", "seats.0.pool"): {"delegates": [TWO.model_copy(update={"places": 8})]},
    ("body-not-party", "exchanges.0.body"): {"exchanges": [SWAP.model_copy(update={"body": "rsc"})]},
    ("body-not-party", "exchanges.0.body "): {"exchanges": [SWAP.model_copy(update={"body": "iop"})]},
    ("part-unknown", "exchanges.0.part"): {"exchanges": [SWAP.model_copy(update={"part": "walk"})]},
    ("exchange-above-quota", "exchanges.1.places"): {"exchanges": [SWAP, SWAP]},
}


@pytest.mark.parametrize(("found", "changed"), IMPOSSIBLE.items())
def test_what_cannot_be_is_refused(found: tuple[str, str], changed: dict[str, Any]) -> None:
    rows = [seats("talk", bcs=1, ni=1), seats("circle", pool=1).model_copy(update={"block": 4})]
    text = terms(parts=[part("talk"), circle()], seats=rows, **changed)
    refusal = fault(text, ("iop", "bcs", "ni"), EVENT)
    assert refusal
    assert (refusal.code, refusal.field) == (found[0], f"terms.{found[1].strip()}")
    assert 0 < len(refusal.sentence) <= 160


def test_each_is_told_in_plain_words_and_asks_those_whom_it_concerns() -> None:
    (change,) = changes(JOINT_EVENT, handed(), handed(TWO, version=2))
    assert (change.clause, change.new, change.concerns) == (
        "delegates of bcs",
        f"2 of {FORUM} in talk",
        ["bcs"],
    )
    (change,) = changes(JOINT_EVENT, handed(), handed(version=2, exchanges=[SWAP]))
    assert (change.clause, change.new) == ("exchange with ni", "1 in talk against ni/summer-dinner")
    assert sorted(change.concerns) == ["iop", "ni"]


def test_a_code_is_good_again_when_who_used_it_is_refused_or_forgotten() -> None:
    text = handed(TWO)
    node = home(text=text)
    first, second = codes(node, text)
    mine = registration.pseudonym(node.keyed, PERSON, EVENT)
    node.hear(ask(first))
    no = PlaceDecided(event=EVENT, part="talk", pseudonym=mine, number=1, version=1, status="refused", code="full")
    node.hear(no, "iop")
    assert not node.all(Invitations)[0].used
    node.hear(ask(second))
    forget = ForgetRegistration(person=PERSON, forgetting="f" * 32, registration=mine, subject=EVENT, parts=["talk"])
    node.hear(forget)
    assert not node.all(Invitations)[0].used
