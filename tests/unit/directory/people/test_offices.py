"""Offices change hands with a yes on both sides, end with their term, and nobody acts as an officer after that."""

from datetime import date, timedelta

import pytest
from support.directory.networks import charter
from support.directory.people import FORUM, enrol, home
from support.speaking import NOW, Node, said

from kith_chassis.decision import NOTHING, Decision
from kith_contracts.directory.charters import Officer
from kith_contracts.directory.membership import JoinNetwork, LeaveNetwork, TellOne
from kith_contracts.directory.networks import CharterNetwork, DescribeNetwork, NetworkUpdated, PersonUpdated
from kith_contracts.directory.offices import (
    AnswerOffice,
    EndOffice,
    HandOverOffice,
    OfferOffice,
    StepDown,
    VacateOffice,
)
from kith_contracts.erasure import ForgetPerson
from kith_contracts.message import Message
from kith_directory.networks.advice import advice
from kith_directory.networks.network import Network
from kith_directory.people.office import OfferedOffice, Office
from kith_directory.people.person import Person

ANN, BEA, CAT = "person-0001", "person-0002", "person-0003"
CHAIR, EDITOR = "Chair", "Editor"
END = date(2028, 1, 3)
TO_ITSELF = (EndOffice, VacateOffice, AnswerOffice)


def forum(*members: str) -> Node:
    """A network with two offices and these members."""
    node = home()
    offices = [Officer(role=CHAIR, filled=False), Officer(role=EDITOR, filled=False)]
    node.hear(DescribeNetwork(network=FORUM, charter=charter(officers=offices)))
    for each in (BEA, CAT):
        node.hear(enrol(person=each))
    for each in members:
        node.hear(JoinNetwork(person=each, network=FORUM))
    return node


def tell(node: Node, message: Message, **later: float) -> list[Decision]:
    """It is heard, and with it all that the directory says to itself; in order."""
    decisions = [node.decide(message, now=NOW + timedelta(**later))]
    for each in decisions[0].says:
        if isinstance(each, TO_ITSELF):
            decisions += tell(node, each, **later)
    return decisions


def offer(person: str, role: str = CHAIR, until: date | None = END) -> OfferOffice:
    return OfferOffice(person=person, network=FORUM, role=role, until=until)


def answer(person: str, role: str = CHAIR, *, accepted: bool = True) -> AnswerOffice:
    return AnswerOffice(person=person, network=FORUM, role=role, accepted=accepted)


def hand_over(person: str, to: str, until: date | None = END) -> HandOverOffice:
    return HandOverOffice(person=person, network=FORUM, role=CHAIR, to=to, until=until)


def step_down(person: str, role: str = CHAIR) -> StepDown:
    return StepDown(person=person, network=FORUM, role=role)


def held(node: Node, person: str, role: str = CHAIR) -> list[Decision]:
    tell(node, offer(person, role))
    return tell(node, answer(person, role))


def person(node: Node, id: str) -> Person:
    found: Person = node.state(Person.at(id))
    return found


def office(node: Node, role: str = CHAIR) -> Officer:
    network: Network = node.state(Network.at(FORUM))
    return next(each for each in network.charter.officers if each.role == role)


def holders(node: Node) -> list[tuple[str, str]]:
    found: list[Office] = [each for each in node.all(Office) if not isinstance(each, OfferedOffice)]
    return sorted((each.role, each.person) for each in found)


def told(decisions: list[Decision]) -> list[str]:
    return [each.person for decision in decisions for each in said(decision, TellOne)]


# Taken


def test_who_accepts_an_office_holds_it_and_the_charter_names_nobody() -> None:
    node = forum(ANN)
    assert told(tell(node, offer(ANN))) == [ANN]
    assert holders(node) == []
    (taken,) = tell(node, answer(ANN))
    assert holders(node) == [(CHAIR, ANN)]
    assert (office(node).filled, office(node).until) == (True, END)
    (fact,) = said(taken, PersonUpdated)
    assert (fact.serves, fact.served) == ([FORUM], [])
    (known,) = said(taken, NetworkUpdated)
    assert ANN not in known.model_dump_json()
    assert node.all(OfferedOffice) == []


def test_who_declines_holds_nothing_and_the_officers_are_told() -> None:
    node = forum(ANN, BEA)
    held(node, BEA, EDITOR)
    tell(node, offer(ANN))
    assert told(tell(node, answer(ANN, accepted=False))) == [BEA]
    assert holders(node) == [(EDITOR, BEA)]
    assert node.refusal(answer(ANN)) == ("office-not-offered", "role")


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        (offer("person-9999"), ("person-unknown", "person")),
        (offer(BEA, "King"), ("office-unknown", "role")),
        (offer(BEA, until=date(2027, 1, 3)), ("deadline-past", "until")),
        (OfferOffice(person=BEA, network="bcs/nothing", role=CHAIR), ("network-unknown", "network")),
        (hand_over(BEA, CAT), ("office-not-held", "role")),
        (hand_over(ANN, "person-9999"), ("person-unknown", "to")),
        (hand_over(ANN, ANN), ("person-unknown", "to")),
        (answer(BEA), ("office-not-offered", "role")),
        (answer("person-9999"), ("person-unknown", "person")),
        (step_down(BEA), ("office-not-held", "role")),
        (step_down("person-9999"), ("person-unknown", "person")),
    ],
)
def test_what_cannot_be_is_refused(command: Message, refused: tuple[str, str]) -> None:
    node = forum(ANN, BEA)
    held(node, ANN)
    assert node.refusal(command) == refused


def test_only_members_hold_an_office_and_a_promised_one_is_offered_to_nobody_else() -> None:
    node = forum(ANN, BEA)
    held(node, ANN)
    tell(node, offer(CAT))
    assert node.refusal(answer(CAT)) == ("not-member", "network")
    tell(node, offer(BEA))
    tell(node, answer(BEA))
    assert node.refusal(offer(CAT)) == ("office-promised", "role")


def test_a_term_that_is_not_spoken_of_stays_that_of_the_charter() -> None:
    node = forum(ANN, BEA)
    held(node, ANN)
    tell(node, HandOverOffice(person=ANN, network=FORUM, role=CHAIR, to=BEA))
    tell(node, answer(BEA), days=1)
    assert office(node).until == END


# Handed over, given up


def test_a_holder_hands_over_and_what_they_may_do_ends_with_the_yes_of_who_follows() -> None:
    node = forum(ANN, BEA)
    held(node, ANN)
    assert told(tell(node, hand_over(ANN, BEA))) == [BEA]
    assert person(node, ANN).serves == [FORUM]
    assert told(tell(node, answer(BEA), days=1)) == [ANN]
    assert holders(node) == [(CHAIR, BEA)]
    assert (person(node, ANN).serves, person(node, ANN).served) == ([], [FORUM])
    assert person(node, BEA).serves == [FORUM]
    assert office(node).filled


def test_who_was_elected_follows_at_the_end_of_the_term() -> None:
    node = forum(ANN, BEA)
    held(node, ANN)
    tell(node, offer(BEA, until=date(2030, 1, 3)))
    assert tell(node, answer(BEA))[0].says == ()
    assert holders(node) == [(CHAIR, ANN)]
    tell(node, step_down(ANN), days=2)
    assert holders(node) == [(CHAIR, BEA)]
    assert (office(node).filled, office(node).until) == (True, date(2030, 1, 3))
    assert person(node, ANN).serves == []


def test_who_holds_it_can_hold_it_for_another_term() -> None:
    node = forum(ANN)
    held(node, ANN)
    tell(node, offer(ANN, until=date(2030, 1, 3)))
    tell(node, answer(ANN), days=5)
    assert office(node).until == date(2030, 1, 3)
    assert person(node, ANN).serves == [FORUM]


def test_who_follows_and_has_left_meanwhile_follows_not() -> None:
    node = forum(ANN, BEA, CAT)
    held(node, ANN)
    held(node, CAT, EDITOR)
    tell(node, offer(BEA))
    tell(node, answer(BEA))
    tell(node, LeaveNetwork(person=BEA, network=FORUM))
    assert told(tell(node, step_down(ANN), days=1)) == [CAT]
    assert holders(node) == [(EDITOR, CAT)]
    assert not office(node).filled


@pytest.mark.parametrize("how", [step_down(ANN), LeaveNetwork(person=ANN, network=FORUM), ForgetPerson(person=ANN)])
def test_an_office_is_vacant_when_its_holder_goes_and_the_others_are_told(how: Message) -> None:
    node = forum(ANN, BEA)
    held(node, ANN)
    held(node, BEA, EDITOR)
    assert told(tell(node, how, days=3)) == [BEA]
    assert holders(node) == [(EDITOR, BEA)]
    assert (office(node).filled, office(node).until) == (False, None)
    network: Network = node.state(Network.at(FORUM))
    assert [each.check for each in advice(network, None, NOW.date())] == ["vacant"]
    if not isinstance(how, ForgetPerson):
        assert (person(node, ANN).serves, person(node, ANN).served) == ([], [FORUM])


def test_who_has_two_offices_serves_until_the_last_of_them_ends() -> None:
    node = forum(ANN)
    held(node, ANN)
    held(node, ANN, EDITOR)
    tell(node, step_down(ANN))
    assert (person(node, ANN).serves, person(node, ANN).served) == ([FORUM], [])
    tell(node, step_down(ANN, EDITOR))
    assert (person(node, ANN).serves, person(node, ANN).served) == ([], [FORUM])
    held(node, ANN)
    assert (person(node, ANN).serves, person(node, ANN).served) == ([FORUM], [])


# Ended


def test_a_holder_is_told_four_weeks_before_and_at_the_end_of_the_term() -> None:
    node = forum(ANN)
    (taken,) = held(node, ANN)
    (due,) = taken.due
    ends = NOW.replace(year=2028, month=1, day=4, hour=0)
    assert due.at == ends - timedelta(days=28)
    ahead = node.decide(due.command, now=due.at)
    assert told([ahead]) == [ANN]
    assert holders(node) == [(CHAIR, ANN)]
    (last,) = ahead.due
    assert last.at == ends
    assert told([node.decide(last.command, now=last.at)]) == [ANN]
    assert person(node, ANN).serves == []
    assert node.decide(last.command, now=last.at) == NOTHING


def test_a_term_of_which_less_than_four_weeks_are_left_is_told_of_once() -> None:
    node = forum(ANN)
    tell(node, offer(ANN, until=date(2027, 1, 10)))
    (taken,) = tell(node, answer(ANN))
    assert [each.at for each in taken.due] == [NOW.replace(day=11, hour=0)]


def test_the_end_of_an_earlier_term_ends_nothing() -> None:
    node = forum(ANN)
    (taken,) = held(node, ANN)
    (due,) = taken.due
    tell(node, step_down(ANN))
    tell(node, offer(ANN, until=None))
    (again,) = tell(node, answer(ANN), days=1)
    assert again.due == ()
    assert node.decide(due.command, now=due.at + timedelta(days=400)) == NOTHING
    assert holders(node) == [(CHAIR, ANN)]


def test_an_offer_is_over_with_the_term_that_it_is_about() -> None:
    node = forum(ANN, BEA)
    tell(node, offer(ANN, until=date(2027, 1, 5)))
    assert node.refusal(answer(ANN), now=NOW + timedelta(days=2)) == ("office-not-offered", "role")
    held(node, BEA)
    tell(node, offer(ANN, until=date(2027, 1, 5)))
    tell(node, answer(ANN))
    tell(node, step_down(BEA), days=2)
    assert holders(node) == []
    assert not office(node).filled


# Described


def test_a_description_changes_nothing_of_an_office_that_somebody_holds() -> None:
    node = forum(ANN)
    held(node, ANN)
    empty = [Officer(role=CHAIR, filled=False, until=None), Officer(role=EDITOR, filled=True)]
    node.hear(DescribeNetwork(network=FORUM, charter=charter(officers=empty)))
    assert (office(node).filled, office(node).until) == (True, END)
    assert office(node, EDITOR).filled
    gone = DescribeNetwork(network=FORUM, charter=charter(officers=[Officer(role=EDITOR)]))
    assert node.refusal(gone) == ("office-held", "charter.officers")
    tell(node, step_down(ANN))
    node.hear(gone)


def test_another_network_has_other_offices() -> None:
    node = forum(ANN)
    node.hear(CharterNetwork(network="bcs/other", charter=charter()))
    held(node, ANN)
    other: Network = node.state(Network.at("bcs/other"))
    assert other.charter.officers == [Officer(role=CHAIR)]
    assert other.held == frozenset()
