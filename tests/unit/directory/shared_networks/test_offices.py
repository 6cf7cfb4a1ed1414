"""Offices of a shared network change hands at the owner that fills them; no other owner learns who holds one."""

from datetime import date, timedelta
from typing import Final

import pytest
from support.directory.people import enrol
from support.directory.shared import NETWORK, OWNERS, Directories, terms

from kith_contracts.directory.agreements import WithdrawNetworkAgreement
from kith_contracts.directory.membership import JoinNetwork, LeaveNetwork, TellOne
from kith_contracts.directory.offices import AnswerOffice, HandOverOffice, OfferOffice, StepDown
from kith_contracts.directory.terms import Office
from kith_contracts.message import Message
from kith_directory.people.office import Office as Held
from kith_directory.people.person import Person

ANN, BEA, CAT = "person-0001", "person-0002", "person-0003"
END: Final = date(2027, 12, 31)
OFFICES: Final = [Office(role="chair", body="iop"), Office(role="treasurer", body="bcs", until=END)]


@pytest.fixture
def federation() -> Directories:
    """BCS fills the office of the treasurer, and Ann, Bea and Cat are members at home there."""
    owned = Directories().founded(terms(offices=OFFICES))
    for person in (ANN, BEA, CAT):
        owned.tell("bcs", enrol(person=person))
        owned.tell("bcs", JoinNetwork(person=person, network=NETWORK))
    owned.settle()
    return owned


def tell(federation: Directories, *messages: Message) -> None:
    for message in messages:
        federation.pass_time(federation.now + timedelta(minutes=1))
        federation.tell("bcs", message)
        federation.settle()


def offer(person: str, role: str = "treasurer", **more: date | None) -> OfferOffice:
    return OfferOffice(person=person, network=NETWORK, role=role, **more)


def accept(person: str) -> AnswerOffice:
    return AnswerOffice(person=person, network=NETWORK, role="treasurer", accepted=True)


def held(federation: Directories) -> list[tuple[str, date | None]]:
    found = [each for each in federation.nodes["bcs"].states.values() if type(each) is Held]
    return [(each.person, each.until) for each in found]


def of_offices(federation: Directories) -> list[TellOne]:
    return [each for _, each in federation.unheard if isinstance(each, TellOne) and each.news == "office"]


def serves(federation: Directories, person: str = ANN) -> list[str]:
    found: Person = federation.nodes["bcs"].state(Person.at(person))
    return found.serves


def test_an_office_of_the_text_is_offered_accepted_handed_over_and_given_up_at_home(federation: Directories) -> None:
    tell(federation, offer(ANN), accept(ANN))
    assert (held(federation), serves(federation)) == ([(ANN, END)], [NETWORK])
    tell(federation, HandOverOffice(person=ANN, network=NETWORK, role="treasurer", to=BEA), accept(BEA))
    assert (held(federation), serves(federation), serves(federation, BEA)) == ([(BEA, END)], [], [NETWORK])
    tell(federation, offer(CAT), accept(CAT), StepDown(person=BEA, network=NETWORK, role="treasurer"))
    assert held(federation) == [(CAT, END)]
    tell(federation, LeaveNetwork(person=CAT, network=NETWORK))
    assert held(federation) == []
    assert federation.codes == []


def test_it_ends_by_itself_with_its_last_day(federation: Directories) -> None:
    tell(federation, offer(ANN), accept(ANN))
    told = len(of_offices(federation))
    federation.days((END - federation.now.date()) / timedelta(days=1) + 1)
    assert (held(federation), serves(federation)) == ([], [])
    assert len(of_offices(federation)) == told + 2


def test_no_other_owner_learns_who_holds_it(federation: Directories) -> None:
    tell(federation, offer(ANN), accept(ANN))
    abroad = list(federation.abroad())
    assert not any(ANN in each or "person-" in each for each in abroad)
    for body in OWNERS:
        if body != "bcs":
            assert not any(ANN in str(state) for state in federation.nodes[body].states.values())


def test_what_the_text_does_not_let_this_owner_fill_is_refused(federation: Directories) -> None:
    refusal = federation.refusal_of
    assert refusal("bcs", offer(ANN, "chair")) == ("office-unknown", "role")
    assert refusal("bcs", offer(ANN, until=date(2028, 1, 1))) == ("term-beyond-text", "until")
    assert refusal("bcs", offer(ANN, until=None)) == ("term-beyond-text", "until")
    assert refusal("bcs", offer(ANN, until=date(2020, 1, 1))) == ("deadline-past", "until")
    tell(federation, offer(ANN, until=date(2027, 6, 30)), accept(ANN))
    assert held(federation) == [(ANN, date(2027, 6, 30))]


def test_another_text_moves_the_end_of_a_term(federation: Directories) -> None:
    tell(federation, offer(ANN), accept(ANN))
    sooner = federation.now.date() + timedelta(days=10)
    federation.amended(offices=[OFFICES[0], OFFICES[1].model_copy(update={"until": sooner})])
    assert held(federation) == [(ANN, sooner)]
    federation.days(11)
    assert (held(federation), serves(federation)) == ([], [])


def test_an_office_that_goes_to_another_owner_ends_here_at_once(federation: Directories) -> None:
    tell(federation, offer(ANN), accept(ANN), offer(BEA), accept(BEA))
    federation.amended(offices=[OFFICES[0], OFFICES[1].model_copy(update={"body": "ni"})])
    assert (held(federation), serves(federation), serves(federation, BEA)) == ([], [], [])
    assert federation.refusal_of("bcs", offer(ANN)) == ("office-unknown", "role")


def test_offices_end_when_their_owner_has_left(federation: Directories) -> None:
    tell(federation, offer(ANN), accept(ANN))
    tell(federation, WithdrawNetworkAgreement(subject=NETWORK))
    federation.days(31)
    federation.accept("iop", "ni")
    assert (held(federation), serves(federation)) == ([], [])
    assert federation.refusal_of("bcs", offer(ANN)) == ("network-unknown", "network")
