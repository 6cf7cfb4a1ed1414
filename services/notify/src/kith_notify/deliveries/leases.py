"""Who may try a delivery: one process at a time, for as long as it lives."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog
from pymongo.errors import BulkWriteError

from kith_chassis.errors import PASSING, told
from kith_notify.deliveries.delivery import Delivery

log = structlog.get_logger()
LEASE: Final = timedelta(seconds=6)
"""How long after the death of a process another may try what it held, with the same Message-ID."""
RENEW: Final = 1.5


class Leases:
    """The unique id of a lease decides between processes; those held here are renewed until the outcome is recorded."""

    def __init__(self, collection: Any) -> None:
        self._collection = collection
        self._held: set[str] = set()

    async def prepare(self) -> None:
        """Let the database remove what has long expired."""
        await self._collection.create_index("until", expireAfterSeconds=60)

    async def take(self, deliveries: Sequence[Delivery]) -> list[Delivery]:
        """Those of these that no other process is trying, and that we have not tried yet."""
        entries = {_id(each): each for each in deliveries if _id(each) not in self._held}
        if not entries:
            return []
        now = datetime.now(UTC)
        try:
            await self._collection.insert_many([{"_id": id, "until": now + LEASE} for id in entries], ordered=False)
        except BulkWriteError as error:
            for id in {failure["op"]["_id"] for failure in (error.details or {})["writeErrors"]}:
                if not await self._take_expired(id, now):
                    del entries[id]
        self._held |= entries.keys()
        return list(entries.values())

    def forget_all_but(self, due: Sequence[Delivery]) -> None:
        """What is no longer due has been recorded: its lease may run out."""
        self._held &= {_id(each) for each in due}

    async def renew(self) -> None:
        """Keep what is held, until cancelled; writes nothing while nothing is."""
        while True:
            await asyncio.sleep(RENEW)
            if self._held:
                until = {"$set": {"until": datetime.now(UTC) + LEASE}}
                try:
                    await self._collection.update_many({"_id": {"$in": list(self._held)}}, until)
                except PASSING as error:
                    log.warning("renewing leases failed, trying again", error=told(error))

    async def _take_expired(self, id: str, now: datetime) -> bool:
        expired = {"_id": id, "until": {"$lt": now}}
        changed = await self._collection.update_one(expired, {"$set": {"until": now + LEASE}})
        return bool(changed.matched_count)


def _id(delivery: Delivery) -> str:
    return f"{delivery.delivery}/{delivery.attempts}"
