"""What is fetched: batches that are filled up where there is plenty, and at once where there is little."""

from typing import Any

import pytest

from kith_chassis.path.fetch import MORE_MS, POLL_MS, Fetched, Fetching

A, B = "a", "b"
Asked = list[tuple[int, int]]


class Client:
    """Answers one fetch after the other as told, and notes how it was asked."""

    def __init__(self, *answers: Fetched) -> None:
        self.answers, self.asked = list(answers), Asked()

    async def getmany(self, *, timeout_ms: int, max_records: int) -> Fetched:
        self.asked.append((timeout_ms, max_records))
        return self.answers.pop(0)


class Ownership:
    """Of nothing; notes when it was to be sought back."""

    sought = 0

    def seek_back(self, _consumer: object) -> None:
        self.sought += 1


async def nothing_passed(_consumer: object) -> None:
    raise AssertionError("records are in hand that nobody has taken")


def fetching(ownership: Any = None) -> Fetching:
    return Fetching(ownership, nothing_passed, lambda _: None)


async def test_behind_a_full_batch_one_that_is_not_is_filled_up_in_order() -> None:
    client = Client({A: [1, 2, 3], B: [1]}, {A: [4]}, {B: [2], A: [5]}, {A: [6]})
    fetch = fetching()
    assert await fetch(None, client.getmany, 4) == {A: [1, 2, 3], B: [1]}
    assert await fetch(None, client.getmany, 4) == {A: [4, 5], B: [2]}
    assert await fetch(None, client.getmany, 4) == {A: [6]}  # that was not full: nothing is waited for
    assert client.asked == [(POLL_MS, 4), (POLL_MS, 4), (MORE_MS, 3), (POLL_MS, 4)]


async def test_what_is_little_is_passed_on_at_once() -> None:
    client = Client({A: [1]}, {A: [2]})
    fetch = fetching()
    assert [await fetch(None, client.getmany, 4) for _ in range(2)] == [{A: [1]}, {A: [2]}]
    assert client.asked == [(POLL_MS, 4)] * 2


async def test_nothing_more_is_an_answer_too() -> None:
    client = Client({A: [1, 2]}, {A: [3]}, {})
    fetch = fetching()
    assert [await fetch(None, client.getmany, 2) for _ in range(2)] == [{A: [1, 2]}, {A: [3]}]


async def test_when_filling_up_fails_what_was_fetched_before_is_fetched_again() -> None:
    class Broken(Client):
        async def getmany(self, *, timeout_ms: int, max_records: int) -> Fetched:
            if timeout_ms == MORE_MS:
                raise ValueError("no")
            return await super().getmany(timeout_ms=timeout_ms, max_records=max_records)

    client, ownership = Broken({A: [1, 2]}, {A: [3]}), Ownership()
    fetch = fetching(ownership)
    await fetch(None, client.getmany, 2)
    with pytest.raises(ValueError, match="no"):
        await fetch(None, client.getmany, 2)
    assert ownership.sought == 1
