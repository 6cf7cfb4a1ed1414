"""Requests for places at one event, racing: how fast they are answered, and whether too many places are given."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.path.course import settle
from bench.path.limit import run_limit
from bench.path.ours import run_ours
from bench.path.preparation import prepared
from bench.race import DOUBLED, HOMES, LEAD, POOL, QUOTAS, Race
from bench.report import Kept, Plan, machine

from kith_chassis.kafka.registry import Registry
from kith_cli.cluster.passwords import prove
from kith_cli.errors import StackError
from kith_cli.keys import equip, office_of
from kith_cli.office import admit_bodies
from kith_contracts.consortium import BodyRegistered
from kith_lab.servers.stack import Stack

NAME: Final = "seats"
FOLDER: Final = Path(".kith/bench-seats")
CAPACITY: Final = sum(QUOTAS.values()) + POOL
PEOPLE_EACH: Final = 5
"""A full run has so many people for three messages of another benchmark: 10,000 for 6,000."""


@dataclass(frozen=True)
class Counted(Kept):
    """A result of requests for places. The counts are those of the worst round."""

    unit: str
    spread: Mapping[str, Sequence[float]]
    messages: int
    capacity: int
    granted: int
    oversold: int
    unanswered: int
    machine: Mapping[str, Any]
    when: str

    @property
    def wrong(self) -> str:
        """What must never be, however fast it was; empty if all is right."""
        if self.oversold or self.unanswered:
            return f"{self.name}: {self.oversold} places oversold, {self.unanswered} people unanswered"
        return ""


@dataclass(frozen=True)
class SeatsResult(Counted):
    """`ours` and `limit` are messages a second, medians."""

    ours: float
    limit: float
    ratio_to_limit: float
    people: int
    bodies: int

    def table(self) -> str:
        """What a person wants to know."""
        return (
            f"{self.name}: {self.people:,} people of {self.bodies} bodies, {self.messages:,} requests, "
            f"{self.capacity} places: {self.granted} granted, {self.oversold} oversold, {self.unanswered} unanswered; "
            f"{self.ours:,.0f}/s, {self.ratio_to_limit:.2f} of the bare stack"
        )


async def measure(plan: Plan) -> SeatsResult:
    """Ours and the limit in turns, on servers of their own; a first round that does not count warms them up."""
    people = plan.messages * PEOPLE_EACH // 3 // (len(HOMES) * DOUBLED) * len(HOMES) * DOUBLED
    async with stadium(NAME, FOLDER) as (stack, registry):
        return await _raced(Race(people, stack, registry), plan.rounds)


@asynccontextmanager
async def stadium(name: str, folder: Path) -> AsyncIterator[tuple[Stack, Registry]]:
    """Servers of one's own, on which lead and homes are admitted."""
    say(f"{name}: starting Kafka and the database in {folder}")
    async with Stack(folder, fresh=True, name="bench", say=say) as stack:
        names = (LEAD, *HOMES)
        keys = equip(stack.office.keys, names)
        await admit_bodies(
            stack.office,
            [BodyRegistered(body=name, name=name, kind="other", keys=[keys[name]], version=1) for name in names],
        )
        for each in names:
            await asyncio.to_thread(prove, stack.office.for_principal(each))
        registry = Registry(stack.office, office_of(stack.office.keys))
        await registry.read()
        following = asyncio.create_task(registry.follow(lambda _bodies: None))
        try:
            yield stack, registry
        finally:
            following.cancel()
            await registry.stop()


async def _raced(race: Race, rounds: int) -> SeatsResult:
    say(f"{NAME}: putting {race.messages:,} requests of {race.people:,} people on their topic")
    await race.lay()
    rates: dict[str, list[float]] = {"ours": [], "limit": []}
    counts: list[dict[str, int]] = []
    for number in range(rounds + 1):
        async with race.fresh_database():
            ours, limit, count = await _round(race, number)
        which = f"round {number} of {rounds}" if number else "warm-up"
        say(f"{NAME}, {which}: {ours:,.0f}/s of {limit:,.0f}/s, {count}")
        counts.append(count)
        if number:
            rates["ours"].append(ours)
            rates["limit"].append(limit)
    race.client.close()
    worst = max(counts, key=lambda each: (each["oversold"], each["unanswered"], CAPACITY - each["granted"]))
    medians = {name: median(each) for name, each in rates.items()}
    return SeatsResult(
        name=NAME,
        unit="messages/s",
        ours=round(medians["ours"], 1),
        limit=round(medians["limit"], 1),
        ratio_to_limit=round(medians["ours"] / medians["limit"], 3),
        spread={name: sorted(round(rate, 1) for rate in each) for name, each in rates.items()},
        people=race.people,
        messages=race.messages,
        bodies=len(HOMES),
        capacity=CAPACITY,
        **worst,
        machine=await machine(),
        when=datetime.now(UTC).isoformat(timespec="seconds"),
    )


async def _round(race: Race, number: int) -> tuple[float, float, dict[str, int]]:
    settle()
    our_run, batches = await run_ours(race, f"ours{number}")
    transactions = await prepared(race, batches)
    settle()
    limit_run = await run_limit(race, f"limit{number}", transactions)
    ours, limit = await race.left(f"ours{number}"), await race.left(f"limit{number}")
    if ours != limit or ours["parked"]:
        raise StackError(f"The service and the limit did not do the same:\n{ours}\n{limit}")
    return our_run.rate, limit_run.rate, await race.counted(f"ours{number}")


def say(text: str) -> None:
    """Progress, beside the result."""
    print(text, file=sys.stderr, flush=True)
