"""The places of an event whose new lead does not know them yet: each stays kept for whom it may be of, until all who
could have it have said what they hold. So no place is given twice, and nobody loses one.
"""

from collections.abc import Collection
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict, NonNegativeInt

from kith_commons.places.allotment import Allotment

REST: Final = "?"
"""In place of a body: places of the pool of which it is not known who has them, if anybody has."""


class Unknown(BaseModel):
    """What of a part nobody has spoken of yet."""

    model_config = ConfigDict(frozen=True)

    kept: dict[str, NonNegativeInt] = {}
    """By whom they are kept for: so many places. They are counted as held."""
    numbers: tuple[int, ...] = ()
    """The numbers of those that have one. They are counted as taken."""


class Ledger(NamedTuple):
    """The places of a part, and what of them is not known."""

    places: Allotment
    unknown: Unknown


def closed(fresh: Allotment, *, returned: bool) -> Ledger:
    """The places of a part by the text, all of them kept: those of each body for that body, the pool for whoever it may
    be. Once unused places have been returned, all are of the pool.
    """
    if returned:
        fresh = fresh.model_copy(update={"quotas": {}, "pool": fresh.places, "returned": True})
    kept = {name: number for name, number in {**fresh.quotas, REST: fresh.pool}.items() if number}
    numbers = tuple(range(1, fresh.numbers + 1))
    places = fresh.model_copy(update={"held": dict(kept), "taken": numbers})
    return Ledger(places, Unknown(kept=kept, numbers=numbers))


def found(ledger: Ledger, holder: str, size: int, number: int = 0) -> Ledger | None:
    """Somebody who counts as this holder has so many places: of what is kept for it, and else of the pool. None if
    there can be no such places.
    """
    places, unknown = ledger
    own = min(size, unknown.kept.get(holder, 0))
    rest = size - own
    if rest > unknown.kept.get(REST, 0) or (number and number not in unknown.numbers):
        return None
    kept = _less(_less(unknown.kept, holder, own), REST, rest)
    held = _less(places.held, REST, rest)
    if rest:
        held[holder] = held.get(holder, 0) + rest
    left = tuple([each for each in unknown.numbers if each != number])
    return Ledger(places.model_copy(update={"held": held}), Unknown(kept=kept, numbers=left))


def freed(ledger: Ledger, holders: Collection[str], *, all_heard: bool) -> Ledger:
    """These have said all that they have: what is still kept for them is free. Once all have, the rest is free too."""
    places, unknown = ledger
    over = {*holders, *((REST,) if all_heard else ())} & {*unknown.kept}
    held = dict(places.held)
    for name in over:
        held = _less(held, name, unknown.kept[name])
    kept = {name: number for name, number in unknown.kept.items() if name not in over}
    numbers = () if all_heard else unknown.numbers
    taken = tuple([each for each in places.taken if each not in unknown.numbers]) if all_heard else places.taken
    return Ledger(places.model_copy(update={"held": held, "taken": taken}), Unknown(kept=kept, numbers=numbers))


def _less(numbers: dict[str, int], name: str, many: int) -> dict[str, int]:
    left = numbers.get(name, 0) - many
    others = {each: number for each, number in numbers.items() if each != name}
    return {**others, name: left} if left else others
