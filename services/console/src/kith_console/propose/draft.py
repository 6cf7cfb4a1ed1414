"""An event that is proposed: what was typed, and its parts."""

from dataclasses import dataclass, field
from typing import Final

from kith_console.proposal.draft import Draft as AnyDraft
from kith_console.proposal.draft import Typed

MOST_PARTS: Final = 40


@dataclass
class Draft(AnyDraft):
    """A proposal, its parts and its parties in their order."""

    done: list[str] = field(default_factory=lambda: ["helpers"])
    """That of who else helps can stay empty."""
    parts: list[Typed] = field(default_factory=list)
    """Of each part, its fields and how its places are divided."""
    event: str = ""
    """Short name of the event."""

    @property
    def title(self) -> str:
        return self.one("terms.plan.title")
