"""What lies about while a federation runs: every record on any topic, and what the databases have."""

from collections.abc import Iterable
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient

from kith_lab.demo.audit import Auditor
from kith_lab.demo.federation import Federation, Surroundings


async def on_topics(federation: Federation, around: Surroundings) -> dict[str, list[bytes]]:
    """All records, by topic: key, headers and content of each."""
    auditor = Auditor(federation, around.office, around.mongo_url, around.database_prefix)
    try:
        return await auditor.records()
    finally:
        auditor.close()


async def in_databases(
    around: Surroundings,
    bodies: Iterable[str],
    services: Iterable[str] = ("events",),
    within: Iterable[str] = ("states",),
) -> list[bytes]:
    """All documents of these collections, as text."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(around.mongo_url)
    try:
        return [
            str(each).encode()
            for body in bodies
            for service in services
            for collection in within
            async for each in client[f"{around.database_prefix}_{body}_{service}"][collection].find()
        ]
    finally:
        client.close()
