"""Why a wish for places cannot be taken to the lead, with what a person can do instead."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from kith_contracts.message import Refusal
from kith_contracts.plans import EventPart
from kith_events.domain.agreements.party import Proposal
from kith_events.domain.seats.stocks import Stock
from kith_events.domain.shown.public import Shown

MOST_PARTS: Final = 40
"""Of one registration: as many as an event can have at a time."""

CLOSED: Final = {
    "listed": Refusal("booked-elsewhere", "This event is booked at the address in its listing.", "event"),
    "cancelled": Refusal("event-cancelled", "This event is called off.", "event"),
    "ended": Refusal("event-over", "This event is over.", "event"),
}
"""By the status of an event that gives no places."""


def unavailable(body: str, shown: Shown | None) -> Refusal | None:
    """Why people of this body can have no places at this event."""
    if shown is None:
        return Refusal("event-unknown", "There is nothing here for this name.", "event")
    if wrong := CLOSED.get(shown.published.status):
        return wrong
    if not shown.hosted_by(body):
        return Refusal("body-not-party", "Your organisation does not take part in this event.", "event")
    if not shown.open:
        sentence = "The hosts are agreeing on a change. Ask again when the event is open again."
        return Refusal("agreement-reopened", sentence, "event")
    return None


def unsuitable(part: EventPart | None, audiences: Sequence[str], now: datetime, *, wanted: bool) -> Refusal | None:
    """Why this person can have no place in this part. `wanted`: they have asked for it already."""
    if part is None:
        return Refusal("part-unknown", "This event has no such part.", "parts")
    if wanted:
        return Refusal("already-registered", "You have asked for this part already; nothing has changed.", "parts")
    if part.audience is not None and part.audience not in audiences:
        return Refusal(
            "closed-part", "This part is for a closed audience. Ask your own organisation about it.", "parts"
        )
    if now >= part.starts:
        return Refusal("event-over", "This part of the event has begun already.", "parts")
    return None


def without_codes(body: str, part: str, proposal: Proposal | None, stock: Stock) -> Refusal | None:
    """Why nobody of this body can have an entry code of a closed part: it is given none, and has none."""
    if stock.blocks or (proposal and proposal.terms.blocks_of(body, part)):
        return None
    return Refusal(
        "no-entry-codes", "Your organisation has no places in this part. Ask it to join in another time.", "parts"
    )


def too_many(parts: int) -> Refusal | None:
    """More parts than one registration can tell of; a plan that has changed often may have had so many."""
    if parts <= MOST_PARTS:
        return None
    return Refusal(
        "too-many-parts", f"You have asked for {MOST_PARTS} parts of this event, which is the most.", "parts"
    )
