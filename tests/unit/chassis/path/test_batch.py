"""How far one transaction goes."""

from collections import defaultdict
from datetime import UTC, datetime
from types import SimpleNamespace

from support.vaults import new_vault

from kith_chassis.catalogue import on
from kith_chassis.decision import Circumstances, Decision
from kith_chassis.path import decide
from kith_chassis.path.decide import Decider
from kith_chassis.path.inbox import Entry, Part
from kith_chassis.path.ledger import Ledger
from kith_chassis.path.load import Loaded
from kith_chassis.path.work import Owned
from kith_contracts.consortium import BodyRegistered
from kith_contracts.registry import Envelope

LONG = BodyRegistered.model_construct(body="bcs", name="x" * 800_000, kind="other", status="admitted", version=1)


def say_it_five_times(_at: Circumstances, fact: BodyRegistered) -> Decision:
    return Decision(says=(fact,) * 5)


def part(partition: int, offsets: range) -> Part:
    owned = Owned(f"bcs.directory/topic/{partition}", 1, offsets.start, 0, {})
    return Part(owned, [entry(partition, offset) for offset in offsets])


def entry(partition: int, offset: int) -> Entry:
    record = SimpleNamespace(topic="topic", partition=partition, offset=offset, value=b"", headers=(), timestamp=0)
    id = f"{partition}/{offset}"
    return Entry(record, Envelope(LONG, id, "urn:kith:source:office/registry", "", datetime.now(UTC), "kith.registry"))


async def test_what_is_too_much_for_one_transaction_is_left_to_the_next() -> None:
    handler = on(BodyRegistered, say_it_five_times)()
    decider = Decider("bcs", "directory", [handler], Ledger(None, defaultdict(object)), new_vault())
    work = await decider.decide([part(0, range(10, 11)), part(1, range(50, 59))], Loaded())
    assert [(step.next, step.number) for step in work.steps] == [(11, 5), (51, 5)]
    assert len(work.claims) == 2
    assert sum(len(document["messages"]) for document in work.outbox) == 10
    said = sum(len(value) for document in work.outbox for _, _, _, value, _ in document["messages"])
    assert said < decide.LARGEST_WORK + 10_000
