"""The one door through which counts of people leave: too small ones are not shown, all others are rounded.

The rule is that of official statistics (primary and secondary suppression, rounding to a base of five). A figure is
computed once, when what it counts is over: figures of two days that differ by one person would tell of that person.
"""

from collections.abc import Hashable, Mapping
from typing import Final, TypeVar

LEAST: Final = 5
"""Fewer people than this are never shown, not even as nobody."""
FEW: Final = "fewer than 5"

Cell = TypeVar("Cell", bound=Hashable)


def shown(count: int) -> str:
    """A count of people as anyone may see it: "fewer than 5", or the nearest multiple of five."""
    return FEW if count < LEAST else str((count + LEAST // 2) // LEAST * LEAST)


def shown_all(cells: Mapping[Cell, int]) -> dict[Cell, str]:
    """Counts that make a whole, beside which their sum may be shown.

    Where a single one is too small, the next smallest is hidden as well: the sum less all others would tell it.
    """
    hidden = {cell for cell, count in cells.items() if count < LEAST}
    if len(hidden) == 1 and len(cells) > 1:
        hidden.add(min((cell for cell in cells if cell not in hidden), key=lambda cell: (cells[cell], str(cell))))
    return {cell: FEW if cell in hidden else shown(count) for cell, count in cells.items()}
