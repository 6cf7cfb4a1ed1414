"""The limit: the bare stack doing the same bytes, with nothing to decode, decide or validate."""

import asyncio
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.consumer import fetcher
from aiokafka.record.memory_records import MemoryRecords
from bench.path.clock import Clock, Facts, Run
from bench.path.course import Course
from bench.path.preparation import EPOCH, Transaction

from kith_chassis.mongo import TRANSACTION
from kith_chassis.path.ledger import Ledger

FETCHED_AT_ONCE: Final = 2000
AHEAD: Final = 4
"""How many transactions may be committed before the first of them is sent; the same as ours."""


async def run_limit(course: Course, prefix: str, transactions: list[Transaction]) -> Run:
    """Fetch the commands, write these transactions, send their records; read the facts back."""
    ledger = await course.furnish(prefix)
    await ledger.offsets.insert_many(
        [
            {"_id": f"{course.group}/{each.topic}/{each.partition}", "epoch": EPOCH, "next": 0, "number": 0}
            for each in course.command_partitions
        ]
    )
    fetcher.MemoryRecords = MemoryRecords  # aiokafka's own; our service puts another in its place
    session = await course.client.start_session(default_transaction_options=TRANSACTION)
    producer = AIOKafkaProducer(
        **course.cluster.arguments(),
        enable_idempotence=True,
        acks="all",
        compression_type="lz4",
        max_batch_size=131_072,
        linger_ms=2,
    )
    await producer.start()
    consumer = await course.commands_consumer()
    try:
        async with Facts(course) as facts:
            return await _Bare(ledger, session, producer, consumer).run(transactions, facts, course.messages)
    finally:
        await consumer.stop()
        await producer.stop()
        await session.end_session()


class _Bare:
    def __init__(self, ledger: Ledger, session: Any, producer: Any, consumer: Any) -> None:
        self._ledger, self._session, self._producer, self._consumer = ledger, session, producer, consumer
        self._committed: asyncio.Queue[Transaction] = asyncio.Queue(AHEAD)
        self._fetched: dict[int, int] = {}
        self._more = asyncio.Event()
        self._clock = Clock()

    async def run(self, transactions: list[Transaction], facts: Facts, messages: int) -> Run:
        """Fetching, committing and sending overlap as they do in ours."""
        work = [self._fetch(), self._commit(transactions), self._send()]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(each) for each in work]
            run = await facts.read(messages, self._clock)
            for task in tasks:
                task.cancel()
        return run

    async def _fetch(self) -> None:
        while True:
            fetched = await self._consumer.getmany(timeout_ms=250, max_records=FETCHED_AT_ONCE)
            if fetched:
                self._clock.start()
            for partition, records in fetched.items():
                self._fetched[partition.partition] = records[-1].offset + 1
            self._more.set()

    async def _commit(self, transactions: list[Transaction]) -> None:
        for each in transactions:
            while any(self._fetched.get(partition, 0) < end for partition, end in each.ends.items()):
                self._more.clear()
                await self._more.wait()
            await self._session.with_transaction(lambda session, each=each: self._write(each, session))
            await self._committed.put(each)

    async def _write(self, each: Transaction, session: Any) -> None:
        ledger = self._ledger
        advanced = await ledger.offsets.bulk_write(each.offsets, session=session)
        assert advanced.matched_count == len(each.offsets)
        if each.states:
            written = await ledger.states.bulk_write(each.states, ordered=False, session=session)
            done = written.matched_count + written.inserted_count + written.upserted_count
            assert done == len(each.states)
        if each.claims:
            await ledger.claims.insert_many(each.claims, ordered=False, session=session)
        if each.outbox:
            await ledger.outbox.insert_many(each.outbox, session=session)

    async def _send(self) -> None:
        while True:
            each = await self._committed.get()
            sent = [
                await self._producer.send(topic, value, key=key, partition=partition, headers=headers)
                for topic, partition, key, value, headers in each.records
            ]
            await asyncio.gather(*sent)
            await self._ledger.outbox.delete_many({"_id": {"$in": [document["_id"] for document in each.outbox]}})
