"""Another lead, by the same law whatever is agreed on: a deputy asks all parties to back it, each backs one in each
term, and who is backed by enough of them goes on from the newest text that any of them has seen in force.

All of it is pure. What follows from a change of the lead is the service's that keeps the subject.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from itertools import count
from typing import Any, TypeVar

from kith_commons.agreement.acceptance import Proves
from kith_commons.agreement.agreement import Agreement
from kith_commons.agreement.in_force import Claiming, InForce, agreed_proven, order
from kith_commons.agreement.party import Offered
from kith_commons.agreement.succession import enough, follows, may_begin, resumed, waits
from kith_contracts.agreements.leads import Agreed, TakeOverAnswered, TakeOverProposed
from kith_contracts.agreements.succession import MOST_ASKED, Succession
from kith_contracts.message import Refusal
from kith_contracts.words import shortened

I = TypeVar("I", bound="InForce[Any]")  # noqa: E741 - one letter, as for other type variables
R = TypeVar("R", bound=TakeOverAnswered[Any])

# At the deputy


def next_term(home: InForce[Any], body: str) -> int:
    """The next in which this body has backed nobody else, and in which nobody is known to have."""
    split = home.claim.term if home.claim and home.claim.split else 0
    present: int = home.agreed.terms.term
    return next(term for term in count(max(present, split) + 1) if home.backed.get(term, body) == body)


def claimed(home: I, body: str, term: int, now: datetime, sign: Callable[[bytes], str]) -> I:
    """This body backs itself, and asks for that term. What others have said to it about that term still counts."""
    mine = home.claim_of(body, term).backed(body, now, sign)
    before = home.claim.backings if home.claim and home.claim.term == term else ()
    backings = (mine, *(each for each in before if each.body != body))
    claim = Claiming(term=term, backings=backings)
    return home.model_copy(update={"backed": {**home.backed, term: body}, "claim": claim})


def unasked(home: InForce[Any]) -> list[str]:
    """The parties that have not backed this deputy yet."""
    backing = {each.body for each in home.claim.backings} if home.claim else set()
    return [body for body in home.agreed.terms.bodies if body not in backing]


def newer(home: InForce[Any], offered: Offered[Any], agreed: Agreed[Any], body: str, proves: Proves) -> bool:
    """Whether this is a newer text than ours, and all have accepted it, this body too."""
    terms = agreed.terms
    return (
        agreed.subject == terms.subject == home.agreed.subject
        and terms.party(body) is not None
        and offered.covers(terms, agreed.acceptances, body)
        and order(agreed) > home.newest
        and agreed_proven(home.template, agreed, proves)
    )


def answered(home: I, fact: TakeOverAnswered[Any], sender: str, body: str, proves: Proves) -> I | Refusal:
    """A party backs us, or says why not."""
    claim, backing = home.claim, fact.backing
    assert claim is not None
    if backing is None:
        changed = {"against": {**claim.against, sender: fact.sentence}, "split": claim.split or fact.taken}
        return home.model_copy(update={"claim": claim.model_copy(update=changed)})
    if backing.body != sender or not home.claim_of(body, fact.term).proven(backing, proves):
        return Refusal("not-proven", "The organisation that backs this has not signed it.", "backing")
    backings = (*(each for each in claim.backings if each.body != sender), backing)
    against = {each: why for each, why in claim.against.items() if each != sender}
    return home.model_copy(update={"claim": claim.model_copy(update={"backings": backings, "against": against})})


def resumption(home: InForce[Any], body: str, seen: int) -> tuple[Any, Agreement] | None:
    """The text and the agreement with which this body goes on as lead; None as long as it has not enough backing.
    `seen`: the highest number of a text that was proposed to it.
    """
    change, terms = _change(home, body), home.agreed.terms
    if change is None:
        return None
    changed = {"version": max(terms.version, seen) + 1, "succession": [*terms.succession, change]}
    mine = terms.model_copy(update=changed)
    return mine, resumed(home.template, mine, home.agreed.acceptances)


def _change(home: InForce[Any], body: str) -> Succession | None:
    terms, claim = home.agreed.terms, home.claim
    if claim is None or not enough(terms.bodies, terms.deputies, [each.body for each in claim.backings]):
        return None
    return follows(home.template.shown(terms), body, claim.term, home.agreed.acceptances, claim.backings)


# At each party


def reply(
    home: I,
    fact: TakeOverProposed,
    message: type[R],
    *,
    sender: str,
    body: str,
    now: datetime,
    sign: Callable[[bytes], str],
    admitted: Collection[str],
) -> tuple[I, R]:
    """Back the deputy, if it is its turn by what is seen here; else say why not. The newest text that is known here
    goes with the answer.
    """
    said = {"subject": fact.subject, "term": fact.term, "agreed": home.agreed}
    if wrong := _unbacked(home, fact, sender=sender, body=body, now=now, admitted=admitted):
        return home, message(**said, taken=wrong.code == "term-taken", sentence=shortened(wrong.sentence))
    backing = home.claim_of(sender, fact.term).backed(body, now, sign)
    after = home.model_copy(update={"backed": {**home.backed, fact.term: sender}})
    return after, message(**said, backing=backing)


def _unbacked(
    home: InForce[Any], fact: TakeOverProposed, *, sender: str, body: str, now: datetime, admitted: Collection[str]
) -> Refusal | None:
    """Why this body does not back the deputy that asks; None if it does."""
    return (
        _other_text(home, fact)
        or _still_there(home, sender, body)
        or too_early(home, sender, now, admitted)
        or taken(home, sender, fact.term, body)
    )


def _other_text(home: InForce[Any], fact: TakeOverProposed) -> Refusal | None:
    terms = home.agreed.terms
    if fact.term > terms.term and fact.face == home.template.face(terms):
        return None
    return Refusal("hash-unknown", "Another text is in force here, which comes with this answer.", "face")


def _still_there(home: InForce[Any], deputy: str, body: str) -> Refusal | None:
    """The lead itself backs nobody, but whom it hands over to."""
    if home.lead != body or home.agreed.successor == deputy:
        return None
    return Refusal("lead-is-there", f"{body} leads, and is there.", "subject")


def taken(home: InForce[Any], deputy: str, term: int, body: str) -> Refusal | None:
    """Whether this body has backed another in that term, or so many have asked in vain that there is none left."""
    if not may_begin(term, home.agreed.terms.term):
        sentence = f"The terms that can be asked for are the {MOST_ASKED} after the present one."
        return Refusal("term-taken", sentence, "subject")
    if (other := home.backed.get(term, deputy)) == deputy:
        return None
    return Refusal("term-taken", f"{body} has backed {other} as the next lead. Ask again for another term.", "subject")


def too_early(home: InForce[Any], deputy: str, now: datetime, admitted: Collection[str]) -> Refusal | None:
    """Why this deputy may not follow the lead now, by what is seen here."""
    if wrong := _never(home, deputy):
        return wrong
    if home.lead not in admitted or home.agreed.successor == deputy:
        return None
    since = home.heard + waits(home.agreed.terms.deputies, deputy, home.silence)
    if now >= since:
        return None
    sentence = f"{home.lead} was heard at {home.heard:%H:%M on %d %B}. {deputy} may follow from {since:%d %B %H:%M} on."
    return Refusal("take-over-too-early", sentence, "subject")


def _never(home: InForce[Any], deputy: str) -> Refusal | None:
    """Why this deputy cannot follow the lead, however long one waits."""
    terms = home.agreed.terms
    if terms.led_by == deputy:
        return Refusal("lead-already", f"{deputy} leads already.", "subject")
    if deputy not in terms.deputies:
        return Refusal("not-deputy", f"{deputy} is no deputy by the text that is in force.", "subject")
    most = home.template.most_leads
    if len(terms.succession) == most:
        return Refusal("not-deputy", f"The lead has changed {most} times, and cannot change again.", "subject")
    return None
