"""Offers at home: a person says yes to a place that came free, and the lead is told so."""

from kith_chassis.decision import Circumstances, Decision, refuse
from kith_contracts.message import Letter
from kith_contracts.places import AcceptOffers, TakeOffer
from kith_contracts.words import body_of
from kith_events.domain.seats.wishes import Registration, told


def accept_offers(at: Circumstances, command: AcceptOffers, registration: Registration | None) -> Decision:
    """Say yes to what is offered, in all of these parts or in none. Until the lead has confirmed it, it is unanswered.

    Refused: `not-registered`, `not-offered`, `offer-ended`.
    """
    says = []
    for index, part in enumerate(command.parts):
        field = f"parts.{index}"
        wish = registration.wishes.get(part) if registration else None
        if registration is None or wish is None:
            return refuse("not-registered", "You have not asked for this part. Ask for a place first.", field)
        late = wish.status == "offered" and wish.until and at.now >= wish.until
        if wish.code == "offer-ended" or late:
            sentence = "This offer has ended, and the place went to the next. Ask again to wait for another."
            return refuse("offer-ended", sentence, field)
        if wish.status != "offered":
            return refuse("not-offered", "No place in this part is offered to you now. Nothing has changed.", field)
        registration = registration.with_wish(wish.but(status="asked", until=None), at.now)
        yes = TakeOffer(event=command.event, part=part, pseudonym=registration.pseudonym, number=wish.number)
        says.append(Letter(body_of(command.event), yes))
    assert registration, "there is at least one part"
    return told([registration], says)
