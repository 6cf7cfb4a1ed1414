"""What everyone is told of a network that several bodies own, and whether all owners have accepted that."""

from typing import Final

from kith_chassis.decision import Signatures
from kith_commons.agreement import succession
from kith_commons.agreement.acceptance import Shown, proven_parties
from kith_commons.agreement.agreement import hash_of
from kith_contracts.agreements.succession import term_of
from kith_contracts.directory.agreements import SharedNetworkPublished
from kith_contracts.directory.charters import NetworkCharter
from kith_contracts.directory.terms import NetworkTerms
from kith_contracts.words import body_of

KIND: Final = "network"
"""What the agreement is on, as owners sign it."""


def public_charter(charter: NetworkCharter) -> NetworkCharter | None:
    """As far as everyone may see it; None where that is the name alone, or less."""
    return charter if charter.findable == "everyone" else None


def shown_of(terms: NetworkTerms) -> Shown:
    """What everyone is told of a text; of one that only invitation finds, what its owners alone are told."""
    charter = terms.charter
    rest = _rest(charter.name, charter.purpose, charter.how_to_ask, public_charter(charter))
    # What is accepted for a network that only invitation finds proves nothing that could be published.
    hidden = {"hidden": True} if charter.findable == "invitation" else {}
    return Shown(KIND, terms.subject, tuple(terms.bodies), tuple(terms.deputies), hash_of({**rest, **hidden}))


def face_of_terms(terms: NetworkTerms) -> str:
    """Its hash, as owners sign it."""
    return shown_of(terms).face.hash


def published_lead(fact: SharedNetworkPublished) -> str:
    """The body that leads the network, as the fact says."""
    return fact.succession[-1].lead if fact.succession else body_of(fact.subject)


def published_order(fact: SharedNetworkPublished) -> tuple[int, int]:
    """The highest is the newest."""
    return term_of(fact.succession), fact.version


def published_proven(fact: SharedNetworkPublished, signatures: Signatures) -> bool:
    """Whether its lead is one of the owners, each change of the lead is proven, and all owners have accepted this."""
    rest = hash_of(_rest(fact.name, fact.purpose, fact.how_to_ask, fact.charter))
    shown = Shown(KIND, fact.subject, tuple(sorted(fact.owners)), tuple(fact.deputies), rest)
    lead, proves = published_lead(fact), signatures.proves
    return (
        lead in fact.owners
        and succession.proven(proves, KIND, fact.subject, body_of(fact.subject), fact.succession)
        and proven_parties(proves, shown.face, fact.owners, fact.acceptances) == fact.owners
    )


def _rest(name: str, purpose: str, how_to_ask: str, charter: NetworkCharter | None) -> dict[str, object]:
    return {"name": name, "purpose": purpose, "how_to_ask": how_to_ask, "charter": charter}
