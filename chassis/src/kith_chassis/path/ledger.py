"""What the database keeps for the path of a message, and the one transaction that changes it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog
from bson.binary import Binary
from pymongo import IndexModel, ReplaceOne, ReturnDocument, UpdateOne
from pymongo.errors import OperationFailure

from kith_chassis.errors import Conflict, Fenced
from kith_chassis.mongo import DRIVER_ERRORS, TIME_EXPIRED, TRANSACTION, WRITE_CONFLICT, by_ids, translated
from kith_chassis.path import crash, parking
from kith_chassis.path.archive import Archive
from kith_chassis.path.work import MOST_LOST, Gap, Owned, Step, Work
from kith_chassis.writes import state_writes

log = structlog.get_logger()
CLAIMS_KEPT: Final = timedelta(days=14)
"""Twice as long as a command stays in its topic: a later repeat can no longer arrive."""
NOT_PLACED: Final = -1
"""The `next` of a partition that was never read: it begins where the log begins."""
PATIENCE: Final = 1.0
"""Seconds that a take-over waits for the transaction of the owner before, until it ends the owner's session."""


class Ledger:
    """Offsets with epochs, states with revisions, claims with outcomes, parked records, outbox and timers."""

    def __init__(self, client: Any, database: Any, keys: Any = None) -> None:
        self._client, self._keys = client, keys
        self._session: Any = None
        self.offsets, self.states = database["offsets"], database["states"]
        self.claims, self.parked = database["claims"], database["parked"]
        self.outbox, self.timers, self.held = database["outbox"], database["timers"], database["held"]
        self.about, self.archive = database["about"], Archive(database["sent"])
        self._about_people = self.states, self.parked, self.timers
        self._order, self.incarnation = 0, ""

    async def prepare(self, fresh_id: str) -> None:
        """Make indexes and, in an empty database, the incarnation: streams of a lost database are other streams."""
        person = IndexModel("person", sparse=True)
        until = IndexModel("until", expireAfterSeconds=0)
        await self.outbox.create_indexes([IndexModel("stream")])
        await self.states.create_indexes(
            [IndexModel([("tags", 1), ("_id", 1)]), IndexModel("folded", sparse=True), person]
        )
        await self.held.create_indexes([IndexModel([("stream", 1), ("offset", 1)])])
        await self.claims.create_indexes([until])
        await self.timers.create_indexes([IndexModel("due"), person])
        await self.parked.create_indexes([until, person, IndexModel("sender")])
        await self.archive.prepare()
        await self.about.update_one({"_id": "incarnation"}, {"$setOnInsert": {"id": fresh_id}}, upsert=True)
        self.incarnation = (await self.about.find_one({"_id": "incarnation"}))["id"]

    async def open(self) -> "Ledger":
        """The same collections with a session of one's own: each flow writes in its own transactions."""
        other = object.__new__(Ledger)
        other.__dict__.update(self.__dict__)
        other._session = await self._client.start_session(default_transaction_options=TRANSACTION)
        return other

    def next_order(self) -> int:
        """The next place in commit order: nanoseconds, but above all places that this flow has given or found.

        No clock that is set back, and no owner before us whose clock was ahead, can make a later message go first.
        """
        self._order = max(time.time_ns(), self._order + 1)
        return self._order

    async def take_over(self, stream: str) -> Owned:
        """Become the owner of a partition: raise its epoch, so that whoever owned it can commit nothing more.

        A transaction that the owner before left open blocks this. A living owner ends it soon; after a second the
        session is that of a killed process, and is ended.
        """
        patience_ends = time.monotonic() + PATIENCE
        while True:
            try:
                found = await self._raise_epoch(stream)
                self._order = max(self._order, found.get("order", 0))
                return _owned(found)
            except OperationFailure as error:
                if error.code not in (WRITE_CONFLICT, TIME_EXPIRED):
                    raise
            if time.monotonic() > patience_ends:
                await self._end_session(stream)
            await asyncio.sleep(0.05)

    async def _end_session(self, stream: str) -> None:
        before = await self.offsets.find_one({"_id": stream}) or {}
        if "session" in before:
            await self._client.admin.command("killSessions", [{"id": Binary.from_uuid(before["session"])}])
            log.warning("ended the session of a killed owner", stream=stream)

    async def _raise_epoch(self, stream: str) -> dict[str, Any]:
        # MongoDB lets a plain write wait behind a transaction; maxTimeMS turns that wait into an error.
        found: dict[str, Any] = await self.offsets.find_one_and_update(
            {"_id": stream},
            {
                "$inc": {"epoch": 1},
                "$set": {"session": self._session.session_id["id"]},
                "$setOnInsert": {"next": NOT_PLACED, "number": 0},
            },
            upsert=True,
            return_document=ReturnDocument.AFTER,
            maxTimeMS=1000,
        )
        return found

    async def begin(self, starts: Sequence[tuple[Owned, int]]) -> None:
        """Place partitions that were never read at the starts of their logs. Raises Fenced."""
        await self._set_owned([({"next": NOT_PLACED}, each, {"next": start}) for each, start in starts])
        for each, start in starts:
            each.next = start

    async def judge(self, judged: Sequence[tuple[Owned, str]]) -> None:
        """Note by which standing these shared topics are folded from their beginning on. Raises Fenced."""
        await self._set_owned([({"next": each.next}, each, {"judged": standing}) for each, standing in judged])
        for each, standing in judged:
            each.judged = standing

    async def stand(self, owned: Owned, why: str) -> None:
        """Record that this partition has stopped, for its next owner and for the repair command. Raises Fenced."""
        await self._set_owned([({}, owned, {"stands": why})])

    async def _set_owned(self, changes: Sequence[tuple[dict[str, Any], Owned, dict[str, Any]]]) -> None:
        """Change offsets that are ours and are so: one round trip for all."""
        updates = [
            UpdateOne({"_id": each.stream, "epoch": each.epoch, **so}, {"$set": what}) for so, each, what in changes
        ]
        if updates and (await self.offsets.bulk_write(updates)).matched_count != len(updates):
            raise Fenced

    async def load(
        self, paths: Iterable[str], guarded: Iterable[str], claims: Iterable[bytes]
    ) -> tuple[list[dict[str, Any]], set[bytes]]:
        """Documents of these states, and which of these claims were made before: two round trips.

        What others guard is read after its guards: who changes it meanwhile moves a guard on, which the commit notices.
        """
        found, known = await asyncio.gather(by_ids(self.states, paths), by_ids(self.claims, claims, {"_id": 1}))
        return found + await by_ids(self.states, guarded), {claim["_id"] for claim in known}

    async def commit(self, work: Work) -> None:
        """The transaction. Raises Fenced, Conflict or Unwritable; nothing is half done."""
        await self.transact(lambda session: self._write(work, session))

    async def transact(self, write: Callable[[Any], Awaitable[None]]) -> None:
        """Write in one transaction of this flow."""
        try:
            await self._session.with_transaction(write)
        except DRIVER_ERRORS as error:
            raise translated(error) from error

    async def _write(self, work: Work, session: Any) -> None:
        advances = [_advance(step, self._order) for step in work.steps]
        advanced = await self.offsets.bulk_write(advances, session=session)
        if advanced.matched_count != len(work.steps):
            raise Fenced
        await work.forgetting.write(self.states, self._about_people, self._keys, session)
        if work.documents:
            # In order: after a refused write the driver would send the next to a transaction that has ended, and take
            # that for a fault that passes.
            written = await self.states.bulk_write(state_writes(work.documents), session=session)
            if written.matched_count + written.inserted_count + written.upserted_count != len(work.documents):
                raise Conflict("a state has moved on")
        if work.claims:
            await self.claims.insert_many(_claim_documents(work.claims), ordered=False, session=session)
        if work.released:
            await self.held.delete_many({"_id": {"$in": work.released}}, session=session)
        if work.parked:
            await self.parked.bulk_write(parking.writes(work.parked), session=session)
        for collection, documents in ((self.held, work.held), (self.timers, work.timers)):
            if documents:  # the same again takes the place of the earlier
                await collection.bulk_write(
                    [ReplaceOne({"_id": each["_id"]}, each, upsert=True) for each in documents], session=session
                )
        if work.outbox:
            await self.outbox.insert_many(work.outbox, session=session)
        crash.point("before-commit")

    async def kept_of(self, sender: str) -> list[int]:
        """The sizes of all that is parked of a sender."""
        found = await self.parked.find({"sender": sender}, {"kept": 1}).to_list(None)
        return [each["kept"] for each in found]

    async def parked_now(self) -> list[dict[str, Any]]:
        """How many records are parked, and since when, by reason."""
        by_code = {"_id": "$code", "count": {"$sum": "$count"}, "since": {"$min": "$at"}}
        found: list[dict[str, Any]] = await self.parked.aggregate([{"$group": by_code}]).to_list(None)
        return found

    async def pending(self, streams: Iterable[str]) -> list[dict[str, Any]]:
        """What was committed but not yet marked as sent, in commit order over all these partitions."""
        found: list[dict[str, Any]] = (
            await self.outbox.find({"stream": {"$in": list(streams)}}).sort("order", 1).to_list(None)
        )
        return found

    async def epochs(self, streams: Iterable[str]) -> dict[str, int]:
        """The present epoch of each of these partitions."""
        found = await self.offsets.find({"_id": {"$in": list(streams)}}, {"epoch": 1}).to_list(None)
        return {offset["_id"]: offset["epoch"] for offset in found}

    async def mark_sent(self, documents: Iterable[dict[str, Any]]) -> None:
        """Delete from the outbox what the broker has acknowledged."""
        await self.outbox.delete_many({"_id": {"$in": [document["_id"] for document in documents]}})

    async def outcome(self, claims: Iterable[bytes]) -> dict[bytes, dict[str, Any]]:
        """What became of commands, by claim."""
        return {claim["_id"]: claim["outcome"] for claim in await by_ids(self.claims, claims)}


def _owned(found: dict[str, Any]) -> Owned:
    seen, letters = dict(found.get("seen", {})), dict(found.get("letters", {}))
    gaps = {name: Gap(**gap) for name, gap in found.get("gaps", {}).items()}
    return Owned(
        found["_id"],
        found["epoch"],
        found["next"],
        found["number"],
        seen,
        found.get("judged"),
        letters=letters,
        gaps=gaps,
        lost=found.get("lost", []),
        stands=found.get("stands", ""),
    )


def _advance(step: Step, order: int) -> UpdateOne:
    changes: dict[str, Any] = {"next": step.next, "number": step.number, "order": order}
    changes |= {f"seen.{name}": last for name, last in step.seen.items()}
    changes |= {f"letters.{name}": last for name, last in step.letters.items()}
    changes |= {f"gaps.{name}": gap._asdict() for name, gap in step.gaps.items() if gap}
    update: dict[str, Any] = {"$set": changes, "$inc": {"repeats": step.repeats}}
    if closed := {f"gaps.{name}": "" for name, gap in step.gaps.items() if gap is None}:
        update["$unset"] = closed
    if step.lost:
        update["$push"] = {"lost": {"$each": step.lost, "$slice": -MOST_LOST}}
    here = {"_id": step.owned.stream, "next": step.owned.next, "epoch": step.owned.epoch}
    return UpdateOne(here, update)


def _claim_documents(claims: dict[bytes, dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"_id": each, "outcome": what, "until": datetime.now(UTC) + CLAIMS_KEPT} for each, what in claims.items()]
