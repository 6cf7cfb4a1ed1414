"""Rooms to be planned, and what must hold of every plan."""

from collections import Counter
from collections.abc import Collection, Iterator
from random import Random
from typing import Any

import pytest

from kith_commons.mixing import planner
from kith_commons.mixing.planner import plan
from kith_commons.mixing.room import Attendee, Plan, Room, Table
from kith_contracts.message import Refusal

LITTLE = 600
"""Exchanges that are enough to see whether a rule is broken by one."""


def quickly() -> Iterator[None]:
    """A fixture: plans that are tried for their rules, and not for how well they mix."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("FEWEST_TRIES", "MOST_TRIES"):
            patch.setattr(planner, name, LITTLE)
        yield


def someone(id: str, body: str = "iop", **known: Any) -> Attendee:
    return Attendee(id=id, body=body, **known)


def people(count: int, bodies: int = 5, *, seed: int = 0) -> tuple[Attendee, ...]:
    dice = Random(seed)
    return tuple(
        someone(
            f"p{number}",
            f"body{int(dice.random() ** 1.7 * bodies)}",
            traits={"role": f"role{int(dice.random() * 6)}", "level": f"level{int(dice.random() * 4)}"},
        )
        for number in range(count)
    )


def tables(*seats: int, **known: Any) -> tuple[Table, ...]:
    return tuple(Table(name=f"t{number}", seats=each, **known) for number, each in enumerate(seats))


def room(*, of: tuple[Attendee, ...], at: tuple[Table, ...], rounds: int = 3, **wishes: Any) -> Room:
    return Room(people=of, tables=at, rounds=rounds, **wishes)


def planned(asked: Room) -> Plan:
    made = plan(asked)
    assert isinstance(made, Plan), made
    return made


def refused(asked: Room) -> Refusal:
    made = plan(asked)
    assert isinstance(made, Refusal)
    return made


def check(made: Plan, *, absent: Collection[str] = (), late: Collection[str] = (), first: int = 0) -> None:
    """What holds of every plan; the absent have no seat from round `first` on, who came late none before it."""
    asked = made.room
    most = {table.name: table.seats for table in asked.tables}
    accessible = {table.name: table.accessible for table in asked.tables}
    everyone = {each.id for each in asked.people}
    for turn, seats in enumerate(made.seats):
        assert seats.keys() == (everyone - set(absent) if turn >= first else everyone - set(late))
        assert all(count <= most[table] for table, count in Counter(seats.values()).items())
        for each in asked.people:
            if each.id not in seats:
                continue
            table = seats[each.id]
            assert each.table in (None, table)
            assert accessible[table] or not each.accessible
            spoken = made.spoken.get(table, "")
            assert not spoken or not each.languages or spoken in each.languages
        for one, other in asked.apart:
            assert seats.get(one, "-") != seats.get(other)
        for group in asked.together:
            assert len({seats[one] for one in group if one in seats}) <= 1
