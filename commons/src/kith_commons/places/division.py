"""How the places of an allotment are divided: at first, after an amendment, and on the return date."""

from datetime import datetime

from kith_commons.places.allotment import Allotment, Moved, Promotion, promote
from kith_contracts.message import Refusal


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


def _pooled(allotment: Allotment) -> Allotment:
    return allotment.model_copy(update={"quotas": {}, "pool": allotment.places, "returned": True})
