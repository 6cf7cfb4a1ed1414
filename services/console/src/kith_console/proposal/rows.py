"""Rows of a list in a proposal, such as `terms.duties.0.task`."""

from collections import defaultdict
from typing import Final

from kith_console.proposal.draft import Typed

WORDS: Final = ("role", "task", "what_for", "pence", "name", "gives")
"""A row without any of these is empty, whatever was chosen in it."""


def rows_of(typed: Typed, before: str) -> list[dict[str, str]]:
    """What was typed in the rows whose fields begin so, row by row: `terms.duties.0.task`."""
    found: dict[int, dict[str, str]] = defaultdict(lambda: defaultdict(str))
    for name, values in typed.items():
        place, _, field = name.removeprefix(before).partition(".")
        if name.startswith(before) and field and place.isascii() and place.isdecimal():
            found[int(place)][field] = next(iter(values), "").strip()
    return [found[place] for place in sorted(found) if any(found[place].get(each) for each in WORDS)]


def kept_rows(typed: Typed, before: str) -> None:
    """Number the rows anew, without those that have no words: so the node's faults are told at what is shown."""
    rows = rows_of(typed, before)
    for name in [name for name in typed if name.startswith(before)]:
        del typed[name]
    for place, row in enumerate(rows):
        typed.update({f"{before}{place}.{field}": [value] for field, value in row.items()})
