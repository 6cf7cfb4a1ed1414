"""What a batch is made of: the partitions that a process owns, how far each moves, and all that changes with it."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

from kith_chassis.decision import State
from kith_chassis.path.deletions import Forgetting
from kith_contracts.letters import LettersMissing

MOST_LOST: Final = 20
"""How many losses are remembered."""
Numbers = Literal["seen", "letters"]
"""Those that were read, by stream, or those that were given, by receiver."""


class Gap(NamedTuple):
    """Letters are missing in a stream of another body: all above the last that was read, up to this number."""

    source: str
    stream: str
    until: int


@dataclass(slots=True)
class Owned:
    """A partition that this process owns: where it is in the log, and how far its own numbers have come."""

    stream: str
    epoch: int
    next: int
    number: int
    seen: dict[str, int]
    """The last number of each stream that was read here: what is not above it is a repeat."""
    judged: str | None = None
    """By which standing of its body a shared topic was folded; None before the first time."""
    held: set[str] = field(default_factory=set)
    """Bodies of which records of this inbox are put aside until they are heard again."""
    edition: int = -1
    """The registry by which the two were last looked at."""
    refused: int = 0
    """How many of its records the database itself has refused, one after the other."""
    letters: dict[str, int] = field(default_factory=dict)
    """The last number of the letters to each partition of each inbox."""
    gaps: dict[str, "Gap"] = field(default_factory=dict)
    """The streams of letters of which some are missing."""
    lost: list[dict[str, Any]] = field(default_factory=list)
    """Letters that never came, because their sender no longer had them."""
    stands: str = ""
    """Why nothing is taken from it, if so."""

    def last(self, of: Numbers, name: str) -> int:
        """The last number of a stream that was read, or of the letters to a receiver; 0 before the first."""
        numbers: dict[str, int] = getattr(self, of)
        return numbers.get(name, 0)

    def gap(self, name: str) -> Gap | None:
        """What is missing of a stream."""
        return self.gaps.get(name)


@dataclass(slots=True)
class Step:
    """How far one partition moves in one transaction."""

    owned: Owned
    before: "Owned | Step"
    """What it goes on from."""
    next: int
    number: int
    seen: dict[str, int]
    held: set[str] = field(default_factory=set)
    repeats: int = 0
    letters: dict[str, int] = field(default_factory=dict)
    gaps: dict[str, Gap | None] = field(default_factory=dict)
    """What is missing now, or nothing any more."""
    lost: list[dict[str, Any]] = field(default_factory=list)
    """Letters that will never come."""

    @classmethod
    def of(cls, owned: Owned, before: "Owned | Step | None" = None) -> "Step":
        """The next step of a partition, from where it is or from another step that is not committed yet."""
        before = before or owned
        return cls(owned, before, before.next, before.number, {})

    def numbered(self, inbox: str) -> int:
        """The next number at home, or of the letters to a partition of an inbox: without gaps, for whoever reads them
        asks for those that are missing, and gaps would tell of what is said elsewhere.
        """
        if inbox:
            self.letters[inbox] = self.last("letters", inbox) + 1
        self.number += not inbox
        return self.letters[inbox] if inbox else self.number

    def last(self, of: Numbers, name: str) -> int:
        """As of the partition, once this is committed."""
        numbers: dict[str, int] = getattr(self, of)
        return numbers[name] if name in numbers else self.before.last(of, name)

    def gap(self, name: str) -> Gap | None:
        """The same."""
        return self.gaps[name] if name in self.gaps else self.before.gap(name)

    def done(self) -> None:
        """It is committed: that is where the partition is now."""
        self.owned.next, self.owned.number, self.before = self.next, self.number, self.owned
        self.owned.seen.update(self.seen)
        self.owned.held |= self.held
        self.owned.letters.update(self.letters)
        for name, gap in self.gaps.items():
            if gap is None:
                self.owned.gaps.pop(name, None)
            else:
                self.owned.gaps[name] = gap
        self.owned.lost = [*self.owned.lost, *self.lost][-MOST_LOST:]


class Asked(NamedTuple):
    """Another body misses letters of ours."""

    body: str
    missing: LettersMissing


@dataclass(slots=True)
class Work:
    """All that one batch changes."""

    steps: list[Step] = field(default_factory=list)
    states: dict[str, tuple[int | None, State]] = field(default_factory=dict)
    """New states by path, each with the revision that was decided on: 0 if there was none, None if nobody looked."""
    claims: dict[bytes, dict[str, Any]] = field(default_factory=dict)
    parked: list[dict[str, Any]] = field(default_factory=list)
    outbox: list[dict[str, Any]] = field(default_factory=list)
    timers: list[dict[str, Any]] = field(default_factory=list)
    held: list[dict[str, Any]] = field(default_factory=list)
    folded: dict[str, str] = field(default_factory=dict)
    """The stream of which each of these states is a fold, by path."""
    asked: list[Asked] = field(default_factory=list)
    """Bodies that miss letters of ours."""
    released: list[str] = field(default_factory=list)
    """Ids of what was held, and is handled by this."""
    documents: list[tuple[dict[str, Any], bool]] = field(default_factory=list)
    """The states as documents, and whether they are written whatever is there, because another guards them; made before
    the transaction, to encrypt once.
    """
    forgetting: Forgetting = field(default_factory=Forgetting)
