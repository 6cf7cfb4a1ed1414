"""What the one transaction refuses, on a real database: an owner that was replaced, a state that has moved on."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast
from uuid import uuid4

import pytest
from support.flow import Ground

from kith_chassis.errors import Conflict, Fenced
from kith_chassis.kafka.sender import Sender
from kith_chassis.mongo import connect, database
from kith_chassis.path.ledger import Ledger
from kith_chassis.path.relay import Relay
from kith_chassis.path.wire import Record
from kith_chassis.path.work import Owned, Step, Work

HERE = "kith.private.bcs.directory.commands/0"


class Body:
    """The database of a service, and the owners of its one partition."""

    def __init__(self, ground: Ground) -> None:
        self.client = connect(ground.mongo)
        self.database = database(self.client, "ledger", f"t{uuid4().hex[:10]}", "directory")

    async def owner(self) -> "tuple[Ledger, Owned]":
        """A process that has taken over the partition, from whoever had it."""
        shared = Ledger(self.client, self.database)
        await shared.prepare("0" * 32)
        ledger = await shared.open()
        owned = await ledger.take_over(HERE)
        if owned.next < 0:
            await ledger.begin([(owned, 0)])
        return ledger, owned

    async def kept(self) -> dict[str, Any]:
        """All that is written, but for which process owns what."""
        kept = {}
        for name in ("states", "claims", "outbox", "parked", "timers"):
            kept[name] = await self.database[name].find().sort("_id", 1).to_list(None)
        kept["next"] = [each["next"] async for each in self.database["offsets"].find()]
        return kept


@pytest.fixture
async def body(ground: Ground) -> AsyncIterator[Body]:
    found = Body(ground)
    yield found
    found.client.close()


def step_of(owned: Owned, to: int = 1) -> Step:
    step = Step.of(owned)
    step.next = to
    return step


def work(owned: Owned, *, state: int = 0, claim: bytes = b"", to: int = 1, order: int = 0) -> Work:
    """A batch that writes this revision of a state, this claim, and a message."""
    made = Work(steps=[step_of(owned, to)])
    if state:
        made.documents = [({"_id": "network/bcs/a", "revision": state, "tags": [], "state": f"{state}"}, False)]
    if claim:
        made.claims = {claim: {"status": "done"}}
    if order:
        said = [["kith.shared.bcs.directory", 0, b"bcs/a", b"{}", []]]
        made.outbox = [
            {"_id": f"{HERE}/{order}", "stream": HERE, "epoch": owned.epoch, "order": order, "messages": said}
        ]
    return made


async def test_an_owner_that_was_replaced_commits_nothing(body: Body) -> None:
    first, owned = await body.owner()
    await first.commit(work(owned, state=1))
    owned.next = 1
    second, successor = await body.owner()
    assert successor.epoch > owned.epoch
    before = await body.kept()
    with pytest.raises(Fenced):
        await first.commit(work(owned, state=2, claim=b"late", to=2, order=7))
    assert await body.kept() == before, "not even a part of it is written"
    await second.commit(work(successor, state=2, to=2))


async def test_a_batch_that_begins_where_the_partition_is_no_more_is_not_written(body: Body) -> None:
    ledger, owned = await body.owner()
    await ledger.commit(work(owned, state=1, to=5))
    before = await body.kept()
    with pytest.raises(Fenced):
        await ledger.commit(work(owned, state=2, claim=b"again", to=5))
    assert await body.kept() == before


@pytest.mark.parametrize("revision", [1, 2, 4])
async def test_a_state_that_has_moved_on_is_not_overwritten(body: Body, revision: int) -> None:
    ledger, owned = await body.owner()
    for each in (1, 2):
        await ledger.commit(work(owned, state=each, to=each))
        owned.next = each
    before = await body.kept()
    with pytest.raises(Conflict):
        await ledger.commit(work(owned, state=revision, claim=b"one", to=9, order=7))
    assert await body.kept() == before


@pytest.mark.parametrize("guarded", [True, False])
async def test_a_state_that_is_there_by_now_is_a_conflict_whatever_else_is_written(body: Body, guarded: bool) -> None:
    """Two owners make the same state at once; the driver must not take it for a fault that passes, and try again."""
    ledger, owned = await body.owner()
    await ledger.commit(work(owned, state=1))
    owned.next = 1
    before = await body.kept()
    late = work(owned, state=1, to=2)
    late.documents.insert(0, ({"_id": "other/b", "revision": 2, "tags": [], "state": ""}, guarded))
    async with asyncio.timeout(10):
        with pytest.raises(Conflict):
            await ledger.commit(late)
    assert await body.kept() == before


async def test_a_command_is_claimed_once(body: Body) -> None:
    ledger, owned = await body.owner()
    await ledger.commit(work(owned, claim=b"one"))
    owned.next = 1
    before = await body.kept()
    with pytest.raises(Conflict):
        await ledger.commit(work(owned, state=1, claim=b"one", to=2, order=7))
    assert await body.kept() == before


async def test_of_two_that_claim_at_once_one_is_told(body: Body) -> None:
    """Two partitions, as the same id may come with two keys."""
    ledger, owned = await body.owner()
    other = await Ledger(body.client, body.database).open()
    elsewhere = await other.take_over(HERE[:-1] + "1")
    await other.begin([(elsewhere, 0)])
    ended = await asyncio.gather(
        ledger.commit(work(owned, claim=b"one")), other.commit(work(elsewhere, claim=b"one")), return_exceptions=True
    )
    assert [type(each) for each in ended if each is not None] == [Conflict], "both took it for theirs"
    assert await body.database["claims"].count_documents({}) == 1


async def test_what_is_deleted_is_deleted_as_it_was_decided_on(body: Body) -> None:
    ledger, owned = await body.owner()
    await ledger.commit(work(owned, state=1))
    owned.next = 1
    late = Work(steps=[step_of(owned, 2)])
    late.forgetting.state("network/bcs/a", 7, guarded=False)
    before = await body.kept()
    with pytest.raises(Conflict):
        await ledger.commit(late)
    assert await body.kept() == before


class Outgoing:
    """In place of a broker: what was sent, in order; it fails as often as it is told to."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.failures = 0

    async def send(self, records: list[Record]) -> None:
        if self.failures:
            self.failures -= 1
            raise TimeoutError
        self.sent += [each.topic for each in records]


def never() -> None:
    raise AssertionError("nobody else has taken over")


async def test_a_relay_that_was_replaced_sends_nothing(body: Body) -> None:
    first, owned = await body.owner()
    broker, fenced = Outgoing(), asyncio.Event()
    relay = Relay(first, cast("Sender", broker))
    await relay.take_over({owned.stream: owned.epoch})
    made = work(owned, order=first.next_order())
    await first.commit(made)
    await body.owner()
    running = asyncio.create_task(relay.run(fenced.set))
    await relay.hand_over(made.outbox)
    async with asyncio.timeout(10):
        await fenced.wait()
    running.cancel()
    assert broker.sent == [], "its successor sends it, in order"
    assert len((await body.kept())["outbox"]) == 1


async def test_a_relay_begins_again_from_the_outbox_and_in_order(body: Body) -> None:
    ledger, owned = await body.owner()
    broker = Outgoing()
    relay = Relay(ledger, cast("Sender", broker))
    await relay.take_over({owned.stream: owned.epoch})
    batches = []
    for number in range(1, 4):
        made = work(owned, to=number, order=ledger.next_order())
        made.outbox[0]["messages"][0][0] = f"topic {number}"
        await ledger.commit(made)
        owned.next = number
        batches.append(made.outbox)
    broker.failures = 1
    running = asyncio.create_task(relay.run(never))
    for each in batches:
        await relay.hand_over(each)
    assert await relay.drained(20)
    running.cancel()
    assert broker.sent == ["topic 1", "topic 2", "topic 3"], "each once, in the order of commits"
    assert (await body.kept())["outbox"] == []


async def test_what_the_broker_has_not_acknowledged_stays_in_the_outbox(body: Body) -> None:
    ledger, owned = await body.owner()
    broker = Outgoing()
    broker.failures = 1_000_000
    relay = Relay(ledger, cast("Sender", broker))
    await relay.take_over({owned.stream: owned.epoch})
    made = work(owned, order=ledger.next_order())
    await ledger.commit(made)
    running = asyncio.create_task(relay.run(never))
    await relay.hand_over(made.outbox)
    assert not await relay.drained(0.5)
    running.cancel()
    assert len((await body.kept())["outbox"]) == 1
