"""Sends records in order by an idempotent producer, which is replaced after each failure."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import ProducerClosed

from kith_chassis.cluster import Cluster
from kith_chassis.patience import at_most
from kith_chassis.wire import Record

log = structlog.get_logger()
IDLE: Final = 3600.0
"""Seconds after which a broker may have forgotten a producer's numbers."""
CLOSING: Final = 2.0
"""Seconds that a producer may take to close in order."""


@dataclass(slots=True)
class Line:
    """A producer, and when it last sent to each partition."""

    producer: Any
    opened: dict[tuple[str, int], float] = field(default_factory=dict)


class Sender:
    """One producer. A rejected record leaves aiokafka's idempotent producer broken for good (aiokafka #1017), so it is
    closed and made anew; and the broker takes any first number from a producer that it does not know, so the first
    record to a partition is awaited alone: otherwise a rejected first would be followed by accepted later ones.
    """

    def __init__(self, cluster: Cluster, client_id: str, time_limit: float = 30.0) -> None:
        """`time_limit` is in seconds, for one call of `send`: an idempotent batch never expires by itself."""
        self._cluster, self._client_id, self._time_limit = cluster, client_id, time_limit
        self._line: Line | None = None
        self._starting = asyncio.Lock()

    async def send(self, records: Sequence[Record]) -> None:
        """Send these in order and return when the broker has acknowledged all; raises what went wrong first, and
        then some of them may have arrived. Others may call it meanwhile; what fails fails for all.
        """
        line = None
        try:
            async with asyncio.timeout(self._time_limit):
                line = await self._ready()
                await self._send_all(line, records)
        except Exception:
            if line is not None:
                await self._abandon(line)
            raise

    async def _send_all(self, line: Line, records: Sequence[Record]) -> None:
        sent: list[Any] = []
        try:
            for record in records:
                sent.append(await self._dispatch(line, record))  # noqa: PERF401 - what was sent before a failure is needed
        finally:
            acknowledged = asyncio.gather(*sent)
            acknowledged.add_done_callback(_heard)
        await acknowledged

    async def _dispatch(self, line: Line, record: Record) -> Any:
        acknowledged = await line.producer.send(
            record.topic, record.value, key=record.key, partition=record.partition, headers=record.headers
        )
        place, now = (record.topic, record.partition), time.monotonic()
        if now - line.opened.get(place, -IDLE) >= IDLE:
            await acknowledged
        line.opened[place] = now
        return acknowledged

    async def _ready(self) -> Line:
        async with self._starting:
            if self._line is None:
                self._line = Line(await self._started())
            return self._line

    async def _started(self) -> Any:
        producer = AIOKafkaProducer(
            **self._cluster.arguments(),
            client_id=self._client_id,
            enable_idempotence=True,
            acks="all",
            compression_type="lz4",
            max_batch_size=131_072,
            linger_ms=2,
        )
        try:
            await producer.start()
        except BaseException:
            await producer.stop()
            raise
        return producer

    async def _abandon(self, line: Line) -> None:
        """Close a producer that failed, without a last attempt: what it holds is sent again by its successor, and it
        must not go on sending behind that one's back.
        """
        if self._line is line:
            self._line = None
        line.producer._message_accumulator.fail_all(ProducerClosed())  # noqa: SLF001 - stop() alone would flush
        await at_most(CLOSING, line.producer.client.close())
        await at_most(CLOSING, line.producer.stop())

    async def stop(self) -> None:
        """Close the connection; a later `send` opens a new one."""
        line, self._line = self._line, None
        if line is not None:
            await at_most(CLOSING, line.producer.stop())


def _heard(outcome: "asyncio.Future[Any]") -> None:
    """Take note of a failure that nobody waits for, because an earlier one was raised."""
    if not outcome.cancelled():
        outcome.exception()
