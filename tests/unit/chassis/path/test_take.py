"""Portions taken through transactions, with the look-ahead and without: the same comes of it."""

import asyncio

import pytest
from aiokafka.errors import KafkaConnectionError
from support.memory import RULE, Node, at

from kith_chassis.errors import Conflict, Fenced, Unwritable

both = pytest.mark.parametrize("look_ahead", [True, False], ids=["ahead", "plain"])


@both
async def test_each_portion_is_decided_on_what_the_one_before_has_changed(look_ahead: bool) -> None:
    node = Node(look_ahead=look_ahead)
    portions = [
        node.take((RULE, "resting"), ("bcs/a", "active")),
        node.take(("bcs/b", "active"), (RULE, "active")),
        node.take(("bcs/c", "active"), ("bcs/a", "resting")),
    ]
    taken = asyncio.gather(*portions)
    await node.end(None, None, None)
    await taken
    assert (node.next, node.numbers()) == (6, [1, 2, 3, 4, 5, 6])
    assert '"rule":"resting"' in node.notes()["b"]
    assert '"rule":"active"' in node.notes()["c"]
    assert node.ledger.kept[at("a")]["revision"] == 2


@both
async def test_what_another_process_has_changed_meanwhile_is_decided_anew(look_ahead: bool) -> None:
    node = Node(look_ahead=look_ahead)
    taken = asyncio.gather(node.take((RULE, "resting")), node.take(("bcs/b", "active")))
    await node.end(Conflict("moved on"), None, None)
    await taken
    assert [each for each in node.decided if each == "rule"] == ["rule", "rule"]
    assert '"rule":"resting"' in node.notes()["b"]
    assert node.numbers() == [1, 2]


@both
async def test_a_command_that_comes_again_takes_effect_once(look_ahead: bool) -> None:
    node = Node(look_ahead=look_ahead)
    taken = asyncio.gather(node.take(("bcs/a", "active"), again=True), node.take(("bcs/a", "active"), again=True))
    await node.end(None, None)
    await taken
    assert (node.next, node.ledger.kept[at("a")]["revision"], node.numbers()) == (2, 1, [1])


@both
async def test_a_server_that_is_away_for_a_moment_is_waited_for(look_ahead: bool) -> None:
    node = Node(look_ahead=look_ahead)
    taken = asyncio.gather(node.take((RULE, "resting")), node.take(("bcs/b", "active")))
    await node.end(KafkaConnectionError(), None, None)
    await taken
    assert (node.next, node.numbers()) == (2, [1, 2])


@both
async def test_the_record_that_the_database_refuses_is_parked_alone(look_ahead: bool) -> None:
    node = Node(look_ahead=look_ahead)
    taken = asyncio.gather(node.take(("bcs/a", "active"), ("bcs/b", "active"), ("bcs/c", "active")))
    refused = Unwritable("the database refuses the record, codes [121]")
    await node.end(refused, None, refused, None, None)  # all; a, b, b as parked, c
    await taken
    assert (node.next, set(node.notes())) == (3, {"a", "c"})
    assert [each["_id"].rpartition("/")[2] for each in node.ledger.aside] == ["1"]


@both
@pytest.mark.parametrize("failure", [Fenced(), RuntimeError("a bug")])
async def test_behind_what_failed_nothing_is_taken(look_ahead: bool, failure: Exception) -> None:
    node = Node(look_ahead=look_ahead)
    taken = asyncio.gather(node.take(("bcs/a", "active")), node.take(("bcs/b", "active")))
    await node.end(failure)
    await taken
    assert (node.notes(), node.flow.owned) == ({}, {})
    assert node.flow.failure.done() is isinstance(failure, RuntimeError)
    if node.flow.failure.done():
        assert node.flow.failure.exception() is failure
    await node.flow.stop(1)


@both
async def test_what_was_fetched_before_partitions_moved_is_not_taken(look_ahead: bool) -> None:
    node = Node(look_ahead=look_ahead)
    node.flow._ownership.assignment += 1
    await node.take(("bcs/a", "active"))
    assert (node.decided, node.consumer.sought) == ([], [0]), "it is fetched again"


async def test_without_the_look_ahead_nothing_is_read_until_the_one_before_is_committed() -> None:
    node = Node(look_ahead=False)
    taken = asyncio.gather(node.take((RULE, "resting")), node.take(("bcs/b", "active")))
    await node.end(Conflict("moved on"))
    assert node.ledger.reads[-1] == {f"note/{RULE}"}, "decided again, and nothing else"
    assert (set(node.decided), node.flow._taking.idle) == ({"rule"}, False)
    await node.end(None, None)
    await taken
    assert node.flow._taking.idle
