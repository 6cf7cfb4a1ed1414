"""What follows from a changed agreement or changed places: what is published, who is told what, what falls due."""

from kith_chassis.decision import Circumstances, Decision, Due
from kith_commons.agreement import lead
from kith_commons.agreement.in_force import DAILY
from kith_commons.agreement.lead import gone
from kith_contracts.events.agreements import EndEvent, ReturnSeats
from kith_contracts.events.codes import CallBlocks
from kith_contracts.events.leads import ShowEventLead
from kith_contracts.message import Letter, Message
from kith_events.agreements.in_force import agreed_letters, in_force
from kith_events.event.lead import JointEvent
from kith_events.event.publication import publish
from kith_events.places.codes.lead import block_letters
from kith_events.places.division import Division, division_of
from kith_events.places.draws.draw import prepared
from kith_events.places.place import deadlines


def decided(
    at: Circumstances, event: JointEvent, letters: tuple[Letter, ...] = (), divided: Division | None = None
) -> Decision:
    """The changed agreement: with the letters that it needs, all parties and the own systems hear how it stands."""
    places, blocks, moved, given = divided or division_of(event)
    # The dates are those of an agreed text: with each of them they are set anew, and earlier ones do nothing.
    agreed = divided is not None and event.status == "active"
    event = event.but(places=dict(places), blocks=dict(blocks))
    event, draws_due = prepared(at, event) if agreed else (event, ())
    first, before = event.agreed is None, event.agreed
    event = in_force(at, event) if agreed else event
    published = publish(event)
    answers = [*[place.letter() for place in moved], *block_letters(at, event.event, given, blocks)]
    heard = (*letters, *lead.status_letters(event), *(agreed_letters(event) if event.agreed != before else ()))
    says: tuple[Message | Letter, ...] = (*heard, *published.says, lead.updated(event), *answers)
    daily = (Due(at.now + DAILY, ShowEventLead(subject=event.event)),) if first and event.agreed else ()
    due = (*(_dates(event) if agreed else ()), *draws_due, *deadlines(moved), *daily)
    return Decision(states=(*published.states, *moved), says=says, due=due)


def farewells(event: JointEvent, before: JointEvent) -> tuple[Letter, ...]:
    """To those who are no party any more: that they are not, and nothing of the new text; and their unused blocks are
    called back.
    """
    calls = [
        Letter(body, CallBlocks(event=event.event, part=part))
        for body in gone(event, before)
        for part, blocks in before.blocks.items()
        if blocks.held.get(body)
    ]
    return (*lead.farewells(event, before), *calls)


def _dates(event: JointEvent) -> tuple[Due, ...]:
    ends = Due(event.terms.plan.ends, EndEvent(event=event.event))
    return (Due(event.terms.returns_at, ReturnSeats(event=event.event)), ends)
