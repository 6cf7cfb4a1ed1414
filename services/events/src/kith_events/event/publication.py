"""What everyone is told of an event, as its lead publishes it."""

from kith_chassis.decision import Decision
from kith_commons.agreement.agreement import acceptances
from kith_commons.agreement.template import ordered
from kith_contracts.events.agreements import (
    EventPublished,
)
from kith_contracts.events.draws import DrawNotice
from kith_contracts.events.terms import Availability, Host
from kith_events.event.lead import JointEvent


def publish(event: JointEvent) -> Decision:
    """The public face, said if it has changed. Unpublished again means: shown as it was agreed, and not open."""
    before, status = event.published, event.status
    if status == "active":
        face = _open_face(event)
    elif before:
        # Of people who will not come the door needs to know nothing.
        alive = before.details if event.key and event.key.alive and status != "withdrawn" else None
        shown = {"withdrawn": "cancelled", "ended": "ended"}.get(status, "reopened")
        face = before.model_copy(update={"status": shown, "details": alive})
    else:
        return Decision(states=(event,))
    version = before.version if before else event.numbered_from
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
        hosts=[Host(body=party.body, networks=party.networks) for party in ordered(terms)],
        deputies=terms.deputies,
        succession=terms.succession,
        guest_hosts=terms.guest_hosts,
        sponsors=terms.sponsors,
        hash=event.agreement.hash,
        acceptances=acceptances(event.agreement),
        availability=[
            Availability(part=name, places=event.places[name].availability)
            for name in terms.plan.names
            if name not in terms.closed_parts
        ],
        details=event.details_key,
        draws=notices(event),
        version=1,
    )


def notices(event: JointEvent) -> list[DrawNotice]:
    """For everyone: when each part is drawn, and what the lead has committed to."""
    lead = event.terms.led_by
    return [
        DrawNotice(part=part, closes=draw.closes, commitment=draw.shares[lead].commitment)
        for part, draw in event.draws.items()
    ]
