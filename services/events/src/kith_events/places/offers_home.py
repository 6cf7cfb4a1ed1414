"""Offers at home: a person says yes to what came free. The lead is told so of open parts; a code is theirs at once."""

from collections.abc import Iterable
from typing import Final

from kith_chassis.decision import Circumstances, Decision
from kith_contracts.events.places import AcceptOffers, TakeOffer
from kith_contracts.message import Letter, Refusal
from kith_contracts.words import body_of
from kith_events.event.public import Shown
from kith_events.places.codes import offers
from kith_events.places.codes.stock import Stock
from kith_events.places.division import OVER
from kith_events.places.lead import CANCELLED
from kith_events.places.registration import Registration, Wish, told

UNASKED: Final = Refusal("not-registered", "You have not asked for this part. Ask for a place first.", "parts")
ENDED: Final = OVER._replace(
    sentence="This offer has ended, and the place went to the next. Ask again to wait for another."
)
NONE: Final = Refusal("not-offered", "No place in this part is offered to you now. Nothing has changed.", "parts")


def accept_offers(
    at: Circumstances,
    command: AcceptOffers,
    shown: Shown | None,
    registrations: tuple[Registration, ...],
    stocks: tuple[Stock, ...],
) -> Decision:
    """Say yes to what is offered, in all of these parts or in none. In an open part it is unanswered until the lead has
    confirmed it.

    Refused: `not-registered`, `not-offered`, `offer-ended`, `event-over`, `event-cancelled`.
    """
    if shown and shown.called_off:
        return Decision(refusal=CANCELLED)
    known = {each.pseudonym: each for each in registrations}
    codes = {each.part: each for each in stocks}
    changed: dict[str, Registration] = {}
    touched: dict[str, Stock] = {}
    says = []
    for index, part in enumerate(command.parts):
        registration = _registration(known.values(), part)
        if registration is None:
            return Decision(refusal=UNASKED._replace(field=f"parts.{index}"))
        alias, wish = registration.pseudonym, registration.wishes[part]
        if wrong := _unoffered(at, wish):
            return Decision(refusal=wrong._replace(field=f"parts.{index}"))
        if registration.known_to_host(at.keyed):
            answered = wish.but(status="asked", until=None)
            yes = TakeOffer(event=command.event, part=part, pseudonym=alias, number=wish.number)
            says.append(Letter(body_of(command.event), yes))
        else:
            code = offers.taken(at, codes.get(part), alias, wish)
            if isinstance(code, Refusal):
                return Decision(refusal=code._replace(field=f"parts.{index}"))
            touched[part], answered = code
        known[alias] = changed[alias] = registration.with_wish(answered, at.now)
    return told(changed.values(), says, touched.values())


def _registration(known: Iterable[Registration], part: str) -> Registration | None:
    """The registration with the wish for this part: the one that is wanted still, if there are two."""
    found = [each for each in known if part in each.wishes]
    return max(found, key=lambda each: each.wants(part), default=None)


def _unoffered(at: Circumstances, wish: Wish) -> Refusal | None:
    """Why there is nothing to say yes to now."""
    late = wish.status == "offered" and wish.until and at.now >= wish.until
    if wish.code == OVER.code or late:
        return ENDED
    return None if wish.status == "offered" else NONE
