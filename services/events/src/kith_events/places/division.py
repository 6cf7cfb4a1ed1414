"""How the places of an event are divided, part by part, and who moves up or has to go when that changes."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from kith_commons.places import blocks as of_blocks
from kith_commons.places.allotment import Allotment, Promotion, Waiting
from kith_commons.places.blocks import Blocks, Given
from kith_commons.places.division import allot, reallot
from kith_commons.places.offers import lasts_until, withdraw
from kith_contracts.events.plan import EventPart, EventPlan
from kith_contracts.events.requests import Cause
from kith_contracts.events.terms import EventTerms, Seats
from kith_contracts.message import Refusal, together
from kith_contracts.words import body_of
from kith_events.event.clauses import MOST_PENCE, begun
from kith_events.event.guest import NO_PARTY
from kith_events.event.lead import JointEvent
from kith_events.places.place import Holder, Place, offer_ended

MOST_MOVES: Final = 5_000
"""The most people who may move at once: one decision must stay below the chassis's limit of messages."""
OVER: Final = Refusal(
    "offer-ended", "The place was kept for you until the time that we wrote. Now it is offered to the next.", "parts"
)
_DRAW: Final = {"draw": "open", "first-come": "none"}
Step = Callable[[Allotment], tuple[Allotment, tuple[Promotion, ...]]]


class Division(NamedTuple):
    """The places of each open part and the blocks of each closed one, and what changes hands with them."""

    places: Mapping[str, Allotment]
    blocks: Mapping[str, Blocks]
    moved: tuple[Place, ...] = ()
    given: tuple[tuple[str, Given], ...] = ()
    """By closed part: blocks that go to bodies."""


def division_of(event: JointEvent) -> Division:
    """How the places and the blocks of an event are divided now."""
    return Division(event.places, event.blocks)


def first(terms: EventTerms) -> Division:
    """The places of a text that has no fault; blocks are given when it is agreed."""
    places = {
        seats.part: _ruled(allotment, seats, _booking(terms, seats.part))
        for seats in terms.seats
        if seats.part not in terms.closed_parts
        and isinstance(allotment := allot(_capacity(terms, seats.part), terms.quotas_of(seats), seats.pool), Allotment)
    }
    return Division(places, {part: Blocks() for part in terms.closed_parts})


def divide(before: Division, terms: EventTerms, now: datetime) -> Division | Refusal:
    """Divide as this text says. Who has a place keeps it; who waits moves up, or is turned away with a body that is no
    party any more.

    Refused: `seats-below-granted`; `blocks-in-hand`, `block-size-fixed`; `part-in-use`, `part-changes-kind`;
    `too-many-at-once`.
    """
    if wrong := _misused(before, terms):
        return wrong
    places: dict[str, Allotment] = {}
    blocks: dict[str, Blocks] = {}
    moved: list[Place] = []
    given: list[tuple[str, Given]] = []
    faults: list[Refusal] = []
    for index, seats in enumerate(terms.seats):
        divide_one = _divide_closed if seats.part in terms.closed_parts else _divide_part
        part = divide_one(before, seats, terms, now)
        if isinstance(part, Refusal):
            faults.append(part.below(f"terms.seats.{index}"))
            continue
        places |= part.places
        blocks |= part.blocks
        moved += part.moved
        given += part.given
    if wrong := together(faults):
        return wrong
    if len(moved) > MOST_MOVES:
        sentence = f"More than {MOST_MOVES} people would move at once. Change the places of fewer parts at a time."
        return Refusal("too-many-at-once", sentence, "terms.seats")
    return Division(places, blocks, tuple(moved), tuple(given))


def until_agreed(before: Division, terms: EventTerms) -> Division:
    """The places while a new text is not yet accepted: as they were; a new part has none yet."""
    fresh = {seats.part for seats in terms.seats} - terms.closed_parts
    places = {part: Allotment(capacity=0) for part in fresh} | dict(before.places)
    return Division(places, {part: Blocks() for part in terms.closed_parts} | dict(before.blocks))


def step(allotment: Allotment, change: Step, *, giving: bool) -> tuple[Allotment, tuple[Promotion, ...]]:
    """One change of the places. Unless places are given now, whoever waits goes on waiting, at the same place in the
    queue: while the hosts agree on a change, and when the part has begun.
    """
    if giving:
        return change(allotment)
    changed, _ = change(_queued(allotment, ()))
    return _queued(changed, allotment.waiting), ()


def promoted(
    event: str, part: str, promotions: Collection[Promotion], cause: Cause, now: datetime
) -> tuple[Place, ...]:
    """The places that came free and were given, or offered, to who waited."""
    return tuple([Holder.read(each.holder).promoted(event, part, each, cause, now) for each in promotions])


def offered_until(terms: EventTerms, part: str, now: datetime) -> datetime | None:
    """Until when a place that comes free now is offered to who waits; None if it is granted at once, as money is."""
    hours = next((each.offer_hours for each in terms.seats if each.part == part), 0)
    if terms.plan.fund(part):
        return None
    booking = terms.plan.booking(part)
    return lasts_until(now, hours, booking.starts if booking else now)


def _misused(before: Division, terms: EventTerms) -> Refusal | None:
    """A part that people have places in, or that codes were given for, stays, and stays open or closed."""
    used = {name for name, each in before.places.items() if each.granted or each.offers or each.waiting}
    sent = {name for name, each in before.blocks.items() if each.newest}
    kept = {*terms.plan.names}
    for name in sorted(used | sent):
        if name not in kept:
            sentence = "People have asked for places in a part that the new text leaves out. Keep the part."
            return Refusal("part-in-use", sentence, f"terms.plan.parts.{name}")
        if (name in used) == (name in terms.closed_parts):
            sentence = "Places of this part were given, so it stays open, or closed, as it is. Add another part."
            return Refusal("part-changes-kind", sentence, f"terms.plan.parts.{name}")
    return None


def _divide_closed(before: Division, seats: Seats, terms: EventTerms, now: datetime) -> Division | Refusal:
    blocks = before.blocks.get(seats.part, Blocks())
    divided = of_blocks.divide(blocks, _capacity(terms, seats.part), seats.block, seats.quotas, seats.pool)
    if isinstance(divided, Refusal):
        return divided
    changed, given = divided
    if not begun(terms, seats.part, now):
        changed, served = of_blocks.serve(changed)
        given = (*given, *served)
    return Division({}, {seats.part: changed}, given=tuple((seats.part, each) for each in given))


def _divide_part(before: Division, seats: Seats, terms: EventTerms, now: datetime) -> Division | Refusal:
    allotment = before.places.get(seats.part, Allotment(capacity=0))
    staying = tuple(each for each in allotment.waiting if terms.party(body_of(each.body)))
    going = tuple(each for each in allotment.waiting if not terms.party(body_of(each.body)))
    if allotment.requests and (seats.rule == "draw") != (allotment.draw != "none"):
        return Refusal("rule-fixed", "People have asked for places by the present rule. Keep it.", "rule")
    if allotment.requests and _booking(terms, seats.part).slots != allotment.numbers:
        return Refusal("slots-fixed", "People have asked for slots of this part. Keep how it is cut into them.", "part")
    lost = [offer for offer in allotment.offers if not terms.party(body_of(offer.body))]
    giving = not begun(terms, seats.part, now)
    queued = _queued(withdraw(allotment, lost), staying if giving else ())
    until = offered_until(terms, seats.part, now)
    divided = reallot(queued, _capacity(terms, seats.part), terms.quotas_of(seats), seats.pool, until)
    if isinstance(divided, Refusal):
        return divided
    changed, promotions = divided
    up = promoted(terms.subject, seats.part, promotions, "divided", now)
    away = [Holder.read(each.holder).refused(terms.subject, seats.part, each.body, NO_PARTY, now) for each in going]
    ended = [offer_ended(terms.subject, seats.part, offer, NO_PARTY, now) for offer in lost]
    changed = _ruled(changed, seats, _booking(terms, seats.part))
    return Division({seats.part: changed if giving else _queued(changed, staying)}, {}, (*up, *away, *ended))


def _ruled(allotment: Allotment, seats: Seats, part: EventPart) -> Allotment:
    """The places under the rule of the text and with its slots, as long as nobody has asked for them."""
    if allotment.requests:
        return allotment
    draw = allotment.draw if (seats.rule == "draw") == (allotment.draw != "none") else _DRAW[seats.rule]
    return allotment.model_copy(update={"draw": draw, "numbers": part.slots})


def _queued(allotment: Allotment, waiting: tuple[Waiting, ...]) -> Allotment:
    return allotment.model_copy(update={"waiting": waiting})


def _capacity(terms: EventTerms, part: str) -> int:
    return MOST_PENCE if terms.plan.fund(part) else _booking(terms, part).capacity


def _booking(terms: EventTerms, part: str) -> EventPart:
    booking = terms.plan.booking(part)
    assert booking, "a text without fault divides the places of its parts alone"
    return booking


def rebanded(before: EventPlan, after: EventPlan, asked: Collection[str]) -> Refusal | None:
    """Why the bands of a fund stay: people have said already which is theirs."""
    for index, fund in enumerate(after.funds):
        known = before.fund(fund.fund)
        if known and fund.fund in asked and fund.bands != known.bands:
            sentence = "People have said by the present words how much they need it. Keep the bands of this fund."
            return Refusal("bands-fixed", sentence, f"terms.plan.funds.{index}.bands")
    return None
