"""Sends records in order, by a producer that is replaced after each failure."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import ProducerClosed

from kith_chassis.kafka.aiokafka_private import give_up
from kith_chassis.kafka.clock import BrokerClock
from kith_chassis.kafka.cluster import Cluster
from kith_chassis.path.wire import Record
from kith_chassis.patience import at_most

CLOSING: Final = 2.0
"""Seconds that a producer may take to close in order."""
APPENDED: Final = 1
"""The kind of timestamp that is the broker's own."""


class Sender:
    """One producer, and no idempotent one: the broker would drop as a repeat whatever comes under a producer's id and a
    sequence that was used, and not ask by whom. So whoever may write to a topic could make a record of ours vanish.

    Of each partition one batch is under way at a time, and at the first failure all that waits is given up. So nothing
    is accepted behind what was not, and what comes twice is known to readers by its number.
    """

    def __init__(
        self, cluster: Cluster, client_id: str, *, clock: BrokerClock | None = None, time_limit: float = 30.0
    ) -> None:
        """`time_limit` is in seconds, for one call of `send`; `clock` learns from each what time the broker has."""
        self._cluster, self._client_id, self._time_limit = cluster, client_id, time_limit
        self._clock = clock or BrokerClock()
        self._producer: Any = None
        self._starting = asyncio.Lock()

    async def send(self, records: Sequence[Record]) -> None:
        """Send these in order and return when the broker has acknowledged all; raises what went wrong first, and
        then some of them may have arrived. Others may call it meanwhile; what fails fails for all.
        """
        producer = None
        try:
            async with asyncio.timeout(self._time_limit):
                producer = await self._ready()
                await self._send_all(producer, records)
        except Exception:
            if producer is not None:
                await self._abandon(producer)
            raise

    async def _send_all(self, producer: Any, records: Sequence[Record]) -> None:
        sent: list[Any] = []
        try:
            for record in records:
                sent.append(await self._dispatch(producer, record))  # noqa: PERF401 - what was sent before a failure is needed
        except ProducerClosed:  # because one of these has failed, which says why
            await asyncio.gather(*sent)
            raise
        finally:
            acknowledged = asyncio.gather(*sent)
            acknowledged.add_done_callback(_heard)
        for last in (await acknowledged)[-1:]:
            if last.timestamp_type == APPENDED:
                self._clock.taken(last.timestamp)

    async def _dispatch(self, producer: Any, record: Record) -> Any:
        acknowledged = await producer.send(
            record.topic, record.value, key=record.key, partition=record.partition, headers=record.headers
        )
        acknowledged.add_done_callback(partial(_end_if_failed, producer))
        return acknowledged

    async def _ready(self) -> Any:
        async with self._starting:
            if self._producer is None:
                self._producer = await self._started()
            return self._producer

    async def _started(self) -> Any:
        producer = AIOKafkaProducer(
            **self._cluster.arguments(),
            client_id=self._client_id,
            enable_idempotence=False,
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

    async def _abandon(self, producer: Any) -> None:
        """Close a producer that failed, without a last attempt: what it holds is sent again by its successor, and it
        must not go on sending behind that one's back.
        """
        if self._producer is producer:
            self._producer = None
        give_up(producer)
        await at_most(CLOSING, producer.client.close())
        await at_most(CLOSING, producer.stop())

    async def stop(self) -> None:
        """Close the connection; a later `send` opens a new one."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await at_most(CLOSING, producer.stop())


def _end_if_failed(producer: Any, acknowledged: "asyncio.Future[Any]") -> None:
    """Give up what waits, before the client can go on with the next batch: callbacks of a batch come first."""
    if acknowledged.cancelled() or acknowledged.exception():
        give_up(producer)


def _heard(outcome: "asyncio.Future[Any]") -> None:
    """Take note of a failure that nobody waits for, because an earlier one was raised."""
    if not outcome.cancelled():
        outcome.exception()
