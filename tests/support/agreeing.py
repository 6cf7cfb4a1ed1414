"""Published events as all their hosts have signed them."""

from support.speaking import NOW, seal

from kith_commons.agreement.acceptance import Accepted
from kith_commons.agreement.agreement import BEHALVES
from kith_commons.publication import KIND, shown_of_published
from kith_contracts.agreements.terms import Acceptance, OnBehalf, Proof
from kith_contracts.events.agreements import EventPublished

HASH = "0f" * 32


def acceptance(fact: EventPublished, body: str, on_behalf: OnBehalf, by: str = "") -> Acceptance:
    """What a host says to this plan and these hosts; `by` is who really signs it."""
    assert fact.plan
    face = shown_of_published(fact, fact.plan).face.hash
    said = Accepted(KIND, fact.event, body, on_behalf, HASH, face, NOW)
    proof = Proof(face=said.face, at=NOW, signature=seal(by or body, said.payload))
    return Acceptance(body=body, on_behalf=on_behalf, hash=HASH, proof=proof)


def accepted(fact: EventPublished) -> EventPublished:
    """The event with the acceptances of all its hosts; one without a plan is as it was."""
    if fact.plan is None:
        return fact
    given = [acceptance(fact, host.body, behalf) for host in fact.hosts for behalf in BEHALVES]
    return fact.model_copy(update={"hash": HASH, "acceptances": given})
