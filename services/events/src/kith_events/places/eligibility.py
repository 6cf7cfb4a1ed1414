"""Why a wish for places cannot be taken to the lead, with what a person can do instead."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from kith_contracts.events.plan import EventPart, EventPlan, Fund
from kith_contracts.message import Refusal
from kith_events.event.party import Proposal
from kith_events.event.public import Shown
from kith_events.places.codes.stock import Stock

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


ONLY_BUNDLED: Final = "part-of-bundle"


def unfit(part: EventPart, size: int, slots: Sequence[int]) -> Refusal | None:
    """Why places cannot be asked for in this way: so many at once, or in these slots."""
    if size > 1 and (part.closed or part.slots):
        sentence = "Guests can come to open parts that are not cut into slots. Ask for this one by yourself."
        return Refusal("group-not-here", sentence, "guests")
    if any(slot > part.slots for slot in slots):
        return Refusal("slot-unknown", "No slot of this part begins then. Look at its times.", "slots")
    return None


def unfit_money(fund: Fund | None, pence: int | None, band: int | None) -> Refusal | None:
    """Why a sum cannot be asked for, or not in this band of need."""
    if fund is None:
        sentence = "This is no fund, so no sum can be asked for."
        return Refusal("not-a-fund", sentence, "pence" if band is None else "bands")
    if pence is None:
        return Refusal("sum-missing", "Say how much you ask for, in pence.", "pence")
    if pence > fund.most:
        sentence = f"At most {fund.most / 100:.2f} {fund.currency} can be asked for. Ask for less."
        return Refusal("above-ceiling", sentence, "pence")
    if fund.bands and band is None:
        sentence = f"Say how much you need it: 1 to {len(fund.bands)}, by the words of the fund. 1 is the greatest."
        return Refusal("band-missing", sentence, "bands")
    if band and band > len(fund.bands):
        sentence = "The fund has no such band of need. Look at its words, or leave this out if it has none."
        return Refusal("band-unknown", sentence, "bands")
    return None


def elsewhere(plan: EventPlan, name: str, others: Collection[str]) -> Refusal | None:
    """Why this cannot be asked for with what the person wants already: nobody is in two places at once."""
    for part in plan.parts_of(name):
        for other in others:
            if clash := next((each for each in plan.parts_of(other) if part.excludes(each)), None):
                sentence = f"This is at the same time as {clash.part}. Give that up first, or choose one of the two."
                return Refusal("parts-overlap", sentence, "parts")
    return None


def bundled(plan: EventPlan, name: str) -> Refusal | None:
    """Why a part cannot be named by itself where places are meant."""
    bundle = next((part.bundle for part in plan.parts if part.part == name), None)
    if bundle is None:
        return None
    together = ", ".join(part.part for part in plan.parts_of(bundle))[:80]
    return Refusal(ONLY_BUNDLED, f"This is part of {bundle} ({together}). Ask for {bundle}.", "parts")
