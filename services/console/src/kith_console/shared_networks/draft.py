"""A network of several owners that is proposed: what was typed, and what it grows out of."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from kith_console.proposal.draft import Draft as AnyDraft
from kith_console.proposal.draft import Typed

WORDS: Final = ("role", "task", "what_for", "pence")
"""A row without any of these is empty, whatever was chosen in it."""


@dataclass
class Draft(AnyDraft):
    """The text on a network on which somebody works."""

    network: str = ""
    """Short name of the network."""
    fixed: bool = False
    """Whether that name is given, and not taken from what was typed."""
    own: bool = False
    """Whether the organisation has the network already, alone."""
    version: int = 1
    """Of the terms of reference that it has then."""
    text: str = ""
    """These terms of reference."""

    @property
    def title(self) -> str:
        return self.one("terms.charter.name") or self.network.replace("-", " ").capitalize()

    def rows(self, name: str) -> list[dict[str, str]]:
        """The rows of a list in the text, such as `duties`; those without words are left out."""
        return rows_of(self.typed, f"terms.{name}.")

    def shown(self, name: str) -> list[dict[str, str]]:
        """The same for a form, with an empty row for another."""
        return [*self.rows(name), defaultdict(str)]


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
