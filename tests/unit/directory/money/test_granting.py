"""Asks for money of a shared network: granted in order as far as a line goes, by whoever leads, and never twice."""

from datetime import timedelta

import pytest
from support.directory.money import LINES, PAYS, Pooling, asking, spending, text
from support.directory.shared import NETWORK

from kith_chassis.decision import Decision
from kith_contracts.directory.agreements import AmendNetworkAgreement, NetworkAgreed
from kith_contracts.directory.leads import HandOver, TakeOver
from kith_contracts.directory.money import MoneyAsked, PoolKept
from kith_contracts.directory.pool import MOST_ASKS
from kith_contracts.directory.terms import BudgetLine
from kith_contracts.message import Letter
from kith_directory.money.own import OwnMoney

TAKE_OVER = TakeOver(subject=NETWORK)


@pytest.fixture
def federation() -> Pooling:
    """Three own the network: £1,000 a year, of which £500 are for the day."""
    return Pooling().founded(text())


def amended(federation: Pooling, lead: str = "iop", **changes: object) -> None:
    led = federation.led(lead)
    assert led is not None
    after = led.terms.model_copy(update={"version": led.terms.version + 1, **changes})
    federation.tell(lead, AmendNetworkAgreement(subject=NETWORK, terms=after))
    federation.settle()


def letters(decision: Decision) -> list[Letter]:
    return [each for each in decision.says if isinstance(each, Letter)]


def test_an_ask_is_granted_and_all_owners_know_it(federation: Pooling) -> None:
    federation.ask("ni", "hall", 200_00)
    for body in PAYS:
        assert federation.statuses(body) == {"ni/hall": "granted"}
        (line, _) = federation.money(body).lines
        assert (line.granted, line.spent, line.left) == (200_00, 0, 300_00)
    page = federation.money("ni")
    assert page.in_short == "Together £1,000.00, alone £100.00."
    assert (page.there, page.ours) == (800_00, 80_00)


def test_who_asks_for_more_than_is_left_waits_and_is_served_in_order(federation: Pooling) -> None:
    federation.ask("ni", "hall", 400_00)
    federation.ask("bcs", "bus", 200_00)
    federation.ask("iop", "cake", 50_00)
    assert federation.statuses("bcs") == {"ni/hall": "granted", "bcs/bus": "waiting", "iop/cake": "waiting"}
    reasons = [each.reason for each in federation.money("bcs").asks]
    assert reasons == ["", "£100.00 can be granted of this line now.", "Another has asked before, and waits too."]
    federation.spend("ni", "hall", 290_00)
    assert federation.statuses("bcs") == {"ni/hall": "spent", "bcs/bus": "granted", "iop/cake": "waiting"}
    federation.spend("bcs", "bus", 0)
    assert federation.statuses("ni") == {"ni/hall": "spent", "bcs/bus": "spent", "iop/cake": "granted"}
    hall = federation.money("iop").asks[0]
    assert (hall.spent, hall.report) == (290_00, "All went well.")


def test_a_waiting_ask_is_granted_when_it_or_another_is_lowered(federation: Pooling) -> None:
    federation.ask("ni", "hall", 400_00)
    federation.ask("bcs", "bus", 200_00)
    federation.ask("bcs", "bus", 150_00)
    assert federation.statuses("bcs")["bcs/bus"] == "waiting"
    federation.ask("ni", "hall", 350_00)
    assert federation.statuses("bcs")["bcs/bus"] == "granted"
    assert federation.money("iop").lines[0].left == 0


def test_a_waiting_ask_is_granted_when_the_text_has_more_for_its_line(federation: Pooling) -> None:
    federation.ask("ni", "hall", 400_00)
    federation.ask("bcs", "bus", 200_00)
    more = [LINES[0].model_copy(update={"pence": 600_00}), LINES[1]]
    amended(federation, lines=more)
    assert federation.statuses("bcs")["bcs/bus"] == "waiting", "not all have accepted"
    federation.accept(*PAYS)
    assert federation.statuses("bcs")["bcs/bus"] == "granted"


def test_a_line_that_is_about_to_be_lowered_grants_no_more_than_that(federation: Pooling) -> None:
    federation.ask("ni", "hall", 300_00)
    led = federation.led("iop")
    assert led is not None
    low = [LINES[0].model_copy(update={"pence": 299_99})]
    wrong = AmendNetworkAgreement(
        subject=NETWORK, terms=led.terms.model_copy(update={"version": 2, "lines": low, "deputies": ["nobody"]})
    )
    assert ("line-granted", "terms.lines.0.pence") in federation.nodes["iop"].faults(wrong, now=federation.now)
    amended(federation, lines=[LINES[0].model_copy(update={"pence": 350_00}), LINES[1]])
    federation.ask("bcs", "bus", 100_00)
    assert federation.statuses("bcs")["bcs/bus"] == "waiting"
    federation.ask("bcs", "bus", 50_00)
    assert federation.statuses("bcs")["bcs/bus"] == "granted"
    federation.accept(*PAYS)
    assert federation.money("ni").lines[0].left == 0


def test_all_that_is_wrong_with_an_ask_is_said_at_once(federation: Pooling) -> None:
    bcs = federation.nodes["bcs"]
    assert bcs.faults(asking("stamps", 100_01, "mail")) == [("not-claimant", "line"), ("ask-above-line", "pence")]
    assert bcs.faults(asking("stamps", 100_01, "cake")) == [("line-unknown", "line")]
    assert bcs.faults(asking("day", 500_01)) == [("ask-above-line", "pence")]
    assert bcs.faults(spending("day", 5)) == [("ask-unknown", "ask")]
    assert federation.nodes["rsc"].faults(asking("day")) == [("network-unknown", "subject")]
    with pytest.raises(ValueError, match="greater than or equal to 1"):
        asking("day", 0)
    with pytest.raises(ValueError, match="greater than or equal to 0"):
        spending("day", -1)


def test_all_that_is_wrong_with_a_spending_is_said_at_once(federation: Pooling) -> None:
    federation.ask("ni", "hall", 400_00)
    federation.ask("bcs", "bus", 200_00)
    ni, bcs = federation.nodes["ni"], federation.nodes["bcs"]
    assert ni.faults(spending("hall", 400_01, "")) == [("spent-above-grant", "pence"), ("report-missing", "report")]
    assert bcs.faults(spending("bus", 1)) == [("not-granted", "ask")]
    assert ni.faults(asking("hall", 400_01, "mail")) == [
        ("not-claimant", "line"),
        ("ask-granted", "line"),
        ("ask-above-line", "pence"),
        ("ask-granted", "pence"),
    ]
    federation.spend("ni", "hall", 300_00)
    assert ni.faults(spending("hall", 300_01)) == [("spent-above-grant", "pence")]
    assert ni.faults(asking("hall", 10_00)) == [("ask-over", "ask")]
    federation.spend("ni", "hall", 250_00)
    assert federation.money("iop").lines[0].spent == 250_00


def test_so_many_asks_that_others_could_not_ask_are_too_many(federation: Pooling) -> None:
    federation.ask("ni", "ask-0", 1)
    (first,) = federation.messages(MoneyAsked)
    many = {
        f"ask-{n}": first.model_copy(update={"ask": f"ask-{n}", "version": n + 1})
        for n in range(MOST_ASKS // len(PAYS))
    }
    federation.nodes["ni"].states[OwnMoney.at(NETWORK).path] = OwnMoney(network=NETWORK, asks=many)
    assert federation.refusal_of("ni", asking("one-more", 1)) == ("too-many-asks", "ask")


def test_nothing_is_granted_of_which_only_the_lead_knows(federation: Pooling) -> None:
    federation.off |= {"ni", "bcs"}
    federation.ask("iop", "cake", 300_00)
    assert federation.statuses("iop") == {"iop/cake": "reserved"}
    assert federation.refusal_of("iop", spending("cake", 300_00)) == ("not-granted", "ask")
    federation.off.discard("ni")
    federation.settle()
    assert federation.statuses("iop") == {"iop/cake": "granted"}


def test_asks_wait_for_a_lead_that_is_silent_and_are_answered_by_the_next(federation: Pooling) -> None:
    federation.off.add("iop")
    federation.ask("ni", "hall", 400_00)
    federation.later(4)
    page = federation.money("ni")
    assert (page.silent, [each.status for each in page.asks]) == (True, ["sent"])
    federation.tell("bcs", TAKE_OVER)
    federation.settle()
    assert federation.statuses("ni") == federation.statuses("bcs") == {"ni/hall": "granted"}
    federation.off.clear()
    federation.settle()
    assert federation.statuses("iop") == {"ni/hall": "granted"}
    assert federation.money("iop").lines[0].left == 100_00


def test_what_was_granted_stays_so_with_the_next_lead(federation: Pooling) -> None:
    federation.ask("ni", "hall", 400_00)
    federation.off.add("iop")
    federation.later(4)
    federation.tell("bcs", TAKE_OVER)
    federation.settle()
    federation.ask("bcs", "bus", 200_00)
    assert federation.statuses("ni") == {"ni/hall": "granted", "bcs/bus": "waiting"}
    federation.spend("ni", "hall", 100_00)
    assert federation.statuses("bcs") == {"ni/hall": "spent", "bcs/bus": "granted"}


def test_a_handover_changes_nothing(federation: Pooling) -> None:
    federation.ask("ni", "hall", 400_00)
    federation.ask("bcs", "bus", 200_00)
    federation.tell("iop", HandOver(subject=NETWORK, to="ni"))
    federation.settle()
    assert federation.statuses("iop") == {"ni/hall": "granted", "bcs/bus": "waiting"}
    federation.ask("ni", "stamps", 10_00, "mail")
    assert federation.statuses("bcs")["ni/stamps"] == "granted", "the lead of now may ask"


def test_who_has_backed_another_keeps_nothing_more_for_the_old_lead(federation: Pooling) -> None:
    iop, bcs, ni = (federation.nodes[body] for body in PAYS)
    later = federation.now + timedelta(days=4)
    (proposed,) = [each.message for each in letters(bcs.decide(TAKE_OVER, now=later)) if each.to == "ni"]
    assert not ni.decide(proposed, "bcs", now=later).refusal
    asked = MoneyAsked(subject=NETWORK, ask="bus", year=2027, line="day", pence=1, what_for="The bus.", version=1)
    told = [each for each in letters(iop.decide(asked, "bcs", now=later)) if isinstance(each.message, NetworkAgreed)]
    kept = {to: [each.message for each in letters(federation.nodes[to].hear(fact, "iop"))] for to, fact, _ in told}
    assert [type(each) for each in kept["iop"]] == [PoolKept]
    assert kept["ni"] == [], "the next lead may have been told already what this one knows"
    assert federation.statuses("iop") == {"bcs/bus": "reserved"}


def test_the_word_of_an_owner_that_comes_late_or_again_changes_nothing(federation: Pooling) -> None:
    federation.ask("ni", "hall", 400_00)
    (first,) = federation.messages(MoneyAsked)
    federation.ask("ni", "hall", 300_00)
    before = federation.pool("iop")
    assert not federation.nodes["iop"].hear(first, "ni").states
    assert not federation.nodes["iop"].hear(first.model_copy(update={"version": 9}), "rsc").states, "no owner"
    assert federation.pool("iop") == before


def test_each_year_has_its_money() -> None:
    lines = [BudgetLine(line=name, what_for="Something.", pence=500_00) for name in ("day", "night")]
    federation = Pooling().founded(text(lines=lines))
    for name, pence in (("day", 500_00), ("night", 500_00)):
        federation.ask("ni", name, pence, name)
    assert federation.money("ni").there == 0
    federation.later(366)
    assert federation.money("ni").there == 1000_00, "what all pay for the next year"
    federation.ask("ni", "day-again", 500_00)
    assert federation.statuses("ni") == {"ni/day-again": "granted"}
