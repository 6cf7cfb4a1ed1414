"""What follows from a changed agreement or changed places: what is published, who is told what, what falls due."""

from typing import Final

from kith_chassis.decision import Circumstances, Decision, Due
from kith_commons.agreement.agreement import Agreement, Stance, missing, status
from kith_contracts.events.agreements import (
    AgreementProposed,
    AgreementUpdated,
    Answer,
    EndAgreement,
    Missing,
    PartyAnswer,
    ReturnSeats,
    StandingChanged,
)
from kith_contracts.events.codes import CallBlocks
from kith_contracts.message import Letter, Message
from kith_events.event.lead import JointEvent
from kith_events.event.publish import publish
from kith_events.places.codes.lead import block_letters
from kith_events.places.division import Division, division_of
from kith_events.places.draws.draw import prepared
from kith_events.places.place import deadlines

MOST_DEPARTED: Final = 100


def decided(
    at: Circumstances, event: JointEvent, letters: tuple[Letter, ...] = (), divided: Division | None = None
) -> Decision:
    """The changed agreement: with the letters that it needs, all parties and the own systems hear how it stands."""
    places, blocks, moved, given = divided or division_of(event)
    # The dates are those of an agreed text: with each of them they are set anew, and earlier ones do nothing.
    agreed = divided is not None and status(event.agreement) == "active"
    event = event.but(places=dict(places), blocks=dict(blocks))
    event, draws_due = prepared(at, event) if agreed else (event, ())
    published = publish(event)
    answers = [*[place.letter() for place in moved], *block_letters(at, event.event, given, blocks)]
    heard = (*letters, *standing(event))
    says: tuple[Message | Letter, ...] = (*heard, *published.says, _for_own_systems(event), *answers)
    due = (*(_dates(event) if agreed else ()), *draws_due, *deadlines(moved))
    return Decision(states=(*published.states, *moved), says=says, due=due)


def proposals(event: JointEvent) -> tuple[Letter, ...]:
    """The whole text, to all its parties and to nobody else."""
    proposal = AgreementProposed(event=event.event, terms=event.terms, hash=event.agreement.hash)
    return tuple(Letter(body, proposal) for body in event.parties)


def standing(event: JointEvent) -> tuple[Letter, ...]:
    """How it stands, to all parties; nobody hears of a draft."""
    stands = status(event.agreement)
    if stands == "drafted":
        return ()
    needed = () if event.agreement.over else missing(event.agreement)
    fact = StandingChanged(
        event=event.event,
        text=event.agreement.version,
        status=stands,
        missing=[Missing(body=body, on_behalf=behalf) for body, behalf in needed],
        version=event.version,
    )
    return tuple(Letter(body, fact) for body in event.parties)


def farewells(event: JointEvent, before: JointEvent) -> tuple[Letter, ...]:
    """To those who are no party any more: that they are not, and nothing of the new text; and their unused blocks are
    called back.
    """
    fact = StandingChanged(event=event.event, text=event.agreement.version, status="left", version=event.version)
    gone = [body for body in before.parties if body not in event.parties]
    calls = [
        Letter(body, CallBlocks(event=event.event, part=part))
        for body in gone
        for part, blocks in before.blocks.items()
        if blocks.held.get(body)
    ]
    return (*[Letter(body, fact) for body in gone], *calls)


def _for_own_systems(event: JointEvent) -> AgreementUpdated:
    return AgreementUpdated(
        event=event.event,
        terms=event.terms,
        hash=event.agreement.hash,
        status=status(event.agreement),
        answers=[_party_answer(event.agreement, body) for body in event.parties],
        departed=dict(list(event.departed.items())[-MOST_DEPARTED:]),
        version=event.version,
    )


def _party_answer(agreement: Agreement, body: str) -> PartyAnswer:
    by_body, by_network = agreement.stance(body, "body"), agreement.stance(body, "network")
    notes = [one.reply.note for one in (by_body, by_network) if one and one.reply and one.reply.note]
    return PartyAnswer(body=body, by_body=_answer(by_body), by_network=_answer(by_network), note=" ".join(notes)[:300])


def _answer(stance: Stance | None) -> Answer | None:
    return stance.answer if stance else None


def _dates(event: JointEvent) -> tuple[Due, ...]:
    ends = Due(event.terms.plan.ends, EndAgreement(event=event.event))
    return (Due(event.terms.returns_at, ReturnSeats(event=event.event)), ends)
