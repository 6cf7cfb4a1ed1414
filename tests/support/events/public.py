"""Events as everyone sees them."""

from datetime import timedelta
from typing import Any

from support.events.scenes import DAY, event, opened

from kith_contracts.events.agreements import EventPublished, ListEvent
from kith_contracts.events.terms import Listing

LISTING = Listing(
    title="Annual dinner",
    zone="Europe/London",
    starts=DAY,
    ends=DAY + timedelta(hours=4),
    venue="York",
    book_at="https://www.nuclearinst.com/events",
)


DINNER = ListEvent(event="ni/annual-dinner", listing=LISTING)


def face(version: int = 1, **changes: Any) -> EventPublished:
    published = event(opened()).published
    assert published
    return published.model_copy(update={"version": version, **changes})
