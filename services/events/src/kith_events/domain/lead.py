"""The lead's side of a joint event: the agreement from proposal to open event, and what of it is published."""

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, State, refuse
from kith_commons.agreement import Agreement, Stance, acceptances, amend, answer, hash_of, propose, status
from kith_contracts.agreements import AgreementTerms, Availability, Host, Party
from kith_contracts.events import (
    AgreementAnswered,
    AgreementProposed,
    AgreementUpdated,
    AmendAgreement,
    Answer,
    EventPublished,
    PartyAnswer,
    ProposeAgreement,
    ReturnSeats,
)
from kith_contracts.message import Letter, Message, Refusal
from kith_contracts.words import body_of
from kith_events.domain import answers, division
from kith_events.domain.blocks import block_letters
from kith_events.domain.division import Division, divide
from kith_events.domain.joint import JointEvent
from kith_events.domain.public import Member
from kith_events.domain.terms import clauses, fault
from kith_events.domain.texts import Texts

# Decisions


def propose_event(
    at: Circumstances,
    command: ProposeAgreement,
    event: JointEvent | None,
    listed: State | None,
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
    agreement = propose(command.event, 1, hash_of(terms), _parties(terms), clauses(terms))
    texts = Texts.first(agreement)
    first = division.first(terms)
    proposed = JointEvent(
        event=command.event, terms=terms, agreement=agreement, texts=texts, places=first.places, blocks=first.blocks
    )
    return _decided(at, proposed, _proposals(proposed, proposed.parties))


def amend_event(
    at: Circumstances, command: AmendAgreement, event: JointEvent | None, *members: Member | None
) -> Decision:
    """Put a new version in place. What it touches is reopened, and nobody moves until all have accepted it; who has a
    place keeps it.
    """
    if event is None:
        return refuse("event-unknown", "There is no agreement on an event of this name here.", "event")
    terms = command.terms
    if wrong := fault(terms, _admitted(members), command.event):
        return Decision(refusal=wrong)
    agreement = amend(event.agreement, terms.version, hash_of(terms), _parties(terms), clauses(terms))
    if isinstance(agreement, Refusal):
        return Decision(refusal=agreement._replace(field="terms.version"))
    divided = divide(event.division, terms, at.now)
    if isinstance(divided, Refusal):
        return Decision(refusal=divided)
    if status(agreement) != "active":
        divided = division.until_agreed(event.division, terms) if event.published else division.first(terms)
    amended = event.but(
        terms=terms,
        agreement=agreement,
        texts=event.texts.amended(event.agreement, agreement),
        version=event.version + 1,
    )
    told = dict.fromkeys((*event.parties, *amended.parties))
    return _decided(at, amended, _proposals(amended, tuple(told)), divided)


def take_answer(at: Circumstances, fact: AgreementAnswered, event: JointEvent | None) -> Decision:
    """A party's yes or no. One to an earlier text counts if what concerns the party is still the same, for the party
    takes its answer to stand then; else it comes too late and changes nothing.
    """
    if event is None:
        return refuse("event-unknown", "There is no agreement on an event of this name here.", "event")
    if unheeded := answers.unheeded(at, fact, event.texts, event.terms):
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
        return _decided(at, answered)
    divided = divide(event.division, event.terms, at.now)
    # The amendment was found to fit, and while it waited places and blocks were only given back.
    assert isinstance(divided, Division), divided
    return _decided(at, answered, divided=divided)


# What follows from a changed agreement or changed places


def publish(event: JointEvent) -> Decision:
    """The public face, said if it has changed. Unpublished again means: shown as it was agreed, and not open."""
    before = event.published
    if status(event.agreement) == "active":
        face = _open_face(event)
    elif before:
        alive = before.details if event.key and event.key.alive else None
        face = before.model_copy(update={"status": "reopened", "details": alive})
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
            Availability(part=part.part, places=event.places[part.part].availability)
            for part in terms.plan.parts
            if not part.closed
        ],
        details=event.details_key,
        version=1,
    )


def _decided(
    at: Circumstances, event: JointEvent, letters: tuple[Letter, ...] = (), divided: Division | None = None
) -> Decision:
    places, blocks, moved, given = divided or event.division
    published = publish(event.but(places=dict(places), blocks=dict(blocks)))
    answers = [*[place.letter() for place in moved], *block_letters(at, event.event, given, blocks)]
    says: tuple[Message | Letter, ...] = (*letters, *published.says, _for_own_systems(event), *answers)
    # The return date is that of an agreed text: with each of them it is set anew, and an earlier one does nothing.
    agreed = divided is not None and status(event.agreement) == "active"
    return Decision(states=(*published.states, *moved), says=says, due=_return_date(event) if agreed else ())


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


def _admitted(members: tuple[Member | None, ...]) -> set[str]:
    return {member.id for member in members if member and member.admitted}


def _parties(terms: AgreementTerms) -> list[str]:
    return [party.body for party in _ordered(terms)]


def _ordered(terms: AgreementTerms) -> list[Party]:
    lead = body_of(terms.event)
    return sorted(terms.parties, key=lambda party: party.body != lead)
