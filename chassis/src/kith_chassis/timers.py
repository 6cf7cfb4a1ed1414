"""Fires what has fallen due: time is a message too, so that any number of timers may fire it and it happens once."""

import asyncio
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from kith_chassis.errors import PASSING, told
from kith_chassis.mark import HEADER
from kith_chassis.relay import as_record
from kith_chassis.sender import Sender
from kith_chassis.vault import Vault
from kith_chassis.wire import Record, marked, timestamp

log = structlog.get_logger()
PAUSE: Final = 0.5
AT_ONCE: Final = 100


class Timers:
    """Sends the records of due commands; the claim on their ids makes a second firing harmless."""

    def __init__(self, collection: Any, sender: Sender, vault: Vault) -> None:
        self._collection, self._sender, self._vault = collection, sender, vault

    async def run(self) -> None:
        """Look twice a second; reads only, while nothing is due."""
        while True:
            try:
                await self._fire()
            except PASSING as error:
                log.warning("timers wait", error=told(error))
            await asyncio.sleep(PAUSE)

    async def _fire(self) -> None:
        now = datetime.now(UTC)
        due = await self._collection.find({"due": {"$lte": now}}).sort("due", 1).to_list(AT_ONCE)
        if due:
            await self._sender.send([fired(as_record(each["record"]), now, self._vault) for each in due])
            await self._collection.delete_many({"_id": {"$in": [each["_id"] for each in due]}})


def fired(record: Record, now: datetime, vault: Vault) -> Record:
    """The record as it is sent: with the time at which it is, and the mark of that."""
    changed = {"ce_time": timestamp(now)}
    headers = [(name, changed.get(name, text)) for name, text in record.headers if name != HEADER]
    return marked(record._replace(headers=headers), vault)
