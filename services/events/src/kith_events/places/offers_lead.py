"""The lead's side of offers: a place that came free waits for a yes, and goes to the next if none comes in time."""

from datetime import timedelta
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, refuse
from kith_commons.places.allotment import Allotment
from kith_commons.places.offers import GRACE, accept, end_offers, withdraw
from kith_contracts.events.places import EndOffers, TakeOffer
from kith_events.event.clauses import begun
from kith_events.event.erasure import Erased
from kith_events.event.lead import JointEvent
from kith_events.event.publication import publish
from kith_events.places.division import OVER, offered_until, promoted
from kith_events.places.place import Place, deadlines, offer_ended

EARLY: Final = timedelta(hours=1)
"""A clock that differs fires so much too early at most."""
MOST_AT_ONCE: Final = 2_500
"""Offers that one decision ends: each ending, and the offer to the next, is a state and a letter."""


def taken(event: JointEvent, place: Place, number: int) -> Decision:
    """The yes to an offer that stands, also if it is said by asking for the place again."""
    allotment = accept(event.places[place.part], place.waiter)
    assert allotment, "an offered place has its offer"
    granted = place.but(status="granted", number=number, version=place.version + 1, until=None)
    published = publish(event.but(places={**event.places, place.part: allotment}))
    return Decision(states=(*published.states, granted), says=(granted.letter(), *published.says))


def take_offer(
    at: Circumstances, yes: TakeOffer, event: JointEvent | None, place: Place | None, erased: Erased | None
) -> Decision:
    """Grant what is offered, as long as the offer stands. Whoever is too late, or says it twice, hears how it is now.

    Refused: `offer-unknown`, where this home has nothing that could be accepted.
    """
    if erased:
        return NOTHING
    if event is None or place is None or place.body != at.sender:
        return refuse("offer-unknown", "Nothing is offered here to anyone of this pseudonym.", "pseudonym")
    if yes.number != place.number:
        return NOTHING
    if place.status != "offered":
        return Decision(says=(place.letter(),))
    if event.agreement.over or begun(event.terms, place.part, at.now):
        return _too_late(at, event, place)
    return taken(event, place, place.number)


def _too_late(at: Circumstances, event: JointEvent, place: Place) -> Decision:
    """The offer ends with the yes: a home that only heard once more of the offer would wait for an answer."""
    allotment = event.places[place.part]
    (offer,) = [each for each in allotment.offers if each.holder == place.waiter]
    ended = offer_ended(event.event, place.part, offer, OVER, at.now)
    published = publish(event.but(places={**event.places, place.part: withdraw(allotment, [offer])}))
    return Decision(states=(*published.states, ended), says=(ended.letter(), *published.says))


def end(at: Circumstances, command: EndOffers, event: JointEvent | None) -> Decision:
    """What was not accepted in time goes to the next, or is free if nobody may have it now. Fired early, it is
    put back. Of an event that is over nothing is told.
    """
    if event is None or event.agreement.over:
        return NOTHING
    places, moved = dict(event.places), list[Place]()
    for part, allotment in event.places.items():
        if len(moved) >= MOST_AT_ONCE:
            break
        places[part], more = _ended(at, event, part, allotment, MOST_AT_ONCE - len(moved))
        moved += more
    if not moved:
        ends = [offer.until + GRACE for each in places.values() for offer in each.offers]
        soon = [when for when in ends if when - at.now < EARLY]
        return Decision(due=(Due(min(soon), command),) if soon else ())
    published = publish(event.but(places=places))
    answers = [place.letter() for place in moved]
    goes_on = (command,) if len(moved) >= MOST_AT_ONCE else ()
    states = (*published.states, *moved)
    return Decision(states=states, says=(*answers, *published.says, *goes_on), due=deadlines(moved))


def _ended(
    at: Circumstances, event: JointEvent, part: str, allotment: Allotment, most: int
) -> tuple[Allotment, list[Place]]:
    giving, until = event.gives(part, at.now), offered_until(event.terms, part, at.now)
    queue = allotment.waiting if giving else ()
    left, over, promotions = end_offers(allotment.model_copy(update={"waiting": queue}), at.now, until, most)
    ended = [offer_ended(event.event, part, offer, OVER, at.now) for offer in over]
    following = promoted(event.event, part, promotions, "freed", at.now)
    return left if giving else left.model_copy(update={"waiting": allotment.waiting}), [*ended, *following]
