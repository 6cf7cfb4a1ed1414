"""The ground that tests of the flow stand on: servers, a hatchery, and plain clients of a stranger."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code
from motor.motor_asyncio import AsyncIOMotorClient
from support.flow import Ground
from support.processes import hatchery


@asynccontextmanager
async def ground_on(kafka: str, mongo: str, folder: Path) -> AsyncIterator[Ground]:
    await _create_registry(kafka)
    producer = AIOKafkaProducer(bootstrap_servers=kafka, enable_idempotence=True, linger_ms=2, max_request_size=2**21)
    reader = AIOKafkaConsumer(bootstrap_servers=kafka)
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(mongo, tz_aware=True)
    await producer.start()
    await reader.start()
    try:
        async with hatchery() as hatching:
            yield Ground(kafka, mongo, hatching, folder, producer, reader, client)
    finally:
        await producer.stop()
        await reader.stop()
        client.close()


async def _create_registry(kafka: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    try:
        config = {"message.timestamp.type": "LogAppendTime", "cleanup.policy": "compact"}
        answer = await admin.create_topics([NewTopic("kith.registry", 1, 1, topic_configs=config)])
        for _, code, *_ in answer.topic_errors:
            if code and for_code(code) is not TopicAlreadyExistsError:
                raise for_code(code)
    finally:
        await admin.close()
