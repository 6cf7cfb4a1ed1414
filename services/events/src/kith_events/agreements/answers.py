"""Which answers of a party the lead takes: to a text that says the same to it now, and signed for others to see."""

from kith_chassis.decision import NOTHING, Circumstances, Decision, refuse
from kith_commons.agreement.acceptance import face_of_terms, signed
from kith_commons.agreement.agreement import hash_of
from kith_contracts.events.agreements import AgreementAnswered
from kith_contracts.events.terms import Acceptance, AgreementTerms
from kith_events.event.texts import Texts


def unheeded(at: Circumstances, fact: AgreementAnswered, texts: Texts, terms: AgreementTerms) -> Decision | None:
    """What becomes of an answer that does not count for the present terms; None for one that does."""
    if texts.counts(at.sender, fact.on_behalf, fact.hash):
        return _unproven(at, fact, terms)
    if fact.hash == hash_of(terms):
        return refuse("body-not-party", "Only a party to this agreement can answer it.", "body")
    if texts.knows(fact.hash):
        return NOTHING
    return refuse("hash-unknown", "There has been no text of this hash.", "hash")


def _unproven(at: Circumstances, fact: AgreementAnswered, terms: AgreementTerms) -> Decision | None:
    """A yes that others could not verify would make an event that is open nowhere but here."""
    if fact.answer != "accepted":
        return None
    unsigned = refuse("not-proven", "The yes is not signed by the organisation that says it.", "proof")
    if fact.proof is None:
        return unsigned
    yes = Acceptance(body=at.sender, on_behalf=fact.on_behalf, hash=fact.hash, proof=fact.proof)
    if not signed(at.signatures.proves, fact.event, yes):
        return unsigned
    if fact.on_behalf == "network" and fact.proof.face != face_of_terms(terms):
        return refuse("face-differs", "The yes is signed for another plan, or for other hosts.", "proof.face")
    return None
