"""One allocator for anything limited that is asked for: a seat, a clinic slot, a bursary.

One law divides the places: a body fills its own quota first, and what it holds beyond its quota counts against the
pool. So an allotment keeps how many places each body holds, and where a place comes from follows from that, also
after an amendment. Who holds a place is the caller's to remember, who asks once for each holder.

A place that comes free is granted to the first who waits, or offered for a time (`offers`). Where a draw decides who is
first, everybody waits for it (`draws`).

After every step: granted + offered + free = quotas + pool, nothing is negative, nobody waits while a place that they
may have is free (but for a draw), and those who wait keep their order.
"""

from collections import Counter
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt

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


class Offer(NamedTuple):
    """A place that is kept for one who waited, until they say yes or this time has come."""

    holder: str
    body: str
    until: datetime


class Verdict(NamedTuple):
    """What became of a request: granted from a source, in the draw, waiting, or refused with the reason."""

    status: Literal["granted", "in-draw", "waiting", "refused"]
    source: Source | None = None
    refusal: Refusal | None = None


class Promotion(NamedTuple):
    """A place that came free and went to one who waited: granted, or offered until a time."""

    holder: str
    body: str
    source: Source
    until: datetime | None = None


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
    returned: bool = False
    """Whether the return date has passed: then there are no quotas any more, and every place is of the pool."""

    @property
    def places(self) -> int:
        """How many there are to give; the capacity may be larger."""
        return sum(self.quotas.values()) + self.pool

    @property
    def granted(self) -> int:
        return sum(self.held.values()) - len(self.offers)

    @property
    def granted_by_body(self) -> dict[str, int]:
        offered = Counter([offer.body for offer in self.offers])
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

    def source_for(self, body: str) -> Source | None:
        """Where the next place of this body would come from; None if there is none that it may have."""
        if self.free_in_quota(body):
            return "quota"
        return "pool" if self.free_in_pool > 0 else None

    @property
    def availability(self) -> Literal["available", "few", "full"]:
        """How full it is, in words that tell no count: `few` is a tenth of all places or less, or the last one."""
        if self.free == 0:
            return "full"
        return "few" if self.free <= max(1, self.places // 10) else "available"


Moved = tuple[Allotment, tuple[Promotion, ...]]
"""The places after a step, and who has moved up."""


def allot(capacity: int, quotas: dict[str, int], pool: int) -> Allotment | Refusal:
    """Divide a capacity, in places, into a quota for each body named and a pool; what is left over is not given.

    Refused: `seats-negative`; `seats-above-capacity`, when quotas and pool come to more than the capacity.
    """
    numbers = {"capacity": capacity, **{f"quotas.{body}": quota for body, quota in quotas.items()}, "pool": pool}
    if negative := next((name for name, number in numbers.items() if number < 0), None):
        return Refusal("seats-negative", "A number of places cannot be below zero. Use zero for none.", negative)
    if (sum_of_quotas := sum(quotas.values())) + pool > capacity:
        sentence = f"More places are divided than the {capacity} that there are. Lower one of the numbers."
        return Refusal("seats-above-capacity", sentence, "quotas" if sum_of_quotas > capacity else "pool")
    return Allotment(capacity=capacity, quotas=quotas, pool=pool)


def ask(allotment: Allotment, holder: str, body: str) -> tuple[Allotment, Verdict]:
    """A place for one holder of this body: from its quota, else from the pool, else the holder waits; before a draw
    everybody does.

    Refused: `waiting-list-full`.
    """
    source = None if allotment.draw in UNDRAWN else allotment.source_for(body)
    if source:
        taken = _held_by(allotment, body, 1) | {"requests": allotment.requests + 1}
        return allotment.model_copy(update=taken), Verdict("granted", source)
    if len(allotment.waiting) >= MOST_WAITING:
        sentence = "Not this time: all places are taken and the waiting list is full. Please ask again later."
        return allotment, Verdict("refused", refusal=Refusal("waiting-list-full", sentence))
    queued = {"waiting": (*allotment.waiting, Waiting(holder, body)), "requests": allotment.requests + 1}
    return allotment.model_copy(update=queued), Verdict("in-draw" if allotment.draw == "open" else "waiting")


def give_back(allotment: Allotment, body: str, until: datetime | None = None) -> Moved:
    """A place that this body holds is free again, and goes at once to the first in the queue who may have it: it is
    offered until that time, or granted if there is none.

    A body gives back what it holds of the pool first, which goes to the first of all; a place of its quota goes to
    the first of its own. A body that holds none gives none back.
    """
    if not allotment.held.get(body):
        return allotment, ()
    return promote(less(allotment, body), until, most=1)


def stop_waiting(allotment: Allotment, holder: str) -> Allotment:
    """Take this holder out of the queue; nothing changes for one who does not wait."""
    return _with_queue(allotment, tuple([one for one in allotment.waiting if one.holder != holder]))


def return_unused(allotment: Allotment, until: datetime | None = None) -> tuple[Allotment, tuple[Promotion, ...]]:
    """The return date has come: from now on all places are of the pool, and those who wait get what was unused.

    A second time nothing is left to return.
    """
    return promote(_pooled(allotment), until)


def reallot(
    allotment: Allotment, capacity: int, quotas: dict[str, int], pool: int, until: datetime | None = None
) -> Moved | Refusal:
    """Divide anew after an amendment. Nobody who has a place loses it, and new free places go to those who wait.

    Once returned, quotas stay returned. Refused: as `allot`; `seats-below-granted`, when the pool is too small for
    what the bodies hold beyond their new quotas.
    """
    divided = allot(capacity, quotas, pool)
    if isinstance(divided, Refusal):
        return divided
    moved = allotment.model_copy(update={"capacity": capacity, "quotas": quotas, "pool": pool})
    if allotment.returned:
        moved = _pooled(moved)
    if moved.free_in_pool < 0:
        sentence = "More places are given than would fit, and nobody loses one. Raise the numbers, the pool first."
        return Refusal("seats-below-granted", sentence, "pool")
    return promote(moved, until)


def less(allotment: Allotment, body: str) -> Allotment:
    """With one place less at this body."""
    return allotment.model_copy(update=_held_by(allotment, body, -1))


def _held_by(allotment: Allotment, body: str, more: int) -> dict[str, Any]:
    return {"held": {**allotment.held, body: allotment.held.get(body, 0) + more}}


def _with_queue(allotment: Allotment, waiting: tuple[Waiting, ...]) -> Allotment:
    return allotment.model_copy(update={"waiting": waiting})


def _pooled(allotment: Allotment) -> Allotment:
    return allotment.model_copy(update={"quotas": {}, "pool": allotment.places, "returned": True})


def promote(allotment: Allotment, until: datetime | None = None, most: int = MOST_WAITING) -> Moved:
    """What is free goes to those who wait, offered until that time, or granted. Nobody moves before a draw.

    One walk along the queue is enough: each grant leaves less for those who were passed over.
    """
    quotas, held = allotment.quotas, dict(allotment.held)
    left, in_pool = min(most, allotment.free), allotment.free_in_pool
    if until:
        left = min(left, MOST_WAITING - len(allotment.offers))
    passed: list[Waiting] = []
    promoted: list[Promotion] = []
    for holder, body in () if allotment.draw in UNDRAWN else allotment.waiting:
        if len(promoted) == left:
            break
        holds = held.get(body, 0)
        if holds < quotas.get(body, 0):
            source: Source = "quota"
        elif in_pool:
            source, in_pool = "pool", in_pool - 1
        else:
            passed.append(Waiting(holder, body))
            continue
        held[body] = holds + 1
        promoted.append(Promotion(holder, body, source, until))
    if not promoted:
        return allotment, ()
    waiting = (*passed, *allotment.waiting[len(passed) + len(promoted) :])
    offers = [Offer(one.holder, one.body, until) for one in promoted] if until else []
    changed = {"held": held, "waiting": waiting, "offers": (*allotment.offers, *offers)}
    return allotment.model_copy(update=changed), tuple(promoted)
