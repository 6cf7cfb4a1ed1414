"""What the lead keeps of its doors on the day: who came, who walked in, and once it is over how many."""

from collections.abc import Iterable
from datetime import timedelta
from typing import ClassVar, Final

from kith_chassis.decision import State
from kith_commons.arrivals import Mark, come, waiting
from kith_commons.figures import by_body
from kith_contracts.events.terms import EventTerms
from kith_contracts.pages.door import Turnout, Unheard
from kith_contracts.words import Moment

COUNTED_AFTER: Final = timedelta(days=2)
"""So long after the end the last device has been sent."""

# States


class Door(State):
    """All doors of an event, by pseudonym. It is emptied when the period for people's data is over."""

    kind: ClassVar[str] = "door"
    event: str
    marks: dict[str, dict[str, Mark]] = {}  # noqa: RUF012 - pydantic copies it
    """By part: the last mark of each."""
    homes: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it
    """Whose they are who have a place from home."""
    walk_ins: dict[str, dict[str, str]] = {}  # noqa: RUF012 - pydantic copies it
    """By part: who came without a place, and of which party they say they are, if of any."""
    placed: dict[str, dict[str, str]] = {}  # noqa: RUF012 - pydantic copies it
    """By part: who of these has a place now, and of which body's places it is taken."""
    unheard: dict[str, list[Unheard]] = {}  # noqa: RUF012 - pydantic copies it
    """By device: what did not count of what it sent last."""
    turnout: dict[str, Turnout] | None = None
    """By part, counted once."""
    version: int = 0

    @property
    def id(self) -> str:
        return self.event

    def come(self, part: str) -> frozenset[str]:
        """Who has come to a part."""
        return come(self.marks.get(part, {}))

    def over(self, part: str) -> list[str]:
        """Who came to a part without a place, and there was none for them; in the order of coming."""
        return waiting(self.marks.get(part, {}), self.placed.get(part, {}), self.walk_ins.get(part, {}))

    def has(self, pseudonym: str, body: str) -> bool:
        """Whether it knows this one, of that body."""
        return self.homes.get(pseudonym) == body

    def without(self, pseudonym: str) -> "Door":
        """Nothing of this one any more."""
        marks = {part: {who: at for who, at in each.items() if who != pseudonym} for part, each in self.marks.items()}
        return self.but(marks=marks, homes={who: body for who, body in self.homes.items() if who != pseudonym})


def counts_at(terms: EventTerms) -> Moment:
    """When it is counted who came."""
    return min(terms.plan.ends + COUNTED_AFTER, terms.data_closes)


def turnout(door: Door, parties: Iterable[str]) -> dict[str, Turnout]:
    """How many came to each part."""
    return {part: _turnout(door, part, parties) for part in door.marks}


def _turnout(door: Door, part: str, parties: Iterable[str]) -> Turnout:
    there = door.come(part)
    walked = len(there & door.walk_ins.get(part, {}).keys())
    cells = dict.fromkeys((*parties, ""), 0) | {"": walked}
    for who in there & door.homes.keys():
        cells[door.homes[who]] = cells.get(door.homes[who], 0) + 1
    came, told = by_body(cells)
    return Turnout(came=came, walked_in=told.pop(""), by_body=told)
