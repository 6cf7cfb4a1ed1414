"""A new node reads all public facts there are: its directory folds them into an empty database."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from bench.path.clock import PAUSE, Clock, Run
from bench.path.course import AT_ONCE, Course, charter, settle
from bench.path.courses import courses
from bench.path.ours import settings_of, unless_failed
from bench.report import Kept, Plan, machine
from pymongo import ReplaceOne

from kith_chassis.kafka.sender import Sender
from kith_chassis.path.wire import record
from kith_chassis.service import BodyService
from kith_chassis.settings import Settings
from kith_contracts.directory.networks import NetworkPublished
from kith_contracts.headers import source_of
from kith_directory.app import DIRECTORY

NAME: Final = "replay"
FOLDER: Final = Path(".kith/bench-replay")
FACTS: Final = 200_000
EACH: Final = 40
"""Versions of one network."""
STREAM: Final = b"0" * 32
WITHIN: Final = 60.0
GOAL: Final = 0.5
FETCHED_AT_ONCE: Final = 2000
SAMPLES: Final = 10
"""Looks at the memory that are kept."""


@dataclass(frozen=True)
class ReplayResult(Kept):
    """Facts a second, medians, beside the bare stack: a consumer that decodes JSON and writes in bulk."""

    unit: str
    ours: float
    limit: float
    ratio_to_limit: float
    goal: float
    seconds: float
    within: float
    facts: int
    networks: int
    memory_mb: list[int]
    """Of the process of ours, from the first fact to the last, at even distances; of the last round."""
    spread: dict[str, list[float]]
    machine: dict[str, Any]
    when: str

    def table(self) -> str:
        """What a person wants to know."""
        return (
            f"{self.name}: {self.facts:,} facts of {self.networks:,} networks in {self.seconds:.0f} s,"
            f" {self.ours:,.0f}/s, {self.ratio_to_limit:.2f} of the bare stack; memory {self.memory_mb} MB"
        )


async def measure(plan: Plan) -> ReplayResult:
    """Ours and the bare stack in turns, each on a database of its own. No round warms up: a new node is cold."""
    facts = min(FACTS, plan.messages * FACTS // 6_000)
    rounds = max(1, plan.rounds // 2)
    async with courses(FOLDER, facts, _say) as (course, reader):
        place = course.fact_partitions[-1]
        await _lay(course, facts)
        rates: dict[str, list[float]] = {"ours": [], "limit": []}
        memory: list[int] = []
        for number in range(rounds):
            settle()
            async with course.fresh_database():
                ours, memory = await _ours(course, reader, place, f"ours{number}")
            settle()
            async with course.fresh_database():
                limit = await _limit(course, place, f"limit{number}")
            rates["ours"].append(ours.rate)
            rates["limit"].append(limit.rate)
            _say(
                f"{NAME}, round {number + 1} of {rounds}: {ours.rate:,.0f}/s ({ours.cpu_each:,.0f} µs CPU), bare"
                f" {limit.rate:,.0f}/s ({limit.cpu_each:,.0f} µs CPU), memory {memory} MB"
            )
        course.client.close()
    rate, bare = median(rates["ours"]), median(rates["limit"])
    return ReplayResult(
        name=NAME,
        unit="facts/s",
        ours=round(rate, 1),
        limit=round(bare, 1),
        ratio_to_limit=round(rate / bare, 3),
        goal=GOAL,
        seconds=round(facts / rate, 1),
        within=WITHIN,
        facts=facts,
        networks=-(-facts // EACH),
        memory_mb=memory,
        spread={name: sorted(round(each, 1) for each in all_) for name, all_ in rates.items()},
        machine=await machine(),
        when=datetime.now(UTC).isoformat(timespec="seconds"),
    )


async def _lay(course: Course, facts: int) -> None:
    """Put all facts on the shared topic, signed, as a node of long ago would have."""
    _say(f"{NAME}: putting {facts:,} signed facts on their topic")
    sender, networks = Sender(course.cluster, "bench"), -(-facts // EACH)
    source, now = source_of(course.body, DIRECTORY.name), datetime.now(UTC)
    for first in range(0, facts, AT_ONCE):
        await sender.send(
            [
                record(
                    _fact(course.body, number % networks, number // networks + 1),
                    to=course.body,
                    source=source,
                    id=f"replay-{number:08d}",
                    now=now,
                    vault=course.vault,
                    more=[("kith-stream", STREAM), ("kith-number", str(number + 1).encode())],
                    sign=course.trust.sign,
                )
                for number in range(first, min(first + AT_ONCE, facts))
            ]
        )
    await sender.stop()


def _fact(body: str, network: int, version: int) -> NetworkPublished:
    described = charter(version)
    return NetworkPublished(
        network=f"{body}/network-{network:05d}",
        name=described.name,
        purpose=described.purpose,
        how_to_ask=described.how_to_ask,
        status="active",
        charter=described,
        version=version,
    )


async def _ours(course: Course, reader: Course, place: TopicPartition, prefix: str) -> tuple[Run, list[int]]:
    """The directory of another body, as its new node runs it, until it has folded the last fact."""
    settings = Settings.model_validate(settings_of(course, prefix) | {"bodies": reader.body})
    service = BodyService(DIRECTORY, reader.body, settings, course.client, trust=reader.trust)
    await service.prepare()
    clock = Clock()
    clock.start()
    async with _memory() as samples:
        await service.start({course.body})
        try:
            await unless_failed(_folded(service, place, course.messages), service.flows)
            run = clock.run(course.messages)
        finally:
            await service.stop()
    found = await service.ledger.states.count_documents({"folded": {"$exists": True}})
    assert found == -(-course.messages // EACH), found
    return run, samples[:: max(1, len(samples) // SAMPLES)]


async def _folded(service: BodyService, place: TopicPartition, end: int) -> None:
    while not any(  # noqa: ASYNC110 - nobody tells a bystander
        (owned := flow.owned.get(place)) is not None and owned.next >= end for flow in service.flows
    ):
        await asyncio.sleep(PAUSE)


async def _limit(course: Course, place: TopicPartition, prefix: str) -> Run:
    """Fetch, decode the JSON, and write each batch in bulk, the newest of each network."""
    states = course.database(prefix)["bare"]
    consumer = AIOKafkaConsumer(
        **course.cluster.arguments(), enable_auto_commit=False, max_partition_fetch_bytes=1_000_000
    )
    await consumer.start()
    consumer.assign([place])
    await consumer.seek_to_beginning(place)
    clock, done = Clock(), 0
    clock.start()
    try:
        while done < course.messages:
            for records in (await consumer.getmany(timeout_ms=1000, max_records=FETCHED_AT_ONCE)).values():
                newest = {each.key.decode(): json.loads(each.value) for each in records}
                writes = [ReplaceOne({"_id": key}, {"_id": key, **fact}, upsert=True) for key, fact in newest.items()]
                await states.bulk_write(writes, ordered=False)
                done += len(records)
        return clock.run(course.messages)
    finally:
        await consumer.stop()


@asynccontextmanager
async def _memory() -> AsyncIterator[list[int]]:
    """Megabytes that this process holds, every quarter of a second."""
    samples: list[int] = []

    async def look() -> None:
        while True:
            samples.append(_resident())
            await asyncio.sleep(0.25)

    looking = asyncio.create_task(look())
    try:
        yield samples
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 // 1_000_000


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
