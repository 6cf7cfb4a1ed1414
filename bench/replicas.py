"""Many events at once: what a second replica of the events service adds, when their partitions are divided."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path
from statistics import median
from typing import Any, Final

from aiokafka import AIOKafkaConsumer
from bench.path.clock import Clock, Facts
from bench.path.course import settle
from bench.path.ours import settings_of
from bench.race import DOUBLED, HOMES, LEAD, PART, Race
from bench.report import Plan, machine
from bench.seats import Counted, say, stadium

from kith_chassis.path.wire import Record, partition_of
from kith_cli.errors import StackError
from kith_contracts.events.terms import Seats
from kith_contracts.topics import PARTITIONED

NAME: Final = "replicas"
FOLDER: Final = Path(".kith/bench-replicas")
EVENTS: Final = 200
PLACES: Final = Seats(part=PART, quotas=dict.fromkeys(HOMES, 2), pool=5)
"""Fewer than ask in a full run, so that somebody waits everywhere."""
RUNS: Final = ("one", "two", "narrow")
READY_WITHIN: Final = 60.0


@dataclass(frozen=True)
class ReplicasResult(Counted):
    """Messages a second, medians: by one process, by two, and by two where all events fall into one partition."""

    one: float
    two: float
    narrow: float
    ratio_two_to_one: float
    ratio_two_to_narrow: float
    events: int

    def table(self) -> str:
        """What a person wants to know."""
        return (
            f"{self.name}: {self.messages:,} requests at {self.events} events: {self.one:,.0f}/s by one process, "
            f"{self.two:,.0f}/s by two, {self.ratio_two_to_one:.2f} times as many, and {self.ratio_two_to_narrow:.2f} "
            f"times as many as in one partition; {self.oversold} oversold, {self.unanswered} unanswered"
        )


async def measure(plan: Plan) -> ReplicasResult:
    """All in turns, on servers of their own; a first round that does not count warms them up."""
    people = plan.messages // (len(HOMES) * DOUBLED) * len(HOMES) * DOUBLED
    async with stadium(NAME, FOLDER) as (stack, registry):
        wide, narrow = (Race(people, stack, registry, events, PLACES) for events in (_events(), _events(partition=0)))
        contests = dict(zip(RUNS, ((wide, 1), (wide, 2), (narrow, 2)), strict=True))
        letters = {race: {home: list(race.requests(home)) for home in HOMES} for race in (wide, narrow)}
        rates: dict[str, list[float]] = {name: [] for name in RUNS}
        counts: list[dict[str, int]] = []
        for turn in range(plan.rounds + 1):
            for name, (race, replicas) in contests.items():
                async with race.fresh_database():
                    rate, counted = await _run(race, letters[race], replicas, f"{name}{turn}")
                say(f"{NAME}, round {turn} of {plan.rounds}, {name}: {rate:,.0f}/s, {counted}")
                counts.append(counted)
                if turn:
                    rates[name].append(rate)
        wide.client.close()
        narrow.client.close()
    worst = max(counts, key=lambda each: (each["oversold"], each["unanswered"]))
    one, two, narrowed = (median(rates[name]) for name in RUNS)
    return ReplicasResult(
        name=NAME,
        unit="messages/s",
        one=round(one, 1),
        two=round(two, 1),
        narrow=round(narrowed, 1),
        ratio_two_to_one=round(two / one, 3),
        ratio_two_to_narrow=round(two / narrowed, 3),
        spread={name: sorted(round(rate, 1) for rate in each) for name, each in rates.items()},
        events=EVENTS,
        messages=wide.messages,
        capacity=EVENTS * (sum(PLACES.quotas.values()) + PLACES.pool),
        **worst,
        machine=await machine(),
        when=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _events(partition: int | None = None) -> list[str]:
    """As many events, all of which fall into this partition if one is given."""
    names = (f"{LEAD}/event-{number:04}" for number in count())
    chosen = (name for name in names if partition in (None, partition_of(name.encode(), PARTITIONED)))
    return list(islice(chosen, EVENTS))


async def _run(
    race: Race, letters: Mapping[str, Sequence[Record]], replicas: int, prefix: str
) -> tuple[float, dict[str, int]]:
    """So many processes share the partitions; then all letters come, and the clock stops with the last answer."""
    ledger = await race.furnish(prefix)
    ends = await _ends(race)
    await ledger.offsets.insert_many(
        {"_id": f"{race.group}/{race.commands_topic}/{index}", "epoch": 0, "next": end, "number": 0}
        for index, end in ends.items()
    )
    settle()
    async with AsyncExitStack() as running, Facts(race) as facts:
        for _ in range(replicas):
            await running.enter_async_context(_replica(race, prefix))
        await _divided(ledger.offsets, race, replicas)
        clock = Clock()
        clock.start()
        sending = asyncio.gather(*(race.send(home, each) for home, each in letters.items()))
        run = await facts.read(race.messages, clock)
        await sending
    return run.rate, await race.counted(prefix)


async def _ends(race: Race) -> dict[int, int]:
    """Where the inbox ends now: what lies in it is of earlier rounds."""
    consumer = AIOKafkaConsumer(**race.cluster.arguments(), enable_auto_commit=False)
    await consumer.start()
    try:
        found = await consumer.end_offsets(race.command_partitions)
    finally:
        await consumer.stop()
    return {place.partition: end for place, end in found.items()}


async def _divided(offsets: Any, race: Race, replicas: int) -> None:
    """Wait until every partition of the inbox has an owner, and all processes own some."""
    mine = {"_id": {"$regex": f"^{race.group}/{race.commands_topic}/"}}
    async with asyncio.timeout(READY_WITHIN):
        while True:
            owners = [each.get("session") async for each in offsets.find(mine)]
            if all(owners) and len(set(owners)) == replicas:
                return
            await asyncio.sleep(0.1)


@asynccontextmanager
async def _replica(race: Race, prefix: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bench.replica", stdin=PIPE, stdout=PIPE)
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps(settings_of(race, prefix)).encode() + b"\n")
    if await process.stdout.readline() != b"ready\n":
        raise StackError("A replica did not start; see above.")
    try:
        yield process
    finally:
        process.stdin.close()
        await process.wait()
