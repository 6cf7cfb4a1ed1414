"""The lead's side of a joint event: the agreement from proposal to open event, and what of it is published."""

from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, State, refuse
from kith_commons.agreement import Agreement, Stance, acceptances, amend, answer, hash_of, propose, status
from kith_commons.places import Allotment, Promotion, allot, reallot
from kith_contracts.agreements import AgreementTerms, Availability, Host, Party
from kith_contracts.events import (
    AgreementAnswered,
    AgreementProposed,
    AgreementUpdated,
    AmendAgreement,
    Answer,
    EventPublished,
    ListEvent,
    PartyAnswer,
    ProposeAgreement,
    ReturnSeats,
)
from kith_contracts.message import Letter, Message, Refusal
from kith_contracts.words import body_of
from kith_events.domain.places import promoted
from kith_events.domain.public import Member
from kith_events.domain.terms import clauses, fault

# States


class JointEvent(State):
    """An event that this body leads: the text, who has accepted it, and the places of each part."""

    kind: ClassVar[str] = "event"
    event: str
    terms: AgreementTerms
    agreement: Agreement
    places: dict[str, Allotment]
    version: int = 1
    published: EventPublished | None = None

    @property
    def id(self) -> str:
        return self.event

    @property
    def open(self) -> bool:
        return self.published is not None and self.published.status == "open"

    @property
    def parties(self) -> tuple[str, ...]:
        return self.agreement.parties


class ListedEvent(State):
    """An event of this body that is booked elsewhere."""

    kind: ClassVar[str] = "listed"
    published: EventPublished

    @property
    def id(self) -> str:
        return self.published.event


# Decisions


def propose_event(
    at: Circumstances,
    command: ProposeAgreement,
    event: JointEvent | None,
    listed: ListedEvent | None,
    *members: Member | None,
) -> Decision:
    """Ask other bodies to run an event together."""
    terms = command.terms
    if body_of(command.event) != at.body:
        return refuse("not-our-event", "An event can be proposed by its lead only.", "event")
    if event or listed:
        return refuse("slug-taken", "An event of this name exists; choose another short name.", "event")
    if terms.version != 1:
        return refuse("version-not-next", "An agreement begins with version 1.", "terms.version")
    if wrong := fault(terms, _admitted(members), command.event):
        return Decision(refusal=wrong)
    places = {seats.part: allot(_capacity(terms, seats.part), seats.quotas, seats.pool) for seats in terms.seats}
    agreement = propose(command.event, 1, hash_of(terms), _parties(terms), clauses(terms))
    proposed = JointEvent(event=command.event, terms=terms, agreement=agreement, places=_whole(places))
    return _decided(proposed, _proposals(proposed, proposed.parties), due=_return_date(proposed))


def amend_event(
    _at: Circumstances, command: AmendAgreement, event: JointEvent | None, *members: Member | None
) -> Decision:
    """Put a new version in place; what it touches is reopened, and who has a place keeps it."""
    if event is None:
        return refuse("event-unknown", "There is no agreement on an event of this name here.", "event")
    terms = command.terms
    if wrong := fault(terms, _admitted(members), command.event):
        return Decision(refusal=wrong)
    agreement = amend(event.agreement, terms.version, hash_of(terms), _parties(terms), clauses(terms))
    if isinstance(agreement, Refusal):
        return Decision(refusal=agreement._replace(field="terms.version"))
    divided = _divided_anew(event, terms)
    if isinstance(divided, Refusal):
        return Decision(refusal=divided)
    places, promotions = divided
    amended = event.but(terms=terms, agreement=agreement, places=places, version=event.version + 1)
    told = dict.fromkeys((*event.parties, *amended.parties))
    decision = _decided(amended, _proposals(amended, tuple(told)), due=_return_date(amended))
    states, letters = promoted(amended.event, promotions)
    return decision._replace(states=(*decision.states, *states), says=(*decision.says, *letters))


def take_answer(at: Circumstances, fact: AgreementAnswered, event: JointEvent | None) -> Decision:
    """A party's yes or no. One to an earlier text comes too late and changes nothing."""
    if event is None:
        return refuse("event-unknown", "There is no agreement on an event of this name here.", "event")
    agreement = answer(
        event.agreement, at.sender, fact.on_behalf, fact.hash, answer=fact.answer, note=fact.note, at=at.now
    )
    if isinstance(agreement, Refusal):
        return NOTHING if agreement.code == "stale-hash" else Decision(refusal=agreement)
    if agreement == event.agreement:
        return NOTHING
    return _decided(event.but(agreement=agreement, version=event.version + 1))


def list_event(at: Circumstances, command: ListEvent, event: JointEvent | None, listed: ListedEvent | None) -> Decision:
    """Show an event that is booked elsewhere; said again, it replaces what was said."""
    if body_of(command.event) != at.body:
        return refuse("not-our-event", "An event can be listed by its own organisation only.", "event")
    if event:
        return refuse("slug-taken", "An event of this name exists; choose another short name.", "event")
    published = EventPublished(
        event=command.event,
        status="listed",
        listing=command.listing,
        hosts=[Host(body=at.body)],
        version=listed.published.version + 1 if listed else 1,
    )
    if listed and published.listing == listed.published.listing:
        return NOTHING
    return Decision(states=(ListedEvent(published=published),), says=(published,))


# What follows from a changed agreement or changed places


def publish(event: JointEvent) -> Decision:
    """The public face, said if it has changed. Unpublished again means: shown as it was agreed, and not open."""
    before = event.published
    if status(event.agreement) == "active":
        face = _open_face(event)
    elif before:
        face = before.model_copy(update={"status": "reopened"})
    else:
        return Decision(states=(event,))
    version = before.version if before else 0
    if before and face.model_copy(update={"version": version}) == before:
        return Decision(states=(event,))
    face = face.model_copy(update={"version": version + 1})
    return Decision(states=(event.but(published=face),), says=(face,))


def _open_face(event: JointEvent) -> EventPublished:
    terms = event.terms
    return EventPublished(
        event=event.event,
        status="open",
        plan=terms.plan,
        hosts=[Host(body=party.body, networks=party.networks) for party in _ordered(terms)],
        hash=event.agreement.hash,
        acceptances=acceptances(event.agreement),
        availability=[
            Availability(part=part.part, places=event.places[part.part].availability) for part in terms.plan.parts
        ],
        version=1,
    )


def _decided(event: JointEvent, letters: tuple[Letter, ...] = (), due: tuple[Due, ...] = ()) -> Decision:
    published = publish(event)
    says: tuple[Message | Letter, ...] = (*letters, *published.says, _for_own_systems(event))
    return Decision(states=published.states, says=says, due=due)


def _for_own_systems(event: JointEvent) -> AgreementUpdated:
    return AgreementUpdated(
        event=event.event,
        terms=event.terms,
        hash=event.agreement.hash,
        status=status(event.agreement),
        answers=[_party_answer(event.agreement, body) for body in event.parties],
        version=event.version,
    )


def _party_answer(agreement: Agreement, body: str) -> PartyAnswer:
    by_body, by_network = agreement.stance(body, "body"), agreement.stance(body, "network")
    notes = [one.reply.note for one in (by_body, by_network) if one and one.reply and one.reply.note]
    return PartyAnswer(body=body, by_body=_answer(by_body), by_network=_answer(by_network), note=" ".join(notes)[:300])


def _answer(stance: Stance | None) -> Answer | None:
    return stance.answer if stance else None


def _proposals(event: JointEvent, to: tuple[str, ...]) -> tuple[Letter, ...]:
    proposal = AgreementProposed(event=event.event, terms=event.terms, hash=event.agreement.hash)
    return tuple(Letter(body, proposal) for body in to)


def _return_date(event: JointEvent) -> tuple[Due, ...]:
    return (Due(event.terms.returns_at, ReturnSeats(event=event.event)),)


def _divided_anew(
    event: JointEvent, terms: AgreementTerms
) -> tuple[dict[str, Allotment], dict[str, tuple[Promotion, ...]]] | Refusal:
    places: dict[str, Allotment] = {}
    promotions: dict[str, tuple[Promotion, ...]] = {}
    for index, seats in enumerate(terms.seats):
        before = event.places.get(seats.part, Allotment(capacity=0))
        divided = reallot(before, _capacity(terms, seats.part), seats.quotas, seats.pool)
        if isinstance(divided, Refusal):
            return divided._replace(field=f"terms.seats.{index}.{divided.field}")
        places[seats.part], promotions[seats.part] = divided
    for part, gone in event.places.items():
        if part not in places and (gone.granted or gone.waiting):
            sentence = "People have asked for places in a part that the new text leaves out. Keep the part."
            return Refusal("part-in-use", sentence, f"terms.plan.parts.{part}"[:100])
    return places, promotions


def _admitted(members: tuple[Member | None, ...]) -> set[str]:
    return {member.id for member in members if member and member.admitted}


def _capacity(terms: AgreementTerms, part: str) -> int:
    return next(each.capacity for each in terms.plan.parts if each.part == part)


def _parties(terms: AgreementTerms) -> list[str]:
    return [party.body for party in _ordered(terms)]


def _ordered(terms: AgreementTerms) -> list[Party]:
    lead = body_of(terms.event)
    return sorted(terms.parties, key=lambda party: party.body != lead)


def _whole(places: dict[str, Allotment | Refusal]) -> dict[str, Allotment]:
    # `fault` has found every division possible
    return {part: allotment for part, allotment in places.items() if isinstance(allotment, Allotment)}
