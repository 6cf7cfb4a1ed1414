"""The text that all parties have accepted last: its lead says it each day, and so all know that the lead is there."""

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, Ref, State
from kith_commons.agreement.agreement import acceptances
from kith_commons.agreement.in_force import DAILY, UNSIGNED, agreed_signed, order, unbelieved
from kith_contracts.agreements.terms import Acceptance
from kith_contracts.events.agreements import AgreementWithdrawn
from kith_contracts.events.leads import EventAgreed, ShowEventLead, TakeOverEvent, TellPlaces
from kith_contracts.events.terms import EventTerms
from kith_contracts.message import Letter, Message
from kith_events.event.in_force import AgreedEvent
from kith_events.event.lead import JointEvent
from kith_events.event.leadership import Leading
from kith_events.event.party import Proposal
from kith_events.event.template import JOINT_EVENT

# At the lead


def in_force(at: Circumstances, event: JointEvent) -> JointEvent:
    """The event with what its parties are told of the text that all have accepted now."""
    return told(at, event, event.terms, acceptances(event.agreement))


def told(at: Circumstances, event: JointEvent, terms: EventTerms, accepted: list[Acceptance]) -> JointEvent:
    """The event with what its parties are told of this text, and of who is to lead it."""
    told = EventAgreed(
        subject=event.subject,
        terms=terms,
        acceptances=accepted,
        successor=event.successor,
        at=at.now,
        signature=UNSIGNED,
        version=event.version,
    )
    return event.but(agreed=agreed_signed(JOINT_EVENT, told, at.signatures.sign))


def agreed_letters(event: JointEvent) -> tuple[Letter, ...]:
    """The text that is in force, to all its parties but those that have left."""
    agreed = event.agreed
    if agreed is None or event.agreement.over:
        return ()
    return tuple(Letter(body, agreed) for body in agreed.terms.bodies if body in event.parties)


def show_lead(at: Circumstances, command: ShowEventLead, event: JointEvent | None) -> Decision:
    """Say once more what is in force, so that all parties know that the lead is there."""
    if event is None or not agreed_letters(event):
        return NOTHING
    return Decision(says=agreed_letters(event), due=(Due(at.now + DAILY, command),))


# At each party


def hear_agreed(
    at: Circumstances,
    fact: EventAgreed,
    *,
    proposal: Proposal | None,
    home: AgreedEvent | None,
    event: JointEvent | None,
    leading: Leading | None,
) -> Decision:
    """Which text is in force, and that the lead is there. Whoever led it before leads it no longer."""
    proves = at.signatures.proves
    if wrong := unbelieved(JOINT_EVENT, fact, proposal, home, sender=at.sender, body=at.body, proves=proves):
        return Decision(refusal=wrong)
    assert proposal is not None
    if (home and order(fact) < home.newest) or (proposal.left and proposal.terms.term == fact.terms.term):
        return NOTHING
    after = _adopted(at, home, fact)
    says: list[Message | Letter] = []
    if fact.successor == at.body and after.lead != at.body:
        says.append(TakeOverEvent(subject=fact.subject))
    if proposal.leaving and home and fact.terms.term > home.terms.term:
        says.append(Letter(after.lead, AgreementWithdrawn(subject=fact.subject)))
    states: list[State] = [after]
    if fact.terms.term > (leading.term if leading else 1):
        states.append(Leading(event=fact.subject, lead=after.lead, term=fact.terms.term))
        says.append(TellPlaces(event=fact.subject, term=fact.terms.term))
    kept, forgets = _fenced(event, fact)
    return Decision(states=(*states, *kept), says=tuple(says), forgets=forgets)


def _fenced(event: JointEvent | None, fact: EventAgreed) -> tuple[tuple[State, ...], tuple[Ref, ...]]:
    """Who led it before has nothing of it any more, once the key to what it was sent about people is destroyed."""
    if event is None or event.terms.term >= fact.terms.term:
        return (), ()
    if event.key and event.key.status != "destroyed":
        return (event.but(key=event.key.model_copy(update={"status": "closing"})),), ()
    return (), (JointEvent.at(fact.subject),)


def _adopted(at: Circumstances, home: AgreedEvent | None, fact: EventAgreed) -> AgreedEvent:
    """The event by this text. A repeat says only that the lead is there."""
    if home is None:
        return AgreedEvent(agreed=fact, heard=at.now)
    claim = home.claim if home.terms == fact.terms else None
    back = at.now if home.silent_since(at.now) else home.back
    return home.but(agreed=fact, heard=at.now, back=back, claim=claim)
