"""The lead's side of an agreement: proposed, answered, open, amended, open again."""

from datetime import timedelta

import pytest
from support.events.scenes import (
    BEHALVES,
    DAY,
    EVENT,
    accept,
    answered,
    blocks,
    circle,
    event,
    lead,
    opened,
    part,
    parties,
    proposed,
    registered,
    seats,
    terms,
)
from support.speaking import NOW, letters, said

from kith_commons.agreement import texts
from kith_commons.agreement.agreement import hash_of, missing
from kith_contracts.events.agreements import (
    AgreementProposed,
    AgreementStatusChanged,
    AgreementUpdated,
    AmendAgreement,
    EndEvent,
    EventPublished,
    ListEvent,
    ProposeAgreement,
    ReturnSeats,
)
from kith_contracts.events.codes import CallBlocks
from kith_contracts.events.leads import ShowEventLead
from kith_contracts.events.terms import Listing, Party


def amend(**changes: object) -> AmendAgreement:
    return AmendAgreement(subject=EVENT, terms=terms(2, **changes))


# Proposed


def test_a_proposal_goes_to_each_party_and_to_nobody_else() -> None:
    decision = lead().hear(ProposeAgreement(subject=EVENT, terms=terms()))
    proposal = AgreementProposed(subject=EVENT, terms=terms(), hash=hash_of(terms()))
    proposed_to = [letter.to for letter in letters(decision) if letter.message == proposal]
    standing_to = [letter.to for letter in letters(decision) if isinstance(letter.message, AgreementStatusChanged)]
    assert proposed_to == standing_to == ["iop", "bcs", "ni"]
    assert len(letters(decision)) == 6
    assert not said(decision, EventPublished)


def test_the_own_systems_of_the_lead_hear_who_has_not_answered() -> None:
    (fact,) = said(lead().hear(ProposeAgreement(subject=EVENT, terms=terms())), AgreementUpdated)
    assert (fact.status, fact.version) == ("proposed", 1)
    assert [(answer.body, answer.by_body, answer.by_network) for answer in fact.answers] == [
        ("iop", None, None),
        ("bcs", None, None),
        ("ni", None, None),
    ]


def test_only_its_own_body_proposes_an_event() -> None:
    assert lead("bcs").refusal(ProposeAgreement(subject=EVENT, terms=terms())) == ("not-our-event", "subject")


def test_a_name_is_taken_once_whether_by_an_agreement_or_by_a_listing() -> None:
    node = proposed()
    assert node.refusal(ProposeAgreement(subject=EVENT, terms=terms())) == ("slug-taken", "subject")
    listing = Listing(
        title="Dinner",
        zone="Europe/London",
        starts=DAY,
        ends=DAY + timedelta(hours=1),
        venue="York",
        book_at="https://e.org",
    )
    assert node.refusal(ListEvent(event=EVENT, listing=listing)) == ("slug-taken", "event")
    node = lead()
    node.hear(ListEvent(event=EVENT, listing=listing))
    assert node.refusal(ProposeAgreement(subject=EVENT, terms=terms())) == ("slug-taken", "subject")


def test_a_proposal_is_version_one() -> None:
    assert lead().refusal(ProposeAgreement(subject=EVENT, terms=terms(2))) == ("version-not-next", "terms.version")


def test_a_faulty_text_is_refused_with_the_field() -> None:
    text = terms(seats=[seats(bcs=1)])
    assert lead().refusal(ProposeAgreement(subject=EVENT, terms=text)) == (
        "part-without-seats",
        "terms.plan.parts.1.part",
    )


def test_a_body_that_the_office_has_suspended_can_be_no_party() -> None:
    node = lead()
    node.hear(registered("ni", status="suspended", version=2), "office")
    assert node.refusal(ProposeAgreement(subject=EVENT, terms=terms())) == ("body-unknown", "terms.parties.2.body")


# Answered


def test_an_event_is_open_with_the_last_acceptance_and_not_before() -> None:
    node, text = proposed(), terms()
    answers = [(body, behalf) for body in ("ni", "iop", "bcs") for behalf in BEHALVES]
    for body, behalf in answers[:-1]:
        assert not said(node.hear(answered(text, behalf, by=body), body), EventPublished)
    (face,) = said(node.hear(answered(text, "network", by="bcs"), "bcs"), EventPublished)
    assert (face.status, face.version, face.hash) == ("open", 1, hash_of(text))
    assert [(host.body, host.networks) for host in face.hosts] == [
        ("iop", ["iop/women-in-physics"]),
        ("bcs", ["bcs/womens-forum"]),
        ("ni", ["ni/young-generation"]),
    ]
    assert {each.body for each in face.acceptances} == {"iop", "bcs", "ni"}
    assert [(each.part, each.places) for each in face.availability] == [("lectures", "few")]


def test_what_is_published_tells_no_money_no_shares_and_no_seats() -> None:
    face = event(opened()).published
    assert face
    words = face.model_dump_json()
    assert not [word for word in ("90000", "percent", "quota", "pool", "duties", "cost") if word in words]


def test_a_no_of_one_keeps_the_event_closed_until_it_is_a_yes() -> None:
    node, text = proposed(), terms()
    (fact,) = said(node.hear(answered(text, answer="declined", by="ni"), "ni"), AgreementUpdated)
    assert [each.by_body for each in fact.answers] == [None, None, "declined"]
    accept(node, text, "iop", "bcs")
    node.hear(answered(text, "network", by="ni"), "ni")
    assert not event(node).open
    node.hear(answered(text, by="ni"), "ni")
    assert event(node).open


def test_a_party_that_takes_its_yes_back_reopens_the_event() -> None:
    node = opened()
    (face,) = said(node.hear(answered(terms(), "network", "declined", by="ni"), "ni"), EventPublished)
    assert (face.status, face.version) == ("reopened", 2)
    (face,) = said(node.hear(answered(terms(), "network", by="ni"), "ni"), EventPublished)
    assert (face.status, face.version) == ("open", 3)


def test_the_same_answer_again_changes_nothing() -> None:
    node = opened()
    before = event(node)
    assert not node.hear(answered(terms(), by="bcs"), "bcs", now=NOW + timedelta(days=1)).states
    assert event(node) == before


def test_an_answer_to_an_event_that_is_not_ours_is_parked() -> None:
    assert lead().refusal(answered(terms(), by="bcs"), "bcs") == ("agreement-unknown", "subject")


def test_an_answer_of_a_stranger_is_parked() -> None:
    assert proposed().refusal(answered(terms(), by="rsc"), "rsc") == ("body-not-party", "body")


def test_an_answer_to_a_text_that_there_never_was_is_parked() -> None:
    assert proposed().refusal(answered(terms(cost_pence=1), by="bcs"), "bcs") == ("hash-unknown", "hash")


# Amended


def test_an_amendment_needs_an_agreement_and_the_next_version() -> None:
    assert lead().refusal(amend()) == ("agreement-unknown", "subject")
    node = opened()
    assert node.refusal(AmendAgreement(subject=EVENT, terms=terms(3))) == ("version-not-next", "terms.version")
    assert node.refusal(AmendAgreement(subject=EVENT, terms=terms(1))) == ("version-not-next", "terms.version")


def test_a_faulty_amendment_is_refused_with_the_field() -> None:
    assert opened().refusal(amend(parties=parties(without="iop"))) == ("lead-not-party", "terms.parties")


def test_a_changed_share_reopens_for_those_alone_whose_share_it_is() -> None:
    node = opened()
    shares = parties(
        Party(body="iop", networks=["iop/women-in-physics"], cash_percent=50),
        Party(body="bcs", networks=["bcs/womens-forum"], cash_percent=50),
    )
    decision = node.hear(amend(parties=shares))
    assert [face.status for face in said(decision, EventPublished)] == ["reopened"]
    assert missing(event(node).agreement) == [("iop", "body"), ("bcs", "body")]
    for body in ("iop", "bcs"):
        assert not event(node).open
        node.hear(answered(terms(2, parties=shares), by=body), body)
    assert event(node).open


def test_a_changed_sum_concerns_every_body_and_no_network() -> None:
    node = opened()
    node.hear(amend(cost_pence=100_000))
    assert missing(event(node).agreement) == [("iop", "body"), ("bcs", "body"), ("ni", "body")]


def test_what_is_reopened_is_shown_as_it_was_agreed() -> None:
    node = opened()
    (face,) = said(node.hear(amend(plan={"summary": "Not agreed yet"})), EventPublished)
    assert face.plan == terms().plan
    assert face.hash == hash_of(terms())


def test_an_amendment_that_concerns_nobody_leaves_the_event_open() -> None:
    node = opened()
    (face,) = said(node.hear(amend(parties=parties()[::-1])), EventPublished)
    assert face.status == "open"
    assert {each.hash for each in face.acceptances} == {hash_of(terms())}


def test_parties_that_come_and_go_are_all_told() -> None:
    node = opened()
    decision = node.hear(
        amend(parties=parties(Party(body="rsc"), without="ni"), seats=[seats(bcs=1), blocks(iop=1, bcs=1)])
    )
    texts_to = [letter.to for letter in letters(decision) if isinstance(letter.message, AgreementProposed)]
    assert texts_to == ["iop", "bcs", "rsc"], "who is left out receives the text no longer"
    left = [(each.to, each.message) for each in letters(decision) if each.to == "ni"]
    assert left == [
        ("ni", AgreementStatusChanged(subject=EVENT, text=2, status="left", version=event(node).version)),
        ("ni", CallBlocks(event=EVENT, part="circle")),
    ]
    assert {body for body, _ in missing(event(node).agreement)} == {"iop", "bcs", "rsc"}


def test_a_late_yes_to_an_earlier_text_counts_where_nothing_has_changed_for_who_gave_it() -> None:
    # The party has the new text too, and takes its answer to stand: nobody would ask it again.
    node = proposed()
    accept(node, terms(), "iop", "bcs")
    node.hear(answered(terms(), "network", by="ni"), "ni")
    changed = parties(
        Party(body="iop", networks=["iop/women-in-physics"], cash_percent=50),
        Party(body="bcs", networks=["bcs/womens-forum"], cash_percent=50),
    )
    node.hear(amend(parties=changed))
    node.hear(answered(terms(), "body", by="ni"), "ni")
    assert missing(event(node).agreement) == [("iop", "body"), ("bcs", "body")]


def test_a_late_yes_to_what_has_changed_meanwhile_changes_nothing() -> None:
    node = proposed()
    node.hear(amend(cost_pence=100_000))
    assert not node.hear(answered(terms(), "body", by="ni"), "ni").states
    assert ("ni", "body") in missing(event(node).agreement)


def test_a_late_yes_does_not_count_when_its_clauses_went_and_came_back() -> None:
    # The party has dropped its answer with the text between; so does the lead.
    node = proposed()
    node.hear(amend(cost_pence=100_000))
    node.hear(AmendAgreement(subject=EVENT, terms=terms(3)))
    assert not node.hear(answered(terms(), "body", by="ni"), "ni").states
    assert ("ni", "body") in missing(event(node).agreement)


def test_the_answer_of_a_party_that_was_left_out_meanwhile_comes_too_late() -> None:
    node = proposed()
    node.hear(amend(parties=parties(without="ni"), seats=[seats(bcs=1), blocks(iop=1, bcs=1)]))
    assert not node.hear(answered(terms(), "network", by="ni"), "ni").states


def test_a_text_is_forgotten_after_so_many_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MOST", 3)
    node = proposed()
    for version in range(2, 5):
        node.hear(AmendAgreement(subject=EVENT, terms=terms(version)))
    assert len(event(node).texts.versions) == 3
    assert node.refusal(answered(terms(), "body", by="ni"), "ni") == ("hash-unknown", "hash")


# The return date


def test_the_return_date_is_set_when_a_text_is_agreed_and_not_before() -> None:
    node = proposed()
    assert not event(node).published
    accept(node, terms(), "iop", "bcs")
    node.hear(answered(terms(), "body", by="ni"), "ni")
    decision = node.hear(answered(terms(), "network", by="ni"), "ni")
    assert [(due.at, due.command) for due in decision.due] == [
        (DAY - timedelta(days=14), ReturnSeats(event=EVENT)),
        (terms().plan.ends, EndEvent(event=EVENT)),
        (NOW + timedelta(days=1), ShowEventLead(subject=EVENT)),
    ]
    changed = terms(2, return_days=20)
    assert not node.hear(AmendAgreement(subject=EVENT, terms=changed)).due
    for body in ("iop", "bcs"):
        node.hear(answered(changed, "network", by=body), body)
    decision = node.hear(answered(changed, "network", by="ni"), "ni")
    assert [due.at for due in decision.due] == [DAY - timedelta(days=20), terms().plan.ends]


def test_the_date_of_a_text_that_is_only_proposed_returns_nothing() -> None:
    node = opened()
    node.hear(amend(return_days=300))
    assert not node.hear(ReturnSeats(event=EVENT)).states
    assert event(node).places["lectures"].quotas == {"bcs": 1, "ni": 1}


@pytest.mark.parametrize("parts", [[part()], [part(), part("dinner")]])
def test_the_places_stay_those_of_the_agreed_text_until_the_new_one_is_agreed(parts: list[object]) -> None:
    node = opened()
    names = [each.part for each in parts]  # type: ignore[attr-defined]
    text = terms(2, parts=[*parts, circle()], seats=[*[seats(name, pool=4) for name in names], blocks()])
    node.hear(AmendAgreement(subject=EVENT, terms=text))
    assert event(node).places["lectures"] == event(opened()).places["lectures"]
    accept(node, text)
    assert {name: places.pool for name, places in event(node).places.items()} == dict.fromkeys(names, 4)
