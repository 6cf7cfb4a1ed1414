"""Which bodies take part: read from the registry's topic, to its end, before anything else."""

from datetime import UTC, datetime

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition

from kith_contracts.consortium import BodyRegistered
from kith_contracts.registry import Unreadable, read
from kith_contracts.topics import Channel, topic_name

log = structlog.get_logger()


async def read_registry(bootstrap: str) -> dict[str, BodyRegistered]:
    """The newest registration of each body. A record that cannot be read is skipped here; the views park it."""
    partition = TopicPartition(topic_name(Channel.REGISTRY, "", ""), 0)
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    await consumer.start()
    bodies: dict[str, BodyRegistered] = {}
    try:
        consumer.assign([partition])
        end = (await consumer.end_offsets([partition]))[partition]
        await consumer.seek_to_beginning(partition)
        while await consumer.position(partition) < end:
            for records in (await consumer.getmany(timeout_ms=500)).values():
                for record in records:
                    _register(record, bodies)
    finally:
        await consumer.stop()
    return bodies


def _register(record: object, bodies: dict[str, BodyRegistered]) -> None:
    appended = datetime.fromtimestamp(record.timestamp / 1000, UTC)  # type: ignore[attr-defined]
    try:
        fields = (record.topic, record.headers, record.value)  # type: ignore[attr-defined]
        message = read(*fields, key=record.key, appended=appended).message  # type: ignore[attr-defined]
    except Unreadable as error:
        log.warning("a registration cannot be read", why=str(error))
        return
    if isinstance(message, BodyRegistered) and message.version >= getattr(bodies.get(message.body), "version", 0):
        bodies[message.body] = message
