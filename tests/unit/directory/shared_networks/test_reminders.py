"""The officers of the owner whose turn it is are told when it begins, and when it is overdue, once each."""

from collections import Counter
from datetime import date, timedelta
from typing import Final

import pytest
from support.directory.people import enrol
from support.directory.shared import NETWORK, Directories, terms

from kith_contracts.directory.agreements import WithdrawNetworkAgreement
from kith_contracts.directory.duties import FinishDuty
from kith_contracts.directory.membership import JoinNetwork, TellOne
from kith_contracts.directory.offices import AnswerOffice, OfferOffice
from kith_contracts.directory.terms import Office, OwnerDuty
from kith_directory.shared_networks.reminders import month_after
from kith_directory.shared_networks.turns import rota

ANN: Final = "person-0001"
NEWSLETTER: Final = OwnerDuty(duty="newsletter", task="Write the newsletter.", every="month")


@pytest.fixture
def federation() -> Directories:
    """Three own the network; Ann is an officer of it at BCS."""
    owned = Directories().founded(terms(duties=[NEWSLETTER], offices=[Office(role="chair", body="bcs")]))
    chair = {"person": ANN, "network": NETWORK, "role": "chair"}
    steps = (enrol(person=ANN), JoinNetwork(person=ANN, network=NETWORK), OfferOffice(**chair))
    for message in (*steps, AnswerOffice(**chair, accepted=True)):
        owned.tell("bcs", message)
        owned.settle()
    return owned


def months(federation: Directories, year: int = 2027) -> list[date]:
    """Those in which the newsletter is the turn of BCS, by their first days, that are still to come."""
    home = federation.home("bcs")
    assert home
    found = [each.period.first for each in rota(home, [], year) if each.owner == "bcs"]
    return [each for each in found if each > federation.now.date()]


def until(federation: Directories, day: date) -> None:
    federation.days((day - federation.now.date()) / timedelta(days=1) + 0.5)


def told(federation: Directories, news: str) -> Counter[date]:
    """How often Ann was told, by the day of which it is told: the notify service tells of each once."""
    return Counter(
        each.told.date() for _, each in federation.unheard if isinstance(each, TellOne) and each.news == news
    )


def test_officers_hear_of_a_turn_when_it_begins_and_when_it_is_overdue(federation: Directories) -> None:
    first, *_ = months(federation)
    until(federation, first)
    assert told(federation, "turn")[first] == 1
    until(federation, month_after(first))
    until(federation, month_after(month_after(first)))
    assert told(federation, "overdue") == {month_after(first): 1}


def test_of_a_turn_that_is_done_nobody_hears_that_it_is_overdue(federation: Directories) -> None:
    first, *_ = months(federation)
    until(federation, first)
    federation.tell("bcs", FinishDuty(subject=NETWORK, duty="newsletter", period=f"{first:%Y-%m}"))
    until(federation, month_after(first))
    assert told(federation, "overdue") == {}


def test_it_goes_on_while_the_lead_is_silent_and_over_the_turn_of_the_year(federation: Directories) -> None:
    federation.off = {"iop"}
    coming = [*months(federation), *months(federation, 2028)][:8]
    until(federation, coming[-1])
    assert [day for day in coming if told(federation, "turn")[day] != 1] == []


def test_whoever_gets_a_turn_in_the_middle_of_its_time_hears_of_it_then(federation: Directories) -> None:
    first, *_ = months(federation)
    until(federation, first + timedelta(days=3))
    tea = OwnerDuty(duty="tea", task="Pour tea.", every="month", weight=5)
    federation.amended(duties=[NEWSLETTER, tea])
    home = federation.home("bcs")
    assert home
    now = [each for each in rota(home, [], 2027) if each.period.first <= federation.now.date() <= each.period.last]
    assert any(each.owner == "bcs" for each in now) == (told(federation, "turn")[first] == 2)


def test_an_owner_that_has_left_hears_nothing_more(federation: Directories) -> None:
    federation.tell("bcs", WithdrawNetworkAgreement(subject=NETWORK))
    federation.days(31)
    federation.accept("iop", "ni")
    before = told(federation, "turn") + told(federation, "overdue")
    federation.days(90)
    assert told(federation, "turn") + told(federation, "overdue") == before
