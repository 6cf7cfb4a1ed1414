"""A mail log tells nobody who is in a network that is not open: what concerns its members is on their own page."""

from typing import Any

import pytest
from support.notify.scenes import (
    DAY,
    EVENT,
    NETWORKS,
    PERSON,
    apart,
    deliveries,
    described,
    home,
    judged,
    person,
    published,
)
from support.speaking import Node, said

from kith_contracts.directory.inside import TellAnnounced
from kith_contracts.events.answers import PeopleAsked
from kith_contracts.message import Message
from kith_contracts.notify.deliveries import RecordDelivery, SettleDelivery
from kith_contracts.notify.occasions import TellAsked, TellMembers
from kith_contracts.notify.preferences import SetMailPreferences
from kith_notify.deliveries.delivery import DUE
from kith_notify.handlers import HANDLERS

CLOSED = ({"findable": "invitation", "joinable": "invited"}, {"joinable": "ask"}, {"findable": "name-only"})
ASKED = {"subject": EVENT, "practice": "prize", "step": "vote", "until": DAY}


def of_members(node: Node, network: str) -> None:
    """Everything that only members of a network are told: an event of theirs, an announcement, a vote."""
    first: list[Message] = [
        *said(node.hear(published(version=2), "iop"), TellMembers),
        TellAnnounced(network=network, kind="announcement", name="pride-month"),
        *said(node.hear(PeopleAsked(**ASKED, who="members", networks=[network], version=1)), TellAsked),
    ]
    for each in first:
        node.hear(each)


def ways(node: Node) -> dict[str, set[str]]:
    """By person, how they are told."""
    found: dict[str, set[str]] = {}
    for each, how in judged(node):
        found.setdefault(each.person, set()).add(how.how)
    return found


def closed_home(**changes: Any) -> Node:
    """A home whose networks are described so."""
    node = Node(HANDLERS, "bcs")
    for network in NETWORKS:
        node.hear(described(network, **changes))
    return node


@pytest.mark.parametrize("how", CLOSED, ids=lambda how: " ".join(how.values()))
def test_of_a_network_that_is_not_open_nobody_gets_a_mail_and_everybody_has_a_page(how: dict[str, str]) -> None:
    node = closed_home(**how)
    node.hear(person())
    of_members(node, NETWORKS[0])
    assert {each.occasion for each in deliveries(node)} == {"published", "announced", "asked"}
    assert ways(node) == {PERSON: {"shown"}}


def test_of_a_network_that_nothing_is_known_of_nobody_gets_a_mail() -> None:
    node = Node(HANDLERS, "bcs")
    node.hear(person())
    of_members(node, NETWORKS[0])
    assert ways(node) == {PERSON: {"shown"}}


def test_who_chose_so_gets_mails_of_networks_that_are_not_open() -> None:
    node = closed_home(joinable="ask")
    node.hear(person())
    node.hear(person(2))
    node.hear(SetMailPreferences(person="person-0002", mail_of_closed=True))
    of_members(node, NETWORKS[0])
    assert ways(node) == {PERSON: {"shown"}, "person-0002": {"now"}}


def test_of_an_open_network_its_members_get_mails() -> None:
    node = home()
    of_members(node, NETWORKS[0])
    assert ways(node) == {PERSON: {"now"}}


def test_of_two_networks_that_host_only_members_of_the_open_one_get_a_mail() -> None:
    node = Node(HANDLERS, "bcs")
    node.hear(described(NETWORKS[0]))
    node.hear(described(NETWORKS[1], findable="invitation"))
    node.hear(person(1, networks=NETWORKS[:1]))
    node.hear(person(2, networks=NETWORKS[1:]))
    for each in said(node.hear(published(), "iop"), TellMembers):
        node.hear(each)
    assert ways(node) == {PERSON: {"now"}, "person-0002": {"shown"}}


def test_who_opens_a_closed_network_does_not_have_its_members_written_to() -> None:
    node = closed_home(findable="invitation", joinable="invited")
    for network in NETWORKS:
        node.hear(described(network, version=2))
    node.hear(person())
    of_members(node, NETWORKS[0])
    assert ways(node) == {PERSON: {"shown"}}


def test_an_older_word_of_a_network_changes_nothing() -> None:
    node = closed_home(joinable="ask", version=5)
    assert not apart(node.hear(described(NETWORKS[0], version=4))).states


def test_what_is_shown_is_nothing_that_a_mail_server_can_answer() -> None:
    node = closed_home(joinable="ask")
    node.hear(person())
    of_members(node, NETWORKS[0])
    for each, how in judged(node):
        about = {"person": PERSON, "subject": each.subject, "delivery": each.delivery}
        node.hear(SettleDelivery(**about, how=how.how, why=how.why))
        assert not node.hear(RecordDelivery(**about, told=True)).says
    assert {(each.status, each.why) for each in deliveries(node)} == {("shown", "closed-network")}
    assert not [each for each in deliveries(node) if DUE in each.tags(node.keyed)]
