"""What a stranger may ask of a body at once: so many proposals and bytes, and whoever sends more hears it."""

from datetime import timedelta
from typing import Any, Final

import pytest
from support.events.scenes import DAY, lead, part, parties, seats, terms
from support.speaking import NOW, Node, letters

from kith_commons.agreement.agreement import hash_of
from kith_commons.agreement.backlog import AT_LEAST, FULL, MOST, MOST_BYTES
from kith_contracts.events.agreements import (
    AgreementAnswered,
    AgreementProposed,
    AgreementStatusChanged,
    AnswerAgreement,
    ProposeAgreement,
    WithdrawAgreement,
)
from kith_contracts.events.terms import EventTerms, Party
from kith_events.agreements.backlog import Backlog
from kith_events.event.party import Proposal
from kith_events.handlers import HANDLERS

AFTER: Final = DAY + timedelta(days=30)


def text(number: int, version: int = 1, length: int = 0) -> EventTerms:
    """A proposal of IOP, some of them long."""
    parts = [part(f"p{each}", for_whom="x" * 80, title="y" * 160) for each in range(length)] or [part()]
    made = terms(
        version,
        parts=parts,
        plan={"summary": "é" * 4000 if length else ""},
        seats=[seats(each.part, pool=5) for each in parts],
    )
    return made.model_copy(update={"subject": f"iop/day-{number}"})


def sent(node: Node, terms: EventTerms, **when: Any) -> list[AgreementAnswered]:
    """What our node answers at once to a proposal: nothing, unless there is no room for it."""
    fact = AgreementProposed(subject=terms.subject, terms=terms, hash=hash_of(terms))
    decision = node.hear(fact, "iop", **when)
    return [each.message for each in letters(decision) if isinstance(each.message, AgreementAnswered)]


def flooded() -> Node:
    """BCS, which IOP has asked as often as it may."""
    node = Node(HANDLERS, "bcs", thorough=False)
    assert [sent(node, text(number)) for number in range(MOST)] == [[]] * MOST
    return node


def kept(node: Node) -> set[str]:
    return {each.event for each in node.all(Proposal)}


def test_of_many_proposals_so_many_are_kept_and_the_proposer_hears_why_the_others_are_not() -> None:
    node = flooded()
    for number in range(MOST, MOST + 3):
        (told,) = sent(node, text(number))
        assert (told.subject, told.answer, told.note) == (f"iop/day-{number}", "declined", FULL)
    assert len(kept(node)) == MOST
    assert node.state(Backlog.at("iop")).waiting.keys() == kept(node)


def test_long_texts_fill_the_room_sooner() -> None:
    node = Node(HANDLERS, "bcs", thorough=False)
    answers = [sent(node, text(number, length=40)) for number in range(MOST + 1)]
    size = len(text(0, length=40).model_dump_json().encode())
    assert 0 < len(kept(node)) == MOST_BYTES // size < MOST
    assert answers[-1]


def test_one_that_asks_us_nothing_or_for_a_day_that_is_over_counts_all_the_same() -> None:
    """It would fill the database as well."""
    others, gone = parties(without="bcs"), NOW - timedelta(days=9)
    past = [part(starts=gone, ends=gone + timedelta(hours=1))]
    for made in (terms(parties=others), terms(parts=past, plan={}).model_copy(update={"parties": others})):
        node = Node(HANDLERS, "bcs", thorough=False)
        plan = made.plan.model_copy(update={"starts": made.plan.parts[0].starts, "ends": made.plan.parts[0].ends})
        names = [f"iop/day-{number}" for number in range(MOST + 2)]
        sent_ones = [made.model_copy(update={"subject": name, "plan": plan}) for name in names]
        assert [bool(sent(node, each)) for each in sent_ones] == [False] * MOST + [True] * 2


def test_another_body_has_room_of_its_own() -> None:
    node = flooded()
    theirs = terms().model_copy(update={"subject": "ni/day"})
    fact = AgreementProposed(subject="ni/day", terms=theirs, hash=hash_of(theirs))
    assert letters(node.hear(fact, "ni")) == []
    assert "ni/day" in kept(node)


@pytest.mark.parametrize("how", ["answered", "declined", "left", "called off", "left out", "over"])
def test_what_waits_no_longer_makes_room(how: str) -> None:
    node, first = flooded(), text(0)
    when: dict[str, Any] = {}
    match how:
        case "answered" | "declined":
            answer: Any = {"answered": "accepted", "declined": "declined"}[how]
            node.hear(AnswerAgreement(subject=first.subject, hash=hash_of(first), on_behalf="network", answer=answer))
        case "left":
            node.hear(WithdrawAgreement(subject=first.subject))
        case "called off" | "left out":
            status: Any = {"called off": "withdrawn", "left out": "left"}[how]
            node.hear(AgreementStatusChanged(subject=first.subject, text=2, status=status, version=2), "iop")
            assert sent(node, text(MOST)), "who takes it back at once has asked all the same"
            when = {"now": NOW + AT_LEAST + timedelta(hours=1)}
        case "over":
            when = {"now": AFTER}
    later = [part("later", starts=AFTER + timedelta(days=1), ends=AFTER + timedelta(days=2))]
    new = terms(parts=later, seats=[seats("later", pool=5)], parties=parties(Party(body="bcs")))
    plan = new.plan.model_copy(update={"starts": later[0].starts, "ends": later[0].ends})
    assert sent(node, new.model_copy(update={"subject": "iop/new", "plan": plan}), **when) == []
    assert "iop/new" in kept(node)


def test_a_new_version_of_what_waits_takes_no_more_room_but_for_its_length() -> None:
    node = flooded()
    assert sent(node, text(0, 2)) == []
    assert node.state(Proposal.at("iop/day-0")).terms.version == 2
    for number in range(1, MOST):
        sent(node, text(number, 2, length=40))
    sizes = [each.bytes for each in node.state(Backlog.at("iop")).waiting.values()]
    assert len(sizes) == MOST
    assert sum(sizes) <= MOST_BYTES
    (told,) = sent(node, text(MOST - 1, 3, length=40))
    assert told.hash == hash_of(text(MOST - 1, 3, length=40)), "the text that is declined, not the one that is here"


def test_the_lead_hears_the_reason_as_the_answer_of_that_body() -> None:
    node = lead()
    node.hear(ProposeAgreement(subject="iop/day-1", terms=text(1)))
    (told,) = sent(flooded(), text(MOST + 1))
    declined = told.model_copy(update={"subject": "iop/day-1", "hash": hash_of(text(1))})
    (fact,) = [each for each in node.hear(declined, "bcs").says if each.__class__.__name__ == "AgreementUpdated"]
    (answer,) = [each for each in fact.answers if each.body == "bcs"]  # type: ignore[union-attr]
    assert (answer.by_body, answer.note) == ("declined", FULL)


def test_what_one_leads_oneself_is_not_counted() -> None:
    node = Node(HANDLERS, "iop", thorough=False)
    assert [sent(node, text(number)) for number in range(MOST + 2)] == [[]] * (MOST + 2)
    assert node.all(Backlog) == []
