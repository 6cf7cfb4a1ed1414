"""Takes the records of the partitions that it owns through one transaction each batch: in once, out once, in order."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any, Final

import structlog
from aiokafka import ConsumerRebalanceListener, TopicPartition

from kith_chassis.errors import Fenced
from kith_chassis.kafka.clock import BrokerClock
from kith_chassis.keys.trust import Trust
from kith_chassis.path.ahead import LookAhead
from kith_chassis.path.decide import Decider
from kith_chassis.path.fetch import Fetch, Fetched, Fetching
from kith_chassis.path.ledger import Ledger
from kith_chassis.path.newest import Newest
from kith_chassis.path.ownership import Ownership
from kith_chassis.path.relay import Relay
from kith_chassis.path.take import Taking
from kith_chassis.path.work import Owned, Work
from kith_chassis.patience import Patience

log = structlog.get_logger()
DRAIN_SECONDS: Final = 10.0


class Flow(ConsumerRebalanceListener):  # type: ignore[misc]
    """One consumer group of one service. The database's offsets are the truth; Kafka only shares out partitions."""

    def __init__(
        self,
        group: str,
        decider: Decider,
        ledger: Ledger,
        relay: Relay,
        subscribed: "Callable[[Flow], Any]",
        *,
        trust: Trust | None = None,
        told: Callable[[Work], None] = lambda _: None,
        clock: BrokerClock | None = None,
        look_ahead: bool = True,
    ) -> None:
        """`subscribed` makes the subscriber that reads for this flow. `told` is called after each transaction with what
        it has changed; `clock` is set by what is read.
        """
        self.group = group
        self.failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Ends with the error that stops this flow until it is restarted."""
        self._patience = Patience()
        self._ownership = Ownership(group, ledger, relay, self._patience, clock)
        taking = partial(LookAhead, fail=self._over) if look_ahead else Taking
        self._taking: Taking = taking(
            group, decider, ledger, relay, self._ownership, patience=self._patience, trust=trust, told=told
        )
        self._relay = relay
        newest = Newest(decider.body, decider.handlers.values(), trust)
        self._fetching = Fetching(self._ownership, self._passed, self.fail, newest)
        self._watched: Any = None
        self._stopping = False
        self._tasks = set[asyncio.Task[Any]]()
        self.subscriber = subscribed(self)
        """Has the consumer, while it is started."""

    @property
    def owned(self) -> dict[TopicPartition, Owned]:
        """The partitions that this process works on."""
        return self._ownership.owned

    @property
    def alarms(self) -> dict[str, str]:
        """Partitions that have stopped, and servers that have not answered for too long; and why."""
        waiting = {"in": self._patience.trouble or self._fetching.waiting.why, "out": self._relay.patience.trouble}
        return self._ownership.alarms | {f"{self.group}, {way}": why for way, why in waiting.items() if why}

    @property
    def ready(self) -> bool:
        """Whether it works on what the group gives to it, and has caught up once since the start."""
        return self._ownership.ready and not self.alarms

    def subscribe(self, topics: Sequence[str]) -> None:
        """Consume these topics, in place of those before, if there is a consumer now."""
        if self._consumer:
            self._consumer.subscribe(topics=topics, listener=self)

    @property
    def _consumer(self) -> Any:
        consumer = self.subscriber.consumer
        if consumer and consumer is not self._watched:
            self._watched = consumer
            consumer.getmany = partial(self._getmany, consumer, consumer.getmany)
        return consumer

    async def _getmany(self, consumer: Any, fetch: Fetch, *, max_records: int, **_: Any) -> Fetched:
        """Fetch as aiokafka does, and know under which assignment."""
        self._ownership.fetched_under = self._ownership.assignment
        fetched = await self._fetching(consumer, fetch, max_records)
        self._ownership.note({} if self._ownership.moved else fetched)
        return fetched

    async def _passed(self, consumer: Any) -> None:
        if self._taking.idle:
            await self._ownership.passed(consumer)

    async def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:  # noqa: ARG002 - all are given up
        """Finish the transaction that is under way, begin no other, let the outbox run dry if it can."""
        self._ownership.assignment += 1
        async with self._taking.at_rest():
            if not await self._relay.drained(DRAIN_SECONDS):
                log.warning("leaving the outbox to the next owner", group=self.group)
            self._ownership.forget()

    async def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        """Take over. The pause comes before anything else, for aiokafka fetches meanwhile (aiokafka #738)."""
        self._consumer.pause(*assigned)
        self._ownership.assignment += 1
        await self._take(assigned)

    async def _take(self, partitions: Sequence[TopicPartition]) -> None:
        seen = self._ownership.assignment
        try:
            async with self._taking.at_rest():
                if seen == self._ownership.assignment and not (self._stopping or self.failure.done()):
                    self._ownership.assignment += 1
                    self._taking.forget()
                    await self._ownership.take_over(self._consumer, partitions)
                    await self._patience(partial(self._taking.renew, self._consumer, list(self.owned)))
                    self._consumer.resume(*(self._consumer.assignment() & self.owned.keys()))
        except Exception as error:  # noqa: BLE001 - aiokafka would only log it, and go on without the partitions
            self._over(error)

    def fenced(self) -> None:
        """Somebody else has taken over. Where the group still gives us partitions, that was a late waker."""
        log.warning("fenced: another process has taken over", group=self.group)
        self._ownership.assignment += 1
        self._ownership.forget()
        if self._consumer:
            self._consumer.pause(*self._consumer.assignment())
            self._spawn(self._take_back(self._ownership.assignment))

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _take_back(self, seen: int) -> None:
        await asyncio.sleep(1)
        if seen == self._ownership.assignment and self._consumer:
            await self._take(list(self._consumer.assignment()))

    def fail(self, error: Exception) -> None:
        """Stop: the host of this flow restarts it from the database."""
        if not self._stopping and not self.failure.done():
            log.critical("the flow has failed", group=self.group, exc_info=error)
            self.failure.set_exception(error)
            self._ownership.forget()

    async def begin_anew(self) -> None:
        """After a failure: own nothing, until a new consumer is given partitions."""
        async with self._taking.at_rest():
            self.failure = asyncio.get_running_loop().create_future()

    async def stop(self, within: float) -> None:
        """Begin no other batch, and wait at most so many seconds for the one under way."""
        self._stopping = True
        self._patience.end()
        self._relay.patience.end()
        if self._consumer:
            self._consumer.pause(*self._consumer.assignment())
        try:
            async with asyncio.timeout(within), self._taking.at_rest():
                log.debug("the last batch is done", group=self.group)
        except TimeoutError:
            log.warning("leaving a batch to the next owner", group=self.group)
        self._taking.forget()
        for task in self._tasks:
            task.cancel()

    async def handle(self, records: Sequence[Any]) -> None:
        """One batch as fetched. Never raises: what does not pass ends in `failure`."""
        await self._unless_over(self._taking.lock, partial(self._taking.take_in, self._consumer, records))

    def reconsider(self) -> None:
        """The office has said something: look at once at what depends on it, for no record may come for long."""
        renew = partial(self._patience, lambda: self._taking.renew(self._consumer))
        self._spawn(self._unless_over(self._taking.at_rest(), renew))

    async def _unless_over(self, alone: AbstractAsyncContextManager[Any], work: Callable[[], Awaitable[Any]]) -> None:
        try:
            async with alone:
                if not self._stopping and not self.failure.done():
                    await work()
        except Exception as error:  # noqa: BLE001 - FastStream would drop it, and go on
            self._over(error)

    def _over(self, error: Exception) -> None:
        """Nothing behind this is handled: the partition is taken over again, or the flow restarted."""
        if isinstance(error, Fenced):
            self.fenced()
        else:
            self.fail(error)

    async def look(self) -> None:
        """Hold what comes next against the logs, and take back what was repaired; every few seconds."""
        if await self._ownership.repaired():
            self.fenced()
        elif self._consumer and await self._ownership.doubts(self._consumer):
            await self._unless_over(self._taking.at_rest(), partial(self._ownership.judge, self._consumer))

    async def show_lag(self) -> None:
        """Tell Kafka how far the database has come, so that its tools show the lag; nothing depends on it."""
        await self._ownership.show_lag(self._consumer)
