"""Another lead of a network: a deputy asks the owners to back it, and goes on from the newest text that any of them has
seen in force.
"""

from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision
from kith_commons.agreement import lead as agreement
from kith_commons.agreement import takeover as law
from kith_commons.agreement.succession import resumed
from kith_commons.agreement.texts import Texts
from kith_contracts.directory.leads import TakeOver, TakeOverAnswered, TakeOverProposed
from kith_contracts.message import Letter, Refusal
from kith_contracts.words import shortened
from kith_directory.shared_networks.letters import decided
from kith_directory.shared_networks.network import LedNetwork, OfferedNetwork, SharedNetwork
from kith_directory.shared_networks.offices import reviewed
from kith_directory.shared_networks.party import adopted
from kith_directory.shared_networks.publication import face_of_terms
from kith_directory.shared_networks.template import SHARED_NETWORK

UNKNOWN: Final = Refusal("network-unknown", "This organisation owns no network of this name.", "subject")

# At the deputy


def take_over(
    at: Circumstances,
    command: TakeOver,
    *,
    home: SharedNetwork | None,
    offered: OfferedNetwork | None,
    led: LedNetwork | None,
    admitted: frozenset[str],
) -> Decision:
    """Back oneself, and ask all others to. Asked again, it asks those who have not backed it."""
    del command, led  # the state is here to be written
    if home is None or _gone(home, admitted):
        return Decision(refusal=UNKNOWN)
    term = law.next_term(home, at.body)
    if wrong := law.too_early(home, at.body, at.now, admitted) or law.taken(home, at.body, term, at.body):
        return Decision(refusal=wrong)
    return _claimed(at, home, offered, term)


def _claimed(at: Circumstances, home: SharedNetwork, offered: OfferedNetwork | None, term: int) -> Decision:
    claimed = law.claimed(home, at.body, term, at.now, at.signatures.sign)
    asked = TakeOverProposed(subject=home.id, term=term, face=face_of_terms(home.terms))
    asks = tuple(Letter(body, asked) for body in law.unasked(claimed))
    return _followed(at, claimed, offered) or Decision(states=(claimed,), says=asks)


def take_backing(
    at: Circumstances,
    fact: TakeOverAnswered,
    home: SharedNetwork | None,
    offered: OfferedNetwork | None,
    led: LedNetwork | None,
) -> Decision:
    """An owner backs us, or does not; and a newer text than ours is what we go on from."""
    del led  # the state is here to be written
    if home is None or home.claim is None or home.claim.term != fact.term or home.terms.party(at.sender) is None:
        return NOTHING
    if offered and law.newer(home, offered, fact.agreed, at.body, at.signatures.proves):
        return _restarted(at, home, offered, fact)
    heard = law.answered(home, fact, at.sender, at.body, at.signatures.proves)
    if isinstance(heard, Refusal):
        return Decision(refusal=heard)
    return _followed(at, heard, offered) or Decision(states=(heard,))


def _restarted(at: Circumstances, home: SharedNetwork, offered: OfferedNetwork, fact: TakeOverAnswered) -> Decision:
    """Ask again, with the newer text; unless somebody leads by it who was backed already."""
    newer = adopted(at, home.but(claim=None), fact.agreed).but(heard=home.heard)
    if newer.terms.term > home.terms.term:
        return Decision(states=(newer,), says=(newer.updated, *reviewed(at.body, home, newer)))
    again = _claimed(at, newer, offered, fact.term)
    return again._replace(says=(newer.updated, *reviewed(at.body, home, newer), *again.says))


def _followed(at: Circumstances, home: SharedNetwork, offered: OfferedNetwork | None) -> Decision | None:
    """With enough backing this body leads, from now on; None as long as there is not."""
    change, terms = law.change(home, at.body), home.terms
    if change is None:
        return None
    number = max(terms.version, offered.terms.version if offered else 0) + 1
    mine = terms.model_copy(update={"version": number, "succession": [*terms.succession, change]})
    resumed_now = resumed(SHARED_NETWORK, mine, home.agreed.acceptances)
    led = LedNetwork(
        terms=mine,
        agreement=resumed_now,
        texts=Texts.first(resumed_now),
        turns_since=home.agreed.turns_since,
        pool=home.agreed.pool,
        version=offered.version + 1 if offered else 1,
    )
    decision = decided(at, led, agreement.proposals(led))
    return decision._replace(states=(*decision.states, home.but(claim=None)))


# At each owner


def back(at: Circumstances, fact: TakeOverProposed, home: SharedNetwork | None, admitted: frozenset[str]) -> Decision:
    """Back the deputy, if it is its turn by what is seen here; and pass on the newest text that is known here. Who has
    left counts as an owner until the others have accepted the text without it.
    """
    if home is None or home.over or home.terms.party(at.sender) is None:
        return Decision(refusal=UNKNOWN)
    wrong = law.unbacked(home, fact, sender=at.sender, body=at.body, now=at.now, admitted=admitted)
    if wrong:
        split, why = wrong.code == "term-taken", shortened(wrong.sentence)
        told = TakeOverAnswered(subject=home.id, term=fact.term, taken=split, sentence=why, agreed=home.agreed)
        return Decision(says=(Letter(at.sender, told),))
    backing = home.claim_of(at.sender, fact.term).backed(at.body, at.now, at.signatures.sign)
    told = TakeOverAnswered(subject=home.id, term=fact.term, backing=backing, agreed=home.agreed)
    return Decision(states=(home.but(backed={**home.backed, fact.term: at.sender}),), says=(Letter(at.sender, told),))


def _gone(home: SharedNetwork, admitted: frozenset[str]) -> bool:
    """Whether the network is none of ours any more. By the word of a lead that the office has suspended
    nobody is left out.
    """
    return home.over or (home.left is not None and (home.leaves is not None or home.lead in admitted))
