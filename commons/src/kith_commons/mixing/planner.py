"""The planner: who sits where in each round, so that people meet others each time, of other bodies, roles and levels.

It starts with a rotation in which nobody meets anybody twice, puts right what breaks a rule, and then exchanges seats
as long as that helps, and at first now and then although it does not (simulated annealing). What it keeps is the best
it has seen: fewest repeats first. The number of exchanges that it tries is fixed, so the same room gives the same plan
on every machine.
"""

import math
from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Final

from kith_commons.mixing.company import Company
from kith_commons.mixing.room import Plan, Room, wrong
from kith_commons.mixing.rotation import rotate
from kith_commons.mixing.seats import Rules, fill, place, rules
from kith_contracts.message import Refusal

TRIES_A_SEAT: Final = 200
TRIES_A_HARD_SEAT: Final = 800
FEWEST_TRIES: Final = 5_000
MOST_TRIES: Final = 200_000
WARM: Final = 6.0
HOT: Final = 20.0
COLD: Final = 0.3
"""What an exchange may cost at the beginning, and at the end, to be taken with a chance of about a third.
A room whose start has repeats is hard.
"""
WHOLE: Final = 0.1
"""How often two people exchange all their seats: then nobody meets anybody once more than before."""


def plan(room: Room) -> Plan | Refusal:
    """A seat for each person in each round; no rule is ever broken.

    Refused, with the field concerned: `room-too-large`, `seats-too-few`, `tables-too-many`, `person-twice`,
    `table-twice`, `person-unknown`, `table-unknown`, `group-too-large`, `apart-and-together`, `no-table-fits`,
    `tables-cannot-hold`, `no-seating`.
    """
    held = wrong(room) or rules(room)
    if isinstance(held, Refusal):
        return held
    dice = Random(room.seed)
    company = Company(room, held, _start(room, held, dice))
    best = _Exchanges(company, dice).run()
    names, people = [table.name for table in room.tables], [each.id for each in room.people]
    seats = tuple(dict(zip(people, [names[table] for table in each], strict=True)) for each in best)
    return Plan(room=room, spoken=dict(held.spoken), seats=seats)


def _start(room: Room, held: Rules, dice: Random) -> list[list[int]]:
    """The rotation, with people as far from it as the rules ask for; beyond its rounds, at random."""
    tables, rounds = len(room.tables), room.rounds
    by_size = sorted(range(tables), key=lambda table: -held.chairs[table])
    turns = [{one: by_size[at] for one, at in turn.items()} for turn in rotate(_rows(room, held), tables, rounds)]
    made, number = held.units, {each.id: n for n, each in enumerate(room.people)}
    first = [number[unit.people[0]] for unit in made]
    seatings = []
    for turn in range(rounds):
        if turn < len(turns):
            wanted = [turns[turn][one] for one in first]
        else:
            wanted = [int(dice.random() * tables) for _ in first]
        placed, _ = place(made, held.chairs, wanted)
        at = held.base if placed is None else fill(made, held.chairs, placed, wanted)
        seats = [0] * len(number)
        for unit, table in zip(made, at, strict=True):
            for one in unit.people:
                seats[number[one]] = table
        seatings.append(seats)
    return seatings


def _rows(room: Room, held: Rules) -> list[list[int]]:
    """People in rows for the rotation, those of one body in as few rows as can be: of one row nobody ever meets.

    The first row stays: facilitators, and who sits on the chairs that some tables have more than others.
    """
    tables, people = len(held.chairs), room.people
    size = Counter(each.body for each in people)
    kept = [[each.traits.get(name, "") for name in room.mix] for each in people]
    order = sorted(range(len(people)), key=lambda n: (-size[people[n].body], people[n].body, kept[n], n))
    by_size = sorted(range(tables), key=lambda table: -held.chairs[table])
    place_of = {room.tables[table].name: n for n, table in enumerate(by_size)}
    full = min(held.chairs)
    extra = [at for turn in range(full, max(held.chairs)) for at in range(tables) if held.chairs[by_size[at]] > turn]
    stays: list[int | None] = [None] * (len(extra) or tables)
    for one in list(order):
        at = place_of.get(people[one].table or "")
        if at is not None and at < len(stays) and stays[at] is None:
            stays[at] = one
            order.remove(one)
    for at in range(len(stays) - 1, -1, -1):
        if stays[at] is None:
            stays[at] = order.pop()
    staying = [one for one in stays if one is not None]
    return [staying, *[order[at : at + tables] for at in range(0, len(order), tables)]]


class _Exchanges:
    """Exchanges of seats: of two tables in one round, or of two people in all rounds."""

    def __init__(self, company: Company, dice: Random) -> None:
        self._company, self._roll = company, dice.random
        self._alone = [one for one, unit in enumerate(company.unit) if len(unit) == 1]
        self._cost = self._least = 0
        self._best = [list(each) for each in company.seats]

    def run(self) -> list[list[int]]:
        people, rounds = len(self._company.unit), len(self._company.seats)
        if len(self._company.rules.chairs) == 1:
            return self._best
        each, warmth = (TRIES_A_HARD_SEAT, HOT) if self._company.repeats else (TRIES_A_SEAT, WARM)
        tries = min(MOST_TRIES, max(FEWEST_TRIES, each * people * rounds))
        cooling = (COLD / warmth) ** (1 / tries)
        for _ in range(tries):
            warmth *= cooling
            if self._roll() < WHOLE:
                self._try_whole(warmth)
            else:
                self._try_seats(int(self._roll() * rounds), int(self._roll() * people), warmth)
        return self._best

    def _taken(self, cost: int, warmth: float) -> bool:
        return cost <= 0 or self._roll() < math.exp(-cost / warmth)

    def _count(self, cost: int) -> None:
        self._cost += cost
        if self._cost < self._least:
            self._least = self._cost
            self._best = [list(each) for each in self._company.seats]

    def _try_seats(self, round_: int, one: int, warmth: float) -> None:
        company = self._company
        seats, members = company.seats[round_], company.members[round_]
        here = company.unit[one]
        other = int(self._roll() * len(seats))
        table, to = seats[one], seats[other]
        if table == to:
            return
        there = company.unit[other]
        if len(here) != len(there):
            here, there = self._even(here, there, members[table], members[to])
            if not there or not here:
                return
        left = members[table] ^ company.bits(here)
        right = members[to] ^ company.bits(there)
        if not (company.may(here, to, right) and company.may(there, table, left)):
            return
        cost = 0
        for each in here:
            cost += company.cost(round_, each, right, left)
        for each in there:
            cost += company.cost(round_, each, left, right)
        if self._taken(cost, warmth):
            company.move(round_, here, there)
            self._count(cost)

    def _even(
        self, here: Sequence[int], there: Sequence[int], members: int, others: int
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """As many on both sides: those who stay together against as many from the other table who are alone."""
        many, few, pool = (here, there, others) if len(here) > len(there) else (there, here, members)
        if len(few) != 1:
            return (), ()
        alone = [one for one in self._alone if pool >> one & 1 and one not in few]
        chosen = list(few)
        while len(chosen) < len(many) and alone:
            chosen.append(alone.pop(int(self._roll() * len(alone))))
        if len(chosen) < len(many):
            return (), ()
        return (tuple(here), tuple(chosen)) if many is here else (tuple(chosen), tuple(there))

    def _try_whole(self, warmth: float) -> None:
        company, alone = self._company, self._alone
        if not alone:
            return
        one, other = alone[int(self._roll() * len(alone))], alone[int(self._roll() * len(alone))]
        cost, rounds = 0, []
        for round_, seats in enumerate(company.seats):
            table, to = seats[one], seats[other]
            if table == to:
                continue
            left, right = company.members[round_][table] ^ 1 << one, company.members[round_][to] ^ 1 << other
            if not (company.may((one,), to, right) and company.may((other,), table, left)):
                return
            cost += company.unlike(one, right, left) + company.unlike(other, left, right)
            rounds.append(round_)
        if rounds and self._taken(cost, warmth):
            for round_ in rounds:
                company.move(round_, (one,), (other,))
            self._count(cost)
