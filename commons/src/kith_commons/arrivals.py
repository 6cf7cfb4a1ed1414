"""Who has come, as several devices at a door have marked it, each by itself and without a network.

Of each person's marks the last one counts: by its time, then by device and number, so that all who merge the same marks
in whatever order, and however often, come to the same (a map of last-writer-wins registers).
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from kith_commons.places.allotment import UNDRAWN, Allotment, Source

LETTERS: Final = 8
"""Letters of a short code, at least: among a thousand people hardly two begin alike."""


class Mark(NamedTuple):
    """That somebody has come, or that this was a mistake. Marks are ordered as they are written here: so even two that
    one device gave the same number have an order.
    """

    at: datetime
    """By the clock of the device."""
    device: str
    number: int
    """Rises with each mark of the device."""
    undone: bool = False


Marks = Mapping[str, Mark]
"""The last mark of each person, by the name that the caller has for them."""


def merged(*several: Marks) -> dict[str, Mark]:
    """The last mark of each person among all of these."""
    last: dict[str, Mark] = {}
    for marks in several:
        for who, mark in marks.items():
            last[who] = max(mark, last.get(who, mark))
    return last


def come(marks: Marks) -> frozenset[str]:
    """Who has come by these marks."""
    return frozenset(who for who, mark in marks.items() if not mark.undone)


def waiting(marks: Marks, placed: Collection[str], without: Iterable[str]) -> list[str]:
    """Who of these has come and has no place yet, in the order in which they came: that of a queue at a door."""
    there = come(marks)
    return sorted((who for who in without if who in there and who not in placed), key=lambda who: marks[who])


def door_code(name: str) -> str:
    """What one says at the door instead of a name: the beginning of the pseudonym, the same wherever it is shown."""
    return name[:LETTERS]


def admit(allotment: Allotment, body: str) -> tuple[Allotment, Source] | None:
    """A place for somebody at the door, of this body's quota, else of the pool; "" for somebody of no body. None if no
    place is free that they may have, or each has a number, for slots are booked. Who waits at home for such a place is
    not there to take it.
    """
    source = None if allotment.draw in UNDRAWN or allotment.numbers else allotment.source_for(body)
    if source is None:
        return None
    held = {**allotment.held, body: allotment.held.get(body, 0) + 1}
    return allotment.model_copy(update={"held": held, "requests": allotment.requests + 1}), source
