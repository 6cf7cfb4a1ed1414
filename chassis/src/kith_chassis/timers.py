"""Fires what has fallen due: time is a message too, so that any number of timers may fire it and it happens once."""

import asyncio
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from kith_chassis.errors import PASSING
from kith_chassis.submit import Submit
from kith_contracts.registry import MODELS

log = structlog.get_logger()
PAUSE: Final = 0.5
AT_ONCE: Final = 100


class Timers:
    """Submits due commands with ids of their own; the claim on the id makes a second firing harmless."""

    def __init__(self, collection: Any, submit: Submit, source: str) -> None:
        self._collection, self._submit, self._source = collection, submit, source

    async def run(self) -> None:
        """Look twice a second; reads only, while nothing is due."""
        while True:
            try:
                await self._fire()
            except PASSING as error:
                log.warning("timers wait", error=repr(error))
            await asyncio.sleep(PAUSE)

    async def _fire(self) -> None:
        due = await self._collection.find({"due": {"$lte": datetime.now(UTC)}}).sort("due", 1).to_list(AT_ONCE)
        if due:
            commands = [(MODELS[each["type"]].model_validate_json(each["data"]), each["_id"]) for each in due]
            await self._submit.all(commands, source=self._source)
            await self._collection.delete_many({"_id": {"$in": [each["_id"] for each in due]}})
