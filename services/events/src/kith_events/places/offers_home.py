"""Offers at home: a person says yes to what came free. The lead is told so of open parts; a code is theirs at once."""

from collections.abc import Iterable
from typing import Final

from kith_chassis.decision import Circumstances, Decision
from kith_contracts.events.places import AcceptOffers, TakeOffer
from kith_contracts.message import Letter, Refusal
from kith_contracts.words import body_of
from kith_events.event.public import Shown
from kith_events.places.answer import Answer, decided
from kith_events.places.codes import offers
from kith_events.places.codes.stock import Stock
from kith_events.places.division import OVER
from kith_events.places.lead import CANCELLED
from kith_events.places.registration import Registration, Wish, registration_for

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
    answers = [
        _accepted(at, command, index, registrations=registrations, stocks=stocks) for index in range(len(command.parts))
    ]
    return decided(at, answers)


def _accepted(
    at: Circumstances,
    command: AcceptOffers,
    index: int,
    *,
    registrations: Iterable[Registration],
    stocks: Iterable[Stock],
) -> Answer | Refusal:
    """A code is theirs at once; of an open part the lead is told."""
    part, field = command.parts[index], f"parts.{index}"
    registration = registration_for(registrations, part)
    if registration is None:
        return UNASKED._replace(field=field)
    alias, wish = registration.pseudonym, registration.wishes[part]
    if wrong := _unoffered(at, wish):
        return wrong._replace(field=field)
    if part in command.parts[:index]:
        return NONE._replace(field=field)
    if registration.known_to_host(at.keyed):
        yes = TakeOffer(event=command.event, part=part, pseudonym=alias, number=wish.number)
        return Answer(registration, wish.but(status="asked", until=None), [Letter(body_of(command.event), yes)])
    code = offers.taken(at, next((each for each in stocks if each.part == part), None), alias, wish)
    if isinstance(code, Refusal):
        return code._replace(field=field)
    left, granted = code
    return Answer(registration, granted, (), left)


def _unoffered(at: Circumstances, wish: Wish) -> Refusal | None:
    """Why there is nothing to say yes to now."""
    late = wish.status == "offered" and wish.until and at.now >= wish.until
    if wish.code == OVER.code or late:
        return ENDED
    return None if wish.status == "offered" else NONE
