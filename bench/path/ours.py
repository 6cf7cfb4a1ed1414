"""Ours: the directory as it runs in production, watched from outside."""

import asyncio
import base64
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar
from unittest.mock import patch

from aiokafka import TopicPartition
from bench.path.clock import PAUSE, Clock, Facts, Run
from bench.path.course import SECRET, Course

from kith_chassis.path.flow import Flow
from kith_chassis.path.ledger import Ledger
from kith_chassis.path.work import Work
from kith_chassis.service import BodyService
from kith_chassis.settings import Settings
from kith_directory.app import DIRECTORY

T = TypeVar("T")
Batches = list[list[tuple[int, int]]]
"""For each transaction the partitions that it moved, and to which offset."""


class OurRun(NamedTuple):
    """A run, and how it cut the commands into transactions: the limit does the very same."""

    run: Run
    batches: Batches


async def run_ours(course: Course, prefix: str, *, look_ahead: bool = True) -> OurRun:
    """Start the service on a fresh database and wait for its last fact."""
    await course.furnish(prefix)
    clock, batches = Clock(), Batches()
    with _watched(course.group, clock, batches):
        async with Facts(course) as facts:
            given = settings_of(course, prefix) | {"look_ahead": look_ahead}
            settings, trust = Settings.model_validate(given), course.trust
            service = BodyService(course.service, course.body, settings, course.client, trust=trust)
            await service.prepare()
            await service.start({course.body})
            try:
                run = await unless_failed(facts.read(course.messages, clock), service.flows)
            finally:
                await service.stop()
    return OurRun(run, batches)


async def run_whole(course: Course, prefix: str, *, signed: bool) -> Run:
    """The directory with its listings: each public fact goes out and comes in again, signed and verified, or neither.
    The run ends when all are folded.
    """
    ledger = await course.furnish(prefix)
    place = course.fact_partitions[-1]
    clock = Clock()
    with _watched(course.group, clock, Batches()):
        async with Facts(course) as facts:
            start = await facts.end(place)
            stream = f"{course.group}.views/{place.topic}/{place.partition}"
            await ledger.offsets.insert_one({"_id": stream, "epoch": 0, "next": start, "number": 0})
            trust = course.trust if signed else None
            settings = Settings.model_validate(settings_of(course, prefix))
            service = BodyService(DIRECTORY, course.body, settings, course.client, trust=trust)
            await service.prepare()
            await service.start({course.body})
            try:
                await unless_failed(facts.read(course.messages, clock), service.flows)
                await unless_failed(_folded(service.flows[1], place, start + course.messages), service.flows)
                return clock.run(course.messages)
            finally:
                await service.stop()


async def _folded(views: Flow, place: TopicPartition, end: int) -> None:
    while (owned := views.owned.get(place)) is None or owned.next < end:  # noqa: ASYNC110 - nobody tells a bystander
        await asyncio.sleep(PAUSE)


async def unless_failed(work: Coroutine[Any, Any, T], flows: Sequence[Flow]) -> T:
    reading = asyncio.create_task(work)
    failures: list[asyncio.Future[Any]] = [flow.failure for flow in flows]
    await asyncio.wait([reading, *failures], return_when=asyncio.FIRST_COMPLETED)
    for failure in failures:
        if failure.done():
            reading.cancel()
            failure.result()
    return await reading


def settings_of(course: Course, prefix: str) -> dict[str, Any]:
    """Those of the service in one run, on a database of its own, as JSON has them."""
    return {
        "bodies": course.body,
        "secret": base64.b64encode(SECRET).decode(),
        "kafka_bootstrap": course.cluster.bootstrap,
        "keys": str(course.cluster.keys),
        "mongo_url": course.mongo_url,
        "database_prefix": prefix,
        "issuer": "https://issuer.example",
        "audience": "bench",
    }


@contextmanager
def _watched(group: str, clock: Clock, batches: Batches) -> Iterator[None]:
    """Note the first batch and the extent of each transaction: two calls a batch, nothing for each message."""
    handle, commit = Flow.handle, Ledger.commit

    async def noted_handle(flow: Flow, records: Sequence[Any]) -> None:
        if flow.group == group:
            clock.start()
        await handle(flow, records)

    async def noted_commit(ledger: Ledger, work: Work) -> None:
        await commit(ledger, work)
        moved = [(step.owned.stream.rsplit("/", 2), step.next) for step in work.steps]
        if moved and moved[0][0][0] == group:
            batches.append([(int(partition), following) for (_, _, partition), following in moved])

    with patch.object(Flow, "handle", noted_handle), patch.object(Ledger, "commit", noted_commit):
        yield
