"""A party's side of an agreement, the lead's own included: the text as it was proposed, and the yeses given at home."""

from typing import ClassVar

from pydantic import Field

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, refuse
from kith_commons.acceptance import Yes, face_of_terms
from kith_commons.agreement import concern, hash_of
from kith_contracts.agreements import AgreementTerms, OnBehalf, Proof
from kith_contracts.details import DetailsDestroyed
from kith_contracts.events import (
    AgreementAnswered,
    AgreementProposed,
    AgreementStatus,
    AgreementUpdated,
    Answer,
    AnswerAgreement,
    PartyAnswer,
)
from kith_contracts.message import Letter, Message
from kith_contracts.words import Moment, Section, body_of
from kith_events.domain.terms import clauses

# States


class Given(Section):
    """What this body answered, and the digest of what concerned it then."""

    answer: Answer
    concern: str
    note: str = ""


class Proposal(State):
    """An agreement that this body was asked to join. An answer stands while what concerns us stands, and is gone when
    that changes, even if it should be changed back: the lead judges so too.
    """

    kind: ClassVar[str] = "proposal"
    event: str
    terms: AgreementTerms
    hash: str
    answers: dict[OnBehalf, Given] = Field(default={}, max_length=2)
    destroyed: Moment | None = None
    """When the lead destroyed the key to what it was sent of our people, by its receipt."""
    version: int = 1

    @property
    def id(self) -> str:
        return self.event

    def standing(self, body: str) -> dict[OnBehalf, Given]:
        """The answers that still hold for the present text."""
        if self.terms.party(body) is None:
            return {}
        ours = clauses(self.terms)
        return {behalf: given for behalf, given in self.answers.items() if given.concern == concern(ours, body, behalf)}


# Decisions


def receive(at: Circumstances, fact: AgreementProposed, proposal: Proposal | None) -> Decision:
    """Keep the newest text that the lead proposes."""
    if hash_of(fact.terms) != fact.hash or fact.terms.event != fact.event:
        return refuse("hash-differs", "The hash is not that of the text.", "hash")
    if proposal and proposal.terms.version >= fact.terms.version:
        return NOTHING
    received = Proposal(event=fact.event, terms=fact.terms, hash=fact.hash)
    if proposal:
        received = received.but(answers=proposal.answers, destroyed=proposal.destroyed, version=proposal.version + 1)
    return _kept(at, received.but(answers=received.standing(at.body)))


def answer(at: Circumstances, command: AnswerAgreement, proposal: Proposal | None) -> Decision:
    """Say yes or no, to the text with this hash and no other."""
    if proposal is None:
        return refuse("agreement-unknown", "Nobody has proposed an agreement on this event here.", "event")
    if proposal.terms.party(at.body) is None:
        return refuse("body-not-party", "Your organisation is not a party to the present text.", "event")
    if command.hash != proposal.hash:
        sentence = f"The text has changed; look at version {proposal.terms.version} and answer that."
        return refuse("stale-hash", sentence, "hash")
    concerning = concern(clauses(proposal.terms), at.body, command.on_behalf)
    given = Given(answer=command.answer, concern=concerning, note=command.note)
    proof = _signed(at, command, proposal.terms) if command.answer == "accepted" else None
    told = Letter(body_of(command.event), AgreementAnswered(**dict(command), proof=proof))
    answers = {**proposal.answers, command.on_behalf: given}
    kept = _kept(at, proposal.but(answers=answers, version=proposal.version + 1))
    return kept._replace(says=(told, *kept.says))


def _signed(at: Circumstances, command: AnswerAgreement, terms: AgreementTerms) -> Proof:
    face = face_of_terms(terms)
    yes = Yes(command.event, at.body, command.on_behalf, command.hash, face, at.now)
    return Proof(face=face, at=at.now, signature=at.signatures.sign(yes.payload))


def take_receipt(_at: Circumstances, fact: DetailsDestroyed, proposal: Proposal | None) -> Decision:
    """The lead says that nobody can read any more what it was sent; kept for those who ask."""
    if proposal is None:
        return refuse("agreement-unknown", "Nobody has proposed an agreement on this event here.", "event")
    if proposal.destroyed:
        return NOTHING
    return Decision(states=(proposal.but(destroyed=fact.at),))


def _kept(at: Circumstances, proposal: Proposal) -> Decision:
    # The lead's own systems hear of it from the lead's side, which knows all answers.
    says: tuple[Message, ...] = () if body_of(proposal.event) == at.body else (_for_own_systems(at, proposal),)
    return Decision(states=(proposal,), says=says)


def _for_own_systems(at: Circumstances, proposal: Proposal) -> AgreementUpdated:
    standing = proposal.standing(at.body)
    own = PartyAnswer(
        body=at.body,
        by_body=standing["body"].answer if "body" in standing else None,
        by_network=standing["network"].answer if "network" in standing else None,
        note=" ".join(given.note for given in standing.values() if given.note)[:300],
    )
    status: AgreementStatus = "declined" if "declined" in (own.by_body, own.by_network) else "proposed"
    return AgreementUpdated(
        event=proposal.event,
        terms=proposal.terms,
        hash=proposal.hash,
        status=status,
        answers=[own],
        version=proposal.version,
    )
