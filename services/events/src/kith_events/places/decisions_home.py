"""Decisions of the lead, as home hears them: a place, a place on the waiting list, or none and why."""

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, refuse
from kith_contracts.events.details import SendDetails
from kith_contracts.events.places import PlaceDecided, ReleasePlace
from kith_contracts.message import Letter, Message
from kith_contracts.words import body_of
from kith_events.event.public import Shown
from kith_events.places.delegates import Invitations
from kith_events.places.registration import Registration, told


def take_decision(
    at: Circumstances,
    fact: PlaceDecided,
    *,
    registration: Registration | None,
    shown: Shown | None,
    erasure: State | None,
    handed: Invitations | None,
) -> Decision:
    """What the lead decided; the newest counts. A place that was given up meanwhile is given back, and the code of a
    delegate who is refused is good for another. Of what is erased nothing is heard any more.
    """
    if erasure:
        return NOTHING
    wish = registration.wishes.get(fact.part) if registration and registration.event == fact.event else None
    if registration is None or wish is None:
        return refuse("registration-unknown", "Nobody here has asked for this place.", "pseudonym")
    if fact.number != wish.number or fact.version <= wish.version:
        return NOTHING
    heard = wish.but(version=fact.version)
    if wish.status == "released":
        kept = registration.with_wish(heard, at.now)
        if fact.status in ("refused", "released"):
            return Decision(states=(kept,))
        release = ReleasePlace(event=fact.event, part=fact.part, pseudonym=fact.pseudonym, number=wish.number)
        return Decision(states=(kept,), says=(Letter(body_of(fact.event), release),))
    heard = heard.but(**{name: getattr(fact, name) for name in ("status", "code", "sentence", "until", "slot", "why")})
    sends: list[Message] = []
    if fact.status == "granted" and shown and shown.details_open(at.now):
        sends.append(SendDetails(event=fact.event, registration=fact.pseudonym))
    decision = told([registration.with_wish(heard, at.now)], sends)
    if handed and fact.status == "refused" and registration.pseudonym in handed.used.values():
        decision = decision._replace(states=(*decision.states, handed.without(registration.pseudonym)))
    return decision
