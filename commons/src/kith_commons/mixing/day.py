"""One round on the day, while it is put right; see `repair`."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, NamedTuple

from kith_commons.mixing.company import AGAIN, weighed
from kith_commons.mixing.languages import tables_for
from kith_commons.mixing.room import Room, units

FILLED: Final = "too few people were left at the new table"
GIVEN_UP: Final = "too few people were left at the old table, and it is given up"
MADE_ROOM: Final = "the old seat is needed by somebody who can sit nowhere else"


class Move(NamedTuple):
    """Who moves in which round, counted from 0, and why."""

    person: str
    round: int
    table: str
    to: str
    why: str


class Round:
    """Who sits where; `seats` is changed in place."""

    def __init__(self, room: Room, spoken: Mapping[str, str], seats: Sequence[dict[str, str]], turn: int) -> None:
        self._seats, self._turn = seats[turn], turn
        self._least = {table.name: min(room.smallest, table.seats) for table in room.tables}
        self._others = [each for number, each in enumerate(seats) if number != turn]
        self._most = {table.name: table.seats for table in room.tables}
        self._unit = {one: group for group in units(room) for one in group}
        self._fixed = {each.id for each in room.people if each.table}
        self._allowed = {
            each.id: {table.name for bit, table in enumerate(room.tables) if at >> bit & 1}
            for each in room.people
            for at in [tables_for(room, each, spoken)]
        }
        self._kinds = weighed(room)
        self._foes: dict[str, set[str]] = {}
        for one, other in room.apart:
            self._foes.setdefault(one, set()).add(other)
            self._foes.setdefault(other, set()).add(one)
        self._why: dict[str, str] = {}
        self._coming = ""
        self._opened: set[str] = set()
        self._at: dict[str, list[str]] = {name: [] for name in self._most}
        for one, table in self._seats.items():
            self._at[table].append(one)

    def moves(self, before: Mapping[str, str]) -> list[Move]:
        """Who sits elsewhere than before."""
        return [
            Move(one, self._turn, before[one], table, self._why[one])
            for one, table in self._seats.items()
            if one in before and before[one] != table
        ]

    def to_give_up(self, arriving: int) -> list[str]:
        """The tables that are given up, the emptiest first: as many as it takes to move the fewest people.

        To give up some moves those who sit there; they and who arrives fill up the others, and what is lacking then
        must move as well.
        """
        short = {name: self._least[name] - len(self._at[name]) for name in self._most if self._short(name)}
        closing = sorted((name for name in short if not self._holds(name)), key=lambda name: len(self._at[name]))
        people = len(self._seats) + arriving
        ways: list[tuple[int, int]] = []
        for count in range(len(closing) + 1):
            gone = closing[:count]
            out = sum(len(self._at[name]) for name in gone)
            lacking = sum(lack for name, lack in short.items() if name not in gone)
            kept = [name for name, here in self._at.items() if here and name not in gone]
            if kept and sum(self._least[name] for name in kept) <= people <= sum(self._most[name] for name in kept):
                ways.append((max(out, lacking - arriving), count))
        return closing[: min(ways)[1]] if ways else []

    def open_for(self, arriving: int, given_up: Collection[str]) -> None:
        """Use tables at which nobody sits, the largest first, where the others have too few chairs for who arrives."""
        used = [name for name, here in self._at.items() if here and name not in given_up]
        free = sum(self._free(name) for name in used) - sum(len(self._at[name]) for name in given_up)
        for name in sorted((name for name, here in self._at.items() if not here), key=lambda name: -self._most[name]):
            if free >= arriving:
                return
            self._opened.add(name)
            free += self._most[name]

    def arrive(self, one: str, given_up: Collection[str]) -> bool:
        """A seat for somebody new, at the emptiest table; False if there is none that fits. A table that is not in use
        is the last choice.
        """
        kept = [name for name, here in self._at.items() if (here or name in self._opened) and name not in given_up]
        self._coming, suits = one, self._suits(one)
        mine = [name for name in kept if name in suits]
        free = [name for name in mine if self._free(name)]
        if not free:
            made = self._shift([name for name in kept if self._free(name)], lambda name: name in mine, MADE_ROOM)
            empty = [name for name in self._most if name in suits and not self._at[name]]
            free = [made] if made else empty
        if free:
            self._sit((one,), min(free, key=lambda name: (len(self._at[name]), self._cost(one, name))), "")
        return bool(free)

    def give_up(self, tables: Sequence[str]) -> None:
        """All who sit there go where they are needed, or fit best. Where somebody cannot, the table stays."""
        for name in tables:
            where = dict(self._seats)
            for unit in dict.fromkeys([self._here(one) for one in self._at[name]]):
                fits = [to for to in self._most if to not in tables and self._at[to] and self._may(unit, to)]
                free = [to for to in fits if self._free(to) >= len(unit)]
                if not free:
                    for one, table in where.items():
                        if self._seats[one] != table:
                            self._sit((one,), table, "")
                    break
                needed = [to for to in free if self._short(to)] or free
                self._sit(unit, min(needed, key=lambda to: sum(self._cost(each, to) for each in unit)), GIVEN_UP)

    def fill_up(self) -> None:
        """Fill up the tables with too few people, as far as others have people to spare."""
        stuck: set[str] = set()
        while short := [name for name in self._most if self._short(name) and name not in stuck]:
            if not self._shift([short[0]], lambda name: len(self._at[name]) > self._least[name], FILLED):
                stuck.add(short[0])

    def _shift(self, to: Sequence[str], source: Callable[[str], bool], why: str) -> str | None:
        """One person more at one of these tables and one fewer at a source, over as few tables between as can be.

        The source, or None if there is no such way. It is looked for backwards, from the end.
        """
        way: dict[str, tuple[str, str]] = {}
        seen, edge = set(to), list(to)
        while edge:
            steps = [(name, self._mover(name, end), end) for end in edge for name in self._most if name not in seen]
            found = sorted((self._cost(one, end), name, one, end) for name, one, end in steps if one)
            edge = []
            for _, name, one, end in found:
                if name not in way:
                    way[name] = (one, end)
                    edge.append(name)
            seen |= way.keys()
            if start := next((name for name in edge if source(name)), None):
                path = [start]
                while path[-1] in way:
                    path.append(way[path[-1]][1])
                for name in reversed(path[:-1]):
                    self._sit((way[name][0],), way[name][1], why)
                return start
        return None

    def _suits(self, one: str) -> set[str]:
        """The tables at which somebody may sit down who comes back: with those who stay together, without a foe."""
        company = {self._seats[each] for each in self._here(one)}
        foes = {self._seats[each] for each in self._foes.get(one, ()) if each in self._seats}
        return (self._allowed[one] & company if company else self._allowed[one]) - foes

    def _mover(self, table: str, to: str) -> str | None:
        """Who of a table fits best to another, of those who may move by themselves, and await nobody there."""
        alone = [one for one in self._at[table] if len(self._here(one)) == 1 and self._may((one,), to)]
        alone = [one for one in alone if self._coming not in self._unit[one]]
        return min(alone, key=lambda one: (self._cost(one, to), one), default=None)

    def _here(self, one: str) -> tuple[str, ...]:
        """Those who stay together with this one and are there."""
        return tuple(each for each in self._unit[one] if each in self._seats)

    def _holds(self, table: str) -> bool:
        return any(one in self._fixed for one in self._at[table])

    def _short(self, table: str) -> bool:
        """Whether too few people are left there. A table with nobody is not used."""
        return 0 < len(self._at[table]) < self._least[table]

    def _free(self, table: str) -> int:
        return self._most[table] - len(self._at[table])

    def _may(self, unit: Sequence[str], table: str) -> bool:
        here = self._at[table]
        return all(
            table in self._allowed[one] and self._foes.get(one, set()).isdisjoint(here) and one not in self._fixed
            for one in unit
        )

    def _sit(self, unit: Sequence[str], table: str, why: str) -> None:
        for one in unit:
            if one in self._seats:
                self._at[self._seats[one]].remove(one)
            self._seats[one] = table
            self._at[table].append(one)
            self._why[one] = why

    def _cost(self, one: str, table: str) -> int:
        """What it costs that this one sits there: whom they have met or will meet, and who is alike."""
        here = [other for other in self._at[table] if other != one]
        again = sum(seats.get(one, "-") == seats.get(other) for seats in self._others for other in here)
        alike = sum(weight * (kind.get(one, "-") == kind.get(other)) for weight, kind in self._kinds for other in here)
        return AGAIN * again + alike
