"""Offers of entry codes, all of it at home: a code that came free waits for a yes, and goes to the next without one."""

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due
from kith_commons.places.offers import GRACE
from kith_contracts.events.codes import EndCodeOffer
from kith_contracts.message import Refusal
from kith_events.places.codes.home import calls
from kith_events.places.codes.stock import Stock
from kith_events.places.division import OVER
from kith_events.places.registration import Registration, Wish, told


def taken(at: Circumstances, stock: Stock | None, registration: str, wish: Wish) -> tuple[Stock, Wish] | Refusal:
    """The yes to a code that is kept: it is theirs.

    Refused: `offer-ended`, `event-over`; of these the field is for the caller to say.
    """
    if stock is None or registration not in stock.offers:
        return OVER
    if not stock.goes_on(at.now):
        return Refusal("event-over", "This part of the event has begun already, or is called off.", "parts")
    code, left = stock.without(registration).draw(at.keyed)
    return left, wish.but(status="granted", until=None, entry=code)


def end(at: Circumstances, command: EndCodeOffer, stock: Stock | None, registration: Registration | None) -> Decision:
    """What nobody took in time is kept for the next. Fired early, it is put back. Of a part that has begun, or is
    called off, nothing is told.
    """
    until = stock.offers.get(command.registration) if stock else None
    if stock is None or until is None or not stock.goes_on(at.now):
        return NOTHING
    if at.now < until + GRACE:
        return Decision(due=(Due(until + GRACE, command),))
    left = stock.without(command.registration)
    next_calls = calls(left, at.now)
    wish = registration.wishes.get(stock.part) if registration else None
    if not (registration and wish and wish.status == "offered"):
        return Decision(states=(left,), says=tuple(next_calls))
    over = wish.but(status="refused", code=OVER.code, sentence=OVER.sentence, until=None)
    return told([registration.with_wish(over, at.now)], next_calls, [left])
