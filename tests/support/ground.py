"""The ground that tests of the flow stand on: servers, a hatchery, and plain clients of a stranger."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from motor.motor_asyncio import AsyncIOMotorClient
from support.flow import Ground
from support.processes import hatchery

from kith_chassis.kafka.cluster import Cluster
from kith_cli.office import prepare
from kith_contracts.registry import topics_for


@asynccontextmanager
async def ground_on(office: Cluster, mongo: str, folder: Path) -> AsyncIterator[Ground]:
    await asyncio.to_thread(prepare, office, [], topics_for([]))
    producer = AIOKafkaProducer(**office.arguments(), enable_idempotence=True, linger_ms=2, max_request_size=2**21)
    reader = AIOKafkaConsumer(**office.arguments())
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(mongo, tz_aware=True)
    await producer.start()
    await reader.start()
    try:
        async with hatchery() as hatching:
            yield Ground(office, mongo, hatching, folder, producer, reader, client)
    finally:
        await producer.stop()
        await reader.stop()
        client.close()
