"""The one door through which counts of people leave: no label is false, and nobody can compute what a label hides.

| label | what it says |
| --- | --- |
| `0` | nobody: an empty option is no small cell |
| `fewer than 5` | one to four; of a number that goes on changing, none too |
| `10` | about ten: the nearest multiple of five |
| `20-25` | a band: at least twenty, at most twenty-five; of a number that goes on changing |
| `5 or more` | enough to be published; the exact number would reveal a few |
| `hidden to protect others` | it is not told, for it is, or with all else would tell, of a few |

A few are one to four people: of all, or of all without those of one body. For a body's people together know what each
of them said, and could subtract it. `of` has the part of each body; where it is left out, all are of one.

What is told follows from which cells are small and which questions all had to answer, never from how close a reader
could come: so that something is hidden tells nothing either. A figure is computed once, when what it counts is over:
figures of two days that differ by one person would tell of that person.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Final, Literal, NamedTuple, TypeVar

from kith_contracts.figures import NO_FIGURE, PublishedFigure

LEAST: Final = 5
"""Fewer people than this are told of as that, and no closer."""
FEW: Final = PublishedFigure("fewer than 5")
SOME: Final = PublishedFigure("5 or more")
HIDDEN: Final = PublishedFigure("hidden to protect others")
MONEY: Final = 5_000
"""Sums of money are rounded to multiples of fifty, in pence."""

Cell = TypeVar("Cell", bound=Hashable)
Labels = dict[Cell, PublishedFigure]
Availability = Literal["available", "few", "full"]


class Cells(NamedTuple):
    """Counts of people: how many of a whole are in each cell."""

    counts: Mapping[str, int]
    once: bool = True
    """Whether each of the whole is in one cell at most."""
    everybody: bool = True
    """Whether each of the whole is in some cell."""
    beside: bool = False
    """Whether something else is told of all cells together, such as their mean."""
    of: Sequence[Mapping[str, int]] = ()
    """How many of each body are in each cell."""

    def small(self, whole: int, of: Sequence[int]) -> bool:
        """Whether any cell is, or those who are in none: others could tell them from the whole."""
        silent = whole - sum(self.counts.values())
        own = [all_ - sum(each.values()) for all_, each in zip(of, self.of, strict=False)]
        left_out = self.once and not self.everybody and is_few(silent, own)
        return left_out or any(map(self.is_small, self.counts))

    def is_small(self, cell: str) -> bool:
        """Whether it has a few, or would tell a body of a few others."""
        return is_few(self.counts[cell], [own.get(cell, 0) for own in self.of])


def is_few(count: int, of: Iterable[int] = ()) -> bool:
    """Whether there are one to four, or one to four without those of one body."""
    return any(0 < count - own < LEAST for own in (0, *of))


# Single figures


def shown(count: int) -> PublishedFigure:
    """A count of people that stands by itself."""
    if 0 < count < LEAST:
        return FEW
    return PublishedFigure(str((count + LEAST // 2) // LEAST * LEAST))


def band(count: int) -> PublishedFigure:
    """A number of people that goes on changing. That there are none is told as that they are few."""
    low = count // LEAST * LEAST
    return PublishedFigure(f"{low}-{low + LEAST}") if low else FEW


def renewed(counted: int, count: int) -> bool:
    """Whether a band is told anew: not before so many have come or gone since it was counted that the change tells of
    no single one of them.
    """
    return abs(count - counted) >= LEAST


def enough(count: int) -> PublishedFigure:
    """Whether there are enough people to be told of, where their number may still change, or would tell too much."""
    return SOME if count >= LEAST else FEW


def of_bodies(count: int) -> PublishedFigure:
    """How many organisations have answered, by name: exact, for it counts no people."""
    return PublishedFigure(str(count))


# Several figures of the same people


def by_body(counts: Mapping[str, int]) -> tuple[PublishedFigure, Labels[str]]:
    """How many people there are, and how many of each body, each person of one: of all bodies, or of none where any
    has a few. Then it is not told either how many there are in all: a body would subtract its own.
    """
    whole = sum(counts.values())
    if is_few(whole, counts.values()) or any(map(is_few, counts.values())):
        return enough(whole), _hidden(counts)
    return shown(whole), {body: shown(count) for body, count in counts.items()}


def of_vote(vote: Cells, whole: int, of: Sequence[int] = ()) -> Labels[str]:
    """The votes for each choice, beside who has won: as they are, or none of them where any is small, or all voters
    are. A result must be true, and rounded figures would show ties that there are not.
    """
    if whole < LEAST or is_few(whole, of) or vote.small(whole, of):
        return _hidden(vote.counts)
    return {cell: PublishedFigure(str(count)) for cell, count in vote.counts.items()}


def nested(counts: Mapping[Cell, int], of: Sequence[Mapping[Cell, int]] = ()) -> Labels[Cell]:
    """Counts of which each is part of another, such as of who met and of whom that helped: all rounded, or of each only
    whether there are enough, where any is small.
    """
    small = any(is_few(count, [own.get(cell, 0) for own in of]) for cell, count in counts.items())
    return {cell: (enough if small else shown)(count) for cell, count in counts.items()}


def tables(
    whole: int, several: Sequence[Cells], *, of: Sequence[int] = (), exact: bool = False
) -> tuple[PublishedFigure, list[Labels[str]]]:
    """How many people there are, and the cells of several tables of them.

    Cells are told rather than the whole: beside a small one nobody is told how many there are in all, or it would be
    the difference. Where that is told all the same, because it is `exact` or another table tells it, as all had to
    answer that, the table with the small cell is hidden.
    """
    if 0 < whole < LEAST:
        return FEW, [_hidden(each.counts) for each in several]
    small = [each.small(whole, of) for each in several]
    told = PublishedFigure(str(whole)) if exact else enough(whole) if is_few(whole, of) or any(small) else shown(whole)
    return told, [_table(number, several, small=each, exact=exact) for number, each in enumerate(small)]


def _table(number: int, several: Sequence[Cells], *, small: bool, exact: bool) -> Labels[str]:
    cells = several[number]
    others = [*several[:number], *several[number + 1 :]]
    bounded = any((cells.once and each.everybody) or (cells.everybody and each.once) for each in others)
    if small and (exact or bounded or cells.beside):
        return _hidden(cells.counts)
    return {cell: enough(count) if cells.is_small(cell) else shown(count) for cell, count in cells.counts.items()}


def _hidden(counts: Mapping[Cell, int]) -> Labels[Cell]:
    return dict.fromkeys(counts, HIDDEN)


# What is computed of people


def mean(scores: Sequence[int], scale: range, of: Sequence[Sequence[int]] = ()) -> PublishedFigure:
    """Of what people gave, to one decimal; of a few nothing, and nothing where all but a few have given the same lowest
    or highest: the mean would tell of them. `of` has what those of each body gave.
    """
    parts = [(0, 0), *[(len(own), sum(own)) for own in of]]
    people, points = len(scores), sum(scores)
    for count, given in parts:
        left, total = people - count, points - given
        distance = min(total - left * scale[0], left * scale[-1] - total)
        if 0 < left < LEAST or 0 < distance < LEAST:
            return NO_FIGURE
    return PublishedFigure(f"{points / people:.1f}") if people else NO_FIGURE


def of_answers(scores: Sequence[int]) -> PublishedFigure:
    """The mean of what organisations gave by name, to two decimals."""
    return PublishedFigure(f"{sum(scores) / len(scores):.2f}") if scores else NO_FIGURE


def total(figures: Iterable[str]) -> int:
    """The sum of those figures that are shown, so it reveals nothing else."""
    return sum(int(figure) for figure in figures if figure.isdigit())


def money(granted: Iterable[tuple[int, int]]) -> int:
    """What people were given in all: of each fund the pence, and the most for one person. What a fund gave is rounded
    to what five people can have of it: who knows what all but a few had learns nothing of those few.
    """
    steps = [(pence, -(-LEAST * most // MONEY) * MONEY) for pence, most in granted]
    return sum((pence + step // 2) // step * step for pence, step in steps)


# Numbers of places and lines that others count


def availability(free: int, places: int) -> Availability:
    """How full it is, in words that tell of no few: `few` is a tenth of all places or less, or the last one. Who knows
    that none of five places is free, or one, knows how many people have the others: so five or fewer are always `few`.
    """
    if 0 < places <= LEAST:
        return "few"
    if free == 0:
        return "full"
    return "few" if free <= max(1, places // 10) else "available"


def in_steps(count: int) -> int:
    """So many places that these people fit in: the next multiple of five above, so that none says how many they are."""
    return (count // LEAST + 1) * LEAST


def padding(count: int) -> int:
    """How many lines for nobody a list gets that others can count, where each line of it is a person."""
    return -count % LEAST
