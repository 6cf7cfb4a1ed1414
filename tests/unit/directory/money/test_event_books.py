"""A grant that pays for an event: the events service hears how it stands, and its books alone say what was spent."""

from typing import Any

import pytest
from support.directory.money import LINES, Pooling, asking, spending, text
from support.directory.shared import NETWORK

from kith_contracts.directory.agreements import WithdrawNetworkAgreement
from kith_contracts.directory.leads import TakeOver
from kith_contracts.directory.money import GrantUpdated
from kith_contracts.events.grants import GrantUsed
from kith_directory.money.own import OwnMoney

EVENT = "rsc/day"


@pytest.fixture
def federation() -> Pooling:
    """Three own the network: £1,000 a year, of which £500 are for the day."""
    return Pooling().founded(text())


def told(federation: Pooling, body: str) -> list[tuple[str, int, str, int]]:
    """What the events service of this body has heard of grants, in order."""
    facts = [fact for to, fact in federation.unheard if to == body and isinstance(fact, GrantUpdated)]
    return [(fact.ask, fact.version, fact.status, fact.pence) for fact in facts]


def used(pence: int, version: int = 1, **changes: Any) -> GrantUsed:
    fields = {"network": NETWORK, "ask": "hall", "event": EVENT, "title": "A day", "settled": False}
    return GrantUsed(pence=pence, version=version, **{**fields, **changes})


def books(federation: Pooling, pence: int, version: int = 1, body: str = "ni", **changes: Any) -> None:
    federation.tell(body, used(pence, version, **changes))
    federation.settle()


def test_the_events_service_hears_how_an_ask_stands(federation: Pooling) -> None:
    federation.ask("ni", "hall", 400_00)
    federation.ask("ni", "bus", 200_00)
    assert told(federation, "ni") == [
        ("hall", 1, "waiting", 400_00),
        ("hall", 2, "granted", 400_00),
        ("bus", 1, "waiting", 200_00),
    ]
    federation.ask("ni", "hall", 300_00)
    federation.spend("ni", "hall", 290_00)
    assert told(federation, "ni")[3:] == [
        ("hall", 3, "granted", 300_00),
        ("bus", 2, "granted", 200_00),
        ("hall", 4, "spent", 290_00),
    ]
    assert told(federation, "bcs") == told(federation, "iop") == [], "it is nobody else's"


def test_an_ask_that_is_refused_is_told_so(federation: Pooling) -> None:
    federation.ask("iop", "cake", 500_00)
    federation.ask("ni", "hall", 400_00)
    federation.amended(lines=[LINES[0].model_copy(update={"claimants": "lead"}), LINES[1]])
    assert told(federation, "ni") == [("hall", 1, "waiting", 400_00), ("hall", 2, "refused", 400_00)]


def test_what_was_granted_is_so_with_the_next_lead(federation: Pooling) -> None:
    federation.ask("ni", "hall", 400_00)
    federation.off.add("iop")
    federation.later(4)
    federation.tell("bcs", TakeOver(subject=NETWORK))
    federation.settle()
    federation.off.clear()
    federation.settle()
    assert told(federation, "ni")[-1] == ("hall", 2, "granted", 400_00), "nothing new, so nothing is told"


def test_while_an_event_pays_of_it_nothing_is_said_by_hand(federation: Pooling) -> None:
    federation.ask("ni", "hall", 400_00)
    books(federation, 350_00)
    ni = federation.nodes["ni"]
    assert ni.faults(spending("hall", 400_00)) == [("ask-bound", "ask")]
    assert ni.faults(spending("hall", 0)) == [("ask-bound", "ask")]
    assert ni.faults(asking("hall", 300_00)) == [("ask-bound", "ask")]
    assert [each.event for each in federation.money("ni").asks] == [EVENT]
    assert [each.event for each in federation.money("bcs").asks] == [None], "others do not learn of which event"
    books(federation, 0, 2)
    federation.spend("ni", "hall", 100_00)
    assert [(each.spent, each.event) for each in federation.money("ni").asks] == [(100_00, None)]


def test_books_that_all_have_accepted_say_what_was_spent_and_the_rest_goes_back(federation: Pooling) -> None:
    federation.ask("ni", "hall", 400_00)
    federation.ask("bcs", "bus", 200_00)
    books(federation, 290_00)
    books(federation, 300_00, 2, settled=True)
    for body in ("iop", "bcs", "ni"):
        assert federation.statuses(body) == {"ni/hall": "spent", "bcs/bus": "granted"}
        hall = federation.money(body).asks[0]
        assert (hall.spent, hall.report) == (300_00, "Settled with A day.")
    assert told(federation, "ni")[-1] == ("hall", 3, "spent", 300_00)
    ni, version = federation.nodes["ni"], federation.nodes["ni"].state(OwnMoney.at(NETWORK)).version
    books(federation, 300_00, 2, settled=True)
    books(federation, 400_00, 1)
    assert ni.state(OwnMoney.at(NETWORK)).version == version, "what comes again or late changes nothing"
    assert ni.faults(spending("hall", 100_00)) == [("ask-bound", "ask")]
    assert ni.faults(asking("hall", 100_00)) == [("ask-bound", "ask")]


def test_never_more_is_spent_than_is_granted_whatever_books_say(federation: Pooling) -> None:
    federation.ask("ni", "hall", 400_00)
    federation.ask("ni", "hall", 300_00)  # in the very moment in which another officer pays 350 of it
    books(federation, 350_00)
    books(federation, 350_00, 2, settled=True)
    assert federation.money("iop").asks[0].spent == 300_00
    assert told(federation, "ni")[-1] == ("hall", 4, "spent", 300_00)
    federation.ask("ni", "bus", 100_00)
    federation.spend("ni", "bus", 10_00)
    books(federation, 50_00, ask="bus", settled=True)
    assert federation.money("iop").asks[1].spent == 10_00, "lowered only"


def test_of_what_was_never_asked_for_books_say_nothing(federation: Pooling) -> None:
    before = len(federation.refusals)
    for body in ("ni", "rsc"):
        books(federation, 100_00, body=body, settled=True)
    assert federation.money("iop").asks == []
    assert len(federation.refusals) == before


def test_a_year_is_not_accepted_while_events_pay_of_it() -> None:
    federation = Pooling().founded(text())
    federation.ask("ni", "hall", 400_00)
    books(federation, 350_00)
    federation.later(366)
    federation.close(federation.now.year - 1)
    federation.answer("iop", "bcs")
    assert federation.refusal_of("ni", federation.answering("ni")) == ("spending-missing", "verdict")
    books(federation, 350_00, 2, settled=True)
    account = federation.pool("ni").account
    assert account is not None
    assert account.status == "objected", "what was spent came in while it was made"
    federation.close(federation.now.year - 1)
    federation.answer("iop", "bcs", "ni")
    account = federation.pool("ni").account
    assert account is not None
    assert (account.status, {row.body: row.spent for row in account.rows}["ni"]) == ("settled", 350_00)
    assert sum(row.balance for row in account.rows) == 0


def test_who_has_left_can_spend_nothing_more(federation: Pooling) -> None:
    federation.ask("ni", "hall", 400_00)
    federation.tell("ni", WithdrawNetworkAgreement(subject=NETWORK))
    federation.settle()
    federation.later(31)
    assert told(federation, "ni")[-1] == ("hall", 3, "spent", 0)
    before = federation.pool("iop")
    books(federation, 100_00, settled=True)
    assert federation.pool("iop") == before
