"""Who reads all that is published, knows all that one body and its people know, and knows the program.

The attacker takes every world that would have been published in the same way, and asks of each small cell whether it is
the same in all of them: then it is recovered, with certainty. No shorter way could find more.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final, NamedTuple

from kith_commons.figures import FEW, HIDDEN, SOME

LEAST: Final = 5
"""What this program promises: one to four people are a small cell. A weakened rule does not change that."""
MEANS: Final = {FEW: range(LEAST), SOME: range(LEAST, 10_000), HIDDEN: range(10_000), "": range(10_000)}


class Look(NamedTuple):
    """What one world looks like from outside, and what it is."""

    own: Hashable
    """What the body of the attacker knows anyway."""
    seen: Hashable
    """All that is published."""
    cells: tuple[int, ...]
    """How many people are in each cell, none of them of the attacker's body."""
    told: Sequence[tuple[str, int]] = ()
    """Each figure that is told, with the count that it is of."""
    edge: bool = False
    """Whether larger worlds, that are not tried, may look the same."""


class Attack(NamedTuple):
    """One way to subtract. `quick` are the worlds that each run of the tests tries; `full` are all."""

    name: str
    does: str
    quick: Callable[[], Iterable[Look]]
    full: Callable[[], Iterable[Look]]


class Found(NamedTuple):
    """What came of an attack."""

    worlds: int
    recovered: int
    false: int
    example: str = ""


class Possible:
    """All values that a cell has in worlds which look the same."""

    def __init__(self, first: Look) -> None:
        self.values = [{count} for count in first.cells]
        self.edge = first.edge

    def add(self, look: Look) -> None:
        for values, count in zip(self.values, look.cells, strict=True):
            values.add(count)
        self.edge = self.edge or look.edge

    @property
    def recovered(self) -> int:
        """How many small cells are certain."""
        certain = [next(iter(values)) for values in self.values if len(values) == 1]
        return 0 if self.edge else sum(0 < count < LEAST for count in certain)


def attack(looks: Iterable[Look]) -> Found:
    """Try all of them."""
    classes: dict[Hashable, Possible] = {}
    worlds = false = 0
    for look in looks:
        worlds += 1
        false += sum(not true(label, count) for label, count in look.told)
        if (known := classes.get((look.own, look.seen))) is not None:
            known.add(look)
        else:
            classes[look.own, look.seen] = Possible(look)
    found = {key: each.recovered for key, each in classes.items() if each.recovered}
    return Found(worlds, sum(found.values()), false, str(next(iter(found), "")))


def true(label: str, count: int) -> bool:
    """Whether a label says nothing false of a count."""
    if label in MEANS:
        return count in MEANS[label]
    low, _, high = label.partition("-")
    if high:
        return int(low) <= count <= int(high)
    return abs(float(label) - count) <= LEAST // 2
