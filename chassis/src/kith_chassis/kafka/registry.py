"""Which bodies take part: read from the registry's topic, to its end before anything else, and then followed."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import UnknownTopicOrPartitionError

from kith_chassis.errors import PASSING, told
from kith_chassis.kafka.aiokafka_private import client_of
from kith_chassis.kafka.cluster import FETCH_MS, Cluster
from kith_chassis.patience import at_most
from kith_contracts.consortium import BodyRegistered
from kith_contracts.registry import Unreadable, read, topics_for
from kith_contracts.signing import KeyBook, PublicHalf, signed_bytes
from kith_contracts.topics import Channel, address_of, topic_name

log = structlog.get_logger()
TOPIC: Final = topic_name(Channel.REGISTRY, "", "")
CLOSING: Final = 4.0
PARTITION: Final = TopicPartition(TOPIC, 0)
PAUSE: Final = 2.0
"""Seconds between two looks for topics that are not there yet."""
CATCH_UP: Final = 10.0
"""Seconds that reading to the end may take, until the broker counts as away."""


class Registered(NamedTuple):
    """The registry at one moment."""

    bodies: Mapping[str, BodyRegistered]
    book: KeyBook
    """The keys of the office and of all bodies."""
    edition: int
    """Another number for each change."""


async def read_registry(cluster: Cluster, office: Iterable[PublicHalf]) -> dict[str, BodyRegistered]:
    """The newest registration of each body, of those that the office has signed with one of these keys."""
    registry = Registry(cluster, office)
    try:
        await registry.read()
    finally:
        await registry.stop()
    return dict(registry.bodies)


class Registry:
    """One reader for all services of a process: a group would tell only one of its members about a new body."""

    def __init__(self, cluster: Cluster, office: Iterable[PublicHalf]) -> None:
        self._office = tuple(office)
        self.known = Registered({}, KeyBook.of(self._office, ()), 0)
        self._cluster = cluster
        self._consumer: Any = None
        self._asker: Any = None
        """Asks where the log ends. On the connection that follows, a question would wait for the end of a fetch, which
        lasts long when there is nothing new."""
        self._next = 0
        self._moved = asyncio.Event()

    @property
    def bodies(self) -> Mapping[str, BodyRegistered]:
        return self.known.bodies

    async def read(self) -> None:
        """Read all registrations that there are. A record that cannot be read is skipped here; the views park it."""
        await self.stop()
        # No seek: the client, which resets a new partition by itself, would undo it when its own answer comes later.
        arguments = self._cluster.arguments()
        quietly = {"enable_auto_commit": False, "auto_offset_reset": "earliest", "fetch_max_wait_ms": FETCH_MS}
        consumer = AIOKafkaConsumer(**arguments, **quietly)
        self._consumer, self._asker = consumer, AIOKafkaConsumer(**arguments)
        await consumer.start()
        await self._asker.start()
        _demand([TOPIC], await consumer.topics())
        consumer.assign([PARTITION])
        end = await self._end()
        while self._next < end:
            await self._take(500)

    async def caught_up(self) -> None:
        """Wait until all is read that the office had said when this was asked: one question to the broker.

        Somebody must be following.
        """
        end = await self._end()
        async with asyncio.timeout(CATCH_UP):
            while self._next < end:
                self._moved.clear()
                await self._moved.wait()

    async def _end(self) -> int:
        ends: dict[TopicPartition, int] = await self._asker.end_offsets([PARTITION])
        return ends[PARTITION]

    async def follow(self, tell: Callable[[set[str]], None]) -> None:
        """Tell, at each change of the registry, which bodies have their topics; until cancelled."""
        told_of: set[str] = set()
        edition = -1
        while True:
            self._renew_password()
            try:
                await self._take(1000)
                new = self.bodies.keys() - told_of
                found = told_of | (await self.with_topics() if new else set())
                if found != told_of or edition != self.known.edition:
                    told_of, edition = found, self.known.edition
                    tell(found)
            except PASSING as error:
                log.warning("reading the registry failed, trying again", error=told(error))
                await asyncio.sleep(PAUSE)
            if self.bodies.keys() - told_of:
                await asyncio.sleep(PAUSE)

    def _renew_password(self) -> None:
        for each in filter(None, (self._consumer, self._asker)):
            self._cluster.renew(client_of(each))

    async def with_topics(self) -> set[str]:
        """The bodies whose shared topics exist: they are made when a body is admitted, before or after."""
        existing: set[str] = await self._asker.topics()
        return {body for body in self.bodies if existing.issuperset(_shared_topics(body))}

    async def _take(self, timeout_ms: int) -> None:
        fetched = (await self._consumer.getmany(timeout_ms=timeout_ms)).get(PARTITION, ())
        bodies = dict(self.bodies)
        for record in fetched:
            self._register(record, bodies)
        if bodies != self.bodies:
            self.known = Registered(bodies, KeyBook.of(self._office, bodies.values()), self.known.edition + 1)
        self._next = await self._consumer.position(PARTITION)
        self._moved.set()

    def _register(self, record: Any, bodies: dict[str, BodyRegistered]) -> None:
        appended = datetime.fromtimestamp(record.timestamp / 1000, UTC)
        try:
            envelope = read(record.topic, record.headers, record.value, key=record.key, appended=appended)
            message = envelope.message
            assert isinstance(message, BodyRegistered)
            payload = signed_bytes(record.topic, record.key, record.headers, record.value, message.version)
            self.known.book.verify(envelope.signature, payload, envelope.body, appended)
        except Unreadable as error:
            log.warning("ignoring an invalid registration", why=str(error), offset=record.offset)
            return
        if message.version > getattr(bodies.get(message.body), "version", 0):
            bodies[message.body] = message

    async def stop(self) -> None:
        clients = [each for each in (self._consumer, self._asker) if each is not None]
        self._consumer = self._asker = None
        await asyncio.gather(*[at_most(CLOSING, each.stop()) for each in clients])


async def demand_topics(cluster: Cluster, wanted: Iterable[str]) -> None:
    """Raise UnknownTopicOrPartitionError, a Kafka error that may pass, unless all these topics are there to be seen."""
    consumer = AIOKafkaConsumer(**cluster.arguments())
    try:
        await consumer.start()
        _demand(wanted, await consumer.topics())
    finally:
        await at_most(CLOSING, consumer.stop())


def _demand(wanted: Iterable[str], existing: Iterable[str]) -> None:
    if missing := set(wanted) - set(existing):
        raise UnknownTopicOrPartitionError(", ".join(sorted(missing)))


def _shared_topics(body: str) -> list[str]:
    return [
        topic.name
        for topic in topics_for([body])
        if (address := address_of(topic.name)) and address.channel is Channel.SHARED
    ]
