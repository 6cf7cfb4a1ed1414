"""The text that all parties have accepted last: its lead says it each day, and so all know that the lead is there."""

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due
from kith_commons.agreement.agreement import acceptances
from kith_commons.agreement.in_force import DAILY, UNSIGNED, agreed_proven, agreed_signed, order
from kith_contracts.events.leads import EventAgreed, ShowEventLead
from kith_contracts.message import Letter, Refusal
from kith_events.event.in_force import AgreedEvent
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal
from kith_events.event.template import JOINT_EVENT

# At the lead


def in_force(at: Circumstances, event: JointEvent) -> JointEvent:
    """The event with what its parties are told of the text that all have accepted now."""
    told = EventAgreed(
        subject=event.subject,
        terms=event.terms,
        acceptances=acceptances(event.agreement),
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


def hear_agreed(at: Circumstances, fact: EventAgreed, proposal: Proposal | None, home: AgreedEvent | None) -> Decision:
    """Which text is in force, and that the lead is there."""
    if wrong := _unbelieved(at, fact, proposal):
        return Decision(refusal=wrong)
    if home and order(fact) < home.newest:
        return NOTHING
    if home is None:
        return Decision(states=(AgreedEvent(agreed=fact, heard=at.now),))
    back = at.now if home.silent_since(at.now) else home.back
    return Decision(states=(home.but(agreed=fact, heard=at.now, back=back),))


def _unbelieved(at: Circumstances, fact: EventAgreed, proposal: Proposal | None) -> Refusal | None:
    """Why this is not the word of the lead on a text that this body has accepted."""
    if at.sender != fact.terms.led_by or not agreed_proven(JOINT_EVENT, fact, at.signatures.proves):
        return Refusal("not-proven", "This is not proven to be the word of the lead.", "terms")
    if fact.terms.party(at.body) is None:
        return Refusal("body-not-party", "This organisation is no party by this text.", "terms")
    if proposal is None or not proposal.covers(fact.terms, fact.acceptances, at.body):
        return Refusal("not-proven", "This organisation has not accepted this text.", "terms")
    return None
