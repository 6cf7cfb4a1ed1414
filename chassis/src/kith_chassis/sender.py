"""Sends records in order by an idempotent producer, which is replaced after each failure."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any, Final

import structlog
from aiokafka import AIOKafkaProducer

from kith_chassis.errors import PASSING
from kith_chassis.wire import Record

log = structlog.get_logger()
IDLE: Final = 3600.0
"""Seconds after which a broker may have forgotten a producer's numbers."""


class Sender:
    """One producer. A rejected record leaves aiokafka's idempotent producer broken for good (aiokafka #1017), so it is
    closed and made anew; and the broker takes any first number from a producer that it does not know, so the first
    record to a partition is awaited alone: otherwise a rejected first would be followed by accepted later ones.
    """

    def __init__(self, bootstrap: str, client_id: str, time_limit: float = 30.0) -> None:
        """`time_limit` is in seconds, for one call of `send`: an idempotent batch never expires by itself."""
        self._bootstrap, self._client_id, self._time_limit = bootstrap, client_id, time_limit
        self._producer: Any = None
        self._starting = asyncio.Lock()
        self._opened: dict[tuple[str, int], float] = {}

    async def send(self, records: Sequence[Record]) -> None:
        """Send these in order and return when the broker has acknowledged all; raises what went wrong first, and
        then some of them may have arrived.
        """
        try:
            async with asyncio.timeout(self._time_limit):
                producer = await self._ready()
                await asyncio.gather(*[await self._dispatch(producer, record) for record in records])
        except BaseException:
            await self._discard()
            raise

    async def _dispatch(self, producer: Any, record: Record) -> Any:
        acknowledged = await producer.send(
            record.topic, record.value, key=record.key, partition=record.partition, headers=record.headers
        )
        place, now = (record.topic, record.partition), time.monotonic()
        if now - self._opened.get(place, -IDLE) >= IDLE:
            await acknowledged
        self._opened[place] = now
        return acknowledged

    async def _ready(self) -> Any:
        async with self._starting:
            if self._producer is None:
                self._producer = await self._started()
            return self._producer

    async def _started(self) -> Any:
        producer = AIOKafkaProducer(
            bootstrap_servers=self._bootstrap,
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

    async def _discard(self) -> None:
        producer, self._producer, self._opened = self._producer, None, {}
        if producer is not None:
            try:
                async with asyncio.timeout(5):
                    await producer.stop()
            except PASSING as error:
                log.warning("the old producer did not close", error=type(error).__name__)

    async def stop(self) -> None:
        """Close the connection; a later `send` opens a new one."""
        await self._discard()
