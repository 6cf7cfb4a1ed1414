"""What home keeps of each ask that it hears of, and how many it takes of one organisation: nobody fills its database,
so that no lead's asks hide those of others.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Final, Literal

from kith_chassis.decision import Keyed, State
from kith_contracts.events.asks import AskPut
from kith_contracts.events.practice import PEOPLE
from kith_contracts.pages.asks import Status
from kith_contracts.words import BodySlug, Moment

OPEN: Final = "people-asked"
"""Asks of people that are not over, by the month in which they end."""
MOST_MONTHS: Final = 14
"""A step is open for a year at most."""
MOST_OF_ONE: Final = 200
"""So many asks are taken of one organisation at a time: those that are open, and those of the last days."""
COUNTED: Final = timedelta(days=30)


class AskSeen(State):
    """What a body, or its people, are asked, by the newest word of who asks; and what the body itself has answered."""

    kind: ClassVar[str] = "ask-seen"
    put: AskPut
    asked_by: BodySlug
    number: int = 0
    status: Status | Literal["none"] = "none"
    code: str = ""
    sentence: str = ""

    @property
    def id(self) -> str:
        return f"{self.put.subject}/{self.put.practice}/{self.put.step}"

    @property
    def of_people(self) -> bool:
        return self.put.who in PEOPLE

    def tags(self, keyed: Keyed) -> tuple[str, ...]:  # noqa: ARG002 - public words
        return (_month(self.put.until),) if self.of_people and self.put.stage == "open" else ()

    def open(self, now: datetime) -> bool:
        return self.put.stage == "open" and now < self.put.until

    @property
    def choices(self) -> list[str]:
        return [each.choice for each in self.put.choices]


class AsksOf(State):
    """The asks of one organisation that count against the most that are taken of it, each with the time until then."""

    kind: ClassVar[str] = "asks-of"
    lead: BodySlug
    counted: dict[str, Moment] = {}  # noqa: RUF012 - pydantic copies it

    @property
    def id(self) -> str:
        return self.lead

    def with_ask(self, seen: AskSeen, now: datetime) -> "AsksOf | None":
        """With one more, without those that count no longer; None if it is one too many."""
        counted = {ask: until for ask, until in self.counted.items() if now < until}
        if len(counted) >= MOST_OF_ONE:
            return None
        return self.but(counted={**counted, seen.id: max(seen.put.until, now + COUNTED)})


def open_tags(now: datetime) -> tuple[str, ...]:
    """By what those asks of people are found whose end may be ahead."""
    return tuple(_months(now))


def _months(now: datetime) -> Iterator[str]:
    first = now.astimezone(UTC).replace(day=1)
    for _ in range(MOST_MONTHS):
        yield _month(first)
        first = (first + timedelta(days=31)).replace(day=1)


def _month(when: datetime) -> str:
    return f"{OPEN}@{when.astimezone(UTC):%Y-%m}"
