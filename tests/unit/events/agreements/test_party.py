"""A party's side of an agreement: the newest text, and answers that stand while what they are about stands."""

from support.events.party import answer, proposal, received
from support.events.scenes import EVENT, answered, blocks, parties, seats, terms
from support.speaking import Node, letters, said

from kith_chassis.decision import NOTHING
from kith_commons.agreement.agreement import hash_of
from kith_contracts.agreements.terms import Answer, OnBehalf
from kith_contracts.events.agreements import AgreementProposed, AgreementUpdated
from kith_contracts.events.terms import Party
from kith_events.event.party import Proposal
from kith_events.handlers import HANDLERS


def valid_answers(node: Node) -> dict[OnBehalf, Answer]:
    kept: Proposal = node.state(Proposal.at(EVENT))
    return {behalf: given.answer for behalf, given in kept.valid_answers(node.body).items()}


def test_a_party_reads_the_whole_text_and_has_said_nothing_yet() -> None:
    node = Node(HANDLERS, "bcs")
    (fact,) = said(node.hear(proposal(terms()), "iop"), AgreementUpdated)
    assert (fact.terms, fact.status, fact.version) == (terms(), "proposed", 1)
    assert [(each.body, each.by_body, each.by_network) for each in fact.answers] == [("bcs", None, None)]


def test_an_answer_goes_to_the_lead_and_is_told_to_the_own_systems() -> None:
    node = received(terms())
    decision = node.hear(answer(terms(), "network"))
    (letter,) = letters(decision)
    assert letter.to == "iop"
    assert letter.message == answered(terms(), "network", by="bcs").model_copy(update={"note": "As agreed."})
    (fact,) = said(decision, AgreementUpdated)
    assert [(each.by_body, each.by_network, each.note) for each in fact.answers] == [(None, "accepted", "As agreed.")]


def test_a_no_is_told_as_a_no() -> None:
    node = received(terms())
    (fact,) = said(node.hear(answer(terms(), answer="declined")), AgreementUpdated)
    assert [each.by_body for each in fact.answers] == ["declined"]


def test_the_own_systems_of_the_lead_hear_from_its_side_as_lead() -> None:
    node = received(terms(), "iop")
    decision = node.hear(answer(terms()))
    assert ([letter.to for letter in letters(decision)], said(decision, AgreementUpdated)) == (["iop"], [])


def test_a_text_whose_hash_is_another_or_that_is_about_another_event_is_parked() -> None:
    node = Node(HANDLERS, "bcs")
    forged = AgreementProposed(subject=EVENT, terms=terms(), hash=hash_of(terms(2)))
    assert node.refusal(forged, "iop") == ("hash-differs", "hash")
    other = AgreementProposed(subject="iop/dinner", terms=terms(), hash=hash_of(terms()))
    assert node.refusal(other, "iop") == ("hash-differs", "hash")


def test_an_older_text_that_comes_late_changes_nothing() -> None:
    node = received(terms(2))
    assert node.hear(proposal(terms()), "iop") == NOTHING
    assert node.hear(proposal(terms(2)), "iop") == NOTHING


def test_what_nobody_proposed_cannot_be_answered() -> None:
    assert Node(HANDLERS, "bcs").refusal(answer(terms())) == ("agreement-unknown", "subject")


def test_an_answer_is_to_the_present_text_and_no_other() -> None:
    node = received(terms())
    node.hear(proposal(terms(2)), "iop")
    assert node.refusal(answer(terms())) == ("stale-hash", "hash")


def test_who_is_left_out_of_the_new_text_cannot_answer_it() -> None:
    node = received(terms())
    node.hear(answer(terms()))
    without = terms(2, parties=parties(without="bcs"), cost_pence=0, seats=[seats(ni=1), blocks(iop=1, ni=1)])
    node.hear(proposal(without), "iop")
    assert node.refusal(answer(without)) == ("body-not-party", "subject")
    assert valid_answers(node) == {}


def test_an_answer_stands_while_what_it_is_about_stands() -> None:
    node = received(terms())
    node.hear(answer(terms(), "body"))
    node.hear(answer(terms(), "network"))
    node.hear(proposal(terms(2, cost_pence=1)), "iop")
    assert valid_answers(node) == {"network": "accepted"}


def test_what_concerns_another_party_leaves_an_answer_standing() -> None:
    node = received(terms())
    node.hear(answer(terms(), "body"))
    changed = parties(Party(body="ni", networks=["ni/young-generation"], duties=["Badges"]))
    (fact,) = said(node.hear(proposal(terms(2, parties=changed)), "iop"), AgreementUpdated)
    assert [(each.by_body, each.by_network) for each in fact.answers] == [("accepted", None)]


def test_an_answer_is_gone_for_good_when_its_clauses_went_and_came_back() -> None:
    node = received(terms())
    node.hear(answer(terms(), "body"))
    node.hear(proposal(terms(2, cost_pence=1)), "iop")
    node.hear(proposal(terms(3)), "iop")
    assert valid_answers(node) == {}


def test_a_party_that_comes_back_answers_anew() -> None:
    node = received(terms())
    node.hear(answer(terms(), "network"))
    without = terms(2, parties=parties(without="bcs"), cost_pence=0, seats=[seats(ni=1), blocks(iop=1, ni=1)])
    node.hear(proposal(without), "iop")
    node.hear(proposal(terms(3)), "iop")
    assert valid_answers(node) == {}
