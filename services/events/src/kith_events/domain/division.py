"""How the places of an event are divided, part by part, and who moves up or has to go when that changes."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from kith_commons.places import Allotment, Promotion, Waiting, allot, reallot
from kith_contracts.agreements import AgreementTerms, Seats
from kith_contracts.message import Refusal
from kith_events.domain.places import Holder, Place

MOST_MOVES: Final = 5_000
"""The most people who may move at once: one decision must stay below the chassis's limit of messages."""
NO_PARTY: Final = Refusal("body-not-party", "Your organisation does not take part in this event.", "event")
Step = Callable[[Allotment], tuple[Allotment, tuple[Promotion, ...]]]


class Division(NamedTuple):
    """The places of each part, and the requests whose answer changes with them."""

    places: dict[str, Allotment]
    moved: tuple[Place, ...] = ()


def first(terms: AgreementTerms) -> dict[str, Allotment]:
    """The places of a text that has no fault."""
    return {
        seats.part: allotment
        for seats in terms.seats
        if isinstance(allotment := allot(_capacity(terms, seats.part), seats.quotas, seats.pool), Allotment)
    }


def divide(places: Mapping[str, Allotment], terms: AgreementTerms, now: datetime) -> Division | Refusal:
    """Divide as this text says. Who has a place keeps it; who waits moves up, or is turned away with a body that is no
    party any more.

    Refused: `seats-below-granted`; `part-in-use`; `too-many-at-once`.
    """
    divided: dict[str, Allotment] = {}
    moved: list[Place] = []
    for index, seats in enumerate(terms.seats):
        part = _divide_part(places.get(seats.part, Allotment(capacity=0)), seats, terms, now)
        if isinstance(part, Refusal):
            return part._replace(field=f"terms.seats.{index}.{part.field}")
        divided |= part.places
        moved += part.moved
    for name, gone in places.items():
        if name not in divided and (gone.granted or gone.waiting):
            sentence = "People have asked for places in a part that the new text leaves out. Keep the part."
            return Refusal("part-in-use", sentence, f"terms.plan.parts.{name}")
    if len(moved) > MOST_MOVES:
        sentence = f"More than {MOST_MOVES} people would move at once. Change the places of fewer parts at a time."
        return Refusal("too-many-at-once", sentence, "terms.seats")
    return Division(divided, tuple(moved))


def until_agreed(places: Mapping[str, Allotment], terms: AgreementTerms) -> dict[str, Allotment]:
    """The places while a new text waits for its yeses: as they were; a new part has none yet."""
    return {seats.part: Allotment(capacity=0) for seats in terms.seats} | dict(places)


def step(allotment: Allotment, change: Step, *, giving: bool) -> tuple[Allotment, tuple[Promotion, ...]]:
    """One change of the places. Unless places are given now, whoever waits goes on waiting, at the same place in the
    queue: while the hosts agree on a change, and when the part has begun.
    """
    if giving:
        return change(allotment)
    changed, _ = change(_queued(allotment, ()))
    return _queued(changed, allotment.waiting), ()


def promoted(event: str, part: str, promotions: Collection[Promotion]) -> tuple[Place, ...]:
    """The places that came free and were given to who waited."""
    return tuple(Holder.read(each.holder).granted(event, part, each.body) for each in promotions)


def begun(terms: AgreementTerms, part: str, now: datetime) -> bool:
    return any(each.part == part and now >= each.starts for each in terms.plan.parts)


def _divide_part(allotment: Allotment, seats: Seats, terms: AgreementTerms, now: datetime) -> Division | Refusal:
    staying = tuple(each for each in allotment.waiting if terms.party(each.body))
    going = tuple(each for each in allotment.waiting if not terms.party(each.body))
    giving = not begun(terms, seats.part, now)
    queued = _queued(allotment, staying if giving else ())
    divided = reallot(queued, _capacity(terms, seats.part), seats.quotas, seats.pool)
    if isinstance(divided, Refusal):
        return divided
    changed, promotions = divided
    up = promoted(terms.event, seats.part, promotions)
    away = tuple(Holder.read(each.holder).refused(terms.event, seats.part, each.body, NO_PARTY) for each in going)
    return Division({seats.part: changed if giving else _queued(changed, staying)}, (*up, *away))


def _queued(allotment: Allotment, waiting: tuple[Waiting, ...]) -> Allotment:
    return allotment.model_copy(update={"waiting": waiting})


def _capacity(terms: AgreementTerms, part: str) -> int:
    return next(each.capacity for each in terms.plan.parts if each.part == part)
