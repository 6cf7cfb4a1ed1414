"""Fires what has fallen due: time is a message too, so that any number of timers may fire it and it happens once."""

import asyncio
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from kith_chassis.errors import PASSING, told
from kith_chassis.relay import as_record
from kith_chassis.sender import Sender

log = structlog.get_logger()
PAUSE: Final = 0.5
AT_ONCE: Final = 100


class Timers:
    """Sends the records of due commands; the claim on their ids makes a second firing harmless."""

    def __init__(self, collection: Any, sender: Sender) -> None:
        self._collection, self._sender = collection, sender

    async def run(self) -> None:
        """Look twice a second; reads only, while nothing is due."""
        while True:
            try:
                await self._fire()
            except PASSING as error:
                log.warning("timers wait", error=told(error))
            await asyncio.sleep(PAUSE)

    async def _fire(self) -> None:
        due = await self._collection.find({"due": {"$lte": datetime.now(UTC)}}).sort("due", 1).to_list(AT_ONCE)
        if due:
            await self._sender.send([as_record(each["record"]) for each in due])
            await self._collection.delete_many({"_id": {"$in": [each["_id"] for each in due]}})
