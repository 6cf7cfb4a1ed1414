"""Another lead: a deputy asks the owners to back it, each owner backs one in each term, and who is backed goes on from
the newest text that any of them has seen in force.
"""

from itertools import count
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Views
from kith_chassis.members import Member
from kith_commons.agreement import lead as law
from kith_commons.agreement.in_force import Claiming, agreed_proven, order
from kith_commons.agreement.succession import enough, follows, may_begin, resumed, waits
from kith_commons.agreement.texts import Texts
from kith_contracts.agreements.succession import MOST_ASKED, MOST_TERMS
from kith_contracts.directory.agreements import NetworkAgreed
from kith_contracts.directory.leads import TakeOver, TakeOverAnswered, TakeOverProposed
from kith_contracts.directory.terms import NetworkTerms
from kith_contracts.message import Letter, Message, Refusal
from kith_contracts.words import shortened
from kith_directory.shared_networks.letters import decided
from kith_directory.shared_networks.network import LedNetwork, OfferedNetwork, SharedNetwork
from kith_directory.shared_networks.offices import reviewed
from kith_directory.shared_networks.party import adopted
from kith_directory.shared_networks.publication import face_of_terms, shown_of
from kith_directory.shared_networks.template import SHARED_NETWORK

MOST_BODIES: Final = 500
UNKNOWN: Final = Refusal("network-unknown", "This organisation owns no network of this name.", "subject")


async def admitted(views: Views, _message: Message, _at: Circumstances) -> frozenset[str]:
    """The bodies that take part in the consortium now."""
    return frozenset(each.id for each in await views.page(Member, "", "", MOST_BODIES) if each.admitted)


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
    term = _next_term(at.body, home)
    if wrong := _too_early(at, home, at.body, admitted) or _taken(at, home, at.body, term):
        return Decision(refusal=wrong)
    return _claimed(at, home, offered, term)


def _next_term(body: str, home: SharedNetwork) -> int:
    """The next in which this body has backed nobody else, and in which nobody is known to have."""
    split = home.claim.term if home.claim and home.claim.split else 0
    return next(term for term in count(max(home.terms.term, split) + 1) if home.backed.get(term, body) == body)


def _claimed(at: Circumstances, home: SharedNetwork, offered: OfferedNetwork | None, term: int) -> Decision:
    mine = home.claim_of(at.body, term).backed(at.body, at.now, at.signatures.sign)
    before = home.claim.backings if home.claim and home.claim.term == term else ()
    backings = (mine, *(each for each in before if each.body != at.body))
    claimed = home.but(backed={**home.backed, term: at.body}, claim=Claiming(term=term, backings=backings))
    return _followed(at, claimed, offered) or Decision(states=(claimed,), says=_proposals(claimed, term))


def _proposals(home: SharedNetwork, term: int) -> tuple[Letter, ...]:
    asked = TakeOverProposed(subject=home.id, term=term, face=face_of_terms(home.terms))
    backing = {each.body for each in home.claim.backings} if home.claim else set()
    return tuple(Letter(body, asked) for body in home.terms.bodies if body not in backing)


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
    if offered and _newer(at, home, offered, fact.agreed):
        return _restarted(at, home, offered, fact)
    return _heard(at, home, home.claim, offered, fact)


def _newer(at: Circumstances, home: SharedNetwork, offered: OfferedNetwork, agreed: NetworkAgreed) -> bool:
    ours = (
        agreed.subject == home.id
        and agreed.terms.party(at.body) is not None
        and offered.covers(agreed.terms, agreed.acceptances, at.body)
    )
    return ours and order(agreed) > home.newest and agreed_proven(SHARED_NETWORK, agreed, at.signatures.proves)


def _restarted(at: Circumstances, home: SharedNetwork, offered: OfferedNetwork, fact: TakeOverAnswered) -> Decision:
    """Ask again, with the newer text; unless somebody leads by it who was backed already."""
    newer = adopted(at, home.but(claim=None), fact.agreed).but(heard=home.heard)
    if newer.terms.term > home.terms.term:
        return Decision(states=(newer,), says=(newer.updated, *reviewed(at.body, home, newer)))
    again = _claimed(at, newer, offered, fact.term)
    return again._replace(says=(newer.updated, *reviewed(at.body, home, newer), *again.says))


def _heard(
    at: Circumstances,
    home: SharedNetwork,
    claim: Claiming,
    offered: OfferedNetwork | None,
    fact: TakeOverAnswered,
) -> Decision:
    backing = fact.backing
    if backing is None:
        changed = {"against": {**claim.against, at.sender: fact.sentence}, "split": claim.split or fact.taken}
        return Decision(states=(home.but(claim=claim.model_copy(update=changed)),))
    proven = backing.body == at.sender and home.claim_of(at.body, fact.term).proven(backing, at.signatures.proves)
    if not proven:
        return Decision(refusal=Refusal("not-proven", "The organisation that backs this has not signed it.", "backing"))
    backings = (*(each for each in claim.backings if each.body != at.sender), backing)
    against = {body: why for body, why in claim.against.items() if body != at.sender}
    backed = home.but(claim=claim.model_copy(update={"backings": backings, "against": against}))
    return _followed(at, backed, offered) or Decision(states=(backed,))


def _followed(at: Circumstances, home: SharedNetwork, offered: OfferedNetwork | None) -> Decision | None:
    """With enough backing this body leads, from now on; None as long as there is not."""
    terms, claim = home.terms, home.claim
    if claim is None or not enough(terms.bodies, terms.deputies, [each.body for each in claim.backings]):
        return None
    change = follows(shown_of(terms), at.body, claim.term, home.agreed.acceptances, claim.backings)
    number = max(terms.version, offered.terms.version if offered else 0) + 1
    mine = terms.model_copy(update={"version": number, "succession": [*terms.succession, change]})
    agreement = resumed(SHARED_NETWORK, mine, home.agreed.acceptances)
    led = LedNetwork(
        terms=mine,
        agreement=agreement,
        texts=Texts.first(agreement),
        turns_since=home.agreed.turns_since,
        version=offered.version + 1 if offered else 1,
    )
    decision = decided(at, led, law.proposals(led))
    return decision._replace(states=(*decision.states, home.but(claim=None)))


# At each owner


def back(at: Circumstances, fact: TakeOverProposed, home: SharedNetwork | None, admitted: frozenset[str]) -> Decision:
    """Back the deputy, if it is its turn by what is seen here; and pass on the newest text that is known here. Who has
    left counts as an owner until the others have accepted the text without it.
    """
    if home is None or home.over or home.terms.party(at.sender) is None:
        return Decision(refusal=UNKNOWN)
    wrong = (
        _other_text(home, fact)
        or _still_there(at, home)
        or _too_early(at, home, at.sender, admitted)
        or _taken(at, home, at.sender, fact.term)
    )
    if wrong:
        taken, why = wrong.code == "term-taken", shortened(wrong.sentence)
        told = TakeOverAnswered(subject=home.id, term=fact.term, taken=taken, sentence=why, agreed=home.agreed)
        return Decision(says=(Letter(at.sender, told),))
    backing = home.claim_of(at.sender, fact.term).backed(at.body, at.now, at.signatures.sign)
    told = TakeOverAnswered(subject=home.id, term=fact.term, backing=backing, agreed=home.agreed)
    return Decision(states=(home.but(backed={**home.backed, fact.term: at.sender}),), says=(Letter(at.sender, told),))


def _other_text(home: SharedNetwork, fact: TakeOverProposed) -> Refusal | None:
    if fact.term > home.terms.term and fact.face == face_of_terms(home.terms):
        return None
    return Refusal("hash-unknown", "Another text is in force here, which comes with this answer.", "face")


def _still_there(at: Circumstances, home: SharedNetwork) -> Refusal | None:
    """The lead itself backs nobody, but whom it hands over to."""
    if home.lead != at.body or home.agreed.successor == at.sender:
        return None
    return Refusal("lead-is-there", f"{at.body} leads this network, and is there.", "subject")


def _taken(at: Circumstances, home: SharedNetwork, deputy: str, term: int) -> Refusal | None:
    """Whether this body has backed another in that term, or so many have asked in vain that there is none left."""
    if not may_begin(term, home.terms.term):
        sentence = f"The terms that can be asked for are the {MOST_ASKED} after the present one."
        return Refusal("term-taken", sentence, "subject")
    if (other := home.backed.get(term, deputy)) == deputy:
        return None
    return Refusal(
        "term-taken", f"{at.body} has backed {other} as the next lead. Ask again for another term.", "subject"
    )


def _gone(home: SharedNetwork, admitted: frozenset[str]) -> bool:
    """Whether the network is none of ours any more. By the word of a lead that the office has suspended
    nobody is left out.
    """
    return home.over or (home.left is not None and (home.leaves is not None or home.lead in admitted))


def _never(terms: NetworkTerms, deputy: str) -> Refusal | None:
    """Why this deputy cannot follow the lead, however long one waits."""
    if terms.led_by == deputy:
        return Refusal("lead-already", f"{deputy} leads this network already.", "subject")
    if deputy not in terms.deputies:
        return Refusal("not-deputy", f"{deputy} is no deputy by the text that is in force.", "subject")
    if len(terms.succession) == MOST_TERMS:
        return Refusal("not-deputy", f"The lead has changed {MOST_TERMS} times, and cannot change again.", "subject")
    return None


def _too_early(at: Circumstances, home: SharedNetwork, deputy: str, admitted: frozenset[str]) -> Refusal | None:
    """Why this deputy may not follow the lead now, by what is seen here."""
    terms = home.terms
    if wrong := _never(terms, deputy):
        return wrong
    if home.lead not in admitted or home.agreed.successor == deputy:
        return None
    since = home.heard + waits(terms.deputies, deputy, home.silence)
    if at.now >= since:
        return None
    sentence = f"{home.lead} was heard at {home.heard:%H:%M on %d %B}. {deputy} may follow from {since:%d %B %H:%M} on."
    return Refusal("take-over-too-early", sentence, "subject")
