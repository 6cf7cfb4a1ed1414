"""The lead's side of a joint event: the agreement from draft to open event, and from there to its end."""

from collections.abc import Iterable
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, State, refuse
from kith_chassis.members import Member
from kith_commons.agreement import lead as law
from kith_commons.agreement.faults import fault_of_first
from kith_commons.agreement.texts import Texts
from kith_contracts.events.agreements import (
    AgreementAnswered,
    AgreementWithdrawn,
    AmendAgreement,
    DraftAgreement,
    EndEvent,
    ProposeAgreement,
)
from kith_contracts.events.asks import EndAsks
from kith_contracts.events.outcomes import PublishOutcome
from kith_contracts.events.terms import EventTerms
from kith_contracts.message import Refusal, together
from kith_contracts.renewal import anew
from kith_contracts.words import body_of
from kith_events.agreements.departure import without
from kith_events.agreements.faults.day import past
from kith_events.agreements.faults.text import fault
from kith_events.agreements.letters import decided, farewells
from kith_events.event.lead import JointEvent
from kith_events.event.template import JOINT_EVENT
from kith_events.places import division
from kith_events.places.division import Division, divide, division_of, rebanded
from kith_events.places.handover.lead import without_unheard

UNKNOWN: Final = Decision(refusal=law.UNKNOWN)

# Drafted and proposed


def draft_event(
    at: Circumstances,
    command: DraftAgreement,
    event: JointEvent | None,
    listed: State | None,
    members: tuple[Member, ...],
) -> Decision:
    """Keep a text that nobody else sees. A second one replaces the draft; what it leaves out stays as it is."""
    if wrong := _taken(at, command.subject, event, listed):
        return Decision(refusal=wrong)
    terms = anew(command.terms, event.terms if event else None)
    if wrong := _unfit(at, terms, _admitted(members), command.subject):
        return Decision(refusal=wrong)
    version = event.version + 1 if event else 1
    return decided(at, _drafted(terms).but(version=version))


def propose_event(
    at: Circumstances,
    command: ProposeAgreement,
    event: JointEvent | None,
    listed: State | None,
    members: tuple[Member, ...],
) -> Decision:
    """Ask other bodies to run an event together, by this text or by the draft, whose parties were admitted."""
    if wrong := _taken(at, command.subject, event, listed):
        return Decision(refusal=wrong)
    before = event.terms if event else None
    terms = anew(command.terms, before) if command.terms else before
    if terms is None:
        return refuse("no-draft", "There is no draft of this event. Draft it, or propose it with its text.", "terms")
    admitted = _admitted(members) if command.terms else {party.body for party in terms.parties}
    if wrong := _unfit(at, terms, admitted, command.subject):
        return Decision(refusal=wrong)
    proposed = law.proposed(_drafted(terms).but(version=event.version if event else 0))
    return decided(at, proposed, law.proposals(proposed))


def _taken(at: Circumstances, name: str, event: JointEvent | None, listed: State | None) -> Refusal | None:
    if body_of(name) != at.body:
        return Refusal("not-our-event", "An event can be proposed by its lead only.", "subject")
    if listed or (event and event.agreement.stage != "drafted"):
        return Refusal("slug-taken", "An event of this name exists; choose another short name.", "subject")
    return None


def _unfit(at: Circumstances, terms: EventTerms, admitted: Iterable[str], name: str) -> Refusal | None:
    """All that keeps this from being a first text."""
    return together([fault_of_first(terms), fault(terms, set(admitted), name), past(terms.plan, at.now)])


def _drafted(terms: EventTerms) -> JointEvent:
    agreement, first = JOINT_EVENT.opened(terms), division.first(terms)
    return JointEvent(
        terms=terms,
        agreement=agreement,
        texts=Texts.first(agreement),
        places=dict(first.places),
        blocks=dict(first.blocks),
    )


# Amended


def amend_event(
    at: Circumstances, command: AmendAgreement, event: JointEvent | None, members: tuple[Member, ...]
) -> Decision:
    """Put a new version in place. What it touches is reopened, and nobody moves until all have accepted it; who has a
    place keeps it.
    """
    if event is None:
        return UNKNOWN
    terms = anew(command.terms, event.terms)
    impossible = fault(terms, _admitted(members), command.subject, event.terms)
    over = past(terms.plan, at.now, event.terms.plan)
    if wrong := together([impossible, over]):
        return Decision(refusal=wrong)
    return next_text(at, event, terms)


def next_text(at: Circumstances, event: JointEvent, terms: EventTerms) -> Decision:
    """The event with another text, which has no fault. Who is no party any more hears that, and not the text."""
    amended = law.amended(event, terms)
    if isinstance(amended, Refusal):
        return Decision(refusal=amended)
    asked = {name for name, places in event.places.items() if places.requests}
    settled = without_unheard(amended, terms)
    divided = rebanded(event.terms.plan, terms.plan, asked) or divide(division_of(settled), terms, at.now)
    if isinstance(divided, Refusal):
        return Decision(refusal=divided)
    if amended.status != "active":
        divided = division.until_agreed(division_of(event), terms) if event.published else division.first(terms)
        settled = amended
    return decided(at, settled, (*law.proposals(amended), *farewells(amended, event)), divided)


# Answered


def take_answer(at: Circumstances, fact: AgreementAnswered, event: JointEvent | None) -> Decision:
    """A party accepts or declines; with the last acceptance the event opens."""
    if event is None:
        return UNKNOWN
    answered = law.answered(event, fact, at.sender, at.now, at.signatures.proves)
    if answered is None:
        return NOTHING
    if isinstance(answered, Refusal):
        return Decision(refusal=answered)
    if answered.status != "active" or event.open:
        return decided(at, answered)
    settled = without_unheard(answered, event.terms)
    divided = divide(division_of(settled), event.terms, at.now)
    # The amendment was found to fit, and while it waited places and blocks were only given back.
    assert isinstance(divided, Division), divided
    return decided(at, settled, divided=divided)


# Left, called off, over


def take_withdrawal(at: Circumstances, fact: AgreementWithdrawn, event: JointEvent | None) -> Decision:
    """A party takes part no longer: the next text is without it, its shares and its places with whom the rule says that
    was agreed on. Of its blocks the unused ones are called back.
    """
    if event is None:
        return UNKNOWN
    leaving = law.departing(event, fact, at.sender)
    if leaving is None:
        return NOTHING
    division = division_of(event) if event.published else None
    return next_text(at, leaving, without(event.terms, at.sender, division))


def call_off(at: Circumstances, event: JointEvent | None) -> Decision:
    """The lead withdraws, and there is no event any more."""
    if event is None:
        return UNKNOWN
    given_up = law.given_up(event)
    if isinstance(given_up, Refusal):
        return Decision(refusal=given_up)
    over = decided(at, given_up)
    account = (PublishOutcome(event=event.event, account=True),) if event.published else ()
    return over._replace(says=(*over.says, EndAsks(subject=event.event), *account))


def end_event(at: Circumstances, command: EndEvent, event: JointEvent | None) -> Decision:
    """The day is over. Fired early, for the hosts have agreed on a later day, it is put off."""
    if event is None or event.agreement.stage != "agreed":
        return NOTHING
    if at.now < event.terms.plan.ends:
        return Decision(due=(Due(event.terms.plan.ends, command),))
    ended = decided(at, law.ended(event))
    return ended._replace(says=(*ended.says, PublishOutcome(event=event.event)))


def _admitted(members: Iterable[Member]) -> set[str]:
    return {member.id for member in members if member.admitted}
