"""People and memberships: two who agree make one, and nothing is told but to the services of home."""

from typing import get_args

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from support.directory.networks import charter
from support.directory.people import ADMIT, FORUM, JOIN, LEAVE, PERSON, enrol, home
from support.speaking import Node, said

from kith_chassis.decision import NOTHING
from kith_contracts.directory.charters import Joinable, NetworkStatus
from kith_contracts.directory.membership import AdmitToNetwork, DropJoinRequest, JoinNetwork, LeaveNetwork
from kith_contracts.directory.networks import (
    DescribeNetwork,
    NetworkPublished,
    PersonUpdated,
    ProfilePublished,
    SetNetworkStatus,
)
from kith_contracts.topics import Channel
from kith_directory.handlers import HANDLERS
from kith_directory.people.person import MOST_NETWORKS, Membership, Person


def networks(node: Node) -> list[str]:
    person: Person = node.state(Person.at(PERSON))
    return person.networks


# Enrolled


def test_who_is_enrolled_is_told_to_the_services_of_home_and_to_nobody_else() -> None:
    decision = Node(HANDLERS, "bcs").hear(enrol(audiences=["returner"]))
    (fact,) = decision.says
    assert isinstance(fact, PersonUpdated)
    assert fact.contract.channel is Channel.PEOPLE_FACTS
    assert (fact.name, fact.audiences, fact.networks, fact.version) == ("Ann Ångström", ["returner"], [], 1)


def test_the_quietest_is_the_default() -> None:
    (fact,) = said(Node(HANDLERS, "bcs").hear(enrol()), PersonUpdated)
    assert (fact.how_much, fact.enrolled_as) == ("booked", "member")


def test_who_is_enrolled_anew_keeps_their_memberships() -> None:
    node = home()
    node.hear(JOIN)
    (fact,) = said(node.hear(enrol(how_much="everything")), PersonUpdated)
    assert (fact.how_much, fact.networks, fact.version) == ("everything", [FORUM], 3)


def test_the_same_enrolment_again_is_no_news() -> None:
    assert home().hear(enrol()) == NOTHING


@pytest.mark.parametrize(
    "address",
    [
        "=?utf-8?q?=0d=0aBcc:x?=@example.org",
        "jürgen@example.org",
        "ann:x@example.org",
        "=?utf-8?q?ann?=@example.org",
        "a" * 65 + "@example.org",
        "ana@-example-.org",
        "ana@example-.org",
        "ana@" + "a" * 64 + ".org",
        "ana@xn--zzzzzz--.example",
        "ana@[192.0.2.1]",
        "ana@printer.local",
        "ann(x)@example.org",
        "ann..x@example.org",
        ".ann@example.org",
        "ann@example..org",
        "ann\\@example.org",
    ],
)
def test_an_address_that_could_break_a_mail_is_refused(address: str) -> None:
    # One that no header can carry would stop the mails of everyone.
    assert Node(HANDLERS, "bcs").refusal(enrol(address=address)) == ("address-unusable", "address")


@pytest.mark.parametrize("address", ["o'hara+news@mail.example.co.uk", "a.b_c=d@x-y.example", "{1}@example.org"])
def test_an_unusual_address_is_taken(address: str) -> None:
    assert said(Node(HANDLERS, "bcs").hear(enrol(address=address)), PersonUpdated)[0].address == address


@pytest.mark.parametrize(
    "address", ["ana@bücher.example", "ana@bu\u0308cher.example", "ana@BÜCHER.example", "ana@xn--bcher-kva.example"]
)
def test_a_domain_in_any_letters_is_kept_in_the_form_that_mail_servers_know(address: str) -> None:
    node = Node(HANDLERS, "bcs")
    (fact,) = said(node.hear(enrol(address=address)), PersonUpdated)
    assert fact.address == "ana@xn--bcher-kva.example"
    assert node.hear(enrol(address="ana@bücher.example")) == NOTHING


# Joined


def test_where_anyone_can_join_one_yes_is_enough() -> None:
    node = home("anyone")
    (fact,) = said(node.hear(JOIN), PersonUpdated)
    assert (fact.networks, fact.version) == ([FORUM], 2)


def test_where_one_has_to_ask_the_network_answers() -> None:
    node = home("ask")
    assert not node.hear(JOIN).says
    assert networks(node) == []
    (fact,) = said(node.hear(ADMIT), PersonUpdated)
    assert (fact.networks, fact.version) == ([FORUM], 2)


@pytest.mark.parametrize("joinable", ["anyone", "ask", "invited"])
def test_an_invitation_and_a_yes_make_a_member(joinable: Joinable) -> None:
    node = home(joinable)
    assert not node.hear(ADMIT).says
    assert networks(node) == []
    node.hear(JOIN)
    assert networks(node) == [FORUM]


def test_where_one_is_invited_asking_is_refused() -> None:
    assert home("invited").refusal(JOIN) == ("invitation-needed", "network")


def test_who_is_a_member_or_has_asked_cannot_do_so_again() -> None:
    node = home("ask")
    node.hear(JOIN)
    assert node.refusal(JOIN) == ("already-asked", "network")
    node.hear(ADMIT)
    assert node.refusal(JOIN) == ("already-member", "network")


def test_a_second_invitation_changes_nothing() -> None:
    node = home("ask")
    node.hear(ADMIT)
    assert node.hear(ADMIT) == NOTHING


def test_a_network_that_hides_looks_like_one_that_is_not_there() -> None:
    hidden, absent = home("anyone", "invitation"), Node(HANDLERS, "bcs")
    absent.hear(enrol())
    assert hidden.decide(JOIN).refusal == absent.decide(JOIN).refusal
    assert hidden.refusal(JOIN) == ("network-unknown", "network")


def test_who_is_invited_finds_a_network_that_hides() -> None:
    node = home("invited", "invitation")
    node.hear(ADMIT)
    node.hear(JOIN)
    assert networks(node) == [FORUM]


@pytest.mark.parametrize("command", [JOIN, ADMIT])
def test_a_network_that_has_ended_takes_nobody(command: JoinNetwork | AdmitToNetwork) -> None:
    node = home()
    node.hear(SetNetworkStatus(network=FORUM, status="ended"))
    assert node.refusal(command) == ("network-unknown", "network")


def test_nobody_admits_to_a_network_that_is_not_there() -> None:
    assert home().refusal(AdmitToNetwork(person=PERSON, network="bcs/other")) == ("network-unknown", "network")


@pytest.mark.parametrize("command", [JOIN, ADMIT, LEAVE])
def test_nobody_of_this_id_is_at_home_here(command: JoinNetwork | AdmitToNetwork | LeaveNetwork) -> None:
    stranger = command.model_copy(update={"person": "person-0009"})
    assert home().refusal(stranger) == ("person-unknown", "person")


@pytest.mark.parametrize("command", [JOIN, ADMIT])
def test_nobody_is_in_more_networks_than_can_be_told(command: JoinNetwork | AdmitToNetwork) -> None:
    node = home()
    many = {f"bcs/network-{number}": Membership(by_network=True) for number in range(MOST_NETWORKS)}
    node.states["person/" + PERSON] = node.state(Person.at(PERSON)).but(memberships=many)
    assert node.refusal(command) == ("too-many-networks", "network")
    node.hear(LeaveNetwork(person=PERSON, network="bcs/network-0"))
    assert not node.decide(command).refusal


# Left


def test_who_leaves_is_no_member_any_more_and_may_come_back() -> None:
    node = home("ask")
    node.hear(JOIN)
    node.hear(ADMIT)
    (fact,) = said(node.hear(LEAVE), PersonUpdated)
    assert (fact.networks, fact.version) == ([], 3)
    node.hear(JOIN)
    assert networks(node) == [], "the network is asked again"


def test_who_has_asked_may_take_it_back_and_nobody_is_told() -> None:
    node = home("ask")
    node.hear(JOIN)
    assert {type(each) for each in node.hear(LEAVE).says} == {DropJoinRequest}
    node.hear(ADMIT)
    assert networks(node) == []


def test_who_was_invited_may_turn_it_down() -> None:
    node = home("invited", "invitation")
    node.hear(ADMIT)
    assert not node.hear(LEAVE).says
    assert node.refusal(JOIN) == ("network-unknown", "network")


def test_who_is_no_member_cannot_leave() -> None:
    assert home().refusal(LEAVE) == ("not-member", "network")


def test_one_can_leave_a_network_that_has_ended_or_hides() -> None:
    node = home()
    node.hear(JOIN)
    node.hear(DescribeNetwork(network=FORUM, charter=charter("invitation")))
    node.hear(SetNetworkStatus(network=FORUM, status="ended"))
    node.hear(LEAVE)
    assert networks(node) == []


# Any life


class LifeOfAMembership(RuleBasedStateMachine):
    """Held against the plainest account: who has said yes since the last leaving."""

    def __init__(self) -> None:
        super().__init__()
        self.joinable: Joinable = "ask"
        self.node = home("ask")
        self.by_person = self.by_network = False
        self.version = 1

    @rule(joinable=st.sampled_from(get_args(Joinable)))
    def change_who_can_join(self, joinable: Joinable) -> None:
        self.node.hear(DescribeNetwork(network=FORUM, charter=charter(joinable=joinable)))
        self.joinable = joinable

    @rule()
    def join(self) -> None:
        if not self.node.decide(JOIN).refusal:
            self.by_person, self.by_network = True, self.by_network or self.joinable == "anyone"

    @rule()
    def admit(self) -> None:
        self.node.hear(ADMIT)
        self.by_network = True

    @rule()
    def leave(self) -> None:
        refused = self.node.decide(LEAVE).refusal is not None
        assert refused == (not self.by_person and not self.by_network)
        self.by_person = self.by_network = False

    @invariant()
    def two_who_agree_make_a_member(self) -> None:
        person: Person = self.node.state(Person.at(PERSON))
        assert (person.networks == [FORUM]) == (self.by_person and self.by_network)
        assert person.version >= self.version
        self.version = person.version


LifeOfAMembership.TestCase.settings = settings(
    max_examples=15, stateful_step_count=15, derandomize=True, deadline=None, database=None
)
TestLifeOfAMembership = LifeOfAMembership.TestCase


# Networks of others


def published(network: str = "iop/women", status: NetworkStatus = "active") -> NetworkPublished:
    words = {"name": "Women in Physics", "purpose": "To meet.", "how_to_ask": "Write."}
    return NetworkPublished(network=network, **words, status=status, version=1)


@pytest.mark.parametrize(
    ("website", "told"), [("https://iop.example", True), (f"https://iop.example/{'a' * 200}", False)]
)
def test_who_wants_to_join_a_network_of_another_organisation_is_told_where(website: str, told: bool) -> None:
    node = home()
    node.hear(published(), "iop")
    node.hear(ProfilePublished(body="iop", name="Institute of Physics", website=website, version=1), "iop")
    refusal = node.decide(JoinNetwork(person=PERSON, network="iop/women")).refusal
    assert refusal
    assert (refusal.code, refusal.field) == ("network-elsewhere", "network")
    assert "a network of iop" in refusal.sentence
    assert (website in refusal.sentence) is told


def test_of_a_network_elsewhere_that_nobody_may_find_or_that_has_ended_nothing_is_told() -> None:
    node = home()
    node.hear(published("iop/over", "ended"), "iop")
    for network in ("iop/over", "iop/hidden"):
        assert node.refusal(JoinNetwork(person=PERSON, network=network)) == ("network-unknown", "network")
