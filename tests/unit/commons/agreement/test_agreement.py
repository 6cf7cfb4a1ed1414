import hashlib
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import BaseModel

from kith_commons.agreement.agreement import (
    Agreement,
    Clause,
    acceptances,
    amend,
    answer,
    concern,
    draft,
    end,
    hash_of,
    missing,
    propose,
    status,
    withdraw,
)
from kith_contracts.agreements.terms import Answer, OnBehalf, Proof
from kith_contracts.message import Refusal
from kith_contracts.words import Moment

NOON = datetime(2027, 3, 12, 12, tzinfo=UTC)
FIRST, SECOND = hash_of({"version": 1}), hash_of({"version": 2})


def share(body: str, percent: int) -> Clause:
    return Clause(f"share of {body}", "body", percent, frozenset({body}))


def text(plan: str = "a day", bcs: int = 60, iop: int = 40) -> list[Clause]:
    return [Clause("plan", "network", plan), share("bcs", bcs), share("iop", iop)]


def proposed() -> Agreement:
    return propose("bcs/day", 1, FIRST, ("bcs", "iop"), text())


def says(
    agreement: Agreement,
    body: str,
    behalf: OnBehalf,
    said: Answer = "accepted",
    *,
    note: str = "",
    at: datetime = NOON,
) -> Agreement:
    proof = Proof(face=FIRST, at=at, signature=f"{body}..{'A' * 86}")
    answered = answer(agreement, body, behalf, agreement.hash, answer=said, note=note, at=at, proof=proof)
    assert isinstance(answered, Agreement)
    return answered


def accepted() -> Agreement:
    agreement = proposed()
    for body, behalf in missing(agreement):
        agreement = says(agreement, body, behalf)
    return agreement


def amended(agreement: Agreement, clauses: list[Clause], *parties: str) -> Agreement:
    outcome = amend(agreement, 2, SECOND, parties or agreement.parties, clauses)
    assert isinstance(outcome, Agreement)
    return outcome


def refusal(outcome: Any) -> Refusal:
    assert isinstance(outcome, Refusal)
    assert 0 < len(outcome.sentence) <= 160
    return outcome


def test_a_new_text_waits_for_two_acceptances_of_each_party_the_lead_first() -> None:
    agreement = proposed()
    assert missing(agreement) == [("bcs", "body"), ("bcs", "network"), ("iop", "body"), ("iop", "network")]
    assert agreement.parties == ("bcs", "iop")
    assert status(agreement) == "proposed"


def test_it_is_active_with_the_last_acceptance_and_not_before() -> None:
    agreement = proposed()
    states = []
    for body, behalf in missing(agreement):
        agreement = says(agreement, body, behalf)
        states.append(status(agreement))
    assert states == ["partly-accepted", "partly-accepted", "partly-accepted", "active"]


def test_one_no_reopens_it_and_a_later_yes_makes_it_good() -> None:
    agreement = says(accepted(), "iop", "body", "declined", note="We cannot pay 40 percent.")
    assert status(agreement) == "amended"
    assert missing(agreement) == [("iop", "body")]
    assert status(says(agreement, "iop", "body")) == "active"


def test_new_terms_for_whom_they_concern_clear_a_no() -> None:
    declined = says(accepted(), "iop", "body", "declined")
    stances = [amended(declined, changed).stance("iop", "body") for changed in (text(iop=20), text(bcs=20))]
    assert [stance and stance.answer for stance in stances] == [None, "declined"]


def test_a_draft_is_answered_and_amended_by_nobody() -> None:
    drafted = draft("bcs/day", FIRST, ("bcs", "iop"), text())
    assert status(drafted) == "drafted"
    no = answer(drafted, "iop", "body", FIRST, answer="accepted", note="", at=datetime(2027, 1, 1, tzinfo=UTC))
    assert isinstance(no, Refusal)
    assert isinstance(later := amend(drafted, 2, FIRST, ("bcs", "iop"), text()), Refusal)
    assert (no.code, later.code) == ("agreement-not-proposed", "agreement-not-proposed")


def test_what_is_withdrawn_or_over_stays_so() -> None:
    called_off, over = withdraw(accepted()), end(accepted())
    assert isinstance(called_off, Agreement)
    assert [status(each) for each in (called_off, over)] == ["withdrawn", "ended"]
    for each in (called_off, over):
        assert isinstance(no := withdraw(each), Refusal)
        assert isinstance(later := amend(each, 2, FIRST, ("bcs", "iop"), text()), Refusal)
        assert (no.code, later.code) == ("agreement-over", "agreement-over")


def test_what_was_never_agreed_on_does_not_end() -> None:
    assert status(end(proposed())) == "proposed"


def test_a_changed_clause_reopens_it_for_the_body_that_it_concerns_alone() -> None:
    assert missing(amended(accepted(), text(iop=30))) == [("iop", "body")]


def test_a_clause_that_concerns_everyone_reopens_it_for_everyone_on_that_behalf_alone() -> None:
    assert missing(amended(accepted(), text("two days"))) == [("bcs", "network"), ("iop", "network")]


def test_an_amendment_that_concerns_nobodys_yes_reopens_nothing() -> None:
    assert status(amended(accepted(), text())) == "active"


def test_a_yes_that_is_gone_does_not_come_back_with_the_old_wording() -> None:
    changed = amended(accepted(), text(iop=30))
    again = amend(changed, 3, FIRST, changed.parties, text())
    assert isinstance(again, Agreement)
    assert missing(again) == [("iop", "body")]


def test_a_new_party_owes_both_acceptances_and_the_others_none_for_it() -> None:
    assert missing(amended(accepted(), text(), "bcs", "iop", "ni")) == [("ni", "body"), ("ni", "network")]


def test_a_party_that_leaves_owes_nothing_and_answers_anew_when_it_comes_back() -> None:
    without = amended(accepted(), text(), "bcs")
    assert status(without) == "active"
    back = amend(without, 3, FIRST, ("bcs", "iop"), text())
    assert isinstance(back, Agreement)
    assert missing(back) == [("iop", "body"), ("iop", "network")]


@pytest.mark.parametrize("version", [1, 3])
def test_an_amendment_must_be_the_next_version(version: int) -> None:
    assert refusal(amend(accepted(), version, SECOND, ("bcs",), text()))[0::2] == ("version-not-next", "version")


def test_a_body_that_is_no_party_cannot_answer() -> None:
    outcome = answer(proposed(), "ni", "body", FIRST, answer="accepted", note="", at=NOON)
    assert refusal(outcome)[0::2] == ("body-not-party", "body")


def test_a_yes_to_a_text_that_is_gone_is_refused() -> None:
    outcome = answer(amended(proposed(), text()), "iop", "body", FIRST, answer="accepted", note="", at=NOON)
    assert refusal(outcome)[0::2] == ("stale-hash", "hash")


def test_the_same_answer_again_changes_nothing_not_even_its_time() -> None:
    agreement = accepted()
    assert says(agreement, "iop", "body", at=NOON + timedelta(hours=1)) is agreement


def test_the_same_answer_with_another_note_is_news() -> None:
    agreement = says(says(proposed(), "iop", "body", "declined"), "iop", "body", "declined", note="Too much.")
    stance = agreement.stance("iop", "body")
    assert stance is not None
    assert stance.reply is not None
    assert (stance.answer, stance.reply.note) == ("declined", "Too much.")


def test_acceptances_are_told_when_both_are_there_each_as_it_was_signed() -> None:
    once = says(proposed(), "iop", "network", at=NOON + timedelta(hours=2))
    assert acceptances(once) == []
    both = says(once, "iop", "body", at=NOON)
    told = [(one.body, one.on_behalf, one.hash, one.proof.at) for one in acceptances(both)]
    assert told == [("iop", "body", FIRST, NOON), ("iop", "network", FIRST, NOON + timedelta(hours=2))]


def test_an_acceptance_tells_the_text_that_was_accepted_also_after_an_amendment_for_others() -> None:
    told = acceptances(amended(accepted(), text(iop=30)))
    assert [(one.body, one.hash) for one in told] == [("bcs", FIRST)] * 2


def test_who_accepts_again_after_an_amendment_for_others_accepts_the_present_text() -> None:
    agreement = amended(accepted(), text(iop=30))
    later = NOON + timedelta(days=1)
    renewed = says(agreement, "bcs", "body", at=later)
    told = [(one.on_behalf, one.hash, one.proof.at) for one in acceptances(renewed)]
    assert told == [("body", SECOND, later), ("network", FIRST, NOON)]


def test_an_agreement_is_stored_and_loaded_without_its_text() -> None:
    stored = accepted().model_dump(mode="json")
    assert Agreement.model_validate(stored) == accepted()
    assert "a day" not in str(stored)


def test_a_concern_does_not_depend_on_the_order_of_the_clauses() -> None:
    more = [*text(), Clause("cost", "body", 90_000)]
    assert concern(more, "iop", "body") == concern(more[::-1], "iop", "body") != concern(text(), "iop", "body")


def test_a_concern_depends_on_nothing_that_concerns_others_or_another_yes() -> None:
    assert concern(text(), "iop", "body") == concern([share("iop", 40)], "iop", "body")
    assert concern(text(), "iop", "body") != concern([share("iop", 41)], "iop", "body")


def test_two_clauses_of_one_name_are_both_agreed_to() -> None:
    twice = [share("iop", 40), share("iop", 50)]
    assert concern(twice, "iop", "body") != concern(twice[1:], "iop", "body")


class Invitation(BaseModel):
    title: str
    at: Moment
    seats: int = 1


def test_a_hash_is_that_of_the_canonical_json_of_what_differs_from_its_default() -> None:
    invitation = Invitation(title="Rückkehr", at=NOON, seats=2)
    canonical = '{"at":"2027-03-12T12:00:00Z","seats":2,"title":"Rückkehr"}'
    assert hash_of(invitation) == hashlib.sha256(canonical.encode()).hexdigest()
    assert hash_of(invitation) == hash_of({"title": "Rückkehr", "seats": 2, "at": NOON})


def test_a_field_that_a_later_contract_adds_changes_no_hash_until_it_is_used() -> None:
    class LaterInvitation(Invitation):
        bring: str = ""

    now, later = Invitation(title="a", at=NOON), LaterInvitation(title="a", at=NOON)
    assert hash_of(now) == hash_of(later)
    assert hash_of(later) != hash_of(LaterInvitation(title="a", at=NOON, bring="a chair"))


def test_the_same_instant_hashes_alike_whatever_its_offset() -> None:
    in_berlin = NOON.astimezone(timezone(timedelta(hours=1)))
    assert hash_of(Invitation(title="a", at=in_berlin)) == hash_of(Invitation(title="a", at=NOON))
    assert hash_of(Invitation(title="a", at=NOON + timedelta(microseconds=1))) != hash_of(
        Invitation(title="a", at=NOON)
    )


def test_a_hash_survives_the_wire() -> None:
    invitation = Invitation(title="a", at=NOON.astimezone(timezone(-timedelta(hours=5))) + timedelta(milliseconds=500))
    assert hash_of(Invitation.model_validate_json(invitation.model_dump_json())) == hash_of(invitation)


def test_models_lists_and_days_inside_a_text_are_hashed_as_what_they_say() -> None:
    inside = {"all": (Invitation(title="a", at=NOON, seats=2),), "day": date(2027, 3, 12)}
    plain = {"all": [{"title": "a", "at": "2027-03-12T12:00:00Z", "seats": 2}], "day": "2027-03-12"}
    assert hash_of(inside) == hash_of(plain)


def test_what_has_no_canonical_form_is_not_hashed() -> None:
    for value in (datetime(2027, 3, 12), 2**53, {1, 2}):  # noqa: DTZ001 - a time without an offset is the point
        with pytest.raises(ValueError, match=r"offset|53|9007199254740992|unsupported"):
            hash_of({"value": value})
