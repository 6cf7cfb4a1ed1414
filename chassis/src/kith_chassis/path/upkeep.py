"""Looks after keys: wraps them anew, lets go those of the forgotten, and has compaction reach what they left."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog

from kith_chassis.errors import PASSING, told
from kith_chassis.kafka.sender import Sender
from kith_chassis.keys.vault import LEAVING, SWEEPING, Vault, lives
from kith_chassis.path.wire import Record
from kith_contracts.topics import Channel, partitions_of

log = structlog.get_logger()
AT_ONCE: Final = 500
HEARTBEATS: Final = timedelta(days=2)
"""How long after a forgetting the topics of facts about people are kept moving: twice what compaction may take."""
HEARTBEAT: Final = b"heartbeat"
"""The key of a record without content. It closes a segment whose time has come: an open one is never compacted."""


class Upkeep:
    """Each service of a body does the same; what one has done, the others find done."""

    def __init__(self, vault: Vault, sender: Sender, facts: str, every: float) -> None:
        """`facts` is the topic of this service's own facts about people; `every` is in seconds."""
        self._vault, self._sender, self._facts, self._every = vault, sender, facts, every
        self.trouble = ""
        """Why personal data cannot be read, if so: for the alarms."""

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self.look()
            except (*PASSING, OSError) as error:
                log.warning("the upkeep of keys failed, trying again", error=told(error))
            await self._rest()

    async def _rest(self) -> None:
        """Until the next look; what was not used for long leaves memory meanwhile."""
        ends = time.monotonic() + self._every
        while (left := ends - time.monotonic()) > 0:
            await asyncio.sleep(min(left, SWEEPING))
            self._vault.sweep()

    async def look(self) -> None:
        """Do all that is due now. Killed anywhere, the next look does the rest."""
        self._vault.sweep()
        self._vault.days.forget_destroyed()
        await self._wrap_anew()
        await self._let_go()
        await self._destroy_old_days()
        await self._beat()

    async def _wrap_anew(self) -> None:
        """All living keys by the newest key of the day, some hundred at a time."""
        newest = self._vault.days.newest()
        old = self._vault.keys.find({"day": {"$ne": newest}, "wrapped": {"$exists": True}})
        lost = 0
        while batch := await old.to_list(AT_ONCE):
            living = [each for each in batch if lives(each)]
            await self._vault.wrap_anew(living, newest)
            lost += sum(not self._vault.opens(each) for each in living)
        self.trouble = f"{lost} keys of persons cannot be opened. Is KITH_KEYS their folder?" if lost else ""

    async def _let_go(self) -> None:
        """Keys of the forgotten that nobody cleared up for, and parking keys whose time is over."""
        now = datetime.now(UTC)
        gone: dict[str, Any] = {"forgotten": {"$lt": now - LEAVING}, "wrapped": {"$exists": True}}
        await self._vault.keys.update_many(gone, {"$unset": {"wrapped": "", "day": ""}})
        await self._vault.keys.delete_many({"until": {"$lt": now}})

    async def _destroy_old_days(self) -> None:
        """Those on which nothing depends; looked for after the newest was made, so nothing new can."""
        days = self._vault.days
        for name in days.outdated():
            if not await self._vault.keys.find_one({"day": name}, {"_id": 1}):
                days.destroy(name)
                log.info("destroyed a day key", day=name)

    async def _beat(self) -> None:
        lately = {"forgotten": {"$gt": datetime.now(UTC) - HEARTBEATS}}
        if await self._vault.keys.find_one(lately, {"_id": 1}):
            partitions = range(partitions_of(Channel.PEOPLE_FACTS))
            await self._sender.send([Record(self._facts, each, HEARTBEAT, None, ()) for each in partitions])
