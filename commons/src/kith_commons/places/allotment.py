"""One allocator for anything limited that is asked for: a seat, a clinic slot, a bursary.

One law divides the places: a body fills its own quota first, and what it holds beyond its quota counts against the
pool. So an allotment keeps how many places each body holds, and where a place comes from follows from that, also
after an amendment. Who holds a place is the caller's to remember, who asks once for each holder.

A place that comes free is granted to the first who waits, or offered for a time (`offers`). Where a draw decides who is
first, everybody waits for it (`draws`). How places are divided is in `dividing`.

One who asks may want several places, all or none: a group, or a sum of money in pence. Places may be numbered, as slots
of a clinic are: then whoever asks may say which would do. Those behind go first where there is enough for them alone.

After every step: granted + offered + free = quotas + pool, nothing is negative, nobody waits while what they want is
free (except in a draw), and those who wait keep their order.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt

from kith_commons.figures import Availability, availability
from kith_contracts.message import Refusal

MOST_WAITING: Final = 5_000
"""How many may wait for the places of one allotment."""

UNDRAWN: Final = ("open", "closed")
"""How a draw stands before which nobody can have a place."""
Source = Literal["quota", "pool"]
"""Where a place comes from: the quota of the holder's body, or the pool that all draw on."""


class Waiting(NamedTuple):
    """One in the queue. The holder is whatever name the caller has for who asks."""

    holder: str
    body: str
    size: int = 1
    """How many places, all or none."""
    wanted: tuple[int, ...] = ()
    """Of numbered places, those that would do; all of them if none is named."""


class Offer(NamedTuple):
    """A place that is kept for one who waited, until they say yes or this time has come."""

    holder: str
    body: str
    until: datetime
    size: int = 1
    number: int = 0


class Verdict(NamedTuple):
    """What became of a request: granted from a source, in the draw, waiting, or refused with the reason."""

    status: Literal["granted", "in-draw", "waiting", "refused"]
    source: Source | None = None
    refusal: Refusal | None = None
    number: int = 0
    """Which place, where they are numbered."""


class Promotion(NamedTuple):
    """A place that came free and went to one who waited: granted, or offered until a time."""

    holder: str
    body: str
    source: Source
    until: datetime | None = None
    size: int = 1
    number: int = 0


class Allotment(BaseModel):
    """How the places are divided, how many each body holds, and who waits for one, in order."""

    model_config = ConfigDict(frozen=True)

    capacity: NonNegativeInt
    quotas: dict[str, NonNegativeInt] = {}
    pool: NonNegativeInt = 0
    held: dict[str, NonNegativeInt] = {}
    """Granted or on offer."""
    offers: tuple[Offer, ...] = Field(default=(), max_length=MOST_WAITING)
    waiting: tuple[Waiting, ...] = Field(default=(), max_length=MOST_WAITING)
    draw: Literal["none", "open", "closed", "done"] = "none"
    """Whether a draw says who is served first; once it is closed, whoever comes is behind all who are in it."""
    requests: NonNegativeInt = 0
    """How many have been taken in; the newest has this position."""
    numbers: NonNegativeInt = 0
    """So many places have a number, from 1; none of them has, if it is 0. There are no more places than numbers."""
    taken: tuple[int, ...] = ()
    """The numbers of places that are granted or on offer."""
    grouped: bool = False
    """Whether anyone has ever asked for several at once."""
    returned: bool = False
    """Whether the return date has passed: then there are no quotas any more, and every place is of the pool."""

    @property
    def places(self) -> int:
        """How many there are to give; the capacity may be larger."""
        return sum(self.quotas.values()) + self.pool

    @property
    def granted(self) -> int:
        return sum(self.held.values()) - sum([offer.size for offer in self.offers])

    @property
    def granted_by_body(self) -> dict[str, int]:
        offered = Counter[str]()
        for offer in self.offers:
            offered[offer.body] += offer.size
        return {body: held - offered[body] for body, held in self.held.items()}

    @property
    def free(self) -> int:
        return self.places - sum(self.held.values())

    @property
    def free_in_pool(self) -> int:
        quotas = self.quotas
        return self.pool - sum([max(0, held - quotas.get(body, 0)) for body, held in self.held.items()])

    def free_in_quota(self, body: str) -> int:
        """How many places are kept for this body alone."""
        return max(0, self.quotas.get(body, 0) - self.held.get(body, 0))

    def source_for(self, body: str, size: int = 1) -> Source | None:
        """Where the next places of this body would come from, the pool if any of them would; None if it may not have
        so many.
        """
        of_pool = size - self.free_in_quota(body)
        if of_pool <= 0:
            return "quota"
        return "pool" if of_pool <= self.free_in_pool else None

    def number_for(self, wanted: tuple[int, ...]) -> int | None:
        """The number of the next place that would do; 0 where places have none, None if no such place is free."""
        if not self.numbers:
            return 0
        return _free_number(wanted or range(1, self.numbers + 1), self.taken)

    @property
    def availability(self) -> Availability:
        """How full it is, in words that tell no count."""
        return availability(self.free, self.places)


Moved = tuple[Allotment, tuple[Promotion, ...]]
"""The places after a step, and who has moved up."""


def ask(
    allotment: Allotment, holder: str, body: str, size: int = 1, wanted: tuple[int, ...] = ()
) -> tuple[Allotment, Verdict]:
    """So many places for one holder of this body: from its quota, else from the pool, else the holder waits; before a
    draw everybody does.

    Refused: `waiting-list-full`; `more-than-there-is`, which nobody would ever have.
    """
    if size > max(1, allotment.places):
        sentence = "There is not so much in all, so waiting would be in vain. Ask for less."
        return allotment, Verdict("refused", refusal=Refusal("more-than-there-is", sentence, "part"))
    taken_in = {"requests": allotment.requests + 1, "grouped": allotment.grouped or size > 1}
    source = None if allotment.draw in UNDRAWN else allotment.source_for(body, size)
    if source and (number := allotment.number_for(wanted)) is not None:
        held = _held_by(allotment, body, size)
        held["taken"] = (*allotment.taken, number) if number else allotment.taken
        return allotment.model_copy(update=held | taken_in), Verdict("granted", source, number=number)
    if len(allotment.waiting) >= MOST_WAITING:
        sentence = "Not this time: all places are taken and the waiting list is full. Please ask again later."
        return allotment, Verdict("refused", refusal=Refusal("waiting-list-full", sentence, "part"))
    queued = {"waiting": (*allotment.waiting, Waiting(holder, body, size, wanted))}
    status: Literal["in-draw", "waiting"] = "in-draw" if allotment.draw == "open" else "waiting"
    return allotment.model_copy(update=queued | taken_in), Verdict(status)


def give_back(allotment: Allotment, body: str, until: datetime | None = None, size: int = 1, number: int = 0) -> Moved:
    """Places that this body holds are free again, and go at once to the first in the queue who may have them: they are
    offered until that time, or granted if there is none.

    A body gives back what it holds of the pool first, which goes to the first of all; a place of its quota goes to
    the first of its own. A body that holds none gives none back.
    """
    if allotment.held.get(body, 0) < size:
        return allotment, ()
    return promote(less(allotment, body, size, number), until, most=size)


def stop_waiting(allotment: Allotment, holder: str) -> Allotment:
    """Take this holder out of the queue; nothing changes for one who does not wait."""
    kept = tuple([one for one in allotment.waiting if one.holder != holder])
    return allotment.model_copy(update={"waiting": kept})


def less(allotment: Allotment, body: str, size: int = 1, number: int = 0) -> Allotment:
    """With so many places less at this body; where they are numbered, this one is free."""
    changed = _held_by(allotment, body, -size)
    if number:
        changed["taken"] = tuple([one for one in allotment.taken if one != number])
    return allotment.model_copy(update=changed)


def _held_by(allotment: Allotment, body: str, more: int) -> dict[str, Any]:
    return {"held": {**allotment.held, body: allotment.held.get(body, 0) + more}}


def _free_number(wanted: Iterable[int], taken: Collection[int]) -> int | None:
    return next((number for number in wanted if number not in taken), None)


def promote(allotment: Allotment, until: datetime | None = None, most: int = MOST_WAITING) -> Moved:
    """What is free goes to those who wait, offered until that time, or granted. Nobody moves before a draw. `most`: so
    many have come free, and nobody else can move, where places are asked for one by one and any would do.

    One walk along the queue is enough: each grant leaves less for those who were passed over.
    """
    quotas, held, taken = allotment.quotas, dict(allotment.held), list(allotment.taken)
    free, in_pool = allotment.free, allotment.free_in_pool
    if not (allotment.grouped or allotment.numbers):
        free = min(most, free)
    room = MOST_WAITING - len(allotment.offers) if until else MOST_WAITING
    passed: list[Waiting] = []
    promoted: list[Promotion] = []
    for one in () if allotment.draw in UNDRAWN else allotment.waiting:
        if not free or len(promoted) == room:
            break
        holds = held.get(one.body, 0)
        of_pool = max(0, one.size - max(0, quotas.get(one.body, 0) - holds))
        number = _free_number(one.wanted or range(1, allotment.numbers + 1), taken) if allotment.numbers else 0
        if of_pool > in_pool or number is None:
            passed.append(one)
            continue
        held[one.body] = holds + one.size
        free, in_pool = free - one.size, in_pool - of_pool
        taken += [number] if number else []
        source: Source = "pool" if of_pool else "quota"
        promoted.append(Promotion(one.holder, one.body, source, until, one.size, number))
    if not promoted:
        return allotment, ()
    waiting = (*passed, *allotment.waiting[len(passed) + len(promoted) :])
    offers = [Offer(one.holder, one.body, until, one.size, one.number) for one in promoted] if until else []
    changed = {"held": held, "waiting": waiting, "offers": (*allotment.offers, *offers), "taken": tuple(taken)}
    return allotment.model_copy(update=changed), tuple(promoted)
