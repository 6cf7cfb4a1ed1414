"""Whom a flow hears. When the office suspends, readmits or revokes, what was taken from that body is looked at again:
its shared topics are folded again, and its letters that were held are handled in their order.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final

import structlog
from aiokafka import TopicPartition

from kith_chassis.errors import Fenced, Unwritable
from kith_chassis.kafka.registry import Registered
from kith_chassis.keys.trust import Trust, channel_of
from kith_chassis.path import crash
from kith_chassis.path.decide import Decider
from kith_chassis.path.inbox import Part
from kith_chassis.path.ledger import Ledger
from kith_chassis.path.parking import as_held
from kith_chassis.path.work import Owned
from kith_contracts.topics import Channel

log = structlog.get_logger()
AT_ONCE: Final = 100
UNREAD: Final = ("unknown-type", "unknown-version")
"""What was parked because it came from a newer node: it is looked at again with all else of its topic."""
Commit = Callable[[list[Part], list[str]], Awaitable[object]]
"""Decides these parts and commits, together with the removal of what was held under these ids."""


class Review:
    """Of one flow. Whoever calls it holds the lock of the flow."""

    def __init__(self, trust: Trust, decider: Decider, ledger: Ledger, commit: Commit) -> None:
        self._trust, self._decider, self._ledger, self._commit = trust, decider, ledger, commit

    async def caught_up(self, partitions: Iterable[TopicPartition]) -> None:
        """Know all that the office has said so far, before records of these partitions are judged."""
        await self._trust.caught_up(each.topic for each in partitions)

    def is_behind(self, owned: Mapping[TopicPartition, Owned]) -> bool:
        """Whether the registry has changed since one of these partitions was judged by it."""
        return any(each.edition != self.edition for each in owned.values())

    @property
    def edition(self) -> int:
        """Of the registry as it is known now."""
        return self._trust.known.edition

    async def renew(self, consumer: Any, owned: Mapping[TopicPartition, Owned]) -> bool:
        """Judge again what the registry has changed since the last time. The result says whether some partition is
        read from its beginning again, so that what was fetched is not what comes next.
        """
        known, moved = self._trust.known, False
        await self._judge_first(owned, known)
        for partition, each in list(owned.items()):
            if each.edition == known.edition:
                continue
            match channel_of(partition.topic):
                case Channel.SHARED:
                    moved |= await self._fold_again(consumer, partition, each, known)
                case Channel.INBOX:
                    await self._load_held(each)
                    await self._release(each, known)
            each.edition = known.edition
        return moved

    async def _judge_first(self, owned: Mapping[TopicPartition, Owned], known: Registered) -> None:
        """Before its first record there is nothing to fold again: only to note by what a shared topic is judged."""
        first = [
            (each, self._trust.standing(partition.topic, known))
            for partition, each in owned.items()
            if each.edition < 0 and each.judged is None and channel_of(partition.topic) is Channel.SHARED
        ]
        await self._ledger.judge(first)

    async def _fold_again(self, consumer: Any, partition: TopicPartition, owned: Owned, known: Registered) -> bool:
        """Drop what was folded from this partition, and read it from the start of its log by the present standing of
        its body.
        """
        standing = self._trust.standing(partition.topic, known)
        if owned.judged == standing:
            return False
        start = (await consumer.beginning_offsets([partition]))[partition]
        here = {"_id": owned.stream, "next": owned.next, "epoch": owned.epoch}
        changes = {"judged": standing, "next": start, "seen": {}}

        async def write(session: Any) -> None:
            found = await self._ledger.offsets.update_one(here, {"$set": changes}, session=session)
            if not found.matched_count:
                raise Fenced
            await self._ledger.states.delete_many({"folded": owned.stream}, session=session)
            place = re.escape(f"{partition.topic}/{partition.partition}/")
            unread = {"_id": {"$regex": f"^{place}"}, "code": {"$in": [*UNREAD]}}
            await self._ledger.parked.delete_many(unread, session=session)

        await self._ledger.transact(write)
        owned.judged = standing
        log.info("reading a shared topic again from its start", stream=owned.stream, standing=standing)
        owned.next, owned.seen = start, {}
        if partition in consumer.assignment():  # else it is given to somebody anew, who begins where the database says
            consumer.seek(partition, start)
        return True

    async def _load_held(self, owned: Owned) -> None:
        if owned.edition < 0:
            owned.held = set(await self._ledger.held.distinct("body", {"stream": owned.stream}))

    async def _release(self, owned: Owned, known: Registered) -> None:
        """Handle what was held of those who are heard now, each record by itself: it happens seldom, and a fault of one
        is no fault of the others.
        """
        silent = {body for body, each in known.bodies.items() if each.status == "suspended"}
        heard = owned.held - silent
        while heard:
            query = {"stream": owned.stream, "body": {"$in": sorted(heard)}}
            found = await self._ledger.held.find(query).sort("offset", 1).to_list(AT_ONCE)
            for document in found:
                await self._release_one(owned, document)
            if len(found) < AT_ONCE:
                log.info("readmitted, reading what was held", stream=owned.stream, bodies=sorted(heard))
                owned.held -= heard
                return

    async def _release_one(self, owned: Owned, document: dict[str, Any]) -> None:
        crash.point("releasing")
        record = as_held(document, self._decider.vault)
        (part,) = await self._decider.read([(owned, [record])], released=True)
        try:
            await self._commit([part], [document["_id"]])
        except Unwritable as error:
            refused = [each._replace(reason=str(error)) for each in part.entries]
            await self._commit([Part(owned, refused)], [document["_id"]])
