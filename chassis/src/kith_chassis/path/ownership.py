"""Which partitions this process owns: taken over from whoever had them, and held against what the log still has."""

import asyncio
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import structlog
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from kith_chassis.errors import told
from kith_chassis.kafka.aiokafka_private import client_of
from kith_chassis.kafka.clock import BrokerClock
from kith_chassis.path import crash
from kith_chassis.path.inbox import Portion
from kith_chassis.path.ledger import NOT_PLACED, Ledger
from kith_chassis.path.relay import Relay
from kith_chassis.path.work import Owned
from kith_chassis.patience import Patience
from kith_contracts.topics import address_of
from kith_contracts.words import OFFICE

log = structlog.get_logger()
SURE: Final = 3
"""How often the log is asked before a partition stops."""
AGAIN: Final = 1.0
ABSENT: Final = 6.0
"""Seconds after which nobody can take a missing topic for a leader that changes."""
ANSWER: Final = 5.0
"""Seconds that the broker may take to say where logs begin and end."""
Range = tuple[int, int]
Ranges = tuple[Mapping[TopicPartition, int], Mapping[TopicPartition, int]]
"""Where the log begins and ends."""


class Ownership:
    """The database decides who owns a partition, by its epoch; the group only proposes."""

    def __init__(
        self, group: str, ledger: Ledger, relay: Relay, patience: Patience, clock: BrokerClock | None = None
    ) -> None:
        self.owned: dict[TopicPartition, Owned] = {}
        self._why: dict[str, str] = {}
        self._standing: dict[str, int] = {}
        """By partition that has stopped: why, and its epoch. A changed epoch means that somebody has repaired it."""
        self._group, self._ledger, self._relay, self._patience = group, ledger, relay, patience
        self._absent: dict[str, float] = {}
        """Topics of this body that are not there, and since when."""
        self._thrown_back: set[TopicPartition] = set()
        self._clock = clock or BrokerClock()
        self._goal: dict[TopicPartition, int] = {}
        self._passed, self._shown = dict[TopicPartition, int](), dict[TopicPartition, int]()
        self._taken = self._was_ready = False
        self.assignment = self.fetched_under = 0
        """Rises whenever partitions move; and what it was at the last fetch."""

    @property
    def moved(self) -> bool:
        """Whether partitions have moved since the last fetch, so that what it brought is void."""
        return self.assignment != self.fetched_under

    @property
    def ready(self) -> bool:
        """Whether partitions were shared out, and ours were once read to the ends that were seen when we got them."""
        if self._taken and not self._was_ready:
            self._was_ready = all(
                max(each.next, self._passed.get(partition, 0)) >= self._goal[partition]
                for partition, each in self.owned.items()
            )
        return self._was_ready and not self.alarms

    async def take_over(self, consumer: Any, partitions: Iterable[TopicPartition]) -> None:
        """Own these and no others, still paused; raises Fenced if somebody else does meanwhile."""
        taken = await self._patience(lambda: self._raise_epochs(sorted(partitions)))
        crash.point("taken-over")
        starts, ends = await self._patience(lambda: _ranges(consumer, list(taken)))
        unplaced = [(each, starts[at]) for at, each in taken.items() if each.next == NOT_PLACED]
        await self._patience(lambda: self._ledger.begin(unplaced))
        self._goal = {partition: self._goal.get(partition, end) for partition, end in ends.items()}
        await self._relay.take_over({each.stream: each.epoch for each in taken.values()})
        if not consumer.assignment().issuperset(taken):
            self.forget()  # it has subscribed to more meanwhile: the group will give us partitions anew
            return
        self._why, self._standing, self.owned = {}, {}, taken
        self._thrown_back.clear()
        for partition, each in list(taken.items()):
            consumer.seek(partition, each.next)
            if each.stands:
                self.stand_still(consumer, partition, each.stands)
        self._taken = True
        await self._patience(lambda: self.look_closer(consumer, [at for at in ends if at in self.owned]))

    async def _raise_epochs(self, partitions: Sequence[TopicPartition]) -> dict[TopicPartition, Owned]:
        streams = [f"{self._group}/{each.topic}/{each.partition}" for each in partitions]
        owned = await asyncio.gather(*[self._ledger.take_over(stream) for stream in streams])
        return dict(zip(partitions, owned, strict=True))

    def forget(self) -> None:
        """Own nothing."""
        self.owned = {}
        self._relay.forget()

    def seek_back(self, consumer: Any) -> None:
        """Read again from where the database is: what was fetched is not what comes next."""
        assigned = consumer.assignment()
        for partition, each in self.owned.items():
            if partition in assigned:
                consumer.seek(partition, each.next)

    def ours(self, fetched: Portion) -> Portion:
        """Of these records, those of our partitions that were not taken yet."""
        return {
            partition: rest
            for partition, records in fetched.items()
            if (owned := self.owned.get(partition))
            and (rest := [record for record in records if record.offset >= owned.next])
        }

    async def following(self, consumer: Any, fetched: Portion) -> Portion:
        """Of these records, those of our partitions that come next.

        Looks closer where that is not the record that was expected. In a compacted topic this is usual. Otherwise the
        log has lost it, and the client has gone on with what there is; nobody may guess what to skip, so that
        partition stops.
        """
        new = self.ours(fetched)
        await self.look_closer(
            consumer, [at for at, records in new.items() if records[0].offset != self.owned[at].next]
        )
        return {partition: records for partition, records in new.items() if partition in self.owned}

    def note(self, fetched: Portion) -> None:
        """It is later than all that was fetched. If that lies before what comes next, the log was shorter for a while,
        and the client has begun again at its start.
        """
        for records in fetched.values():
            self._clock.read(records[-1].timestamp)
        back = [at for at, records in fetched.items() if at in self.owned and records[0].offset < self.owned[at].next]
        self._thrown_back.update(back)

    @property
    def alarms(self) -> dict[str, str]:
        """Partitions that have stopped, and topics that should have been there for long; and why."""
        now = time.monotonic()
        return self._why | {
            f"{self._group}/{topic}": "this topic is not there: has somebody deleted it? See kith topics plan"
            for topic, since in self._absent.items()
            if now - since > ABSENT
        }

    async def _seek_topics(self, consumer: Any) -> None:
        """Notice when topics are gone, of which the group then shares out nothing, and when they are made anew; the
        client would look for them in five minutes.
        """
        client = client_of(consumer)
        gone = consumer.subscription() - client.cluster.topics() - client.cluster.unauthorized_topics
        ours = {each for each in gone if (at := address_of(each)) and at.body in (self._group.split(".")[0], OFFICE)}
        self._absent = {each: self._absent.get(each, time.monotonic()) for each in ours}
        if gone:
            await client.force_metadata_update()

    async def doubts(self, consumer: Any) -> bool:
        """Whether a log may not hold what comes next. Looks for topics that are not there."""
        await self._seek_topics(consumer)
        return bool(self._thrown_back or await self.beyond(consumer, consumer.assignment()))

    async def judge(self, consumer: Any) -> None:
        """Stand still where there is no doubt any more."""
        await self._patience(lambda: self._judge(consumer))

    async def _judge(self, consumer: Any) -> None:
        for each in [each for each in self._thrown_back if each in self.owned]:
            why = f"next is {self.owned[each].next}, and the log has begun again before that"
            await self.give_up(consumer, each, why)
        self._thrown_back.clear()
        await self.look_closer(consumer, list(self.owned))

    async def look_closer(self, consumer: Any, partitions: Iterable[TopicPartition]) -> None:
        """Hold what comes next against the log. A broker that has just taken over from another may say too little for
        a moment: so what is wrong is asked for again, until nobody can doubt it.
        """
        doubtful = list(partitions)
        for attempt in range(SURE):
            wrong = await self.beyond(consumer, doubtful)
            doubtful = list(wrong)
            if not wrong:
                return
            if attempt + 1 < SURE:
                await asyncio.sleep(AGAIN)
        for partition, (start, end) in wrong.items():
            if partition in self.owned:
                why = f"next is {self.owned[partition].next}, the log holds {start} to {end}"
                await self.give_up(consumer, partition, why)

    async def beyond(self, consumer: Any, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, Range]:
        """Where the log begins and ends, of those whose next record it does not hold, and will not get next."""
        before = {each: self.owned[each].next for each in partitions if each in self.owned}
        starts, ends = await _ranges(consumer, list(before))
        return {
            each: (starts[each], ends[each])
            for each, next in before.items()
            if each in self.owned and not (starts[each] <= self.owned[each].next and next <= ends[each])
        }

    async def give_up(self, consumer: Any, partition: TopicPartition, why: str) -> None:
        """Stand still, also after a restart, until somebody has repaired it."""
        told = (
            f"{why}. Once it is known what was lost: kith repair {self._group.split('.')[0]} --topic {partition.topic}"
        )
        await self._ledger.stand(self.owned[partition], told)
        self.stand_still(consumer, partition, told)

    async def repaired(self) -> bool:
        """Whether somebody has changed what comes next in a partition that has stopped."""
        return bool(self._standing) and await self._ledger.epochs(self._standing) != self._standing

    def stand_still(self, consumer: Any, partition: TopicPartition, why: str) -> None:
        """Stop this partition until it is taken over again; the others go on."""
        given_up = self.owned.pop(partition)
        stream = given_up.stream
        self._why[stream], self._standing[stream] = why, given_up.epoch
        if partition in consumer.assignment():
            consumer.pause(partition)
        log.critical("a partition has stopped", stream=stream, why=why)

    async def passed(self, consumer: Any) -> None:
        """Note that nothing is to be had now: what lies before the client's position holds no records for us."""
        if not self._was_ready:
            for partition in self.owned:
                if partition in consumer.assignment():
                    self._passed[partition] = await consumer.position(partition)

    async def show_lag(self, consumer: Any) -> None:
        """Commit to Kafka what has moved since the last time; an idle service commits nothing."""
        if moved := {at: each.next for at, each in self.owned.items() if self._shown.get(at) != each.next}:
            try:
                await consumer.commit(moved)
                self._shown |= moved
            except KafkaError as error:
                log.info("cannot measure the lag", error=told(error))


async def _ranges(consumer: Any, partitions: list[TopicPartition]) -> Ranges:
    if not partitions:
        return {}, {}
    async with asyncio.timeout(ANSWER):
        starts, ends = await asyncio.gather(consumer.beginning_offsets(partitions), consumer.end_offsets(partitions))
    return starts, ends
