"""The lead's side of a joint event: the agreement from draft to open event, and from there to its end."""

from collections.abc import Iterable

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, State, refuse
from kith_chassis.members import Member
from kith_commons.agreement.agreement import amend, answer, draft, end, hash_of, propose, status, withdraw
from kith_contracts.anew import anew
from kith_contracts.events.agreements import (
    AgreementAnswered,
    AgreementWithdrawn,
    AmendAgreement,
    DraftAgreement,
    EndAgreement,
    ProposeAgreement,
)
from kith_contracts.events.asks import EndAsks
from kith_contracts.events.outcomes import PublishOutcome
from kith_contracts.events.terms import AgreementTerms
from kith_contracts.message import Refusal, together
from kith_contracts.words import body_of
from kith_events.agreements import answers
from kith_events.agreements.faults.day import past
from kith_events.agreements.faults.text import fault
from kith_events.agreements.leaving import without
from kith_events.agreements.letters import decided, farewells, proposals
from kith_events.event.clauses import clauses
from kith_events.event.lead import JointEvent
from kith_events.event.publish import ordered
from kith_events.event.texts import Texts
from kith_events.places import division
from kith_events.places.division import Division, divide, division_of, rebanded

UNKNOWN = refuse("event-unknown", "There is no agreement on an event of this name here.", "event")

# Drafted and proposed


def draft_event(
    at: Circumstances,
    command: DraftAgreement,
    event: JointEvent | None,
    listed: State | None,
    members: tuple[Member, ...],
) -> Decision:
    """Keep a text that nobody else sees. A second one replaces the draft; what it leaves out stays as it is."""
    if wrong := _taken(at, command.event, event, listed):
        return Decision(refusal=wrong)
    terms = anew(command.terms, event.terms if event else None)
    if wrong := _unfit(at, terms, _admitted(members), command.event):
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
    if wrong := _taken(at, command.event, event, listed):
        return Decision(refusal=wrong)
    before = event.terms if event else None
    terms = anew(command.terms, before) if command.terms else before
    if terms is None:
        return refuse("no-draft", "There is no draft of this event. Draft it, or propose it with its text.", "terms")
    admitted = _admitted(members) if command.terms else {party.body for party in terms.parties}
    if wrong := _unfit(at, terms, admitted, command.event):
        return Decision(refusal=wrong)
    drafted = _drafted(terms)
    agreement = propose(command.event, 1, drafted.agreement.hash, _parties(terms), clauses(terms))
    proposed = drafted.but(agreement=agreement, version=event.version + 1 if event else 1)
    return decided(at, proposed, proposals(proposed))


def _taken(at: Circumstances, name: str, event: JointEvent | None, listed: State | None) -> Refusal | None:
    if body_of(name) != at.body:
        return Refusal("not-our-event", "An event can be proposed by its lead only.", "event")
    if listed or (event and event.agreement.stage != "drafted"):
        return Refusal("slug-taken", "An event of this name exists; choose another short name.", "event")
    return None


def _unfit(at: Circumstances, terms: AgreementTerms, admitted: Iterable[str], name: str) -> Refusal | None:
    """All that keeps this from being a first text."""
    later = Refusal("version-not-next", "An agreement begins with version 1.", "terms.version")
    wrong_version = later if terms.version != 1 else None
    return together([wrong_version, fault(terms, set(admitted), name), past(terms.plan, at.now)])


def _drafted(terms: AgreementTerms) -> JointEvent:
    agreement = draft(terms.event, hash_of(terms), _parties(terms), clauses(terms))
    first = division.first(terms)
    return JointEvent(
        event=terms.event,
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
    impossible, over = fault(terms, _admitted(members), command.event), past(terms.plan, at.now, event.terms.plan)
    if wrong := together([impossible, over]):
        return Decision(refusal=wrong)
    return next_text(at, event, terms)


def next_text(at: Circumstances, event: JointEvent, terms: AgreementTerms) -> Decision:
    """The event with another text, which has no fault. Who is no party any more hears that, and not the text."""
    agreement = amend(event.agreement, terms.version, hash_of(terms), _parties(terms), clauses(terms))
    if isinstance(agreement, Refusal):
        of_version = agreement.code == "version-not-next"
        return Decision(refusal=agreement._replace(field="terms.version") if of_version else agreement)
    asked = {name for name, places in event.places.items() if places.requests}
    divided = rebanded(event.terms.plan, terms.plan, asked) or divide(division_of(event), terms, at.now)
    if isinstance(divided, Refusal):
        return Decision(refusal=divided)
    if status(agreement) != "active":
        divided = division.until_agreed(division_of(event), terms) if event.published else division.first(terms)
    amended = event.but(
        terms=terms,
        agreement=agreement,
        texts=event.texts.amended(event.agreement, agreement),
        departed=_departed(event, terms),
        version=event.version + 1,
    )
    return decided(at, amended, (*proposals(amended), *farewells(amended, event)), divided)


def _departed(event: JointEvent, terms: AgreementTerms) -> dict[str, str]:
    """Who was a party and is none by this text, and why, if it was they who left."""
    gone = {**dict.fromkeys(event.parties, ""), **event.departed}
    return {body: why for body, why in gone.items() if terms.party(body) is None}


# Answered


def take_answer(at: Circumstances, fact: AgreementAnswered, event: JointEvent | None) -> Decision:
    """A party's yes or no. One to an earlier text counts if what concerns the party is still the same, for the party
    takes its answer to stand then; else it comes too late and changes nothing.
    """
    if event is None:
        return UNKNOWN
    unheeded = NOTHING if event.agreement.over else answers.unheeded(at, fact, event.texts, event.terms)
    if unheeded is not None:
        return unheeded
    asked = event.agreement.model_copy(update={"hash": fact.hash})
    given = answer(
        asked,
        at.sender,
        fact.on_behalf,
        fact.hash,
        answer=fact.answer,
        note=fact.note,
        at=at.now,
        proof=fact.proof,
    )
    if isinstance(given, Refusal):
        return Decision(refusal=given)
    if given == asked:
        return NOTHING
    agreement = given.model_copy(update={"hash": event.agreement.hash})
    answered = event.but(agreement=agreement, version=event.version + 1)
    if status(agreement) != "active" or event.open:
        return decided(at, answered)
    divided = divide(division_of(event), event.terms, at.now)
    # The amendment was found to fit, and while it waited places and blocks were only given back.
    assert isinstance(divided, Division), divided
    return decided(at, answered, divided=divided)


# Left, called off, over


def take_withdrawal(at: Circumstances, fact: AgreementWithdrawn, event: JointEvent | None) -> Decision:
    """A party takes part no longer: the next text is without it, its shares and its places with whom the rule says that
    was agreed on. Of its blocks the unused ones are called back.
    """
    if event is None:
        return UNKNOWN
    if event.agreement.over or at.sender not in event.parties or at.sender == at.body:
        return NOTHING
    departed = {**event.departed, at.sender: fact.why}
    division = division_of(event) if event.published else None
    return next_text(at, event.but(departed=departed), without(event.terms, at.sender, division))


def call_off(at: Circumstances, event: JointEvent | None) -> Decision:
    """The lead withdraws, and there is no event any more."""
    if event is None:
        return UNKNOWN
    agreement = withdraw(event.agreement)
    if isinstance(agreement, Refusal):
        return Decision(refusal=agreement)
    over = decided(at, event.but(agreement=agreement, version=event.version + 1))
    account = (PublishOutcome(event=event.event, account=True),) if event.published else ()
    return over._replace(says=(*over.says, EndAsks(event=event.event), *account))


def end_event(at: Circumstances, command: EndAgreement, event: JointEvent | None) -> Decision:
    """The day is over. Fired early, for the hosts have agreed on a later day, it is put off."""
    if event is None or event.agreement.stage != "agreed":
        return NOTHING
    if at.now < event.terms.plan.ends:
        return Decision(due=(Due(event.terms.plan.ends, command),))
    ended = decided(at, event.but(agreement=end(event.agreement), version=event.version + 1))
    return ended._replace(says=(*ended.says, PublishOutcome(event=event.event)))


def _admitted(members: Iterable[Member]) -> set[str]:
    return {member.id for member in members if member.admitted}


def _parties(terms: AgreementTerms) -> list[str]:
    return [party.body for party in ordered(terms)]
