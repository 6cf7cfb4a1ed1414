"""Which bodies take part: read from the registry's topic, to its end before anything else, and then followed."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import UnknownTopicOrPartitionError

from kith_chassis.cluster import Cluster
from kith_chassis.errors import PASSING, told
from kith_chassis.inbox import headers_of
from kith_chassis.patience import at_most
from kith_contracts.consortium import BodyRegistered
from kith_contracts.registry import Unreadable, read, topics_for
from kith_contracts.topics import Channel, address_of, topic_name

log = structlog.get_logger()
TOPIC: Final = topic_name(Channel.REGISTRY, "", "")
CLOSING: Final = 4.0
PAUSE: Final = 2.0
"""Seconds between two looks for topics that are not there yet."""


async def read_registry(cluster: Cluster) -> dict[str, BodyRegistered]:
    """The newest registration of each body."""
    registry = Registry(cluster)
    try:
        await registry.read()
    finally:
        await registry.stop()
    return registry.bodies


class Registry:
    """One reader for all services of a process: a group would tell only one of its members about a new body."""

    def __init__(self, cluster: Cluster) -> None:
        self.bodies: dict[str, BodyRegistered] = {}
        self._cluster = cluster
        self._consumer: Any = None

    async def read(self) -> None:
        """Read all registrations that there are. A record that cannot be read is skipped here; the views park it."""
        await self.stop()
        # No seek: the client, which resets a new partition by itself, would undo it when its own answer comes later.
        consumer = AIOKafkaConsumer(**self._cluster.arguments(), enable_auto_commit=False, auto_offset_reset="earliest")
        self._consumer = consumer
        await consumer.start()
        await self.demand([TOPIC])
        partition = TopicPartition(TOPIC, 0)
        consumer.assign([partition])
        end = (await consumer.end_offsets([partition]))[partition]
        while await consumer.position(partition) < end:
            await self._take(500)

    async def follow(self, tell: Callable[[set[str]], None]) -> None:
        """Tell of bodies whose topics are there, whenever there are more of them; until cancelled."""
        told_of: set[str] = set()
        while True:
            try:
                await self._take(1000)
                if self.bodies.keys() - told_of and (found := await self.with_topics()) - told_of:
                    told_of |= found
                    tell(found)
            except PASSING as error:
                log.warning("the registry is not followed for a moment", error=told(error))
                await asyncio.sleep(PAUSE)
            if self.bodies.keys() - told_of:
                await asyncio.sleep(PAUSE)

    async def with_topics(self) -> set[str]:
        """The bodies whose shared topics exist: they are made when a body is admitted, before or after."""
        existing: set[str] = await self._consumer.topics()
        return {body for body in self.bodies if existing.issuperset(_shared_topics(body))}

    async def demand(self, wanted: Iterable[str]) -> None:
        """Raise UnknownTopicOrPartitionError, a Kafka error that may pass, unless all these topics exist."""
        if missing := set(wanted) - await self._consumer.topics():
            raise UnknownTopicOrPartitionError(", ".join(sorted(missing)))

    async def _take(self, timeout_ms: int) -> None:
        for records in (await self._consumer.getmany(timeout_ms=timeout_ms)).values():
            for record in records:
                _register(record, self.bodies)

    async def stop(self) -> None:
        if self._consumer is not None:
            await at_most(CLOSING, self._consumer.stop())
            self._consumer = None


def _shared_topics(body: str) -> list[str]:
    return [
        topic.name
        for topic in topics_for([body])
        if (address := address_of(topic.name)) and address.channel is Channel.SHARED
    ]


def _register(record: Any, bodies: dict[str, BodyRegistered]) -> None:
    appended = datetime.fromtimestamp(record.timestamp / 1000, UTC)
    try:
        message = read(record.topic, headers_of(record), record.value, key=record.key, appended=appended).message
    except Unreadable as error:
        log.warning("a registration cannot be read", why=str(error))
        return
    if isinstance(message, BodyRegistered) and message.version >= getattr(bodies.get(message.body), "version", 0):
        bodies[message.body] = message
