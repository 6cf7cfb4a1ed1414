"""A portion that is read while the one before is under way: decided on what that has changed, or not at all."""

import asyncio

import pytest
from aiokafka.errors import KafkaConnectionError
from support.eventually import eventually, turns
from support.memory import RULE, Node, at

from kith_chassis.errors import Conflict, Fenced
from kith_chassis.path import ahead


async def test_it_is_read_meanwhile_and_decided_on_what_the_one_before_has_changed() -> None:
    node = Node()
    await node.take((RULE, "resting"), ("bcs/a", "active"))
    second = asyncio.create_task(node.take(("bcs/b", "active"), (RULE, "active")))

    async def decided() -> bool:
        return len(node.decided) == 4

    await eventually(decided)
    assert (node.next, len(node.ledger.reads)) == (0, 2), "read, while nothing is committed"
    assert node.decided == ["rule", "a", "b", "rule"], "and decided too"
    assert node.ledger.reads[1] == {at("b")}, "what the one before has decided is known"
    await node.end(None, None)
    await second
    assert (node.next, len(node.decided), node.numbers()) == (4, 4, [1, 2, 3, 4])
    assert '"rule":"resting"' in node.notes()["b"]
    assert node.ledger.kept[f"note/{RULE}"]["revision"] == 2
    assert len(node.ledger.reads) == 2, "nothing had to be read again"


async def test_a_command_that_comes_again_in_the_next_portion_takes_effect_once() -> None:
    node = Node()
    await node.take(("bcs/a", "active"), again=True)
    second = asyncio.create_task(node.take(("bcs/a", "active"), again=True))
    await turns()
    await node.end(None, None)
    await second
    assert (node.next, node.ledger.kept[at("a")]["revision"], len(node.ledger.reads)) == (2, 1, 2)


async def test_what_was_decided_anew_meanwhile_is_known_as_it_was_committed_at_last() -> None:
    node = Node()
    await node.take((RULE, "resting"))
    second = asyncio.create_task(node.take(("bcs/b", "active")))
    await turns()
    node.ledger.ends.put_nowait(Conflict("moved on"))

    async def decided_anew() -> bool:
        return node.decided == ["rule", "b", "rule"]

    await eventually(decided_anew)
    await node.end(None, None)
    await second
    assert node.decided == ["rule", "b", "rule", "b"], "what counted on it is decided anew as well"
    assert node.ledger.reads[-1] == {at("b"), f"note/{RULE}"}, "and on what is read now"
    assert '"rule":"resting"' in node.notes()["b"]


async def test_the_third_counts_on_the_second_which_counts_on_the_first() -> None:
    node = Node()
    await node.take((RULE, "resting"))
    second = asyncio.create_task(node.take((RULE, "active")))
    await turns()
    await node.end(None)
    await second
    third = asyncio.create_task(node.take(("bcs/b", "active")))
    await turns()
    assert (node.decided, node.next) == (["rule", "rule", "b"], 1)
    await node.end(None, None)
    await third
    assert '"rule":"active"' in node.notes()["b"]
    assert (node.next, node.ledger.kept[f"note/{RULE}"]["revision"]) == (3, 2)
    assert node.numbers() == [1, 2, 3]


async def test_what_one_piece_has_loaded_the_next_does_not_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "PIECE", 2)
    node = Node()
    await node.take(("bcs/a", "active"), (RULE, "resting"), ("bcs/b", "active"), ("bcs/a", "resting"))
    await node.end(None)
    assert node.ledger.reads == [{at("a"), f"note/{RULE}"}, {at("b")}]
    assert '"rule":"resting"' in node.notes()["b"]
    assert (node.next, node.notes()["a"].count("resting")) == (4, 2)


async def test_what_is_committed_after_a_server_was_away_is_known_too() -> None:
    node = Node()
    node.ledger.ends.put_nowait(KafkaConnectionError())
    await node.take((RULE, "resting"))
    second = asyncio.create_task(node.take(("bcs/b", "active")))

    async def tried_again() -> bool:
        return node.ledger.tries == 2

    await eventually(tried_again)
    await node.end(None, None)
    await second
    assert node.next == 2
    assert '"rule":"resting"' in node.notes()["b"]


async def test_after_something_was_forgotten_it_is_read_anew() -> None:
    node = Node()
    await node.take((RULE, "resting"))
    await node.end(None)
    await node.take((RULE, "ended"))
    second = asyncio.create_task(node.take(("bcs/b", "active")))
    await turns()
    reads = len(node.ledger.reads)
    await node.end(None, None)
    await second
    assert len(node.ledger.reads) == reads + 1
    assert '"rule":""' in node.notes()["b"]


async def test_what_cannot_be_read_ahead_is_read_in_its_turn() -> None:
    node = Node()
    await node.take((RULE, "resting"))
    node.ledger.fail = [KafkaConnectionError()]
    second = asyncio.create_task(node.take(("bcs/b", "active")))
    await turns()
    await node.end(None, None)
    await second
    assert '"rule":"resting"' in node.notes()["b"]


@pytest.mark.parametrize("failure", [Fenced(), RuntimeError("a bug")])
async def test_behind_what_failed_nothing_is_taken(failure: Exception) -> None:
    node = Node()
    await node.take(("bcs/a", "active"))
    second = asyncio.create_task(node.take(("bcs/b", "active")))
    await turns()
    await node.end(failure)
    await second
    await node.take(("bcs/c", "active"))
    await turns()
    assert node.notes() == {}
    assert node.flow.failure.done() is isinstance(failure, RuntimeError)
    if node.flow.failure.done():
        assert node.flow.failure.exception() is failure
    for task in node.flow._tasks:
        task.cancel()


async def test_what_was_fetched_before_partitions_moved_is_not_taken() -> None:
    node = Node()
    await node.take(("bcs/a", "active"))
    second = asyncio.create_task(node.take(("bcs/b", "active")))
    await turns()
    node.flow._ownership.assignment += 1
    await node.end(None)
    await second
    assert set(node.notes()) == {"a"}
    assert node.consumer.sought == [1], "it is fetched again"


async def test_it_is_at_rest_only_when_nothing_is_under_way() -> None:
    node = Node()
    await node.take(("bcs/a", "active"))
    stopping = asyncio.create_task(node.flow.stop(5))
    await turns()
    assert not stopping.done()
    await node.end(None)
    await stopping
    assert node.next == 1
