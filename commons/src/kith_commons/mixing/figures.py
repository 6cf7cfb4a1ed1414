"""How well a plan mixes, beside what no plan could do better."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from kith_commons.mixing.room import Plan, units


class Figures(NamedTuple):
    """Pairs of people at a table, in all rounds together. Who stays together by wish is left out."""

    meetings: int
    repeats: int
    """Meetings of two who have met in an earlier round."""
    alike: tuple[int, ...]
    """Meetings of two of one body, of one role and so on, as the room weighs them."""


def figures(plan: Plan) -> Figures:
    """What the plan does."""
    rounds = [_pairs(plan, seats) for seats in plan.seats]
    met = Counter(pair for pairs in rounds for pair in pairs)
    kinds = plan.room.kinds()
    alike = tuple(
        sum(many for (one, other), many in met.items() if kind.get(one, "") == kind.get(other, "-")) for kind in kinds
    )
    return Figures(met.total(), met.total() - len(met), alike)


def least(plan: Plan) -> Figures:
    """What no plan with these tables and numbers could undercut; whether any reaches it is not said.

    Repeats: whoever has as many meetings as there are others must meet somebody again; and of those who sat at one
    table, spread over all tables of the next round, some sit together again where there are fewer tables than they.
    Alike: people of one kind, spread evenly over the tables; or a table with more people than there are kinds.
    """
    rounds = [Counter(seats.values()) for seats in plan.seats]
    meetings = sum(_of(size) for sizes in rounds for size in sizes.values()) - _together(plan)
    mates = Counter(one for pair in _wished(plan) for one in pair)
    had = Counter[str]()
    for seats, sizes in zip(plan.seats, rounds, strict=True):
        had.update({one: sizes[table] - 1 - mates[one] for one, table in seats.items()})
    others = {one: len({name for seats in plan.seats for name in seats}) - 1 - mates[one] for one in had}
    by_person = -(-sum(max(0, had[one] - others[one]) for one in had) // 2)
    units = _units_at(plan)
    by_table = sum(
        max(_spread(units[turn].values(), len(rounds[before])) for before in range(turn)) if turn else 0
        for turn in range(len(rounds))
    )
    alike = tuple(
        max(0, sum(_least_alike(kind, sizes, plan.seats[n]) for n, sizes in enumerate(rounds)) - _together(plan))
        for kind in plan.room.kinds()
    )
    return Figures(meetings, max(by_person, by_table), alike)


def _least_alike(kind: Mapping[str, str], sizes: Counter[str], seats: Mapping[str, str]) -> int:
    here = Counter(kind[one] for one in seats if one in kind)
    over_tables = _spread(here.values(), len(sizes))
    unknown = sum(one not in kind for one in seats)
    within = _spread(sizes.values(), len(here)) if not unknown and here else 0
    return max(over_tables, within)


def _units_at(plan: Plan) -> list[dict[str, int]]:
    """How many sit at each table, those who stay together counted once: they meet nobody by that."""
    first = {one: min(group) for group in _groups(plan) for one in group}
    return [
        dict(Counter(table for table, _ in {(table, first.get(one, one)) for one, table in seats.items()}))
        for seats in plan.seats
    ]


def _spread(sizes: Iterable[int], over: int) -> int:
    """Pairs that are left together when groups of these sizes are spread as evenly as can be."""
    return sum(size // over * (size % over) + over * _of(size // over) for size in sizes)


def _of(size: int) -> int:
    return size * (size - 1) // 2


def _groups(plan: Plan) -> list[Sequence[str]]:
    return [group for group in units(plan.room) if len(group) > 1]


def _wished(plan: Plan) -> set[tuple[str, str]]:
    order = {each.id: number for number, each in enumerate(plan.room.people)}
    return {
        (one, other) if order[one] < order[other] else (other, one)
        for group in _groups(plan)
        for one, other in combinations(group, 2)
    }


def _together(plan: Plan) -> int:
    return sum(one in seats and other in seats for one, other in _wished(plan) for seats in plan.seats)


def _pairs(plan: Plan, seats: Mapping[str, str]) -> list[tuple[str, str]]:
    wished = _wished(plan)
    tables: dict[str, list[str]] = {}
    order = {each.id: number for number, each in enumerate(plan.room.people)}
    for one in sorted(seats, key=order.__getitem__):
        tables.setdefault(seats[one], []).append(one)
    return [pair for people in tables.values() for pair in combinations(people, 2) if pair not in wished]
