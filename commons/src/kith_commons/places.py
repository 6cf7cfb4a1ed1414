"""One allocator for anything limited that is asked for: a seat, a clinic slot, a bursary.

One law divides the places: a body fills its own quota first, and what it holds beyond its quota counts against the
pool. So an allotment keeps how many places each body holds, and where a place comes from follows from that, also
after an amendment. Who holds a place is the caller's to remember, who asks once for each holder.

After every step: granted + free = quotas + pool, nothing is negative, nobody waits while a place that they may have
is free, and those who wait keep their order.
"""

from typing import Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt

from kith_contracts.message import Refusal

MOST_WAITING: Final = 5_000
"""How many may wait for the places of one allotment."""

Source = Literal["quota", "pool"]
"""Where a place comes from: the quota of the holder's body, or the pool that all draw on."""


class Waiting(NamedTuple):
    """One in the queue. The holder is whatever name the caller has for who asks."""

    holder: str
    body: str


class Verdict(NamedTuple):
    """What became of a request: granted from a source, waiting, or refused with the reason."""

    status: Literal["granted", "waiting", "refused"]
    source: Source | None = None
    refusal: Refusal | None = None


class Promotion(NamedTuple):
    """A place that came free and went to one who waited."""

    holder: str
    body: str
    source: Source


class Allotment(BaseModel):
    """How the places are divided, how many each body holds, and who waits for one, first come first."""

    model_config = ConfigDict(frozen=True)

    capacity: NonNegativeInt
    quotas: dict[str, NonNegativeInt] = {}
    pool: NonNegativeInt = 0
    held: dict[str, NonNegativeInt] = {}
    waiting: tuple[Waiting, ...] = Field(default=(), max_length=MOST_WAITING)
    returned: bool = False
    """Whether the return date has passed: then there are no quotas any more, and every place is of the pool."""

    @property
    def places(self) -> int:
        """How many there are to give; the capacity may be larger."""
        return sum(self.quotas.values()) + self.pool

    @property
    def granted(self) -> int:
        return sum(self.held.values())

    @property
    def free(self) -> int:
        return self.places - self.granted

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
    """A place for one holder of this body: from its quota, else from the pool, else the holder waits.

    Refused: `waiting-list-full`.
    """
    if source := allotment.source_for(body):
        return _hold(allotment, body, 1), Verdict("granted", source)
    if len(allotment.waiting) >= MOST_WAITING:
        sentence = "Not this time: all places are taken and the waiting list is full. Please ask again later."
        return allotment, Verdict("refused", refusal=Refusal("waiting-list-full", sentence))
    return _with_queue(allotment, (*allotment.waiting, Waiting(holder, body))), Verdict("waiting")


def give_back(allotment: Allotment, body: str) -> tuple[Allotment, tuple[Promotion, ...]]:
    """A place that this body holds is free again, and goes at once to the first in the queue who may have it.

    A body gives back what it holds of the pool first, which goes to the first of all; a place of its quota goes to
    the first of its own. A body that holds none gives none back.
    """
    if not allotment.held.get(body):
        return allotment, ()
    return _promote(_hold(allotment, body, -1), most=1)


def stop_waiting(allotment: Allotment, holder: str) -> Allotment:
    """Take this holder out of the queue; nothing changes for one who does not wait."""
    return _with_queue(allotment, tuple([one for one in allotment.waiting if one.holder != holder]))


def return_unused(allotment: Allotment) -> tuple[Allotment, tuple[Promotion, ...]]:
    """The return date has come: from now on all places are of the pool, and those who wait get what was unused.

    A second time nothing is left to return.
    """
    return _promote(_pooled(allotment))


def reallot(
    allotment: Allotment, capacity: int, quotas: dict[str, int], pool: int
) -> tuple[Allotment, tuple[Promotion, ...]] | Refusal:
    """Divide anew after an amendment. Nobody who has a place loses it, and new free places go to those who wait.

    Once returned, quotas stay returned. Refused: as `allot`; `seats-below-granted`, when the pool is too small for
    what the bodies hold beyond their new quotas.
    """
    divided = allot(capacity, quotas, pool)
    if isinstance(divided, Refusal):
        return divided
    moved = divided.model_copy(update={"held": allotment.held, "waiting": allotment.waiting})
    if allotment.returned:
        moved = _pooled(moved)
    if moved.free_in_pool < 0:
        sentence = (
            "More places are given than would fit, and nobody loses one. Raise the numbers, the shared one first."
        )
        return Refusal("seats-below-granted", sentence, "pool")
    return _promote(moved)


def _hold(allotment: Allotment, body: str, more: int) -> Allotment:
    held = {**allotment.held, body: allotment.held.get(body, 0) + more}
    return allotment.model_copy(update={"held": held})


def _with_queue(allotment: Allotment, waiting: tuple[Waiting, ...]) -> Allotment:
    return allotment.model_copy(update={"waiting": waiting})


def _pooled(allotment: Allotment) -> Allotment:
    return allotment.model_copy(update={"quotas": {}, "pool": allotment.places, "returned": True})


def _promote(allotment: Allotment, most: int = MOST_WAITING) -> tuple[Allotment, tuple[Promotion, ...]]:
    """One walk along the queue is enough: each grant leaves less for those who were passed over."""
    quotas, held = allotment.quotas, dict(allotment.held)
    left, in_pool = min(most, allotment.free), allotment.free_in_pool
    passed: list[Waiting] = []
    promoted: list[Promotion] = []
    for holder, body in allotment.waiting:
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
        promoted.append(Promotion(holder, body, source))
    if not promoted:
        return allotment, ()
    waiting = (*passed, *allotment.waiting[len(passed) + len(promoted) :])
    return allotment.model_copy(update={"held": held, "waiting": waiting}), tuple(promoted)
