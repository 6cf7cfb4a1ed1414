"""A proposal on which somebody works: what was typed at each step, as it was typed."""

from dataclasses import asdict, dataclass, field
from typing import Any, Final

from kith_console.visit import Visit

KIND: Final = "proposal"
MOST_PARTS: Final = 40
Typed = dict[str, list[str]]


@dataclass
class Draft:
    """A proposal, its parts and its parties in their order."""

    name: str
    typed: Typed = field(default_factory=dict)
    """By field; fields are called as the node calls them."""
    parts: list[Typed] = field(default_factory=list)
    """Of each part, its fields and how its places are divided."""
    done: list[str] = field(default_factory=list)
    """Steps of which the node had nothing to say when they were saved."""
    event: str = ""
    """Short name of the event."""
    drafted: bool = False
    """Whether the node keeps a draft under that name, which is ours."""
    sent: bool = False
    """Whether it was sent to the parties."""

    def one(self, name: str, default: str = "") -> str:
        """What stands in a field; the default if its step was not saved yet."""
        return first(self.typed, name, default)

    def all(self, name: str) -> list[str]:
        """All that was ticked under this name."""
        return [each for each in self.typed.get(name, ()) if each]

    @property
    def title(self) -> str:
        return self.one("terms.plan.title")

    def mark(self, step: str, done: bool) -> None:
        """Note whether a step is done."""
        self.done = sorted({*self.done, step} if done else {*self.done} - {step})


def first(typed: Typed, name: str, default: str = "") -> str:
    """What stands in a field of these."""
    return next(iter(typed.get(name, ())), default).strip()


async def load(visit: Visit, name: str) -> Draft:
    """A draft of this visitor; an empty one if nothing is kept under this name yet."""
    kept = await visit.console.drafts.load(KIND, visit.writer, name)
    return Draft(**kept) if kept else Draft(name)


async def keep(visit: Visit, draft: Draft) -> bool:
    """Keep it as it is now; False if they work on too many others."""
    return await visit.console.drafts.keep(KIND, visit.writer, draft.name, asdict(draft))


async def unsent(visit: Visit) -> list[Draft]:
    """All that this visitor has not sent yet."""
    found: dict[str, Any] = await visit.console.drafts.all(KIND, visit.writer)
    return [draft for kept in found.values() if not (draft := Draft(**kept)).sent]
