"""What is to be seated, and who sits where: the words of structured mixing, and what they refuse at once.

The planner knows people by any name that stands for one of them; who that is, it does not know.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from kith_contracts.message import Refusal, together

MOST_PEOPLE: Final = 1_000
MOST_TABLES: Final = 200
MOST_ROUNDS: Final = 12


class Attendee(BaseModel):
    """One who is to be seated. What is not known stays empty, and then nothing is made of it."""

    model_config = ConfigDict(frozen=True)

    id: str
    body: str
    traits: dict[str, str] = {}
    """What people are mixed by besides the body: `{"role": "engineer", "level": "senior"}`."""
    languages: tuple[str, ...] = ()
    """Those that they can follow a table in; empty is any."""
    accessible: bool = False
    """Whether they need a table that is accessible."""
    table: str | None = None
    """Where they stay in all rounds, as its facilitator."""


class Table(BaseModel):
    """A table, and how many chairs may stand at it."""

    model_config = ConfigDict(frozen=True)

    name: str
    seats: Annotated[int, Field(ge=1)]
    accessible: bool = False
    language: str = ""
    """What is spoken there; empty leaves it to the plan."""


class Room(BaseModel):
    """All that a plan is made from. The same room gives the same plan: the dice are thrown from its seed."""

    model_config = ConfigDict(frozen=True)

    people: tuple[Attendee, ...]
    tables: tuple[Table, ...]
    rounds: Annotated[int, Field(ge=1)]
    mix: tuple[str, ...] = ("role", "level")
    """The traits that count, the weightiest first. The body always counts, and before them."""
    apart: tuple[tuple[str, str], ...] = ()
    """Pairs who never sit together."""
    together: tuple[tuple[str, ...], ...] = ()
    """Those who always do, such as somebody and their personal assistant."""
    seed: int = 0

    @property
    def smallest(self) -> int:
        """With fewer than half of an even share, and at least two, a table is filled up or given up on the day."""
        return max(2, len(self.people) // len(self.tables) // 2)

    def kinds(self) -> list[Mapping[str, str]]:
        """By what people are mixed: for each, the weightiest first, who is of which kind. Who has none is left out."""
        bodies = {each.id: each.body for each in self.people if each.body}
        traits = [{each.id: each.traits[name] for each in self.people if each.traits.get(name)} for name in self.mix]
        return [bodies, *traits]


Seats = Mapping[str, str]
"""Who sits at which table in one round."""


class Plan(BaseModel):
    """Who sits where in each round. After a repair the room has all who ever came, and a round those who were there."""

    model_config = ConfigDict(frozen=True)

    room: Room
    spoken: dict[str, str]
    """The language of each table that has one."""
    seats: tuple[dict[str, str], ...]

    def table(self, round_: int, name: str) -> list[str]:
        """Who sits at a table in a round, counted from 0; in the order of the room."""
        return [person for person, at in self.seats[round_].items() if at == name]


def numbered(plan: Plan) -> dict[str, int]:
    """The number of each card: in the order of the room, to whose end those who arrive are added."""
    return {each.id: number for number, each in enumerate(plan.room.people, 1)}


def wrong(room: Room) -> Refusal | None:
    """What cannot be right whatever the seating, with the fields that it stands in. Wishes count for known names."""
    return together([_wrong_size(room), wrong_names(room)]) or together(_faults_of_wishes(room))


def named(people: Iterable[str], most: int = 2) -> str:
    """Some people in a sentence, by the names that they have here."""
    first = list(people)
    return ", ".join(first[:most]) + (f" and {len(first) - most} more" if len(first) > most else "")


def _wrong_size(room: Room) -> Refusal | None:
    people, tables = len(room.people), len(room.tables)
    seats = sum(table.seats for table in room.tables)
    if people > MOST_PEOPLE or tables > MOST_TABLES or room.rounds > MOST_ROUNDS:
        sentence = f"At most {MOST_PEOPLE} people at {MOST_TABLES} tables in {MOST_ROUNDS} rounds. Plan a part of them."
        field = "people" if people > MOST_PEOPLE else "tables" if tables > MOST_TABLES else "rounds"
        return Refusal("room-too-large", sentence, field)
    if people > seats:
        return Refusal("seats-too-few", f"There are {people} people and {seats} seats. Add tables or seats.", "tables")
    if people < 2 * tables:
        sentence = f"{people} people at {tables} tables: some would sit alone. Use {people // 2} tables or fewer."
        return Refusal("tables-too-many", sentence, "tables")
    return None


def wrong_names(room: Room) -> Refusal | None:
    """Names that are there twice, or that nobody has."""
    return together(_faults_of_names(room))


def _faults_of_names(room: Room) -> Iterator[Refusal]:
    people, tables = [each.id for each in room.people], [table.name for table in room.tables]
    if twice := _twice(people):
        yield Refusal("person-twice", f"{twice} is there twice. Name each person once.", f"people.{twice}")
    if twice := _twice(tables):
        yield Refusal("table-twice", f"Table {twice} is there twice. Name each table once.", f"tables.{twice}")
    known = set(people)
    for field, groups in (("apart", room.apart), ("together", room.together)):
        for number, group in enumerate(groups):
            if stranger := next((one for one in group if one not in known), None):
                yield Refusal("person-unknown", f"{stranger} is not among the people.", f"{field}.{number}")
    for each in room.people:
        if each.table is not None and each.table not in tables:
            yield Refusal("table-unknown", f"There is no table {each.table}.", f"people.{each.id}")


def _faults_of_wishes(room: Room) -> Iterator[Refusal]:
    most = max(table.seats for table in room.tables)
    unit = {one: each for each in units(room) for one in each}
    for number, group in enumerate(room.together):
        whole = unit[group[0]] if group else ()
        if len(whole) > most:
            sentence = f"{named(whole)} are {len(whole)} who stay together. No table has more than {most} seats."
            yield Refusal("group-too-large", sentence, f"together.{number}")
    for number, (one, other) in enumerate(room.apart):
        if one == other or unit[one] == unit[other]:
            sentence = f"{one} and {other} cannot be kept apart and together. Take one of the two wishes away."
            yield Refusal("apart-and-together", sentence, f"apart.{number}")


def units(room: Room) -> list[tuple[str, ...]]:
    """People as they are seated: those who stay together as one, in the order of the room."""
    of = {each.id: {each.id} for each in room.people}
    for group in room.together:
        whole = set().union(*(of[one] for one in group))
        for one in whole:
            of[one] = whole
    order = {each.id: number for number, each in enumerate(room.people)}
    return list(dict.fromkeys(tuple(sorted(of[each.id], key=order.__getitem__)) for each in room.people))


def _twice(names: Iterable[str]) -> str | None:
    return next((name for name, count in Counter(names).items() if count > 1), None)
