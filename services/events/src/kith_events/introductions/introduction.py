"""What the lead of an event keeps of its introductions: while they last who it is, afterwards how many there were."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from kith_chassis.decision import State
from kith_commons.introductions import Introduction
from kith_contracts.events.introductions import SignedKey
from kith_contracts.figures import PublishedFigure

# States


class Made(BaseModel):
    """An introduction, and what the lead needs to pass things on."""

    model_config = ConfigDict(frozen=True)

    life: Introduction
    reason: str
    homes: dict[str, str]
    """Whose each of the two is."""
    ids: dict[str, str]
    """Which of the two is meant by the id that their home knows."""
    signed_keys: dict[str, SignedKey] = {}
    """The newest key of each who accepts, as their home has signed it."""

    def id_of(self, who: str) -> str:
        """By what the home of this one knows the introduction."""
        return next(id for id, each in self.ids.items() if each == who)

    @property
    def new_tie(self) -> bool:
        """Whether two of different bodies have met."""
        return self.life.met and len({*self.homes.values()}) > 1


class Count(BaseModel):
    """How many introductions have come how far."""

    model_config = ConfigDict(frozen=True)

    offered: int = 0
    met: int = 0
    helped: int = 0
    new_ties: int = 0

    def plus(self, made: Made) -> "Count":
        return Count(
            offered=self.offered + 1,
            met=self.met + made.life.met,
            helped=self.helped + made.life.helped,
            new_ties=self.new_ties + made.new_tie,
        )


class Introductions(State):
    """All introductions at an event that are not over, by pair; those that are over are only counted."""

    kind: ClassVar[str] = "introductions"
    event: str
    made: dict[str, Made] = {}  # noqa: RUF012 - pydantic copies it
    count: Count = Count()
    of: dict[str, Count] = {}  # noqa: RUF012 - pydantic copies it
    """Of these, by body, how many had one of its people or two."""
    figures: dict[str, PublishedFigure] | None = None
    """As anyone of the hosts may see them, once all are over."""

    @property
    def id(self) -> str:
        return self.event

    def has(self, pseudonym: str, body: str) -> bool:
        """Whether it knows this one, of that body."""
        return any(made.homes.get(pseudonym) == body for made in self.made.values())

    def without(self, pseudonym: str) -> "Introductions":
        """Nothing of this one any more. What was to come of it comes to nothing, as if by silence."""
        kept = self
        for pair, made in self.made.items():
            kept = kept.closed(pair) if pseudonym in made.homes else kept
        return kept

    def closed(self, pair: str) -> "Introductions":
        """One less, and counted."""
        left = {name: made for name, made in self.made.items() if name != pair}
        over = self.made[pair]
        of = {body: self.of.get(body, Count()).plus(over) for body in over.homes.values()}
        return self.but(made=left, count=self.count.plus(over), of={**self.of, **of})

    def pair_of(self, introduction: str, body: str) -> tuple[str, Made, str] | None:
        """The pair of which a home speaks by this id, and which of the two is meant, if it is one of its own people."""
        for pair, made in self.made.items():
            who = made.ids.get(introduction, "")
            if made.homes.get(who) == body:
                return pair, made, who
        return None
