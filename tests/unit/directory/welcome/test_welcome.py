"""A body welcomes people of others in a network: each answers for itself, they join at home, and none of it crosses."""

from typing import Any

import pytest
from support.directory.networks import charter
from support.directory.people import PERSON, enrol
from support.directory.welcome import (
    FORUM,
    RETURNERS,
    agreed,
    answer,
    home,
    host,
    node,
    passed_on,
    registered,
    welcome,
)
from support.speaking import NOW, Node, letters, said

from kith_chassis.decision import NOTHING, Decision
from kith_contracts.directory.charters import Joinable
from kith_contracts.directory.inside import TellAnnounced
from kith_contracts.directory.membership import (
    AdmitToNetwork,
    AnswerJoinRequest,
    JoinNetwork,
    LeaveNetwork,
    SettleJoinRequest,
)
from kith_contracts.directory.networks import (
    DescribeNetwork,
    NetworkPublished,
    NetworkUpdated,
    PersonUpdated,
    SetNetworkStatus,
)
from kith_contracts.directory.visibility import ChooseVisibility
from kith_contracts.directory.welcome import WelcomeAnswered, WelcomeBodies, WelcomeOffered
from kith_directory.people.person import Person
from kith_directory.people.requests import JoinRequest, requests_tag
from kith_directory.welcome.guest import MOST_OFFERED, GuestNetwork, Neighbour, looked_after
from kith_directory.welcome.host import Partner, Welcome

JOIN = JoinNetwork(person=PERSON, network=RETURNERS, note="I was a programmer.")


def partner(iop: Node, body: str = "bcs") -> Partner:
    found: Partner = iop.state(Welcome.at(RETURNERS)).partners[body]
    return found


def guest(bcs: Node) -> GuestNetwork:
    found: GuestNetwork = bcs.state(Neighbour.at("iop")).networks[RETURNERS]
    return found


def changed(iop: Node, command: Any) -> Decision:
    """What the host says to others, once it has heard of the change of its network."""
    (fact,) = said(iop.hear(command), NetworkUpdated)
    return iop.hear(fact)


def networks(bcs: Node) -> list[str]:
    found: Person = bcs.state(Person.at(PERSON))
    return found.networks


# Two bodies agree


def test_each_body_is_told_what_its_people_may_read_and_answers_for_itself() -> None:
    iop, bcs, ni = host("ask"), home(), node("ni")
    offers = iop.hear(welcome("ni", "bcs"))
    assert [each.to for each in letters(offers)] == ["bcs", "ni"]
    (told, _) = said(offers, WelcomeOffered)
    assert {*told.text.model_dump()} == {"name", "purpose", "for_you_if", "findable", "joinable", "how_to_ask"}
    passed_on(offers, iop, bcs, ni)
    passed_on(bcs.hear(answer(looked_after_by=FORUM)), bcs, iop)
    assert (partner(iop).answer, partner(iop, "ni").answer) == ("accepted", None)
    assert guest(bcs).agreed, "whatever NI answers, and when"
    passed_on(ni.hear(answer("declined")), ni, iop)
    assert (partner(iop).answer, partner(iop, "ni").answer) == ("accepted", "declined")


def test_nobody_learns_from_a_number_who_else_is_welcome() -> None:
    iop = host()
    first = iop.hear(welcome("bcs"))
    second = iop.hear(welcome("bcs", "ni", "ons"))
    assert [each.to for each in letters(second)] == ["ni", "ons"]
    numbers = {(each.message.offer, each.message.version) for each in [*letters(first), *letters(second)]}  # type: ignore[attr-defined]
    assert numbers == {(1, 1)}


def test_the_same_again_says_nothing() -> None:
    iop, bcs = agreed()
    assert iop.hear(welcome("bcs")) == NOTHING
    assert bcs.hear(answer()) == NOTHING


def test_only_what_guests_may_read_is_told_again() -> None:
    iop, bcs = agreed()
    terms = charter().terms.model_copy(update={"version": 2, "text": "Anew."})
    assert not letters(
        changed(iop, DescribeNetwork(network=RETURNERS, charter=charter(joinable="anyone", terms=terms)))
    )
    renamed = charter(joinable="anyone", terms=terms, name="Return to physics")
    passed_on(changed(iop, DescribeNetwork(network=RETURNERS, charter=renamed)), iop, bcs)
    assert guest(bcs).text.name == "Return to physics"
    assert guest(bcs).agreed, "the clause is the welcome; what the network is about may change"


def test_a_description_that_is_heard_late_takes_nothing_back() -> None:
    iop, bcs = agreed()
    old = said(iop.hear(DescribeNetwork(network=RETURNERS, charter=charter(name="Old"))), NetworkUpdated)
    new = said(iop.hear(DescribeNetwork(network=RETURNERS, charter=charter(name="New"))), NetworkUpdated)
    passed_on(iop.hear(welcome("bcs", "ni")), iop, bcs)
    for fact in (*old, *new):
        assert iop.hear(fact) == NOTHING
    assert guest(bcs).text.name == "New"


def test_a_hidden_network_is_welcomed_by_letters_alone() -> None:
    iop, bcs = agreed("invited", "invitation")
    bcs.hear(enrol())
    assert guest(bcs).agreed
    assert bcs.refusal(JOIN) == ("network-unknown", "network"), "only invitation finds it"
    bcs.hear(AdmitToNetwork(person=PERSON, network=RETURNERS))
    bcs.hear(JOIN)
    assert networks(bcs) == [RETURNERS]
    facts = [iop.hear(welcome("bcs", "ni")), changed(iop, SetNetworkStatus(network=RETURNERS, status="ended"))]
    assert not [each for decision in facts for each in said(decision, NetworkPublished)]


# They join at home


def test_people_join_and_leave_at_home_and_no_word_of_it_crosses() -> None:
    iop, bcs = agreed()
    bcs.hear(enrol())
    joined = bcs.hear(JOIN)
    assert said(joined, PersonUpdated)[0].networks == [RETURNERS]
    left = bcs.hear(LeaveNetwork(person=PERSON, network=RETURNERS))
    assert not [*letters(joined), *letters(left)]
    assert networks(bcs) == []
    assert iop.all(Person) == []


def test_who_has_to_ask_is_answered_by_officers_at_home() -> None:
    _, bcs = agreed("ask")
    bcs.hear(enrol())
    assert not letters(bcs.hear(JOIN))
    (request,) = bcs.all(JoinRequest)
    assert request.tags(bcs.keyed) == (requests_tag(bcs.keyed, RETURNERS),)
    assert looked_after(FORUM, bcs.all(Neighbour)) == [RETURNERS]
    command = AnswerJoinRequest(network=RETURNERS, request=request.request, answer="admitted")
    (settle,) = said(bcs.hear(command), SettleJoinRequest)
    assert not letters(bcs.hear(settle))
    assert networks(bcs) == [RETURNERS]


def test_where_its_host_wants_to_be_asked_later_and_nobody_answers_nobody_waits_in_vain() -> None:
    iop, bcs = host(), home()
    passed_on(iop.hear(welcome("bcs")), iop, bcs)
    bcs.hear(answer())
    passed_on(changed(iop, DescribeNetwork(network=RETURNERS, charter=charter(joinable="ask"))), iop, bcs)
    bcs.hear(enrol())
    assert bcs.refusal(JOIN) == ("officers-missing", "network")
    bcs.hear(answer(looked_after_by=FORUM))
    bcs.hear(JOIN)


def test_members_at_other_organisations_see_nobody() -> None:
    _, bcs = agreed()
    bcs.hear(enrol())
    bcs.hear(JOIN)
    everyone = ChooseVisibility(person=PERSON, network=RETURNERS, seen_by="members")
    assert bcs.refusal(everyone) == ("members-elsewhere", "seen_by")
    bcs.hear(ChooseVisibility(person=PERSON, network=RETURNERS, seen_by="committee"))


@pytest.mark.parametrize("joinable", ["anyone", "ask"])
def test_nobody_joins_where_they_are_not_welcome(joinable: Joinable) -> None:
    iop, bcs = host(joinable), home()
    bcs.hear(enrol())
    assert bcs.refusal(JOIN) == ("network-unknown", "network")
    passed_on(iop.hear(welcome("bcs")), iop, bcs)
    assert bcs.refusal(JOIN) == ("network-unknown", "network"), "we have not answered"
    assert bcs.refusal(AdmitToNetwork(person=PERSON, network=RETURNERS)) == ("network-unknown", "network")
    bcs.hear(answer("declined"))
    assert bcs.refusal(JOIN) == ("network-unknown", "network")


# It ends, and comes back


def ended_by_host(iop: Node, bcs: Node) -> list[Decision]:
    return passed_on(iop.decide(welcome()), iop, bcs)


def ended_with_the_network(iop: Node, bcs: Node) -> list[Decision]:
    return passed_on(changed(iop, SetNetworkStatus(network=RETURNERS, status="ended")), iop, bcs)


def ended_by_home(iop: Node, bcs: Node) -> list[Decision]:
    decision = bcs.decide(answer("declined"))
    passed_on(decision, bcs, iop)
    return [decision]


def ended_by_the_office(iop: Node, bcs: Node) -> list[Decision]:
    suspended = registered("iop", 2, status="suspended", effective=NOW)
    iop.hear(suspended)
    return [bcs.hear(suspended)]


ENDS = [ended_by_host, ended_with_the_network, ended_by_home, ended_by_the_office]


@pytest.mark.parametrize("ends", ENDS)
def test_members_are_told_once_that_it_has_ended_and_nobody_joins(ends: Any) -> None:
    iop, bcs = agreed()
    bcs.hear(enrol())
    bcs.hear(JOIN)
    told = [each for decision in ends(iop, bcs) for each in said(decision, TellAnnounced)]
    assert [(each.network, each.kind) for each in told] == [(RETURNERS, "welcome")]
    assert networks(bcs) == [RETURNERS], "it rests: nothing is written about the person"
    bcs.hear(LeaveNetwork(person=PERSON, network=RETURNERS))
    assert bcs.refusal(JOIN) == ("network-unknown", "network")


@pytest.mark.parametrize("ends", ENDS)
def test_what_has_ended_does_not_end_again(ends: Any) -> None:
    iop, bcs = agreed()
    ends(iop, bcs)
    for others in ENDS:
        if others is not ends:
            assert not [each for decision in others(iop, bcs) for each in said(decision, TellAnnounced)]


def test_nobody_is_told_where_nobody_could_join() -> None:
    iop, bcs = host(), home()
    passed_on(iop.hear(welcome("bcs")), iop, bcs)
    assert not [each for decision in ended_by_host(iop, bcs) for each in said(decision, TellAnnounced)]


def test_a_new_offer_waits_for_a_new_answer_and_an_old_answer_does_not_count() -> None:
    iop, bcs = host(), home()
    passed_on(iop.hear(welcome("bcs")), iop, bcs)
    late = bcs.hear(answer())
    ended_by_host(iop, bcs)
    again = iop.hear(welcome("bcs"))
    passed_on(late, bcs, iop)
    assert partner(iop).answer is None
    passed_on(again, iop, bcs)
    assert guest(bcs).answer is None
    passed_on(bcs.hear(answer()), bcs, iop)
    assert partner(iop).answer == "accepted"
    assert guest(bcs).agreed


def test_letters_that_overtake_each_other_end_as_they_were_said() -> None:
    iop, bcs = host(), home()
    first = iop.hear(welcome("bcs"))
    passed_on(changed(iop, SetNetworkStatus(network=RETURNERS, status="ended")), iop, bcs)
    passed_on(first, iop, bcs)
    assert guest(bcs).status == "ended"
    iop, bcs = host(), home()
    passed_on(iop.hear(welcome("bcs")), iop, bcs)
    yes, no = bcs.hear(answer()), bcs.hear(answer("declined"))
    passed_on(no, bcs, iop)
    passed_on(yes, bcs, iop)
    assert partner(iop).answer == "declined"


def test_a_membership_wakes_when_the_welcome_is_back() -> None:
    iop, bcs = agreed()
    bcs.hear(enrol())
    bcs.hear(JOIN)
    ended_by_host(iop, bcs)
    assert not guest(bcs).agreed
    passed_on(iop.hear(welcome("bcs")), iop, bcs)
    passed_on(bcs.hear(answer()), bcs, iop)
    assert guest(bcs).agreed
    assert networks(bcs) == [RETURNERS]
    assert bcs.refusal(JOIN) == ("already-member", "network")


def test_who_is_suspended_and_gets_a_new_key_is_not_suspended_anew() -> None:
    iop, bcs = agreed()
    ended_by_the_office(iop, bcs)
    assert not said(bcs.hear(registered("iop", 3, status="suspended", effective=NOW)), TellAnnounced)


def test_a_suspended_host_that_is_back_is_as_welcome_as_before() -> None:
    iop, bcs = agreed()
    bcs.hear(enrol())
    ended_by_the_office(iop, bcs)
    back = bcs.hear(registered("iop", 3))
    assert not said(back, TellAnnounced)
    bcs.hear(JOIN)
    assert networks(bcs) == [RETURNERS]


# What is wrong is said


def test_all_that_is_wrong_with_a_welcome_is_said_at_once() -> None:
    iop = host()
    iop.hear(registered("ni", 2, status="suspended", effective=NOW))
    wrong = welcome("bcs", "iop", "bcs", "nobody", "ni")
    assert iop.faults(wrong) == [
        ("own-body", "bodies.1"),
        ("body-twice", "bodies.2"),
        ("body-unknown", "bodies.3"),
        ("body-suspended", "bodies.4"),
    ]
    assert iop.all(Welcome) == []
    assert iop.refusal(WelcomeBodies(network="iop/nothing", bodies=["bcs"])) == ("network-unknown", "network")
    iop.hear(SetNetworkStatus(network=RETURNERS, status="ended"))
    assert iop.refusal(welcome("bcs")) == ("network-unknown", "network")


def test_who_was_suspended_since_stays_in_the_list() -> None:
    iop, _ = agreed()
    iop.hear(registered("bcs", 2, status="suspended", effective=NOW))
    iop.hear(welcome("bcs", "ni"))


def test_all_that_is_wrong_with_an_answer_is_said_at_once() -> None:
    iop, bcs = host("ask"), home()
    assert bcs.refusal(answer()) == ("welcome-unknown", "network")
    passed_on(iop.hear(welcome("bcs")), iop, bcs)
    assert bcs.refusal(answer()) == ("officers-missing", "looked_after_by")
    assert bcs.refusal(answer(looked_after_by="bcs/nothing")) == ("network-unknown", "looked_after_by")
    assert bcs.refusal(answer(looked_after_by="iop/returners")) == ("not-our-network", "looked_after_by")
    ended_by_host(iop, bcs)
    assert bcs.faults(answer()) == [("welcome-ended", "network"), ("officers-missing", "looked_after_by")]


def test_an_answer_of_who_was_not_asked_is_not_taken() -> None:
    iop, _ = agreed()
    unasked = WelcomeAnswered(network=RETURNERS, offer=1, answer="accepted", version=1)
    assert iop.refusal(unasked, "ons") == ("welcome-unknown", "network")


def test_one_body_offers_so_many_networks_and_no_more() -> None:
    bcs = home()
    text = guest(agreed()[1]).text

    def offered(number: int, **more: Any) -> WelcomeOffered:
        fields = {"offer": 1, "status": "active", "text": text, "version": 1, **more}
        return WelcomeOffered(network=f"iop/n-{number}", **fields)

    for number in range(MOST_OFFERED):
        bcs.hear(offered(number), "iop")
    assert bcs.refusal(offered(MOST_OFFERED), "iop") == ("too-many-welcomes", "network")
    bcs.hear(offered(0, status="ended", version=2), "iop")
    bcs.hear(offered(MOST_OFFERED), "iop")
    assert "iop/n-0" not in bcs.state(Neighbour.at("iop")).networks, "it has ended, and nobody was ever in it"
