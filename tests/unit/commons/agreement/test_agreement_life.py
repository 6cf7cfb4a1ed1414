"""Random lives of an agreement, held against what each party has really read and said."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple, get_args

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kith_commons.agreement.agreement import (
    BEHALVES,
    Agreement,
    Clause,
    acceptances,
    amend,
    answer,
    hash_of,
    missing,
    propose,
    status,
)
from kith_contracts.agreements.terms import Answer, OnBehalf, Proof
from kith_contracts.message import Refusal

BODIES = ("bcs", "iop", "ni")
some_body = st.sampled_from(BODIES)
some_behalf = st.sampled_from(BEHALVES)
some_answer = st.sampled_from((*get_args(Answer), "accepted"))


class Said(NamedTuple):
    """What one party said to which clauses, word for word."""

    answer: Answer
    clauses: list[Clause]
    hash: str
    at: datetime


class LifeOfAnAgreement(RuleBasedStateMachine):
    agreement: Agreement
    agreed = False

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2027, 1, 1, tzinfo=UTC)
        self.version = 1
        self.parties: tuple[str, ...] = BODIES
        self.said: dict[tuple[str, OnBehalf], Said] = {}
        self.values: dict[tuple[OnBehalf, str], int] = {
            (behalf, body): 0 for behalf in BEHALVES for body in ("", *BODIES)
        }

    @initialize()
    def the_lead_proposes(self) -> None:
        self.agreement = propose("iop/day", 1, self.hash(), self.parties, self.clauses())

    @rule(body=some_body, behalf=some_behalf, said=some_answer)
    def somebody_answers(self, body: str, behalf: OnBehalf, said: Answer) -> None:
        self.now += timedelta(minutes=1)
        answered = self.answered(body, behalf, self.hash(), said)
        if body not in self.parties:
            assert isinstance(answered, Refusal)
            assert answered.code == "body-not-party"
            return
        assert isinstance(answered, Agreement)
        self.agreement = answered
        before = self.said.get((body, behalf))
        if before is None or (before.answer, before.hash) != (said, self.hash()):
            self.said[body, behalf] = Said(said, self.concerning(body, behalf), self.hash(), self.now)

    @rule(body=some_body, behalf=some_behalf)
    def everybody_accepts_but_one(self, body: str, behalf: OnBehalf) -> None:
        for owing, of_whom in missing(self.agreement):
            if (owing, of_whom) != (body, behalf):
                self.somebody_answers(owing, of_whom, "accepted")

    @rule(body=some_body, behalf=some_behalf)
    def somebody_answers_a_text_that_is_gone(self, body: str, behalf: OnBehalf) -> None:
        answered = self.answered(body, behalf, hash_of({"version": self.version - 1}), "accepted")
        assert isinstance(answered, Refusal)
        assert answered.code == ("stale-hash" if body in self.parties else "body-not-party")

    @rule(behalf=some_behalf, whose=st.sampled_from(("", *BODIES)), value=st.integers(0, 2))
    def one_clause_is_changed(self, behalf: OnBehalf, whose: str, value: int) -> None:
        owed = missing(self.agreement)
        changed = self.values[behalf, whose] != value
        self.values[behalf, whose] = value
        self.the_next_text_is_put_in_place()
        reopened = {one for one in missing(self.agreement) if one not in owed}
        assert reopened <= {(body, behalf) for body in self.parties if changed and whose in ("", body)}

    @rule(parties=st.sets(st.sampled_from(BODIES[1:])))
    def parties_come_and_go(self, parties: set[str]) -> None:
        self.parties = ("bcs", *sorted(parties))
        self.the_next_text_is_put_in_place()

    @rule()
    def the_process_starts_again(self) -> None:
        stored = Agreement.model_validate_json(self.agreement.model_dump_json())
        assert stored == self.agreement
        self.agreement = stored

    @invariant()
    def exactly_those_acceptances_are_missing_that_were_not_given_to_the_present_clauses(self) -> None:
        assert missing(self.agreement) == [
            (body, behalf) for body in self.parties for behalf in BEHALVES if not self.accepted(body, behalf)
        ]

    @invariant()
    def it_is_active_only_if_every_party_has_said_yes_to_all_that_concerns_it(self) -> None:
        everybody = all(self.accepted(body, behalf) for body in self.parties for behalf in BEHALVES)
        somebody = any(self.accepted(body, behalf) for body in self.parties for behalf in BEHALVES)
        self.agreed = self.agreed or everybody
        waiting = "amended" if self.agreed else "partly-accepted" if somebody else "proposed"
        assert status(self.agreement) == ("active" if everybody else waiting)

    @invariant()
    def acceptances_are_told_of_who_has_given_both_with_the_text_and_time_of_each(self) -> None:
        both = [
            (body, behalf, self.said[body, behalf])
            for body in self.parties
            if all(self.accepted(body, behalf) for behalf in BEHALVES)
            for behalf in BEHALVES
        ]
        told = [(one.body, one.on_behalf, one.hash, one.proof.at) for one in acceptances(self.agreement)]
        assert told == [(body, behalf, said.hash, said.at) for body, behalf, said in both]

    def answered(self, body: str, behalf: OnBehalf, text_hash: str, said: Answer) -> Agreement | Refusal:
        proof = Proof(face=text_hash, at=self.now, signature=f"{body}..{'A' * 86}")
        return answer(self.agreement, body, behalf, text_hash, answer=said, note="", at=self.now, proof=proof)

    def the_next_text_is_put_in_place(self) -> None:
        self.version += 1
        amended = amend(self.agreement, self.version, self.hash(), self.parties, self.clauses())
        assert isinstance(amended, Agreement)
        self.agreement = amended
        self.said = {
            (body, behalf): said
            for (body, behalf), said in self.said.items()
            if body in self.parties and said.clauses == self.concerning(body, behalf)
        }

    def hash(self) -> str:
        return hash_of({"version": self.version})

    def clauses(self) -> list[Clause]:
        return [
            Clause(f"{behalf} {whose}", behalf, value, frozenset({whose}) if whose else None)
            for (behalf, whose), value in self.values.items()
        ]

    def concerning(self, body: str, behalf: OnBehalf) -> list[Clause]:
        return [one for one in self.clauses() if one.needs == behalf and one.bodies in (None, {body})]

    def accepted(self, body: str, behalf: OnBehalf) -> bool:
        said = self.said.get((body, behalf))
        return said is not None and said.answer == "accepted" and said.clauses == self.concerning(body, behalf)


LifeOfAnAgreement.TestCase.settings = settings(
    max_examples=40, stateful_step_count=30, derandomize=True, database=None, deadline=None
)
TestLifeOfAnAgreement = LifeOfAnAgreement.TestCase
