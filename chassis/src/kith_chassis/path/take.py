"""Takes portions of records through transactions, one after the other: read, load, decide, commit, hand over."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from types import SimpleNamespace
from typing import Any, Final

import structlog
from aiokafka import TopicPartition

from kith_chassis.errors import Conflict, Unwritable, told
from kith_chassis.keys.trust import Trust
from kith_chassis.path import crash
from kith_chassis.path.decide import Decider
from kith_chassis.path.excerpt import Excerpt
from kith_chassis.path.inbox import Entry, Part, Portion, portions
from kith_chassis.path.ledger import Ledger
from kith_chassis.path.ownership import Ownership
from kith_chassis.path.relay import Relay
from kith_chassis.path.review import Review
from kith_chassis.path.work import Owned, Work
from kith_chassis.patience import Patience

log = structlog.get_logger()
MOST_PARKED_IN_A_ROW: Final = 3
"""Records that the database itself refused, one after the other: more would mean that the database is at fault."""
PLACE: Final = ("topic", "partition", "offset", "timestamp")


class Taking:
    """Of one flow. `LookAhead` does the same, and reads the next portion meanwhile."""

    def __init__(
        self,
        group: str,
        decider: Decider,
        ledger: Ledger,
        relay: Relay,
        ownership: Ownership,
        *,
        patience: Patience,
        trust: Trust | None,
        told: Callable[[Work], None],
    ) -> None:
        """`told` is called after each transaction with what it has changed."""
        self._group, self._decider, self._ledger, self._relay = group, decider, ledger, relay
        self._ownership, self._patience, self._told = ownership, patience, told
        self._review = Review(trust, decider, ledger, self.commit) if trust else None
        self.lock = asyncio.Lock()
        """Held while records are taken in."""

    @property
    def idle(self) -> bool:
        """Whether no transaction is under way."""
        return not self.lock.locked()

    @asynccontextmanager
    async def at_rest(self) -> AsyncIterator[None]:
        """Alone, with no transaction under way."""
        async with self.lock:
            yield

    def forget(self) -> None:
        """Drop what is under way in the background. Here nothing is."""

    async def take_in(self, consumer: Any, records: Sequence[Any]) -> None:
        """Take what was fetched, portion by portion. When partitions move meanwhile, the rest is fetched again."""
        for portion in portions(records):
            await self._patience(partial(self.renew, consumer, list(portion)))
            if self._ownership.moved:
                self._ownership.seek_back(consumer)
                return
            await self._patience(partial(self.take, consumer, portion))

    async def renew(self, consumer: Any, partitions: Iterable[TopicPartition] = ()) -> None:
        """Judge by the newest registry, before records of these partitions are read."""
        if self._review:
            await self._review.caught_up(partitions)
            if self._review.is_behind(self._ownership.owned):
                await self.judge_anew(consumer, self._review)

    async def judge_anew(self, consumer: Any, review: Review) -> None:
        """The registry has changed. What is then read from the beginning again makes what was fetched void."""
        self._ownership.assignment += await review.renew(consumer, self._ownership.owned)

    async def take(self, consumer: Any, fetched: Portion) -> None:
        """Decide and commit a portion, in as many transactions as it takes."""
        crash.point("before-read")
        while new := await self._ownership.following(consumer, fetched):
            parts = await self.read(new)
            try:
                await self.commit(parts)
            except Unwritable:
                for part in parts:
                    await self._take_alone(consumer, part)

    async def read(self, new: Portion) -> list[Part]:
        """Each record by itself: verified, and decoded."""
        owned = self._ownership.owned
        return await self._decider.read([(owned[partition], records) for partition, records in new.items()])

    async def commit(self, parts: list[Part], released: Sequence[str] = ()) -> Work:
        """One transaction; decided again, and tried again, while another process has changed a state meanwhile."""
        work = Work()
        while True:
            work = await self.decide(parts, {*work.states, *work.forgetting.states})
            work.released += released
            crash.point("decided")
            try:
                await self._ledger.commit(work)
                break
            except Conflict as error:
                log.info("revision conflict, deciding again", group=self._group, why=str(error))
                await asyncio.sleep(random.uniform(0, 0.02))
        crash.point("committed")
        self._decider.committed(work)
        self._told(work)
        for step in work.steps:
            step.done()
        if work.outbox:
            await self._relay.hand_over(work.outbox)
        return work

    async def decide(self, parts: list[Part], changed: Iterable[str]) -> Work:
        """Load what these records name, and decide them in order. `changed` are states of an attempt before."""
        return await self._decider.decide(parts, await self._decider.load(parts, changed))

    async def _take_alone(self, consumer: Any, part: Part) -> None:
        """Each record in a transaction of its own, and the one that the database refuses into another place."""
        for entry in part.entries:
            try:
                await self.commit([Part(part.owned, [entry])])
                part.owned.refused = 0
            except Unwritable as error:
                part.owned.refused += 1
                refused = entry._replace(reason=str(error))
                if part.owned.refused > MOST_PARKED_IN_A_ROW or not await self._put_aside(part.owned, refused):
                    partition = TopicPartition(entry.record.topic, entry.record.partition)
                    self._ownership.stand_still(consumer, partition, str(error))
                    return

    async def _put_aside(self, owned: Owned, entry: Entry) -> bool:
        """Park a record that the database has refused: whole, or an excerpt where it refuses that too."""
        record = entry.record
        value = Excerpt.of(record.value or b"", "refused", entry.reason)
        bare = SimpleNamespace(**{name: getattr(record, name) for name in PLACE}, value=value, key=None, headers=())
        for each in (entry, entry._replace(record=bare)):
            try:
                await self.commit([Part(owned, [each])])
            except Unwritable as error:
                log.error(  # noqa: TRY400 - it would quote the record
                    "the database refuses a parked record", error=told(error), topic=record.topic, offset=record.offset
                )
            else:
                return True
        return False
