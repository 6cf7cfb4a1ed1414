"""The places of an allotment are drawn: whoever has asked until then is served in an order that nobody could choose.

Quotas and pool hold in a draw as otherwise: a body's quota goes to the first drawn of its own, so what is guaranteed to
a small body stays its own; the pool goes to the first drawn of all.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from kith_commons.places.allotment import Allotment, Promotion, promote


def closes_at(now: datetime, hours: int, starts: datetime) -> datetime:
    """When a draw closes that opens now: after so many hours, or half of the time until the start if that is less; in
    whole seconds.
    """
    lasting = min(timedelta(hours=hours), max(timedelta(), (starts - now) / 2))
    return (now + lasting).replace(microsecond=0)


def close(allotment: Allotment) -> Allotment:
    """From now on whoever comes is behind all who are in the draw."""
    return allotment.model_copy(update={"draw": "closed"})


def draw(
    allotment: Allotment, ranks: Mapping[str, int], *, giving: bool = True
) -> tuple[Allotment, tuple[Promotion, ...]]:
    """The draw: those who wait are put in order of their rank, by holder, and get the places that there are; unless no
    places are given now, then all wait in that order. Who has no rank has come later, and is behind all who have one.
    """
    last = max(ranks.values(), default=0) + 1
    waiting = tuple(sorted(allotment.waiting, key=lambda one: ranks.get(one.holder, last)))
    drawn = allotment.model_copy(update={"draw": "done", "waiting": waiting})
    return promote(drawn) if giving else (drawn, ())
