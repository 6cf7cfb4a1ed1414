"""A network of several owners that is proposed: what was typed, and what it grows out of."""

from collections import defaultdict
from dataclasses import dataclass

from kith_console.proposal.draft import Draft as AnyDraft
from kith_console.proposal.rows import rows_of


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
