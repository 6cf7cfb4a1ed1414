"""Takes the records of the partitions that it owns through one transaction each batch: in once, out once, in order."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, Final

import stamina
import structlog
from aiokafka import ConsumerRebalanceListener, TopicPartition

from kith_chassis import crash
from kith_chassis.batch import Decider, Entry, Part
from kith_chassis.errors import PASSING, Conflict, Fenced, Unwritable
from kith_chassis.ledger import Ledger, Owned, Work
from kith_chassis.relay import Relay

log = structlog.get_logger()
MOST_PARKED_IN_A_ROW: Final = 3
"""Records that the database itself refused, one after the other: more would mean that the database is at fault."""
DRAIN_SECONDS: Final = 10.0


class Flow(ConsumerRebalanceListener):  # type: ignore[misc]
    """One consumer group of one service. The database's offsets are the truth; Kafka only shares out partitions."""

    def __init__(self, group: str, decider: Decider, ledger: Ledger, relay: Relay) -> None:
        self.group = group
        self.failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Ends with the error that this process cannot go on with."""
        self.alarms: dict[str, str] = {}
        """Partitions that stand still, and why."""
        self.owned: dict[TopicPartition, Owned] = {}
        self._decider, self._ledger, self._relay = decider, ledger, relay
        self._find_consumer: Callable[[], Any] = lambda: None
        self._watched: Any = None
        self._lock = asyncio.Lock()
        self._assignment = self._fetched_under = 0
        self._parked_in_a_row = 0
        self._goal: dict[TopicPartition, int] = {}
        self._assigned = False
        self.committed: Callable[[Sequence[Part]], None] = lambda _parts: None
        """Called after each transaction with what it was made of."""

    @property
    def ready(self) -> bool:
        """Whether partitions were shared out, and ours are read to the ends that were seen when we first got them."""
        reached = all(each.next >= self._goal[partition] for partition, each in self.owned.items())
        return self._assigned and not self.alarms and reached

    def consume_with(self, consumer: Callable[[], Any]) -> None:
        """Where to find the consumer whose partitions this flow owns, once it is started."""
        self._find_consumer = consumer

    def subscribe(self, topics: Sequence[str]) -> None:
        """Consume these topics from now on, in place of those before."""
        self._consumer.subscribe(topics=topics, listener=self)

    @property
    def _consumer(self) -> Any:
        consumer = self._find_consumer()
        if consumer is not self._watched:
            self._watched, fetch = consumer, consumer.getmany

            async def getmany(*args: Any, **kwargs: Any) -> Any:
                self._fetched_under = self._assignment
                return await fetch(*args, **kwargs)

            consumer.getmany = getmany
        return consumer

    # Ownership

    async def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:  # noqa: ARG002 - all are given up
        """Finish the transaction that is under way, give up all partitions, let the outbox run dry if it can."""
        self._assignment += 1
        async with self._lock:
            self._forget()
        if not await self._relay.drained(DRAIN_SECONDS):
            log.warning("outbox left to the successor", group=self.group)

    async def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        """Take over. The pause comes before anything else, for aiokafka fetches meanwhile (aiokafka #738)."""
        self._consumer.pause(*assigned)
        self._assignment += 1
        try:
            async with self._lock:
                await self._take_over(assigned)
        except Exception as error:  # noqa: BLE001 - aiokafka would only log it, and go on without the partitions
            self.fail(error)

    async def _take_over(self, partitions: Sequence[TopicPartition]) -> None:
        owned: dict[TopicPartition, Owned] = {}
        async for attempt in stamina.retry_context(on=PASSING, attempts=None, timeout=None, wait_max=10.0):
            with attempt:
                for partition in sorted(partitions):
                    stream = f"{self.group}/{partition.topic}/{partition.partition}"
                    owned[partition] = await self._ledger.take_over(stream)
        crash.point("taken-over")
        owned = await self._within_range(owned)
        await self._relay.take_over({each.stream: each.epoch for each in owned.values()})
        for partition, each in owned.items():
            self._consumer.seek(partition, each.next)
        self.owned = owned
        self._consumer.resume(*owned)
        self._assigned = True

    async def _within_range(self, owned: dict[TopicPartition, Owned]) -> dict[TopicPartition, Owned]:
        """Those whose next record the log still holds; the others stand still, for nobody may guess what to skip."""
        if not owned:
            return owned
        starts = await self._consumer.beginning_offsets(list(owned))
        ends = await self._consumer.end_offsets(list(owned))
        self._goal = {partition: self._goal.get(partition, ends[partition]) for partition in owned}
        self.alarms = {
            each.stream: f"next is {each.next}, the log holds {starts[partition]} to {ends[partition]}"
            for partition, each in owned.items()
            if each.next and not starts[partition] <= each.next <= ends[partition]
        }
        for stream, why in self.alarms.items():
            log.critical("a partition stands still", stream=stream, why=why)
        return {partition: each for partition, each in owned.items() if each.stream not in self.alarms}

    def _forget(self) -> None:
        self.owned = {}
        self._relay.forget()

    async def _take_back(self) -> None:
        """After being fenced: a late waker may have raised the epoch of partitions that the group still gives to us."""
        seen = self._assignment
        self._forget()
        await asyncio.sleep(1)
        async with self._lock:
            if seen == self._assignment and (assigned := self._consumer.assignment()):
                self._consumer.pause(*assigned)
                await self._take_over(list(assigned))

    def fail(self, error: Exception) -> None:
        """End the process that hosts this flow; another will take over from the database."""
        log.critical("the flow cannot go on", group=self.group, error=repr(error))
        if not self.failure.done():
            self.failure.set_exception(error)

    # Batches

    async def handle(self, records: Sequence[Any]) -> None:
        """One batch as fetched. Never raises: what passes is waited for, what does not ends the process."""
        fetched: dict[TopicPartition, list[Any]] = defaultdict(list)
        for record in records:
            fetched[TopicPartition(record.topic, record.partition)].append(record)
        try:
            async with self._lock:
                if self._fetched_under != self._assignment:
                    self._seek_back(fetched)
                else:
                    await self._process_patiently(fetched)
        except Fenced:
            log.warning("fenced: another process has taken over", group=self.group)
            await self._take_back()
        except Exception as error:  # noqa: BLE001 - FastStream would drop it and go on with the next batch
            self.fail(error)

    def _seek_back(self, fetched: dict[TopicPartition, list[Any]]) -> None:
        # Fetched before the last take-over: the position has moved on, though nothing was processed.
        for partition in fetched:
            if partition in self.owned:
                self._consumer.seek(partition, self.owned[partition].next)

    async def _process_patiently(self, fetched: dict[TopicPartition, list[Any]]) -> None:
        async for attempt in stamina.retry_context(on=PASSING, attempts=None, timeout=None, wait_max=10.0):
            with attempt:
                await self._process(fetched)

    async def _process(self, fetched: dict[TopicPartition, list[Any]]) -> None:
        crash.point("before-read")
        parts = [
            await self._decider.read(self.owned[partition], new)
            for partition, records in fetched.items()
            if partition in self.owned
            and (new := [record for record in records if record.offset >= self.owned[partition].next])
        ]
        if not parts:
            return
        try:
            await self._decide_and_commit(parts)
            self._parked_in_a_row = 0
        except Unwritable:
            for part in parts:
                for entry in part.entries:
                    await self._process_alone(part.owned, entry)

    async def _process_alone(self, owned: Owned, entry: Entry) -> None:
        try:
            await self._decide_and_commit([Part(owned, [entry])])
        except Unwritable as error:
            self._parked_in_a_row += 1
            if self._parked_in_a_row > MOST_PARKED_IN_A_ROW:
                raise
            await self._decide_and_commit([Part(owned, [Entry(entry.record, None, reason=str(error))])])

    async def _decide_and_commit(self, parts: list[Part]) -> None:
        while True:
            work = await self._decider.decide(parts, await self._decider.load(parts))
            crash.point("decided")
            try:
                await self._ledger.commit(work)
                break
            except Conflict as error:
                log.info("decided on what was no longer so, deciding again", group=self.group, why=str(error))
        crash.point("committed")
        self._advance(work)
        self.committed(parts)
        if work.outbox:
            await self._relay.hand_over(work.outbox)

    def _advance(self, work: Work) -> None:
        for step in work.steps:
            step.owned.next, step.owned.number = step.next, step.number
            step.owned.seen.update(step.seen)

    # Lag, for who looks at Kafka

    async def show_lag(self) -> None:
        """Tell Kafka how far the database has come, so that its tools show the lag; nothing depends on it."""
        if self.owned:
            try:
                await self._consumer.commit({partition: each.next for partition, each in self.owned.items()})
            except PASSING as error:
                log.info("lag not shown", error=type(error).__name__)
