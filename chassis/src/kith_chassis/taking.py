"""Takes portions of records through transactions. While one is under way, the next is read already."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import structlog
from aiokafka import TopicPartition

from kith_chassis import crash
from kith_chassis.batch import Decider
from kith_chassis.errors import PASSING, Conflict, Unwritable
from kith_chassis.inbox import Part, Portion
from kith_chassis.ledger import Ledger
from kith_chassis.loading import Loaded
from kith_chassis.ownership import Ownership
from kith_chassis.relay import Relay
from kith_chassis.work import Work

log = structlog.get_logger()
MOST_PARKED_IN_A_ROW: Final = 3
"""Records that the database itself refused, one after the other: more would mean that the database is at fault."""
Outcomes = dict[bytes, dict[str, Any]]
"""What became of commands, by claim."""


@dataclass(slots=True)
class Ahead:
    """A portion that was read while the one before was under way, and what it will be decided on."""

    parts: list[Part]
    loaded: Loaded | None

    def after(self, changed: Sequence[Work]) -> "Ahead | None":
        """What it is after these transactions; None if they changed more than can be told from here."""
        if any(work.forgetting or any(step.held for step in work.steps) for work in changed):
            return None
        for work in changed:
            if self.loaded:
                self.loaded.change(work)
        return self

    def used(self) -> tuple[list[Part], Loaded | None]:
        """Both, once: what was loaded is used up by being decided on."""
        loaded, self.loaded = self.loaded, None
        return self.parts, loaded


class Taking:
    """Of one flow, which sees to it that one portion at a time is taken."""

    def __init__(
        self,
        group: str,
        decider: Decider,
        ledger: Ledger,
        relay: Relay,
        ownership: Ownership,
        *,
        told: Callable[[Outcomes], None],
    ) -> None:
        self._group, self._decider, self._ledger, self._relay = group, decider, ledger, relay
        self._ownership, self._told = ownership, told

    async def ahead(self, fetched: Portion) -> Ahead | None:
        """Read a portion before its turn; None if a server is away, and then it is read in its turn."""
        try:
            parts = await self._read(self._ownership.ours(fetched))
            if self._decider.loader.reads_wide(parts):
                return Ahead(parts, None)
            return Ahead(parts, await self._decider.load(parts))
        except PASSING:
            return None

    async def take(self, consumer: Any, fetched: Portion, ahead: Ahead | None, changed: list[Work]) -> None:
        """Decide and commit a portion, in as many transactions as it takes; each adds to what is changed."""
        crash.point("before-read")
        while new := await self._ownership.following(consumer, fetched):
            if ahead and _extent(ahead.parts) == [(self._ownership.owned[at], len(each)) for at, each in new.items()]:
                parts, loaded = ahead.used()
            else:
                parts, loaded = await self._read(new), None
            ahead = None
            try:
                changed.append(await self.commit(parts, loaded=loaded))
            except Unwritable:
                for part in parts:
                    await self._take_alone(consumer, part, changed)

    async def _read(self, new: Portion) -> list[Part]:
        owned = self._ownership.owned
        return await self._decider.read([(owned[partition], records) for partition, records in new.items()])

    async def _take_alone(self, consumer: Any, part: Part, changed: list[Work]) -> None:
        """Each record in a transaction of its own, and the one that the database refuses into another place."""
        for entry in part.entries:
            try:
                changed.append(await self.commit([Part(part.owned, [entry])]))
                part.owned.refused = 0
            except Unwritable as error:
                part.owned.refused += 1
                if part.owned.refused > MOST_PARKED_IN_A_ROW:
                    partition = TopicPartition(entry.record.topic, entry.record.partition)
                    self._ownership.stand_still(consumer, partition, str(error))
                    return
                changed.append(await self.commit([Part(part.owned, [entry._replace(reason=str(error))])]))

    async def commit(self, parts: list[Part], released: Sequence[str] = (), loaded: Loaded | None = None) -> Work:
        """One transaction: decided on what was loaded, or on what is loaded now; and again while that has moved on."""
        work = Work()
        while True:
            changed = {*work.states, *work.forgetting.states}
            work = await self._decider.decide(parts, loaded or await self._decider.load(parts, changed))
            work.released += released
            crash.point("decided")
            try:
                await self._ledger.commit(work)
                break
            except Conflict as error:
                log.info("decided on what was no longer so, deciding again", group=self._group, why=str(error))
                await asyncio.sleep(random.uniform(0, 0.02))
            loaded = None
        crash.point("committed")
        self._decider.committed(work)
        self._told(work.claims)
        for step in work.steps:
            step.owned.next, step.owned.number = step.next, step.number
            step.owned.seen.update(step.seen)
            step.owned.held |= step.held
            step.owned.letters.update(step.letters)
        if work.outbox:
            await self._relay.hand_over(work.outbox)
        return work


def _extent(parts: Sequence[Part]) -> list[tuple[Any, int]]:
    return [(part.owned, len(part.entries)) for part in parts]
