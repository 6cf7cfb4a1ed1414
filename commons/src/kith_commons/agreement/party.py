"""A party's side of an agreement, the lead's own included: the text as it was proposed, and what was accepted at home.

All of it is pure, and knows of its subject what the template says. A service keeps an `Offered` in a state of its own.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, ClassVar, Final, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from kith_commons.agreement.acceptance import Accepted
from kith_commons.agreement.agreement import BEHALVES, concern, hash_of
from kith_commons.agreement.template import Template
from kith_contracts.agreements.messages import (
    AgreementAnswered,
    AgreementProposed,
    AgreementStatusChanged,
    AgreementUpdated,
    AgreementWithdrawn,
    AnswerAgreement,
    Missing,
    PartyAnswer,
    WithdrawAgreement,
)
from kith_contracts.agreements.terms import Acceptance, AgreementStatus, Answer, OnBehalf, Proof, Terms
from kith_contracts.message import Refusal
from kith_contracts.words import Section

T = TypeVar("T", bound=Terms[Any])
O = TypeVar("O", bound="Offered[Any]")  # noqa: E741 - one letter, as for other type variables

MOST_ACCEPTED: Final = 100
"""Texts, on each behalf together, that a body remembers having accepted."""
UNKNOWN: Final = Refusal("agreement-unknown", "Nobody has proposed an agreement on this here.", "subject")


class Given(Section):
    """What this body answered, and the digest of what concerned it then."""

    answer: Answer
    concern: str
    note: str = ""


class Offered(BaseModel, Generic[T]):
    """An agreement that this body was asked to join. An answer holds while what concerns us is the same, and is
    gone when that changes, even if it should be changed back: the lead judges so too.
    """

    model_config = ConfigDict(frozen=True)

    template: ClassVar[Template[Any, Any]]
    terms: T
    hash: str
    answers: dict[OnBehalf, Given] = Field(default={}, max_length=2)
    agreed: dict[OnBehalf, int] = Field(default={}, max_length=2)
    """Up to which version our acceptance held, even if it is gone by now."""
    accepted: dict[str, str] = {}
    """By behalf and hash of a text that this body has accepted: the digest of what concerned it there."""
    told: AgreementStatusChanged | None = None
    """What the lead has told last of its status."""
    leaving: bool = False
    """Whether we have withdrawn, and the lead has not heard it yet."""
    version: int = 1

    @property
    def subject(self) -> str:
        return self.terms.subject

    @property
    def left(self) -> bool:
        """Whether we are no party any more; the text is then the last one that we were a party to."""
        return self.told is not None and self.told.status == "left" and self.told.text > self.terms.version

    @property
    def status(self) -> AgreementStatus:
        """Its status for us: whoever has left has withdrawn."""
        if self.left or self.leaving:
            return "withdrawn"
        if self.told is None or self.told.status == "left" or self.told.text < self.terms.version:
            return "proposed"
        return self.told.status

    @property
    def missing(self) -> list[Missing]:
        """Who has not accepted the present text yet, by the lead's word on it."""
        known = self.told is not None and self.told.text == self.terms.version
        return self.told.missing if self.told and known else []

    def obstacle(self, body: str, seen: str | None = None) -> Refusal | None:
        """Why this body can say nothing to the text any more, or nothing to the one that it has `seen`, by its hash."""
        if self.left or self.leaving or self.terms.party(body) is None:
            return Refusal("body-not-party", "Your organisation is not a party to the present text.", "subject")
        if self.status in ("withdrawn", "ended"):
            return Refusal("agreement-over", "The lead has given it up, or it is over.", "subject")
        if seen not in (None, self.hash):
            sentence = f"The text has changed. Look at version {self.terms.version} first."
            return Refusal("stale-hash", sentence, "hash")
        return None

    def valid_answers(self, body: str) -> dict[OnBehalf, Given]:
        """The answers that still hold for the present text."""
        if self.left or self.leaving or self.terms.party(body) is None:
            return {}
        ours = self.template.clauses(self.terms)
        return {behalf: given for behalf, given in self.answers.items() if given.concern == concern(ours, body, behalf)}

    def covers(self, terms: Any, acceptances: Iterable[Acceptance], body: str) -> bool:
        """Whether this body has accepted all of this text that concerns it. Nobody else can know that: what everyone is
        told is only a part of it.
        """
        ours = self.template.clauses(terms)
        signed = {each.on_behalf: each.hash for each in acceptances if each.body == body}
        return all(
            self.accepted.get(f"{behalf}/{signed.get(behalf)}") == concern(ours, body, behalf) for behalf in BEHALVES
        )

    def reopened(self, body: str) -> dict[OnBehalf, int]:
        """Which acceptances of this body are asked for again, and up to which version they held."""
        if self.obstacle(body):
            return {}
        valid = self.valid_answers(body)
        given = [behalf for behalf, each in valid.items() if each.answer == "accepted"]
        return {behalf: version for behalf, version in self.agreed.items() if behalf not in given}


def received(kind: type[O], fact: AgreementProposed[Any], offered: O | None, body: str) -> O | Refusal | None:
    """The newest text that the lead proposes, to this body; None if it is not newer."""
    if hash_of(fact.terms) != fact.hash or fact.terms.subject != fact.subject:
        return Refusal("hash-differs", "The hash is not that of the text.", "hash")
    if offered and offered.terms.version >= fact.terms.version:
        return None
    now = kind(terms=fact.terms, hash=fact.hash)
    if offered:
        answers = {} if offered.left else offered.answers
        now = _but(offered, terms=fact.terms, hash=fact.hash, answers=answers)
    valid = now.valid_answers(body)
    held = {behalf: fact.terms.version for behalf, given in valid.items() if given.answer == "accepted"}
    return now.model_copy(update={"answers": valid, "agreed": now.agreed | held})


def answered(
    offered: O, command: AnswerAgreement, body: str, now: datetime, sign: Callable[[bytes], str]
) -> tuple[O, AgreementAnswered] | Refusal:
    """The text with this hash and no other is accepted or declined; and what the lead is told."""
    if wrong := offered.obstacle(body, command.hash):
        return wrong
    template, terms = offered.template, offered.terms
    concerning = concern(template.clauses(terms), body, command.on_behalf)
    given = Given(answer=command.answer, concern=concerning, note=command.note)
    proof = _signed(offered, command, body, now, sign) if command.answer == "accepted" else None
    agreed = offered.agreed | ({command.on_behalf: terms.version} if proof else {})
    accepted = offered.accepted | ({f"{command.on_behalf}/{command.hash}": concerning} if proof else {})
    accepted = dict(list(accepted.items())[-MOST_ACCEPTED:])
    after = _but(offered, answers={**offered.answers, command.on_behalf: given}, agreed=agreed, accepted=accepted)
    return after, template.messages.answered(**dict(command), proof=proof)


def left(offered: O, command: WithdrawAgreement, body: str) -> tuple[O, AgreementWithdrawn] | Refusal:
    """We take part no longer. It is so here at once; the lead makes the text without us."""
    if wrong := offered.obstacle(body):
        return wrong
    told = offered.template.messages.withdrawn(subject=command.subject, why=command.why)
    return _but(offered, leaving=True, answers={}), told


def heard(offered: O, fact: AgreementStatusChanged) -> O | None:
    """What the lead tells of its status; None if it is not newer. If it comes after the lead has asked us once more, it
    says that our withdrawal was heard.
    """
    heard = offered.leaving and fact.status == "left"
    newer = offered.told is None or offered.told.version < fact.version
    if not (newer or heard):
        return None
    after = _but(offered, leaving=offered.leaving and not heard)
    return after.model_copy(update={"told": fact}) if newer else after


def updated(offered: "Offered[Any]", body: str) -> AgreementUpdated[Any]:
    """The agreement, for this body's own systems."""
    valid = offered.valid_answers(body)
    own = PartyAnswer(
        body=body,
        by_body=valid["body"].answer if "body" in valid else None,
        by_network=valid["network"].answer if "network" in valid else None,
        note=" ".join(given.note for given in valid.values() if given.note)[:300],
    )
    return offered.template.messages.updated(
        subject=offered.subject,
        terms=offered.terms,
        hash=offered.hash,
        status=offered.status,
        answers=[own],
        version=offered.version,
    )


def _signed(
    offered: "Offered[Any]", command: AnswerAgreement, body: str, now: datetime, sign: Callable[[bytes], str]
) -> Proof:
    face = offered.template.face(offered.terms)
    what = Accepted(offered.template.kind, command.subject, body, command.on_behalf, command.hash, face, now)
    return Proof(face=face, at=now, signature=sign(what.payload))


def _but(offered: O, **changes: Any) -> O:
    return offered.model_copy(update={**changes, "version": offered.version + 1})
