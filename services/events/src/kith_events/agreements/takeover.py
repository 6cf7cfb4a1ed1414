"""Another lead of an event: a deputy asks the parties to back it, and goes on from the newest text that any of them has
seen in force, with the places that they say their people have.
"""

from kith_chassis.decision import NOTHING, Circumstances, Decision
from kith_commons.agreement import lead as agreement
from kith_commons.agreement import takeover as law
from kith_commons.agreement.texts import Texts
from kith_contracts.events.leads import (
    EventTakeOverAnswered,
    EventTakeOverProposed,
    HandOverEvent,
    TakeOverEvent,
    TellPlaces,
)
from kith_contracts.events.terms import EventTerms
from kith_contracts.message import Letter, Refusal
from kith_events.agreements.in_force import agreed_letters, told
from kith_events.agreements.letters import decided
from kith_events.event.in_force import AgreedEvent
from kith_events.event.lead import JointEvent
from kith_events.event.leadership import Leading
from kith_events.event.party import Proposal
from kith_events.event.public import Shown
from kith_events.event.template import JOINT_EVENT
from kith_events.places.handover.lead import unknown

# At the lead


def hand_over(at: Circumstances, command: HandOverEvent, event: JointEvent | None) -> Decision:
    """Tell all parties who is to follow; that deputy then asks them to back it."""
    if event is None:
        return Decision(refusal=agreement.UNKNOWN)
    if event.agreed is None or event.agreement.over:
        return Decision(refusal=Refusal("not-agreed", "Nothing is agreed on that could be handed over.", "subject"))
    if command.to not in {*event.agreed.terms.deputies} & {*event.parties} or command.to == at.body:
        sentence = f"{command.to} is no deputy by the text that is in force. Name a deputy, or amend the text."
        return Decision(refusal=Refusal("not-deputy", sentence, "to"))
    if wrong := _led_before(event.terms, command.to, "to"):
        return Decision(refusal=wrong)
    named = event if event.successor == command.to else event.but(successor=command.to, version=event.version + 1)
    named = told(at, named, event.agreed.terms, event.agreed.acceptances)
    return Decision(states=(named,), says=agreed_letters(named))


def _led_before(terms: EventTerms, deputy: str, field: str) -> Refusal | None:
    """A body leads an event once: what it knew of places as its lead is out of date, and not to be used again."""
    if deputy == terms.led_by or deputy not in {terms.founder, *[each.lead for each in terms.succession]}:
        return None
    return Refusal("not-deputy", f"{deputy} has led this event before, and does not lead it again.", field)


# At the deputy


def take_over(
    at: Circumstances,
    command: TakeOverEvent,
    *,
    home: AgreedEvent | None,
    proposal: Proposal | None,
    event: JointEvent | None,
    leading: Leading | None,
    shown: Shown | None,
    admitted: frozenset[str],
) -> Decision:
    """Back oneself, and ask all others to. A repeat asks those who have not backed it."""
    del command, event, leading  # the states are here to be written
    if home is None or proposal is None or proposal.leaving:
        return Decision(refusal=agreement.UNKNOWN)
    if at.now >= home.terms.plan.ends:
        return Decision(refusal=Refusal("event-over", "The event is over. There is nothing more to lead.", "subject"))
    if wrong := _led_before(home.terms, at.body, "subject"):
        return Decision(refusal=wrong)
    term = law.next_term(home, at.body)
    if wrong := law.too_early(home, at.body, at.now, admitted) or law.taken(home, at.body, term, at.body):
        return Decision(refusal=wrong)
    return _claimed(at, home, proposal, shown, term)


def _claimed(at: Circumstances, home: AgreedEvent, proposal: Proposal, shown: Shown | None, term: int) -> Decision:
    claimed = law.claimed(home, at.body, term, at.now, at.signatures.sign)
    asked = EventTakeOverProposed(subject=home.id, term=term, face=JOINT_EVENT.face(home.terms))
    asks = tuple(Letter(body, asked) for body in law.unasked(claimed))
    return _followed(at, claimed, proposal, shown) or Decision(states=(claimed,), says=asks)


def take_backing(
    at: Circumstances,
    fact: EventTakeOverAnswered,
    *,
    home: AgreedEvent | None,
    proposal: Proposal | None,
    event: JointEvent | None,
    leading: Leading | None,
    shown: Shown | None,
) -> Decision:
    """A party backs us, or does not; and a newer text than ours is what we go on from."""
    del event, leading  # the states are here to be written
    if home is None or proposal is None or home.claim is None or home.claim.term != fact.term:
        return NOTHING
    if home.terms.party(at.sender) is None:
        return NOTHING
    if law.newer(home, proposal, fact.agreed, at.body, at.signatures.proves):
        newer = home.but(agreed=fact.agreed, claim=None)
        if newer.terms.term > home.terms.term:
            return Decision(states=(newer,))
        return _claimed(at, newer, proposal, shown, fact.term)
    heard = law.answered(home, fact, at.sender, at.body, at.signatures.proves)
    if isinstance(heard, Refusal):
        return Decision(refusal=heard)
    return _followed(at, heard, proposal, shown) or Decision(states=(heard,))


def _followed(at: Circumstances, home: AgreedEvent, proposal: Proposal, shown: Shown | None) -> Decision | None:
    """With enough backing this body leads, from now on; None as long as there is not."""
    found = law.resumption(home, at.body, proposal.terms.version)
    if found is None:
        return None
    mine, resumed = found
    divided, kept = unknown(mine, shown, at.now)
    event = JointEvent(
        terms=mine,
        agreement=resumed,
        texts=Texts.first(resumed),
        places=dict(divided.places),
        blocks=dict(divided.blocks),
        unheard=tuple(mine.bodies),
        unknown=kept,
        version=proposal.version + 1,
    )
    leading = Leading(event=event.event, lead=at.body, term=mine.term)
    decision = decided(at, event, agreement.proposals(event), divided)
    tells = TellPlaces(event=event.event, term=mine.term)
    return decision._replace(states=(*decision.states, home.but(claim=None), leading), says=(*decision.says, tells))


# At each party


def back(
    at: Circumstances, fact: EventTakeOverProposed, home: AgreedEvent | None, admitted: frozenset[str]
) -> Decision:
    """Back the deputy, if it is its turn by what is seen here; and pass on the newest text that is known here."""
    if home is None or home.terms.party(at.sender) is None:
        return Decision(refusal=agreement.UNKNOWN)
    after, answer = law.reply(
        home,
        fact,
        EventTakeOverAnswered,
        sender=at.sender,
        body=at.body,
        now=at.now,
        sign=at.signatures.sign,
        admitted=admitted,
    )
    return Decision(states=(after,) if after != home else (), says=(Letter(at.sender, answer),))
