"""Offers of places: what comes free is kept for the first who waits, until a time by which they must say yes.

When that time has come the place goes to the next. Close to the start offers get shorter, so that those behind have a
chance too, and at the very end a place is simply granted.
"""

from datetime import datetime, timedelta
from typing import Final

from kith_commons.places.allotment import Allotment, Offer, Promotion, give_back, less, promote

SHORTEST: Final = timedelta(minutes=30)
"""What would be offered for less time than this is granted at once: nobody reads a mail so fast."""
GRACE: Final = timedelta(minutes=5)
"""An offer ends so much later than was said, for a yes that is still on its way."""


def lasts_until(now: datetime, hours: int, starts: datetime) -> datetime | None:
    """Until when an offer that is made now lasts: so many hours, or half of the time that is left until the start if
    that is less; in whole minutes. None: there is no offer, the place is granted.
    """
    lasting = min(timedelta(hours=hours), (starts - now) / 2)
    return (now + lasting).replace(second=0, microsecond=0) if lasting >= SHORTEST else None


def accept(allotment: Allotment, holder: str) -> Allotment | None:
    """The place is granted for good. None: nothing is offered to this holder, or not any more."""
    kept = _without(allotment, holder)
    return None if kept is allotment else kept


def decline(
    allotment: Allotment, holder: str, body: str, until: datetime | None = None
) -> tuple[Allotment, tuple[Promotion, ...]]:
    """The offer is not wanted; its place goes to the next."""
    offer = next((each for each in allotment.offers if each.holder == holder), None)
    return give_back(_without(allotment, holder), body, until, offer.size, offer.number) if offer else (allotment, ())


def end_offers(
    allotment: Allotment, now: datetime, until: datetime | None, most: int
) -> tuple[Allotment, tuple[Offer, ...], tuple[Promotion, ...]]:
    """The offers that have run out by now end, so many at a time, and their places go to the next."""
    over = [offer for offer in allotment.offers if offer.until + GRACE <= now][:most]
    if not over:
        return allotment, (), ()
    left = withdraw(allotment, over)
    changed, promotions = promote(left, until, most=sum(offer.size for offer in over))
    return changed, tuple(over), promotions


def withdraw(allotment: Allotment, offers: list[Offer]) -> Allotment:
    """These offers are taken back; their places are free, and nobody moves yet."""
    holders = {offer.holder for offer in offers}
    for offer in offers:
        allotment = less(allotment, offer.body, offer.size, offer.number)
    kept = tuple([offer for offer in allotment.offers if offer.holder not in holders])
    return allotment.model_copy(update={"offers": kept})


def _without(allotment: Allotment, holder: str) -> Allotment:
    kept = tuple([offer for offer in allotment.offers if offer.holder != holder])
    return allotment if len(kept) == len(allotment.offers) else allotment.model_copy(update={"offers": kept})
