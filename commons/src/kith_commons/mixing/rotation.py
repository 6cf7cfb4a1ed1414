"""Rotations in which nobody meets anybody twice: the start of a plan.

People stand in rows, one of each row at each table, and each row moves on by a step of its own from round to round.
Two of one row never meet. Two of different rows meet once, if the difference of their steps is another in each round.
Steps are added digit by digit in the prime factors of the number of tables (in the group Z_p x Z_q x ...). Where that
number is the power of a prime, there are steps for as many rows and rounds as tables, by mutually orthogonal Latin
squares; for other numbers there are fewer. A short search finds them, as partial difference matrices. The problem is
that of the social golfer (CSPLib 10).
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Final

MOST_STEPS: Final = 20_000
"""How far the search goes. Where it succeeds at all it takes a few hundred."""


class Group:
    """The numbers below `order`, added digit by digit without carrying, in the prime factors of it."""

    def __init__(self, order: int) -> None:
        self._factors = _factors(order)
        digits = [self._digits(number) for number in range(order)]
        self.sum = [[self._number(a, b, 1) for b in digits] for a in digits]
        self.difference = [[self._number(a, b, -1) for b in digits] for a in digits]

    def _digits(self, number: int) -> list[int]:
        digits = []
        for factor in self._factors:
            number, digit = divmod(number, factor)
            digits.append(digit)
        return digits

    def _number(self, one: Sequence[int], other: Sequence[int], sign: int) -> int:
        number = 0
        for a, b, factor in zip(reversed(one), reversed(other), reversed(self._factors), strict=True):
            number = number * factor + (a + sign * b) % factor
        return number


def steps(group: Group, tables: int, rows: int, rounds: int) -> list[list[int]]:
    """For each round, by how much each row has moved on; for as many rounds as were found, and one at least.

    The first row stays where it is.
    """
    search = _Steps(group, tables, rows, rounds)
    search.run()
    return search.best


class _Steps:
    """A search in depth: round by round, row by row."""

    def __init__(self, group: Group, tables: int, rows: int, rounds: int) -> None:
        self._minus, self._tables, self._rows, self._rounds = group.difference, tables, rows, rounds
        self._found: list[list[int]] = [[0] * rows]
        self._used = {pair: {0} for pair in combinations(range(rows), 2)}
        self._left = MOST_STEPS
        self.best = list(self._found)

    def run(self) -> None:
        """An own stack of choices: rounds times rows may be deeper than Python likes to call."""
        if self._rounds == 1 or self._rows == 1:
            self.best = [[0] * self._rows] * (self._rounds if self._rows == 1 else 1)
            return
        line = [0]
        choices = [self._choices(line)]
        while choices and self._left:
            self._left -= 1
            if not choices[-1]:
                choices.pop()
                line = self._back(line)
                continue
            line = [*line, choices[-1].pop()]
            if len(line) == self._rows:
                self._keep(line)
                if len(self._found) == self._rounds:
                    return
                line = [0]
            choices.append(self._choices(line))

    def _choices(self, line: Sequence[int]) -> list[int]:
        """What the next row may do, the most promising last: as if the steps were multiples."""
        row, round_ = len(line), len(self._found)
        if round_ >= self._tables:
            return []
        wanted = [round_] if row == 1 else [(round_ * row + more) % self._tables for more in range(self._tables)]
        fits = [
            step
            for step in wanted
            if all(self._minus[line[other]][step] not in self._used[other, row] for other in range(row))
        ]
        return fits[::-1]

    def _keep(self, line: list[int]) -> None:
        self._found.append(line)
        for one, other in self._used:
            self._used[one, other].add(self._minus[line[one]][line[other]])
        if len(self._found) > len(self.best):
            self.best = list(self._found)

    def _back(self, line: list[int]) -> list[int]:
        if len(line) > 1:
            return line[:-1]
        if len(self._found) == 1:
            return line
        line = self._found.pop()
        for one, other in self._used:
            self._used[one, other].discard(self._minus[line[one]][line[other]])
        return line[:-1]


def rotate(rows: Sequence[Sequence[int]], tables: int, rounds: int) -> list[dict[int, int]]:
    """At which table each of these sits in each round; for as many rounds as nobody meets anybody twice.

    The first row may be longer or shorter than there are tables, and stays: its n-th sits at table n, and so again from
    the start. All others have one for each table. Where rows are cut up into whole tables, that is one round more.
    """
    group = Group(tables)
    found = [
        {
            person: group.sum[place % tables][step]
            for row, step in zip(rows, line, strict=True)
            for place, person in enumerate(row)
        }
        for line in steps(group, tables, len(rows), rounds)
    ]
    size = len(rows)
    if len(found) < rounds and tables % size == 0 and all(len(row) == tables for row in rows):
        cut = tables // size
        found.append({one: cut * n + place // size for n, row in enumerate(rows) for place, one in enumerate(row)})
    return found


def _factors(number: int) -> list[int]:
    factors, prime = [], 2
    while number > 1:
        while number % prime == 0:
            factors.append(prime)
            number //= prime
        prime += 1
    return factors
