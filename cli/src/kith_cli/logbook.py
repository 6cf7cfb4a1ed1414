"""Reads topics from their beginnings to their present ends, past all services."""

from collections.abc import AsyncIterator, Callable
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from kith_chassis.kafka.cluster import Cluster


async def partitions(cluster: Cluster, wanted: Callable[[str], bool]) -> list[TopicPartition]:
    """All partitions of the topics whose names are wanted, in order."""
    admin = AIOKafkaAdminClient(**cluster.arguments())
    await admin.start()
    try:
        names = [name for name in await admin.list_topics() if wanted(name)]
        described = await admin.describe_topics(names) if names else []
    finally:
        await admin.close()
    found = [TopicPartition(topic["topic"], part["partition"]) for topic in described for part in topic["partitions"]]
    return sorted(found)


async def records(cluster: Cluster, of: list[TopicPartition], *, follow: bool = False) -> AsyncIterator[Any]:
    """The records of these partitions; when `follow`, also those that come, without end."""
    consumer = AIOKafkaConsumer(**cluster.arguments(), enable_auto_commit=False, auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign(of)
        ends = await consumer.end_offsets(of)
        await consumer.seek_to_beginning(*of)
        while follow or any([await consumer.position(each) < end for each, end in ends.items()]):
            for batch in (await consumer.getmany(timeout_ms=300)).values():
                for record in batch:
                    yield record
    finally:
        await consumer.stop()
