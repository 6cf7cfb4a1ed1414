"""Takes the records of the partitions that it owns through one transaction each batch: in once, out once, in order."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial
from typing import Any, Final

import structlog
from aiokafka import ConsumerRebalanceListener, TopicPartition

from kith_chassis import crash
from kith_chassis.batch import Decider
from kith_chassis.errors import Conflict, Fenced, Unwritable
from kith_chassis.fetching import Fetching
from kith_chassis.hearing import Hearing
from kith_chassis.inbox import Part, Portion, portions
from kith_chassis.ledger import Ledger
from kith_chassis.ownership import Ownership
from kith_chassis.patience import Patience
from kith_chassis.relay import Relay
from kith_chassis.trust import Trust
from kith_chassis.work import Owned, Work

log = structlog.get_logger()
MOST_PARKED_IN_A_ROW: Final = 3
"""Records that the database itself refused, one after the other: more would mean that the database is at fault."""
POLL_MS: Final = 250
"""How long a fetch waits for records; they are taken as soon as they come."""
DRAIN_SECONDS: Final = 10.0


class Flow(ConsumerRebalanceListener):  # type: ignore[misc]
    """One consumer group of one service. The database's offsets are the truth; Kafka only shares out partitions."""

    def __init__(self, group: str, decider: Decider, ledger: Ledger, relay: Relay, trust: Trust | None = None) -> None:
        self.group = group
        self.failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Ends with the error that this process cannot go on with."""
        self._patience = Patience()
        self._ownership = Ownership(group, ledger, relay, self._patience)
        self._fetching = Fetching(self._ownership, self.fail)
        self._decider, self._ledger, self._relay = decider, ledger, relay
        self._hearing = Hearing(trust, decider, ledger, self._decide_and_commit) if trust else None
        self._find_consumer: Callable[[], Any] = lambda: None
        self._watched: Any = None
        self._lock = asyncio.Lock()
        self._stopping = False
        self._assignment = self._fetched_under = 0
        self._tasks: set[asyncio.Task[None]] = set()
        relay.fenced = self._fenced
        self.told: Callable[[dict[bytes, dict[str, Any]]], None] = lambda _outcomes: None
        """Called after each transaction with what became of commands."""

    @property
    def owned(self) -> dict[TopicPartition, Owned]:
        """The partitions that this process works on."""
        return self._ownership.owned

    @property
    def alarms(self) -> dict[str, str]:
        """Partitions that stand still, and servers that have been waited for too long; and why."""
        waiting = {"in": self._patience.trouble or self._fetching.waiting.why, "out": self._relay.patience.trouble}
        return self._ownership.alarms | {f"{self.group}, {way}": why for way, why in waiting.items() if why}

    @property
    def ready(self) -> bool:
        """Whether it works on what the group gives to it, and has caught up once since the start."""
        return self._ownership.ready and not self.alarms

    def consume_with(self, consumer: Callable[[], Any]) -> None:
        """Where to find the consumer whose partitions this flow owns, once it is started."""
        self._find_consumer = consumer

    def subscribe(self, topics: Sequence[str]) -> None:
        """Consume these topics, in place of those before."""
        self._consumer.subscribe(topics=topics, listener=self)

    @property
    def _consumer(self) -> Any:
        consumer = self._find_consumer()
        if consumer and consumer is not self._watched:
            self._watched = consumer
            consumer.getmany = partial(self._getmany, consumer, consumer.getmany)
        return consumer

    async def _getmany(self, consumer: Any, fetch: Callable[..., Any], **kwargs: Any) -> Any:
        """Fetch as aiokafka does, and know under which assignment."""
        self._fetched_under = self._assignment
        return await self._fetching(consumer, partial(fetch, **{**kwargs, "timeout_ms": POLL_MS}))

    # Ownership

    async def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:  # noqa: ARG002 - all are given up
        """Finish the transaction that is under way, begin no other, let the outbox run dry if it can."""
        self._assignment += 1
        async with self._lock:
            if not await self._relay.drained(DRAIN_SECONDS):
                log.warning("outbox left to the successor", group=self.group)
            self._ownership.forget()

    async def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        """Take over. The pause comes before anything else, for aiokafka fetches meanwhile (aiokafka #738)."""
        self._consumer.pause(*assigned)
        self._assignment += 1
        await self._take(assigned)

    async def _take(self, partitions: Sequence[TopicPartition]) -> None:
        seen = self._assignment
        try:
            async with self._lock:
                if seen == self._assignment and not self._stopping:
                    self._assignment += 1
                    await self._ownership.take_over(self._consumer, partitions)
        except Fenced:
            self._fenced()
        except Exception as error:  # noqa: BLE001 - aiokafka would only log it, and go on without the partitions
            self.fail(error)

    def _fenced(self) -> None:
        """Somebody else has taken over. If the group still gives the partitions to us, a late waker has raised the
        epoch: after a second, take them back.
        """
        log.warning("fenced: another process has taken over", group=self.group)
        self._assignment += 1
        self._ownership.forget()
        self._consumer.pause(*self._consumer.assignment())
        self._spawn(self._take_back(self._assignment))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _take_back(self, seen: int) -> None:
        await asyncio.sleep(1)
        if seen == self._assignment:
            await self._take(list(self._consumer.assignment()))

    def fail(self, error: Exception) -> None:
        """End the process that hosts this flow; another will take over from the database."""
        if not self._stopping and not self.failure.done():
            log.critical("the flow cannot go on", group=self.group, exc_info=error)
            self.failure.set_exception(error)

    async def stop(self, within: float) -> None:
        """Begin no other batch, and wait at most so many seconds for the one under way."""
        self._stopping = True
        self._patience.end()
        self._relay.patience.end()
        if self._consumer:
            self._consumer.pause(*self._consumer.assignment())
        try:
            async with asyncio.timeout(within), self._lock:
                log.debug("the last batch is done", group=self.group)
        except TimeoutError:
            log.warning("a batch is left to the successor", group=self.group)
        for task in self._tasks:
            task.cancel()

    # Batches

    async def handle(self, records: Sequence[Any]) -> None:
        """One batch as fetched. Never raises: what passes is waited for, what does not ends the process."""
        await self._alone(partial(self._take_in, records))

    def reconsider(self) -> None:
        """The office has said something: look at once at what depends on it, for no record may come for long."""
        self._spawn(self._alone(partial(self._patience, self._renew)))

    async def _alone(self, work: Callable[[], Awaitable[Any]]) -> None:
        try:
            async with self._lock:
                if not self._stopping:
                    await work()
        except Fenced:
            self._fenced()
        except Exception as error:  # noqa: BLE001 - FastStream would drop it, and go on
            self.fail(error)

    async def _take_in(self, records: Sequence[Any]) -> None:
        if self._fetched_under != self._assignment:
            self._ownership.seek_back(self._consumer)
            return
        for portion in portions(records):
            if await self._patience(partial(self._renew, list(portion))):
                self._ownership.seek_back(self._consumer)
                return
            await self._patience(partial(self._process, portion))

    async def _renew(self, partitions: Sequence[TopicPartition] = ()) -> bool:
        """Judge by the newest registry; whether something is read from the beginning again."""
        if self._hearing is None:
            return False
        await self._hearing.caught_up(partitions)
        moved = await self._hearing.renew(self._consumer, self.owned)
        self._assignment += moved  # what is being fetched is not what comes next
        return moved

    async def _process(self, fetched: Portion) -> None:
        crash.point("before-read")
        while new := await self._ownership.following(self._consumer, fetched):
            parts = await self._decider.read([(self.owned[partition], records) for partition, records in new.items()])
            try:
                await self._decide_and_commit(parts)
            except Unwritable:
                for part in parts:
                    await self._process_alone(part)

    async def _process_alone(self, part: Part) -> None:
        """Each record in a transaction of its own, and the one that the database refuses into another place."""
        for entry in part.entries:
            try:
                await self._decide_and_commit([Part(part.owned, [entry])])
                part.owned.refused = 0
            except Unwritable as error:
                part.owned.refused += 1
                if part.owned.refused > MOST_PARKED_IN_A_ROW:
                    partition = TopicPartition(entry.record.topic, entry.record.partition)
                    self._ownership.stand_still(self._consumer, partition, str(error))
                    return
                await self._decide_and_commit([Part(part.owned, [entry._replace(reason=str(error))])])

    async def _decide_and_commit(self, parts: list[Part], released: Sequence[str] = ()) -> None:
        work = Work()
        while True:
            changed = {*work.states, *work.forgetting.states}
            work = await self._decider.decide(parts, await self._decider.load(parts, changed))
            work.released += released
            crash.point("decided")
            try:
                await self._ledger.commit(work)
                break
            except Conflict as error:
                log.info("decided on what was no longer so, deciding again", group=self.group, why=str(error))
                await asyncio.sleep(random.uniform(0, 0.02))
        crash.point("committed")
        self._decider.committed(work)
        self.told(work.claims)
        for step in work.steps:
            step.owned.next, step.owned.number = step.next, step.number
            step.owned.seen.update(step.seen)
            step.owned.held |= step.held
            step.owned.letters.update(step.letters)
        if work.outbox:
            await self._relay.hand_over(work.outbox)

    async def show_lag(self) -> None:
        """Tell Kafka how far the database has come, so that its tools show the lag; nothing depends on it."""
        await self._ownership.show_lag(self._consumer)
