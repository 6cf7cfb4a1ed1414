"""Settlement among three bodies: costs recorded at home, an account that all say yes to, payments with two sides."""

from typing import Any

import pytest
from support.events.books import BODIES, CLOSE, ENDS, SHARES, Together, answer, cost, mark
from support.events.scenes import EVENT, accept, part, parties, request, seats, terms
from support.speaking import Node, letters, said

from kith_chassis.decision import NOTHING
from kith_contracts.events.agreements import (
    AgreementProposed,
    AgreementWithdrawn,
    AmendAgreement,
    EndEvent,
)
from kith_contracts.events.plan import Fund
from kith_contracts.events.settlement import (
    BooksAnswer,
    BooksAnswered,
    BooksClosed,
    CloseBooks,
    Cost,
    CostRecorded,
    PaymentMarked,
)
from kith_contracts.events.terms import Party, Seats
from kith_events.settlement.lead import Books


def test_three_bodies_settle_to_the_penny() -> None:
    all = Together().recorded(("iop", 1, 70_001), ("bcs", 1, 9_998)).recorded(("bcs", 2, 40_000), form="kind")
    all.tell("iop", CLOSE)
    told = {body: all.account(body) for body in BODIES}
    assert told["iop"] == told["bcs"] == told["ni"]
    shares = {each.body: (each.share, each.balance) for each in told["ni"].shares}
    assert shares == {"iop": (27_199, -42_802), "bcs": (26_400, 16_402), "ni": (26_400, 26_400)}
    assert [(each.payer, each.payee, each.pence) for each in told["ni"].payments] == [
        ("bcs", "iop", 16_402),
        ("ni", "iop", 26_400),
    ]
    assert [(each.body, each.pence, each.percent) for each in told["ni"].kind] == [("bcs", 40_000, 100)]
    all.answers(("iop", "bcs"))
    assert all.account("ni").status == "closed"
    all.answers(("ni",))
    assert {all.account(body).status for body in BODIES} == {"settled"}


def test_each_side_marks_its_own_of_a_payment() -> None:
    all = Together().recorded(("iop", 1, 10_000))
    all.tell("iop", CLOSE)
    assert all.nodes["ni"].refusal(mark("ni", "iop", "sent")) == ("books-not-settled", "event")
    all.answers()
    assert all.nodes["ni"].refusal(mark("ni", "bcs", "sent")) == ("payment-unknown", "payee")
    assert all.nodes["ni"].refusal(mark("ni", "iop", "received")) == ("not-our-payment", "mark")
    all.tell("ni", mark("ni", "iop", "sent"))
    all.tell("iop", mark("ni", "iop", "received"))
    (paid,) = [each for each in all.account("bcs").payments if each.payer == "ni"]
    assert (paid.sent, paid.received) == (True, True)
    version = all.account("bcs").version
    all.tell("ni", mark("ni", "iop", "sent"))
    assert all.account("bcs").version == version
    forged = PaymentMarked(event=EVENT, round=1, payer="bcs", payee="iop", mark="received")
    assert not all.nodes["iop"].hear(forged, "bcs").says


def test_an_objection_opens_the_books_and_all_are_asked_again() -> None:
    all = Together().recorded(("iop", 1, 10_000))
    all.tell("iop", CLOSE)
    all.answers(("bcs",))
    assert all.nodes["ni"].refusal(answer(verdict="objected")) == ("why-missing", "line")
    all.answers(("ni",), verdict="objected", line="Our taxi is missing.")
    assert all.account("bcs").status == "objected"
    assert all.nodes["bcs"].refusal(answer()) == ("books-open", "event")
    all.recorded(("ni", 1, 2_000))
    all.tell("iop", CLOSE)
    assert all.account("ni").round == 2
    assert all.account("ni").answers == []
    assert all.nodes["ni"].refusal(answer(round=1)) == ("round-stale", "round")
    all.answers(round=2)
    assert all.account("ni").status == "settled"
    assert all.nodes["ni"].refusal(answer(round=2)) == ("books-settled", "event")


def test_a_cost_is_changed_and_taken_back_under_its_number() -> None:
    all = Together().recorded(("iop", 1, 10_000), ("iop", 1, 20_000), ("bcs", 7, 5_000), ("bcs", 7, 0))
    all.tell("iop", CLOSE)
    assert [(each.body, each.pence) for each in all.account("ni").costs] == [("iop", 20_000)]


def test_a_cost_that_crosses_the_account_opens_the_books_again_and_is_not_lost() -> None:
    all = Together().recorded(("iop", 1, 10_000))
    late = said(all.nodes["bcs"].hear(cost(1, 700)), CostRecorded)[0]
    all.tell("iop", CLOSE)
    all.post("iop", all.nodes["iop"].hear(late, "bcs"))
    assert all.account("ni").status == "objected"
    all.tell("iop", CLOSE)
    assert sum(each.pence for each in all.account("ni").costs) == 10_700


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"event": "iop/another"}, ("agreement-unknown", "event")),
        ({"currency": "EUR"}, ("currency-differs", "currency")),
    ],
)
def test_a_cost_is_refused(changes: dict[str, Any], refused: tuple[str, str]) -> None:
    assert Together().nodes["bcs"].refusal(cost().model_copy(update=changes)) == refused


def test_after_the_close_nothing_more_is_recorded() -> None:
    all = Together().recorded(("iop", 1, 10_000))
    all.tell("iop", CLOSE)
    assert all.nodes["bcs"].refusal(cost()) == ("books-closed", "event")
    assert all.nodes["iop"].refusal(CLOSE) == ("books-closed", "event")


def test_the_books_are_closed_when_the_event_is_over_and_something_was_paid() -> None:
    assert Together(over=False).recorded(("iop", 1, 1)).nodes["iop"].refusal(CLOSE) == ("books-too-early", "event")
    assert Together().nodes["iop"].refusal(CLOSE) == ("no-costs", "event")
    assert Together().nodes["iop"].refusal(CloseBooks(event="iop/other")) == ("event-unknown", "event")


def test_shares_that_make_no_hundred_close_no_books() -> None:
    text = terms(parties=parties(Party(body="iop"), Party(body="bcs"), Party(body="ni")), cost_pence=0)
    all = Together(text).recorded(("iop", 1, 100))
    assert all.nodes["iop"].refusal(CLOSE) == ("shares-do-not-add-up", "event")


def test_nobody_speaks_of_anothers_money() -> None:
    all = Together().recorded(("iop", 1, 10_000))
    lead = all.nodes["iop"]
    forged = Cost(body="ni", number=1, form="cash", pence=99, what="Nothing")
    lead.hear(CostRecorded(event=EVENT, cost=forged, round=0, version=1), "bcs")
    stranger = forged.model_copy(update={"body": "rsc"})
    lead.hear(CostRecorded(event=EVENT, cost=stranger, round=0, version=1), "rsc")
    assert [each.body for each in lead.state(Books.at(EVENT)).counted] == ["iop"]
    all.tell("iop", CLOSE)
    yes = BooksAnswer(body="ni", verdict="accepted")
    assert not lead.hear(BooksAnswered(event=EVENT, round=1, answer=yes), "bcs").says


def test_who_withdrew_bears_nothing_by_the_rule_that_was_agreed_and_gets_back_what_it_paid() -> None:
    text = terms(parties=SHARES, rule="majority")
    all = Together(text, over=False).recorded(("bcs", 1, 3_000), ("iop", 1, 7_000))
    lead = all.nodes["iop"]
    told = lead.hear(AgreementWithdrawn(subject=EVENT), "bcs")
    proposed = said(told, AgreementProposed)[0].terms
    lead.hear(said(told, AgreementProposed)[0], "iop")
    for late in (False, True):  # the new text was accepted by all who stay, or never
        if late:
            accept(lead, proposed)
        made = _closed(lead)
        shares = {each.body: each.share for each in made.shares}
        assert shares == {"bcs": 0, "iop": 5_100, "ni": 4_900}
        assert [(each.payer, each.payee, each.pence) for each in made.payments] == [
            ("ni", "bcs", 3_000),
            ("ni", "iop", 1_900),
        ]
        assert {letter.to for letter in letters(lead.decide(CLOSE))} <= {*BODIES}


def _closed(lead: Node) -> BooksClosed:
    """What the account would be if the event were over now; the lead goes on as it was."""
    before = dict(lead.states)
    lead.hear(EndEvent(event=EVENT), now=ENDS)
    (made,) = {each.model_dump_json() for each in said(lead.hear(CLOSE), BooksClosed)}
    lead.states = before
    return BooksClosed.model_validate_json(made)


def test_a_text_that_was_never_accepted_shares_nothing() -> None:
    all = Together(over=False).recorded(("iop", 1, 10_000))
    lead = all.nodes["iop"]
    changed = terms(2, parties=parties(Party(body="iop"), Party(body="bcs"), Party(body="ni", cash_percent=100)))
    amended = lead.hear(AmendAgreement(subject=EVENT, terms=changed))
    lead.hear(said(amended, AgreementProposed)[0], "iop")
    shares = {each.body: each.share for each in _closed(lead).shares}
    assert shares == {"iop": 3_400, "bcs": 3_300, "ni": 3_300}


def test_what_a_fund_has_granted_is_in_the_account_as_paid_by_the_homes_of_who_has_it() -> None:
    care = Fund(fund="care", title="Costs of care", most=5_000)
    rows = [seats("lectures", pool=5), Seats(part="care", pool=10_000, offer_hours=0)]
    text = terms(parties=SHARES, parts=[part()], plan={"funds": [care]}, seats=rows)
    all = Together(text, over=False)
    for number, body in enumerate(("bcs", "bcs", "ni")):
        money = request(number, "care").model_copy(update={"size": 1_000 * (number + 1)})
        all.nodes["iop"].hear(money, body)
    all.nodes["iop"].hear(EndEvent(event=EVENT), now=ENDS)
    all.tell("iop", CLOSE)
    told = all.account("ni")
    costs = [(each.body, each.number, each.form, each.pence, each.what) for each in told.costs]
    assert costs == [("bcs", 0, "cash", 3_000, "Costs of care"), ("ni", 0, "cash", 3_000, "Costs of care")]
    assert sum(each.share for each in told.shares) == 6_000
    assert {each.body: each.balance for each in told.shares} == {"iop": 2_040, "bcs": -1_020, "ni": -1_020}
    forged = CostRecorded(event=EVENT, cost=told.costs[0], round=1, version=9)
    assert all.nodes["iop"].hear(forged, "bcs") == NOTHING, "nobody records it"
