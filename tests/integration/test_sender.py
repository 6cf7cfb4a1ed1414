"""Nothing is accepted behind what was not, on a real broker: when one batch is refused, no later one may pass it."""

import os
from uuid import uuid4

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import MessageSizeTooLargeError
from support.flow import Ground
from support.witness import read_all

from kith_chassis.kafka.sender import Sender
from kith_chassis.path.wire import Record

MOST = 100_000
"""Bytes of a batch that the broker accepts here."""
FILLS_A_BATCH = 125_000
"""Bytes that cannot be compressed: what comes next is in a batch of its own."""
TWO_IN_A_BATCH = 45_000


async def test_what_waits_behind_a_batch_that_the_broker_refuses_is_given_up(ground: Ground) -> None:
    topic = await _narrow_topic(ground)
    sender = Sender(ground.office, "sender")
    for _ in range(10):
        behind = [_record(topic, os.urandom(TWO_IN_A_BATCH)) for _ in range(8)]
        with pytest.raises(MessageSizeTooLargeError):
            await sender.send([_record(topic, os.urandom(FILLS_A_BATCH)), *behind])
    await sender.send([_record(topic, b"after")])
    await sender.stop()
    assert [each.value for each in await read_all(ground.office, topic)] == [b"after"]


async def _narrow_topic(ground: Ground) -> str:
    name = f"kith.narrow.{uuid4().hex[:10]}"
    admin = AIOKafkaAdminClient(**ground.office.arguments())
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, 4, 1, topic_configs={"max.message.bytes": str(MOST)})])
    finally:
        await admin.close()
    return name


def _record(topic: str, value: bytes) -> Record:
    return Record(topic, 0, b"key", value, [])
