"""Ours: the directory as it runs in production, watched from outside."""

import asyncio
import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple
from unittest.mock import patch

from bench.path.clock import Clock, Facts, Run
from bench.path.course import SECRET, Course

from kith_chassis.flow import Flow
from kith_chassis.ledger import Ledger, Work
from kith_chassis.service import PUBLIC, BodyService
from kith_chassis.settings import Settings
from kith_directory.app import DIRECTORY

Batches = list[list[tuple[int, int]]]
"""For each transaction the partitions that it moved, and to which offset."""

PATH: Final = DIRECTORY._replace(
    handlers=tuple(each for each in DIRECTORY.handlers if each.message.contract.channel not in PUBLIC)
)
"""The directory without its listings: to fold what it has said itself would handle each message a second time, which
neither the limit nor the peer does.
"""


class OurRun(NamedTuple):
    """A run, and how it cut the commands into transactions: the limit does the very same."""

    run: Run
    batches: Batches


async def run_ours(course: Course, prefix: str) -> OurRun:
    """Start the service on a fresh database and wait for its last fact."""
    await course.furnish(prefix)
    clock, batches = Clock(), Batches()
    with _watched(course.group, clock, batches):
        async with Facts(course) as facts:
            service = BodyService(PATH, course.body, _settings(course, prefix), course.client)
            await service.start({course.body})
            try:
                run = await _unless_failed(facts, clock, course.messages, service.flows)
            finally:
                await service.stop()
    return OurRun(run, batches)


async def _unless_failed(facts: Facts, clock: Clock, messages: int, flows: Sequence[Flow]) -> Run:
    reading = asyncio.create_task(facts.read(messages, clock))
    failures: list[asyncio.Future[Any]] = [flow.failure for flow in flows]
    await asyncio.wait([reading, *failures], return_when=asyncio.FIRST_COMPLETED)
    for failure in failures:
        if failure.done():
            reading.cancel()
            failure.result()
    return await reading


def _settings(course: Course, prefix: str) -> Settings:
    return Settings.model_validate(
        {
            "bodies": course.body,
            "secret": base64.b64encode(SECRET).decode(),
            "kafka_bootstrap": course.cluster.bootstrap,
            "keys": course.cluster.keys,
            "mongo_url": course.mongo_url,
            "database_prefix": prefix,
            "issuer": "https://issuer.example",
            "audience": "bench",
        }
    )


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
