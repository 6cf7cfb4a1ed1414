"""Who sits with whom, kept so that one exchange of seats is judged in a few operations on bits."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final

from kith_commons.mixing.room import Room
from kith_commons.mixing.seats import Rules

AGAIN: Final = 40
"""What it costs when two sit together a second time."""
LIKE: Final = (8, 2, 1)
"""What it costs when two of one body sit together, of the weightiest trait, of any other."""


class Company:
    """People as numbers, groups of people as bits; the tables of all rounds, and what each exchange would cost.

    `seats[round][person]` is a table, `members[round][table]` who sits there, and `met[person][round]` the same for
    the table of that person.
    """

    def __init__(self, room: Room, rules: Rules, seats: Sequence[Sequence[int]]) -> None:
        self.number = {each.id: number for number, each in enumerate(room.people)}
        self.rules = rules
        self.seats = [list(each) for each in seats]
        self.unit: list[tuple[int, ...]] = [()] * len(self.number)
        self.tables = [0] * len(self.number)
        self.apart = [0] * len(self.number)
        for unit in rules.units:
            people = tuple(self.number[one] for one in unit.people)
            others = self.bits(self.number[one] for each in unit.apart for one in rules.units[each].people)
            for one in people:
                self.unit[one], self.tables[one], self.apart[one] = people, unit.tables, others
        self.like = [(weight, self._alike(kind)) for weight, kind in weighed(room)]
        self.members = [
            [self.bits(one for one, at in enumerate(each) if at == table) for table in range(len(rules.chairs))]
            for each in self.seats
        ]
        self.met = [
            [members[each[one]] for each, members in zip(self.seats, self.members, strict=True)]
            for one in range(len(self.number))
        ]

    @staticmethod
    def bits(people: Iterable[int]) -> int:
        return sum(1 << one for one in people)

    @property
    def repeats(self) -> bool:
        """Whether any two sit together twice, but those who stay together."""
        return any(
            (one & other).bit_count() > len(unit)
            for met, unit in zip(self.met, self.unit, strict=True)
            for one, other in combinations(met, 2)
        )

    def cost(self, round_: int, one: int, onto: int, off: int) -> int:
        """What it costs that this person sits with those `onto` in this round, instead of those `off`."""
        again = 0
        for number, met in enumerate(self.met[one]):
            if number != round_:
                again += (met & onto).bit_count() - (met & off).bit_count()
        return AGAIN * again + self.unlike(one, onto, off)

    def unlike(self, one: int, onto: int, off: int) -> int:
        """The same, as far as bodies and traits go."""
        cost = 0
        for weight, alike in self.like:
            mine = alike[one]
            cost += weight * ((mine & onto).bit_count() - (mine & off).bit_count())
        return cost

    def may(self, people: Sequence[int], table: int, company: int) -> bool:
        """Whether these may sit at a table with that company."""
        return all(self.tables[one] >> table & 1 and not self.apart[one] & company for one in people)

    def move(self, round_: int, here: Sequence[int], there: Sequence[int]) -> None:
        """These exchange their tables with those."""
        seats = self.seats[round_]
        table, other = seats[here[0]], seats[there[0]]
        change = self.bits(here) | self.bits(there)
        for people, to in ((here, other), (there, table)):
            for one in people:
                seats[one] = to
        for at in (table, other):
            self.members[round_][at] ^= change
            self._tell(round_, self.members[round_][at])

    def _tell(self, round_: int, members: int) -> None:
        left = members
        while left:
            lowest = left & -left
            self.met[lowest.bit_length() - 1][round_] = members
            left ^= lowest

    def _alike(self, kind: Mapping[str, str]) -> list[int]:
        of: dict[str, int] = {}
        for one, value in kind.items():
            of[value] = of.get(value, 0) | 1 << self.number[one]
        return [
            of[kind[one]] & ~(1 << number) if one in kind else 0  # nobody is alike to themselves
            for one, number in self.number.items()
        ]


def weighed(room: Room) -> list[tuple[int, Mapping[str, str]]]:
    """By what people are mixed, with its weight; what all are, or nobody is, counts for nothing."""
    weights = (*LIKE, *[LIKE[-1]] * len(room.mix))
    return [(weight, kind) for weight, kind in zip(weights, room.kinds(), strict=False) if len(set(kind.values())) > 1]
