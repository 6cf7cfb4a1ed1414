"""Where people may sit at all, and one seating that breaks no rule: found by search, or refused with the reason.

Whom a rule concerns is placed first, the one with the fewest tables left before all others (a search in depth that
takes back what came to nothing). All others take the chairs that are left.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from kith_commons.mixing.languages import tables_for, ways
from kith_commons.mixing.room import Room, named, units
from kith_contracts.message import Refusal

MOST_TRIES: Final = 20_000
"""How many placings the search tries; rooms of people take as many as there are people whom a rule concerns."""


class Unit(NamedTuple):
    """One person, or some who stay together: where they may sit, and which units may not sit there then."""

    people: tuple[str, ...]
    tables: int
    """As bits: the lowest stands for the first table."""
    apart: frozenset[int]


class Rules(NamedTuple):
    """What holds in every round."""

    units: tuple[Unit, ...]
    spoken: Mapping[str, str]
    chairs: tuple[int, ...]
    """How many sit at each table."""
    base: tuple[int, ...]
    """A table for each unit: a seating that breaks no rule."""

    def concerned(self, unit: int) -> bool:
        return _concerned(self.units[unit], len(self.chairs))


def rules(room: Room) -> Rules | Refusal:
    """What holds, with a seating that shows that it can.

    Refused: `no-table-fits`, `tables-cannot-hold`, `no-seating`.
    """
    refusal: Refusal | None = None
    for spoken in ways(room):
        made = tuple(_units(room, spoken))
        refusal = refusal or _too_narrow(room, made)
        if _too_narrow(room, made):
            continue
        seats = [table.seats for table in room.tables]
        found, stuck = place(made, _even(seats, len(room.people)), [0] * len(made))
        if found is None:
            found, stuck = place(made, seats, [0] * len(made))
        if found is not None:
            return _filled(room, made, spoken, found)
        refusal = refusal or _no_seating(made[stuck], made)
    assert refusal is not None
    return refusal


def place(made: Sequence[Unit], seats: Sequence[int], wanted: Sequence[int]) -> tuple[dict[int, int] | None, int]:
    """A table for each unit that a rule concerns: the one that it wants where that can be, else the emptiest.

    Beside it, where there is none, the unit that was in the way most often.
    """
    search = _Search(made, seats, wanted)
    return search.run(), search.stuck


class _Search:
    def __init__(self, made: Sequence[Unit], seats: Sequence[int], wanted: Sequence[int]) -> None:
        self._made, self._wanted, self._left = made, wanted, list(seats)
        self._concerned = [number for number, unit in enumerate(made) if _concerned(unit, len(seats))]
        self._at: dict[int, int] = {}
        self._stuck = Counter[int](self._concerned[:1])

    @property
    def stuck(self) -> int:
        return self._stuck.most_common(1)[0][0] if self._stuck else 0

    def run(self) -> dict[int, int] | None:
        """An own stack: for each unit that was placed, the tables that are still to be tried."""
        path: list[tuple[int, list[int]]] = []
        for _ in range(MOST_TRIES + len(self._concerned)):
            if len(self._at) == len(self._concerned):
                return self._at
            if len(path) == len(self._at):
                path.append(self._next())
            unit, tables = path[-1]
            if tables:
                self._put(unit, tables.pop())
                continue
            path.pop()
            if not path:
                return None
            self._take_back(path[-1][0])
        return None

    def _next(self) -> tuple[int, list[int]]:
        """The unit with the fewest tables, the largest of such; and its tables, the best last."""
        room = {size: self._with_room(size) for size in {len(self._made[each].people) for each in self._concerned}}
        free: list[tuple[int, int, int, int]] = []
        for number in self._concerned:
            if number not in self._at:
                unit = self._made[number]
                tables = unit.tables & room[len(unit.people)]
                for other in unit.apart & self._at.keys():
                    tables &= ~(1 << self._at[other])
                free.append((tables.bit_count(), -len(unit.people), number, tables))
        count, _, unit_, tables = min(free)
        if not count:
            self._stuck[unit_] += 1
        wanted = self._wanted[unit_]
        choice = [table for table in range(len(self._left)) if tables >> table & 1]
        return unit_, sorted(choice, key=lambda table: (table == wanted, self._left[table], -table))

    def _with_room(self, size: int) -> int:
        return sum(1 << table for table, left in enumerate(self._left) if left >= size)

    def _put(self, unit: int, table: int) -> None:
        self._at[unit] = table
        self._left[table] -= len(self._made[unit].people)

    def _take_back(self, unit: int) -> None:
        self._left[self._at.pop(unit)] += len(self._made[unit].people)


def fill(
    made: Sequence[Unit], chairs: Sequence[int], placed: Mapping[int, int], wanted: Sequence[int]
) -> tuple[int, ...]:
    """A table for every unit, when those whom a rule concerns are placed: the wanted one while it has chairs left."""
    left = list(chairs)
    for unit, table in placed.items():
        left[table] -= len(made[unit].people)
    at = dict(placed)
    for unit in range(len(made)):
        if unit not in at and left[wanted[unit]] > 0:
            at[unit] = wanted[unit]
            left[wanted[unit]] -= 1
    free = [table for table, chairs_left in enumerate(left) for _ in range(chairs_left)]
    rest = [unit for unit in range(len(made)) if unit not in at]
    at |= dict(zip(rest, free, strict=False))
    return tuple(at[unit] for unit in range(len(made)))


def _filled(room: Room, made: tuple[Unit, ...], spoken: Mapping[str, str], placed: Mapping[int, int]) -> Rules:
    """The chairs follow from who must sit where; all others sit where fewest are."""
    seats = [table.seats for table in room.tables]
    chairs = [0] * len(seats)
    for unit, table in placed.items():
        chairs[table] += len(made[unit].people)
    for _ in range(len(room.people) - sum(chairs)):
        chairs[min((n for n in range(len(seats)) if chairs[n] < seats[n]), key=lambda n: chairs[n])] += 1
    base = fill(made, chairs, placed, [0] * len(made))
    return Rules(made, spoken, tuple(chairs), base)


def _even(seats: Sequence[int], people: int) -> list[int]:
    """So many chairs at each table that all have as many as can be, and everyone one."""
    level = next(level for level in range(1, people + 1) if sum(min(level, most) for most in seats) >= people)
    return [min(level, most) for most in seats]


def _concerned(unit: Unit, tables: int) -> bool:
    return len(unit.people) > 1 or bool(unit.apart) or unit.tables.bit_count() < tables


def _units(room: Room, spoken: Mapping[str, str]) -> list[Unit]:
    people = {each.id: each for each in room.people}
    groups = units(room)
    of = {one: number for number, group in enumerate(groups) for one in group}
    apart: list[set[int]] = [set() for _ in groups]
    for one, other in room.apart:
        apart[of[one]].add(of[other])
        apart[of[other]].add(of[one])
    made = []
    for group, others in zip(groups, apart, strict=True):
        tables = (1 << len(room.tables)) - 1
        for one in group:
            tables &= tables_for(room, people[one], spoken)
        made.append(Unit(group, tables, frozenset(others)))
    return made


def _too_narrow(room: Room, made: Sequence[Unit]) -> Refusal | None:
    """Whether some people have fewer seats than they need, whatever else is done (Hall's condition, where it is simple:
    for those who may sit at the same tables, or at those of two such sets).
    """
    number = {each.id: each for each in room.people}
    for unit in made:
        if not unit.tables:
            fit = "that fits all" if len(unit.people) > 1 else "that fits"
            sentence = f"There is no table {fit} for {named(unit.people)}. Add one, or change what they need."
            return Refusal("no-table-fits", sentence, f"people.{unit.people[0]}")
    kinds = list(dict.fromkeys(unit.tables for unit in made))[:100]
    for tables in dict.fromkeys([*kinds, *[one | other for one, other in combinations(kinds, 2)]]):
        need = [one for unit in made if unit.tables & ~tables == 0 for one in unit.people]
        have = sum(table.seats for bit, table in enumerate(room.tables) if tables >> bit & 1)
        if len(need) > have:
            where = [table.name for bit, table in enumerate(room.tables) if tables >> bit & 1]
            why = [
                *(["access"] if any(number[one].accessible for one in need) else []),
                *(["language"] if any(number[one].languages for one in need) else []),
                *(["a fixed table"] if any(number[one].table for one in need) else []),
            ]
            can = f"only at {named(where)}, with {have} seats"
            sentence = f"{len(need)} people can sit {can}, because of {' and '.join(why)}. Add seats there."
            return Refusal("tables-cannot-hold", sentence, "tables")
    return None


def _no_seating(stuck: Unit, made: Sequence[Unit]) -> Refusal:
    others = [one for each in sorted(stuck.apart) for one in made[each].people]
    if others:
        sentence = f"No seating keeps {named(stuck.people)} apart from {named(others)}. Lift one of these wishes."
        return Refusal("no-seating", sentence, "apart")
    sentence = f"No table is left for {named(stuck.people)}, with all wishes. Lift one, or add seats."
    return Refusal("no-seating", sentence, "together" if len(stuck.people) > 1 else "people")
