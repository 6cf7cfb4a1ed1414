"""What the limit writes and sends: made by our own code from the same commands, and kept as plain documents."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from bench.path.course import Course
from bench.path.ours import Batches
from pymongo import UpdateOne

from kith_chassis.path.decide import Decider
from kith_chassis.path.ledger import CLAIMS_KEPT, Ledger
from kith_chassis.path.relay import as_record
from kith_chassis.path.wire import Record
from kith_chassis.path.work import Owned, Work
from kith_chassis.writes import state_writes
from kith_cli.errors import StackError

EPOCH: Final = 1


class Transaction(NamedTuple):
    """One transaction, ready to be written, and the records that follow it."""

    ends: Mapping[int, int]
    """By partition, the offset up to which the commands must have been fetched."""
    offsets: list[UpdateOne]
    states: list[Any]
    claims: list[dict[str, Any]]
    outbox: list[dict[str, Any]]
    records: list[Record]


class Remembered(Ledger):
    """A ledger in memory, for deciding without a server."""

    def __init__(self, documents: Iterable[dict[str, Any]]) -> None:
        self._documents = {each["_id"]: each for each in documents}
        self._order = 0
        self.incarnation = "0" * 32

    async def load(
        self,
        paths: Iterable[str],
        guarded: Iterable[str],
        claims: Iterable[bytes],  # noqa: ARG002 - every command is new
    ) -> tuple[list[dict[str, Any]], set[bytes]]:
        return [self._documents[path] for path in (*paths, *guarded) if path in self._documents], set()

    async def commit(self, work: Work) -> None:
        self._documents |= {document["_id"]: document for document, _ in work.documents}
        for step in work.steps:
            step.owned.next, step.owned.number = step.next, step.number


async def prepared(course: Course, batches: Batches) -> list[Transaction]:
    """The transactions of a run that cut the commands like this."""
    ledger = Remembered(course.states())
    service = course.service
    decider = Decider(course.body, service.name, service.handlers, ledger, course.vault, trust=course.trust)
    owned = {
        each.partition: Owned(f"{course.group}/{each.topic}/{each.partition}", EPOCH, 0, 0, {})
        for each in course.command_partitions
    }
    transactions = []
    for batch in batches:
        pieces = [
            (owned[partition], course.records[partition][owned[partition].next : end]) for partition, end in batch
        ]
        parts = await decider.read(pieces)
        work = await decider.decide(parts, await decider.load(parts))
        if work.parked:
            raise StackError(f"A command of the benchmark was parked: {work.parked[0]['reason']}")
        transactions.append(_transaction(dict(batch), work))
        await ledger.commit(work)
    return transactions


def _transaction(ends: Mapping[int, int], work: Work) -> Transaction:
    until = datetime.now(UTC) + CLAIMS_KEPT
    order = max((each["order"] for each in work.outbox), default=0)
    return Transaction(
        ends,
        [
            UpdateOne(
                {"_id": step.owned.stream, "next": step.owned.next, "epoch": step.owned.epoch},
                {"$set": {"next": step.next, "number": step.number, "order": order}},
            )
            for step in work.steps
        ],
        state_writes(work.documents),
        [{"_id": claim, "outcome": outcome, "until": until} for claim, outcome in work.claims.items()],
        work.outbox,
        [as_record(entry) for document in work.outbox for entry in document["messages"]],
    )
