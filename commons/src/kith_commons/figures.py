"""The one door through which counts of people leave: no label is false, and nobody can compute what a label hides.

| label | what it says |
| --- | --- |
| `0` | nobody: an empty option is no small cell |
| `fewer than 5` | one to four |
| `10` | about ten: the nearest multiple of five |
| `20-25` | a band: at least twenty, at most twenty-five; of a number that goes on changing |
| `5 or more` | enough to be published; the exact number would reveal a few |
| `hidden to protect others` | it is not told, for it is, or with all else would tell, of a few |

What is told follows from which cells are small and which questions all had to answer, never from how close a reader
could come: so that something is hidden tells nothing either. A figure is computed once, when what it counts is over:
figures of two days that differ by one person would tell of that person.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

LEAST: Final = 5
"""Fewer people than this are told of as that, and no closer."""
FEW: Final = "fewer than 5"
SOME: Final = "5 or more"
HIDDEN: Final = "hidden to protect others"

Cell = TypeVar("Cell", bound=Hashable)


class Cells(NamedTuple):
    """Counts of people: how many of a whole are in each cell."""

    counts: Mapping[str, int]
    once: bool = True
    """Whether each of the whole is in one cell at most."""
    everybody: bool = True
    """Whether each of the whole is in some cell."""
    beside: bool = False
    """Whether something else is told of all cells together, such as their mean."""

    @property
    def small(self) -> bool:
        return any(0 < count < LEAST for count in self.counts.values())


def shown(count: int) -> str:
    """A count of people that stands by itself."""
    if 0 < count < LEAST:
        return FEW
    return str((count + LEAST // 2) // LEAST * LEAST)


def band(count: int) -> str:
    """A number of people that goes on changing. That there are none is told as that they are few."""
    low = count // LEAST * LEAST
    return f"{low}-{low + LEAST}" if low else FEW


def renewed(counted: int, count: int) -> bool:
    """Whether a band is told anew: not before so many have come or gone since it was counted that the change tells of
    no single one of them.
    """
    return abs(count - counted) >= LEAST


def enough(count: int) -> str:
    """Whether there are enough people to be told of, where their number may still change, or would tell too much."""
    return SOME if count >= LEAST else FEW


def beside_whole(counts: Mapping[Cell, int]) -> dict[Cell, str]:
    """The cells of a whole that is shown rounded, each person in one cell: all, or none where any is small or the whole
    is. Which of them is small then nobody knows.
    """
    return _hidden(counts) if _few(counts) else {cell: shown(count) for cell, count in counts.items()}


def of_vote(counts: Mapping[Cell, int]) -> dict[Cell, str]:
    """The votes for each choice, beside who has won: as they are, or none of them where any is small. A result must be
    true, and rounded figures would show ties that there are not.
    """
    return _hidden(counts) if _few(counts) else {cell: str(count) for cell, count in counts.items()}


def tables(whole: int, several: Sequence[Cells], *, exact: bool = False) -> tuple[str, list[dict[str, str]]]:
    """How many people there are, and the cells of several tables of them.

    Cells are told rather than the whole: beside a small one nobody is told how many there are in all, or it would be
    the difference. Where that is told all the same, because it is `exact` or another table tells it, as all had to
    answer that, the table with the small cell is hidden.
    """
    if 0 < whole < LEAST:
        return FEW, [_hidden(each.counts) for each in several]
    coarse = any(each.small for each in several)
    told = str(whole) if exact else enough(whole) if coarse else shown(whole)
    return told, [_table(number, several, exact=exact) for number in range(len(several))]


def _table(number: int, several: Sequence[Cells], *, exact: bool) -> dict[str, str]:
    cells = several[number]
    others = [*several[:number], *several[number + 1 :]]
    bounded = any((cells.once and each.everybody) or (cells.everybody and each.once) for each in others)
    if cells.small and (exact or bounded or cells.beside):
        return _hidden(cells.counts)
    return {cell: shown(count) for cell, count in cells.counts.items()}


def _few(counts: Mapping[Cell, int]) -> bool:
    return any(0 < count < LEAST for count in (*counts.values(), sum(counts.values())))


def _hidden(counts: Mapping[Cell, int]) -> dict[Cell, str]:
    return dict.fromkeys(counts, HIDDEN)
