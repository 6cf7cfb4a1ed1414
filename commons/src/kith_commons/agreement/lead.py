"""The lead's side of an agreement: the text from draft to end, what the parties answer, and what the lead tells them.

All of it is pure, and knows of its subject what the template says. A service keeps a `Led` in a state of its own.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, Final, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from kith_commons.agreement import agreement as law
from kith_commons.agreement.acceptance import Proves, signed
from kith_commons.agreement.agreement import Agreement, Stance, hash_of
from kith_commons.agreement.template import Template, parties_of
from kith_commons.agreement.texts import Texts
from kith_contracts.agreements.messages import (
    AgreementAnswered,
    AgreementStatusChanged,
    AgreementUpdated,
    AgreementWithdrawn,
    Missing,
    PartyAnswer,
)
from kith_contracts.agreements.terms import Acceptance, AgreementStatus, Answer, Terms
from kith_contracts.message import Letter, Refusal

T = TypeVar("T", bound=Terms[Any])
L = TypeVar("L", bound="Led[Any]")

MOST_DEPARTED: Final = 100
UNKNOWN: Final = Refusal("agreement-unknown", "There is no agreement on anything of this name here.", "subject")


class Led(BaseModel, Generic[T]):
    """What the lead keeps of an agreement: the text, and who has accepted it."""

    model_config = ConfigDict(frozen=True)

    template: ClassVar[Template[Any, Any]]
    terms: T
    agreement: Agreement
    texts: Texts
    suggestions: tuple[str, ...] = ()
    """The changes that are suggested and not decided on; what they are is with each suggestion."""
    departed: dict[str, str] = {}
    """Who is no party any more, and why, in their words; without a word, who was left out."""
    version: int = 1

    @property
    def subject(self) -> str:
        return self.terms.subject

    @property
    def status(self) -> AgreementStatus:
        """The status of the agreement."""
        return law.status(self.agreement)

    @property
    def parties(self) -> tuple[str, ...]:
        return self.agreement.parties


# The text


def proposed(led: L) -> L:
    """The draft, for all its parties to see."""
    terms = led.terms
    asked = law.propose(led.subject, 1, led.agreement.hash, parties_of(terms), led.template.clauses(terms))
    return _but(led, agreement=asked, texts=Texts.first(asked))


def amended(led: L, terms: Any) -> L | Refusal:
    """The agreement with another text, which has no fault. Refused as the law says, see `amend`."""
    after = law.amend(led.agreement, terms.version, hash_of(terms), parties_of(terms), led.template.clauses(terms))
    if isinstance(after, Refusal):
        return after._replace(field="terms.version") if after.code == "version-not-next" else after
    gone = {**dict.fromkeys(led.parties, ""), **led.departed}
    departed = {body: why for body, why in gone.items() if terms.party(body) is None}
    return _but(led, terms=terms, agreement=after, texts=led.texts.amended(led.agreement, after), departed=departed)


def given_up(led: L) -> L | Refusal:
    """The lead withdraws, for good."""
    after = law.withdraw(led.agreement)
    return after if isinstance(after, Refusal) else _but(led, agreement=after)


def ended(led: L) -> L:
    """What was agreed on is over."""
    return _but(led, agreement=law.end(led.agreement))


# What parties say


def answered(led: L, fact: AgreementAnswered, sender: str, now: datetime, proves: Proves) -> L | Refusal | None:
    """A party accepts or declines; None if that changes nothing. An answer to an earlier text counts if what concerns
    the party is still the same, for the party takes its answer to stand then; else it comes too late.
    """
    if led.agreement.over:
        return None
    if not led.texts.counts(sender, fact.on_behalf, fact.hash):
        return _of_no_text(led, fact)
    if wrong := _unproven(led, fact, sender, proves):
        return wrong
    asked = led.agreement.model_copy(update={"hash": fact.hash})
    given = law.answer(
        asked,
        sender,
        fact.on_behalf,
        fact.hash,
        answer=fact.answer,
        note=fact.note,
        at=now,
        proof=fact.proof,
    )
    if isinstance(given, Refusal):
        return given
    return None if given == asked else _but(led, agreement=given.model_copy(update={"hash": led.agreement.hash}))


def _of_no_text(led: "Led[Any]", fact: AgreementAnswered) -> Refusal | None:
    """Why an answer does not count for the present text; None if it only comes too late."""
    if fact.hash == led.agreement.hash:
        return Refusal("body-not-party", "Only a party to this agreement can answer it.", "body")
    if led.texts.knows(fact.hash):
        return None
    return Refusal("hash-unknown", "There has been no text of this hash.", "hash")


def _unproven(led: "Led[Any]", fact: AgreementAnswered, sender: str, proves: Proves) -> Refusal | None:
    """An acceptance that others could not verify would make an agreement that is active nowhere but here."""
    if fact.answer != "accepted":
        return None
    unsigned = Refusal("not-proven", "The organisation that accepts has not signed it.", "proof")
    if fact.proof is None:
        return unsigned
    accepted = Acceptance(body=sender, on_behalf=fact.on_behalf, hash=fact.hash, proof=fact.proof)
    if not signed(proves, led.template.kind, fact.subject, accepted):
        return unsigned
    if fact.on_behalf == "network" and fact.proof.face != led.template.face(led.terms):
        return Refusal("face-differs", "What was signed is not what is published of the present text.", "proof.face")
    return None


def departing(led: L, fact: AgreementWithdrawn, sender: str) -> L | None:
    """A party takes part no longer: it is to be left out of the next text. None if it is none, or the lead itself."""
    if led.agreement.over or sender not in led.parties or sender == led.terms.led_by:
        return None
    return led.model_copy(update={"departed": {**led.departed, sender: fact.why}})


# What the lead tells


def proposals(led: "Led[Any]") -> tuple[Letter, ...]:
    """The whole text, to all its parties and to nobody else."""
    told = led.template.messages.proposed(subject=led.subject, terms=led.terms, hash=led.agreement.hash)
    return tuple(Letter(body, told) for body in led.parties)


def status_letters(led: "Led[Any]") -> tuple[Letter, ...]:
    """Its status, to all parties; a draft is nobody's business."""
    if led.status == "drafted":
        return ()
    needed = () if led.agreement.over else law.missing(led.agreement)
    missing = [Missing(body=body, on_behalf=behalf) for body, behalf in needed]
    told = _status(led, led.status, missing)
    return tuple(Letter(body, told) for body in led.parties)


def farewells(led: "Led[Any]", before: "Led[Any]") -> tuple[Letter, ...]:
    """To those who are no party any more: that they are not, and nothing of the new text."""
    return tuple(Letter(body, _status(led, "left", [])) for body in gone(led, before))


def gone(led: "Led[Any]", before: "Led[Any]") -> Iterator[str]:
    """Who was a party before, and is none now."""
    return (body for body in before.parties if body not in led.parties)


def updated(led: "Led[Any]") -> AgreementUpdated[Any]:
    """The agreement, for the lead's own systems."""
    return led.template.messages.updated(
        subject=led.subject,
        terms=led.terms,
        hash=led.agreement.hash,
        status=led.status,
        answers=[_party_answer(led.agreement, body) for body in led.parties],
        departed=dict(list(led.departed.items())[-MOST_DEPARTED:]),
        version=led.version,
    )


def _status(led: "Led[Any]", status: Any, missing: list[Missing]) -> AgreementStatusChanged:
    text, version = led.agreement.version, led.version
    told = led.template.messages.status_changed
    return told(subject=led.subject, text=text, status=status, missing=missing, version=version)


def _party_answer(agreement: Agreement, body: str) -> PartyAnswer:
    by_body, by_network = agreement.stance(body, "body"), agreement.stance(body, "network")
    notes = [one.reply.note for one in (by_body, by_network) if one and one.reply and one.reply.note]
    return PartyAnswer(body=body, by_body=_answer(by_body), by_network=_answer(by_network), note=" ".join(notes)[:300])


def _answer(stance: Stance | None) -> Answer | None:
    return stance.answer if stance else None


def _but(led: L, **changes: Any) -> L:
    return led.model_copy(update={**changes, "version": led.version + 1})
