"""Another lead of a network: a deputy asks the owners to back it, and goes on from the newest text that any of them has
seen in force.
"""

from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision
from kith_commons.agreement import lead as agreement
from kith_commons.agreement import takeover as law
from kith_commons.agreement.texts import Texts
from kith_contracts.directory.leads import TakeOver, TakeOverAnswered, TakeOverProposed
from kith_contracts.message import Letter, Refusal
from kith_directory.shared_networks.letters import decided
from kith_directory.shared_networks.network import LedNetwork, OfferedNetwork, SharedNetwork
from kith_directory.shared_networks.offices import reviewed
from kith_directory.shared_networks.party import adopted
from kith_directory.shared_networks.publication import face_of_terms

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
    """Back oneself, and ask all others to. A repeat asks those who have not backed it."""
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
    found = law.resumption(home, at.body, offered.terms.version if offered else 0)
    if found is None:
        return None
    mine, resumed = found
    led = LedNetwork(
        terms=mine,
        agreement=resumed,
        texts=Texts.first(resumed),
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
    after, answer = law.reply(
        home,
        fact,
        TakeOverAnswered,
        sender=at.sender,
        body=at.body,
        now=at.now,
        sign=at.signatures.sign,
        admitted=admitted,
    )
    return Decision(states=(after,) if after != home else (), says=(Letter(at.sender, answer),))


def _gone(home: SharedNetwork, admitted: frozenset[str]) -> bool:
    """Whether the network is none of ours any more. By the word of a lead that the office has suspended
    nobody is left out.
    """
    return home.over or (home.left is not None and (home.leaves is not None or home.lead in admitted))
