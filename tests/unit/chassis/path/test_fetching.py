"""What is fetched: batches that are filled up where there is plenty, and at once where there is little."""

from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition

from kith_chassis.catalogue import on, one
from kith_chassis.path import fetch
from kith_chassis.path.excerpt import size_of
from kith_chassis.path.fetch import MORE_MS, POLL_MS, Fetched, Fetching
from kith_chassis.path.newest import Newest
from kith_contracts.directory.networks import NetworkPublished
from kith_directory.networks import listings

A, B = "a", "b"
SHARED = TopicPartition("kith.shared.iop.directory", 0)
Asked = list[tuple[int, int]]


class Client:
    """Answers one fetch after the other as told, and notes how it was asked."""

    def __init__(self, *answers: Fetched, ends: int = 0) -> None:
        self.answers, self.asked, self._ends = list(answers), Asked(), ends

    def highwater(self, _partition: object) -> int:
        return self._ends

    async def getmany(self, *, timeout_ms: int, max_records: int) -> Fetched:
        self.asked.append((timeout_ms, max_records))
        return self.answers.pop(0)


class Ownership:
    """Of nothing; notes when it was to be sought back."""

    sought = 0
    moved = False

    def __init__(self) -> None:
        self.owned: dict[object, object] = {}

    def seek_back(self, _consumer: object) -> None:
        self.sought += 1


async def nothing_passed(_consumer: object) -> None:
    raise AssertionError("records are in hand that nobody has taken")


def fetching(ownership: Any = None) -> Fetching:
    return Fetching(ownership, nothing_passed, lambda _: None, Newest("bcs", (), None))


def gathering(ownership: Any = None) -> Fetching:
    line = on(NetworkPublished, listings.list_network, newest=True)(listing=one(listings.Listing, "network"))
    return Fetching(ownership or Ownership(), nothing_passed, lambda _: None, Newest("bcs", [line], None))  # type: ignore[arg-type]


def facts(first: int, end: int) -> list[Any]:
    """Facts at these offsets, of two networks in turns."""
    return [
        SimpleNamespace(offset=at, key=b"iop/%d" % (at % 2), value=b"{}", headers=headers(at))
        for at in range(first, end)
    ]


def headers(number: int) -> tuple[tuple[str, bytes], ...]:
    kind = NetworkPublished.contract.type.encode()
    return (
        ("ce_type", kind),
        ("ce_source", b"urn:kith:source:iop/directory"),
        ("kith-stream", b"0"),
        ("kith-number", b"%d" % number),
    )


SIZE = size_of(facts(0, 1)[0])


async def test_behind_a_full_batch_one_that_is_not_is_filled_up_in_order() -> None:
    client = Client({A: [1, 2, 3], B: [1]}, {A: [4]}, {B: [2], A: [5]}, {A: [6]})
    fetching_ = fetching()
    assert await fetching_(None, client.getmany, 4) == {A: [1, 2, 3], B: [1]}
    assert await fetching_(None, client.getmany, 4) == {A: [4, 5], B: [2]}
    assert await fetching_(None, client.getmany, 4) == {A: [6]}  # that was not full: nothing is waited for
    assert client.asked == [(POLL_MS, 4), (POLL_MS, 4), (MORE_MS, 3), (POLL_MS, 4)]


async def test_what_is_little_is_passed_on_at_once() -> None:
    client = Client({A: [1]}, {A: [2]})
    fetching_ = fetching()
    assert [await fetching_(None, client.getmany, 4) for _ in range(2)] == [{A: [1]}, {A: [2]}]
    assert client.asked == [(POLL_MS, 4)] * 2


async def test_nothing_more_is_an_answer_too() -> None:
    client = Client({A: [1, 2]}, {A: [3]}, {})
    fetching_ = fetching()
    assert [await fetching_(None, client.getmany, 2) for _ in range(2)] == [{A: [1, 2]}, {A: [3]}]


async def test_when_filling_up_fails_what_was_fetched_before_is_fetched_again() -> None:
    class Broken(Client):
        async def getmany(self, *, timeout_ms: int, max_records: int) -> Fetched:
            if timeout_ms == MORE_MS:
                raise ValueError("no")
            return await super().getmany(timeout_ms=timeout_ms, max_records=max_records)

    client, ownership = Broken({A: [1, 2]}, {A: [3]}), Ownership()
    fetching_ = fetching(ownership)
    await fetching_(None, client.getmany, 2)
    with pytest.raises(ValueError, match="no"):
        await fetching_(None, client.getmany, 2)
    assert ownership.sought == 1


async def test_far_behind_shared_facts_are_gathered_until_there_are_no_more() -> None:
    client = Client({SHARED: facts(0, 2)}, {SHARED: facts(2, 4)}, {SHARED: facts(4, 5)}, {}, ends=5)
    found = await gathering()(client, client.getmany, 2)
    assert [each.offset for each in found[SHARED]] == [3, 4], "of each of two networks the newest"
    assert client.asked == [(POLL_MS, 2), *[(MORE_MS, 2)] * 3]


async def test_near_the_end_of_the_log_each_fact_is_handed_on() -> None:
    client = Client({SHARED: facts(0, 3)}, ends=5)
    found = await gathering()(client, client.getmany, 3)
    assert [each.offset for each in found[SHARED]] == [0, 1, 2]


async def test_what_is_different_is_handed_on_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "AT_HAND", 3 * SIZE)
    monkeypatch.setattr(fetch, "KEPT", 1 * SIZE)
    client = Client({SHARED: facts(0, 2)}, {SHARED: facts(2, 4)}, {SHARED: facts(4, 6)}, ends=9)
    found = await gathering()(client, client.getmany, 2)
    assert [each.offset for each in found[SHARED]] == [2, 3]


async def test_partitions_that_move_end_the_gathering() -> None:
    client, ownership = Client({SHARED: facts(0, 2)}, ends=9), Ownership()
    ownership.moved = True
    found = await gathering(ownership)(client, client.getmany, 2)
    assert [each.offset for each in found[SHARED]] == [0, 1]
