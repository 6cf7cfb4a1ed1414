"""A party's side of an agreement, the lead's own included: the text as proposed, and the answers given at home."""

from kith_chassis.decision import NOTHING, Circumstances, Decision, refuse
from kith_commons.agreement.acceptance import Yes, face_of_terms
from kith_commons.agreement.agreement import concern, hash_of
from kith_contracts.events.agreements import (
    AgreementAnswered,
    AgreementProposed,
    AgreementUpdated,
    AgreementWithdrawn,
    AnswerAgreement,
    PartyAnswer,
    StandingChanged,
    WithdrawAgreement,
)
from kith_contracts.events.details import DetailsDestroyed
from kith_contracts.events.places import LeaveEvent
from kith_contracts.events.terms import AgreementTerms, Proof
from kith_contracts.message import Letter, Message
from kith_contracts.words import body_of
from kith_events.event.clauses import clauses
from kith_events.event.party import Given, Proposal

# States


# Decisions


def receive(at: Circumstances, fact: AgreementProposed, proposal: Proposal | None) -> Decision:
    """Keep the newest text that the lead proposes."""
    if hash_of(fact.terms) != fact.hash or fact.terms.event != fact.event:
        return refuse("hash-differs", "The hash is not that of the text.", "hash")
    if proposal and proposal.terms.version >= fact.terms.version:
        return NOTHING
    received = Proposal(event=fact.event, terms=fact.terms, hash=fact.hash)
    if proposal:
        answers = {} if proposal.left else proposal.answers
        received = proposal.but(terms=fact.terms, hash=fact.hash, answers=answers, version=proposal.version + 1)
    standing = received.standing(at.body)
    held = {behalf: fact.terms.version for behalf, given in standing.items() if given.answer == "accepted"}
    return _kept(at, received.but(answers=standing, agreed=received.agreed | held))


def answer(at: Circumstances, command: AnswerAgreement, proposal: Proposal | None) -> Decision:
    """Say yes or no, to the text with this hash and no other."""
    if proposal is None:
        return refuse("agreement-unknown", "Nobody has proposed an agreement on this event here.", "event")
    if wrong := proposal.obstacle(at.body, command.hash):
        return Decision(refusal=wrong)
    concerning = concern(clauses(proposal.terms), at.body, command.on_behalf)
    given = Given(answer=command.answer, concern=concerning, note=command.note)
    proof = _signed(at, command, proposal.terms) if command.answer == "accepted" else None
    told = Letter(body_of(command.event), AgreementAnswered(**dict(command), proof=proof))
    answers = {**proposal.answers, command.on_behalf: given}
    agreed = proposal.agreed | ({command.on_behalf: proposal.terms.version} if proof else {})
    kept = _kept(at, proposal.but(answers=answers, agreed=agreed, version=proposal.version + 1))
    return kept._replace(says=(told, *kept.says))


def _signed(at: Circumstances, command: AnswerAgreement, terms: AgreementTerms) -> Proof:
    face = face_of_terms(terms)
    yes = Yes(command.event, at.body, command.on_behalf, command.hash, face, at.now)
    return Proof(face=face, at=at.now, signature=at.signatures.sign(yes.payload))


def leave(at: Circumstances, command: WithdrawAgreement, proposal: Proposal | None) -> Decision:
    """Take part no longer. It is so here at once; the lead makes the text without us."""
    if proposal is None:
        return refuse("agreement-unknown", "Nobody has proposed an agreement on this event here.", "event")
    if wrong := proposal.obstacle(at.body):
        return Decision(refusal=wrong)
    told = Letter(body_of(command.event), AgreementWithdrawn(event=command.event, why=command.why))
    kept = _kept(at, proposal.but(leaving=True, answers={}, version=proposal.version + 1))
    return kept._replace(says=(told, *kept.says))


def take_standing(at: Circumstances, fact: StandingChanged, proposal: Proposal | None) -> Decision:
    """The lead's newest word on how it stands. That we are no party any more is heard by our people who have places;
    when it comes late, after we were asked again, it says that our withdrawal was heard.
    """
    if proposal is None:
        return NOTHING
    heard = proposal.leaving and fact.status == "left"
    newer = proposal.stands is None or proposal.stands.version < fact.version
    if not (newer or heard):
        return NOTHING
    changed = proposal.but(leaving=proposal.leaving and not heard, version=proposal.version + 1)
    kept = _kept(at, changed.but(stands=fact) if newer else changed)
    if not newer or fact.status != "left" or fact.text < proposal.terms.version:
        return kept
    return kept._replace(says=(*kept.says, LeaveEvent(event=fact.event, leaving=proposal.terms.leaving)))


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
    return AgreementUpdated(
        event=proposal.event,
        terms=proposal.terms,
        hash=proposal.hash,
        status=proposal.status,
        answers=[own],
        version=proposal.version,
    )
