"""An event on which all have agreed, without the letters that would lead there."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from kith_commons.agreement.agreement import Agreement, answer, hash_of, propose, status
from kith_commons.agreement.texts import Texts
from kith_contracts.agreements.terms import Proof
from kith_contracts.events.plan import EventPart, EventPlan
from kith_contracts.events.terms import EventTerms, Party, Seats
from kith_events.event.clauses import clauses
from kith_events.event.lead import JointEvent
from kith_events.event.publication import publish
from kith_events.places import division


def opened(event: str, places: Seats, bodies: Sequence[str]) -> JointEvent:
    """The event, agreed by all, at which the race begins."""
    starts = datetime(2027, 3, 12, 9, tzinfo=UTC)
    ends = starts + timedelta(hours=3)
    capacity = sum(places.quotas.values()) + places.pool
    part = EventPart(part=places.part, title="Lectures", starts=starts, ends=ends, capacity=capacity)
    terms = EventTerms(
        subject=event,
        version=1,
        plan=EventPlan(title="A day", zone="Europe/London", starts=starts, ends=ends, venue="London", parts=[part]),
        parties=[Party(body=body, networks=[f"{body}/network"]) for body in bodies],
        seats=[places],
    )
    agreement = _agreed(terms)
    first = division.first(terms)
    proposed = JointEvent(terms=terms, agreement=agreement, texts=Texts.first(agreement), places=dict(first.places))
    opened = publish(proposed).states[0]
    assert isinstance(opened, JointEvent)
    assert opened.open
    return opened


def _agreed(terms: EventTerms) -> Agreement:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    text = hash_of(terms)
    proof = Proof(face=text, at=at, signature=f"e30..{'A' * 86}")
    agreement = propose(terms.subject, 1, text, [party.body for party in terms.parties], clauses(terms))
    for stance in agreement.stances:
        given = answer(agreement, stance.body, stance.on_behalf, text, answer="accepted", note="", at=at, proof=proof)
        assert isinstance(given, Agreement)
        agreement = given
    assert status(agreement) == "active"
    return agreement
