"""What a batch is made of: the partitions that a process owns, how far each moves, and all that changes with it."""

from dataclasses import dataclass, field
from typing import Any

from kith_chassis.decision import State
from kith_chassis.forgetting import Forgetting


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


@dataclass(slots=True)
class Step:
    """How far one partition moves in one transaction."""

    owned: Owned
    next: int
    number: int
    seen: dict[str, int]
    held: set[str] = field(default_factory=set)
    repeats: int = 0
    letters: dict[str, int] = field(default_factory=dict)

    def numbered(self, receiver: str) -> int:
        """The next number at home, or of the letters to a receiver, whom gaps would tell of what is said elsewhere."""
        if receiver:
            self.letters[receiver] = self.letters.get(receiver, self.owned.letters.get(receiver, 0)) + 1
        self.number += not receiver
        return self.letters[receiver] if receiver else self.number


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
    released: list[str] = field(default_factory=list)
    """Ids of what was held, and is handled by this."""
    documents: list[tuple[dict[str, Any], bool]] = field(default_factory=list)
    """The states as documents, and whether they are written whatever is there, because another guards them; made before
    the transaction, to encrypt once.
    """
    forgetting: Forgetting = field(default_factory=Forgetting)
