"""How well and how fast rounds and tables are planned, beside the least that can be and what one would do first."""

import os
import platform
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from statistics import median
from time import process_time
from typing import Any, Final, NamedTuple

from bench.report import Kept, processor
from bench.report import Plan as Size

from kith_commons.mixing.figures import Figures, figures, least
from kith_commons.mixing.planner import plan
from kith_commons.mixing.repair import Repaired, repair
from kith_commons.mixing.room import Attendee, Plan, Room, Table
from kith_contracts.message import Refusal

NAME: Final = "mixing"
MOST_SECONDS: Final = 5.0
"""Within so much processor time 200 people at 25 tables in 4 rounds are to be planned, on one slow core."""
ABSENCES: Final = (0.1, 0.4)
"""So many do not come: a tenth, as on any day, and far more."""


class Shape(NamedTuple):
    """How many people, from how many bodies, at which tables, in how many rounds."""

    people: int
    seats: Sequence[int]
    rounds: int
    bodies: int
    largest: float = 0.0
    """The share of the people that the first body has; 0 for no such."""


SHAPES: Final[Mapping[str, Shape]] = {
    "200 people, 25 tables, 4 rounds": Shape(200, [8] * 25, 4, 9),
    "60 people, 10 tables, 6 rounds": Shape(60, [6] * 10, 6, 6),
    "37 people, 6 uneven tables, 5 rounds": Shape(37, [8, 8, 7, 6, 6, 6], 5, 5),
    "200 people, 30 % of one body": Shape(200, [8] * 25, 4, 9, 0.3),
}


@dataclass(frozen=True)
class MixingResult(Kept):
    """The first shape is the headline; a time is processor time, the median of all rounds; the figures are those of
    the round with the worst plan.

    `ratio_to_limit` is the time in parts of 5 s. `repeats` and `alike` (pairs of one body, role, level at a table) are
    those of the plan, the least that could be, a random seating and a rotation.
    """

    unit: str
    seconds: float
    ratio_to_limit: float
    repeats: Mapping[str, int]
    shapes: Mapping[str, Mapping[str, Any]]
    absences: Sequence[Mapping[str, Any]]
    machine: Mapping[str, Any]
    when: str

    def table(self) -> str:
        """All shapes as lines for a person."""
        lines = [f"{self.name}: seconds (of {MOST_SECONDS}); repeats, pairs of one body: ours, least, rotation, random"]
        for name, each in self.shapes.items():
            repeats, body = (", ".join(f"{number:,}" for number in each[kind].values()) for kind in ("repeats", "body"))
            lines.append(f"- {name}: {each['seconds']:.2f} ({each['ratio_to_limit']:.2f}); {repeats}; {body}")
        lines += [
            f"- {told['absent']} of {told['people']} absent: {told['moved']} moved, {told['fewest']} at least, "
            f"{told['moved_if_planned_anew']} if planned anew; {told['seconds']:.2f} s"
            for told in self.absences
        ]
        return "\n".join(lines)


async def measure(size: Size) -> MixingResult:
    """All shapes, each planned once for every round that is asked for, with other people and another seed."""
    shapes = {name: _measured(name, shape, size.rounds) for name, shape in SHAPES.items()}
    first = next(iter(shapes.values()))
    return MixingResult(
        name=NAME,
        unit="s",
        seconds=first["seconds"],
        ratio_to_limit=first["ratio_to_limit"],
        repeats=first["repeats"],
        shapes=shapes,
        absences=[_absences(next(iter(SHAPES.values())), share) for share in ABSENCES],
        machine={"cores": os.cpu_count(), "cpu": processor(), "python": platform.python_version()},
        when=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _measured(name: str, shape: Shape, rounds: int) -> Mapping[str, Any]:
    seconds: list[float] = []
    found: dict[str, list[Figures]] = {"ours": [], "least": [], "rotation": [], "random": []}
    for seed in range(rounds):
        room = _room(shape, seed)
        started = process_time()
        made = _planned(room)
        seconds.append(process_time() - started)
        for who, each in (("ours", made), ("rotation", _rotation(made)), ("random", _random(made))):
            found[who].append(figures(each))
        found["least"].append(least(made))
    ours, bound = found["ours"], found["least"]
    seed = max(range(rounds), key=lambda n: (ours[n].repeats, ours[n].alike[0] / bound[n].alike[0]))
    worst = {who: each[seed] for who, each in found.items()}
    print(f"{name}: {median(seconds):.2f} s, {worst['ours']}", file=sys.stderr, flush=True)
    kinds = enumerate(("body", "role", "level"))
    alike = {kind: {who: each.alike[n] for who, each in worst.items()} for n, kind in kinds}
    return {
        "seconds": round(median(seconds), 3),
        "ratio_to_limit": round(median(seconds) / MOST_SECONDS, 3),
        "meetings": worst["ours"].meetings,
        "repeats": {who: each.repeats for who, each in worst.items()},
        **alike,
        "ratio_of_body_to_least": round(worst["ours"].alike[0] / worst["least"].alike[0], 3),
        "spread": sorted(round(each, 3) for each in seconds),
    }


def _absences(shape: Shape, share: float) -> Mapping[str, Any]:
    """Some do not come, and are missed before the second round."""
    made = _planned(_room(shape, 0))
    absent = Random(0).sample([each.id for each in made.room.people], round(share * shape.people))
    started = process_time()
    done = repair(made, absent, [], 1)
    seconds = process_time() - started
    assert isinstance(done, Repaired), done
    here = tuple(each for each in made.room.people if each.id not in absent)
    anew = _planned(made.room.model_copy(update={"people": here}))
    moved = sum(anew.seats[turn][one.id] != made.seats[turn][one.id] for turn in range(1, shape.rounds) for one in here)
    return {
        "people": shape.people,
        "absent": len(absent),
        "moved": len(done.moved),
        "fewest": sum(_fewest(made, absent, turn) for turn in range(1, shape.rounds)),
        "moved_if_planned_anew": moved,
        "repeats": figures(done.plan).repeats,
        "seconds": round(seconds, 3),
        "ratio_to_limit": round(seconds / MOST_SECONDS, 3),
    }


def _fewest(made: Plan, absent: Sequence[str], turn: int) -> int:
    """What must move in a round, by numbers alone: fill up what lacks people, or give up the emptiest of it."""
    sizes = Counter(table for one, table in made.seats[turn].items() if one not in absent)
    smallest = made.room.smallest
    short = sorted(size for size in sizes.values() if size < smallest)
    return min(max(sum(short[:gone]), sum(smallest - size for size in short[gone:])) for gone in range(len(short) + 1))


def _room(shape: Shape, seed: int) -> Room:
    dice = Random(seed)
    people = []
    for number in range(shape.people):
        other = int(dice.random() ** 1.7 * shape.bodies)
        body = "largest" if number < shape.largest * shape.people else f"body-{other}"
        traits = {"role": f"role-{int(dice.random() * 6)}", "level": f"level-{int(dice.random() * 4)}"}
        people.append(Attendee(id=f"person-{number}", body=body, traits=traits))
    tables = tuple(Table(name=f"table-{number}", seats=seats) for number, seats in enumerate(shape.seats, 1))
    return Room(people=tuple(people), tables=tables, rounds=shape.rounds, seed=seed)


def _planned(room: Room) -> Plan:
    made = plan(room)
    assert not isinstance(made, Refusal), made
    return made


def _chairs(made: Plan) -> list[str]:
    return [table.name for table in made.room.tables for _ in range(Counter(made.seats[0].values())[table.name])]


def _random(made: Plan) -> Plan:
    """Peer: everyone draws a chair, in each round anew."""
    dice, people = Random(made.room.seed), [each.id for each in made.room.people]
    chairs = _chairs(made)
    drawn = [dice.sample(chairs, len(chairs)) for _ in range(made.room.rounds)]
    seats = tuple(dict(zip(people, each, strict=True)) for each in drawn)
    return made.model_copy(update={"seats": seats})


def _rotation(made: Plan) -> Plan:
    """Peer: the n-th at each table moves on by n tables; who finds no chair takes the next free one."""
    people, names = [each.id for each in made.room.people], [table.name for table in made.room.tables]
    seats = []
    for turn in range(made.room.rounds):
        free = Counter(_chairs(made))
        round_: dict[str, str] = {}
        for number, one in enumerate(people):
            wanted = number % len(names) + turn * (number // len(names))
            onwards = (names[(wanted + more) % len(names)] for more in range(len(names)))
            at = next(name for name in onwards if free[name])
            free[at] -= 1
            round_[one] = at
        seats.append(round_)
    return made.model_copy(update={"seats": tuple(seats)})
