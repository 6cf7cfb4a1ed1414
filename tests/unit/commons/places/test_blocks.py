"""Blocks: divided, given once each, taken back whole, and never more places than there are."""

from collections import Counter

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kith_commons.places.blocks import Blocks, Given, ask, call, divide, serve, take_back
from kith_contracts.message import Refusal

BODIES = ("bcs", "iop", "ni")
some_shares = st.dictionaries(st.sampled_from(BODIES), st.integers(0, 3))


def divided(capacity: int = 40, size: int = 4, pool: int = 1, **shares: int) -> Blocks:
    result = divide(Blocks(), capacity, size, shares, pool)
    assert not isinstance(result, Refusal)
    return result[0]


def refused(blocks: Blocks, capacity: int, size: int, pool: int, **shares: int) -> tuple[str, str]:
    result = divide(blocks, capacity, size, shares, pool)
    assert isinstance(result, Refusal)
    assert result.sentence
    return result.code, result.field


def test_each_body_is_given_its_share_in_blocks_of_their_own() -> None:
    result = divide(Blocks(), 20, 4, {"bcs": 2, "ni": 1}, 2)
    assert not isinstance(result, Refusal)
    blocks, given = result
    assert given == (Given("bcs", 1), Given("bcs", 2), Given("ni", 3))
    assert (blocks.held, blocks.pool, blocks.places) == ({"bcs": (1, 2), "ni": (3,)}, 2, 20)


def test_more_than_there_is_cannot_be_divided() -> None:
    assert refused(Blocks(), 19, 4, 2, bcs=2, ni=1) == ("blocks-above-capacity", "pool")
    assert refused(Blocks(), 11, 4, 0, bcs=2, ni=1) == ("blocks-above-capacity", "quotas")


def test_a_block_keeps_its_size() -> None:
    assert refused(divided(bcs=1), 40, 5, 1, bcs=1) == ("block-size-fixed", "block")


def test_a_body_keeps_what_it_holds_and_the_pool_lacks_it() -> None:
    result = divide(divided(bcs=2, pool=0), 40, 4, {"bcs": 1}, 1)
    assert not isinstance(result, Refusal)
    assert (result[0].held, result[0].pool, result[1]) == ({"bcs": (1, 2)}, 0, ())
    assert refused(divided(bcs=2, pool=0), 40, 4, 0, bcs=1) == ("blocks-in-hand", "pool")


def test_the_pool_serves_those_who_ask_first_come_first() -> None:
    blocks = ask(ask(ask(divided(bcs=1, ni=1), "ni"), "bcs"), "ni")
    assert blocks.asking == ("ni", "bcs")
    served, given = serve(blocks)
    assert (given, served.asking, served.pool) == ((Given("ni", 3),), ("bcs",), 0)
    assert serve(served) == (served, ())


def test_a_body_without_blocks_asks_for_none() -> None:
    blocks = divided(bcs=1)
    assert ask(blocks, "ni") == blocks


def test_what_comes_back_is_of_the_pool_and_its_number_is_never_used_again() -> None:
    back = take_back(divided(bcs=2, pool=0), "bcs", [2])
    assert (back.held, back.pool) == ({"bcs": (1,)}, 1)
    assert take_back(back, "bcs", [2]) == back, "a second time"
    assert take_back(back, "ni", [1]) == back, "of another body"
    _, given = serve(ask(back, "bcs"))
    assert given == (Given("bcs", 3),)


def test_after_the_return_date_shares_are_not_filled_up_but_a_new_body_gets_its_first_block() -> None:
    back = call(take_back(divided(bcs=2, pool=0), "bcs", [2]))
    result = divide(back, 40, 4, {"bcs": 2, "ni": 2}, 0)
    assert not isinstance(result, Refusal)
    assert (result[0].held, result[0].pool) == ({"bcs": (1,), "ni": (3,)}, 2)


@pytest.mark.parametrize("size", [1, 4, 100])
def test_a_size_and_a_capacity_that_fit_exactly(size: int) -> None:
    assert divided(capacity=3 * size, size=size, pool=1, bcs=2).places == 3 * size


class LifeOfBlocks(RuleBasedStateMachine):
    """The machine remembers which block went where, and holds each step against that."""

    blocks: Blocks

    @initialize(shares=some_shares, pool=st.integers(0, 2), spare=st.integers(0, 9))
    def begin(self, shares: dict[str, int], pool: int, spare: int) -> None:
        self.at: dict[int, str] = {}
        self.total = sum(shares.values()) + pool
        self.capacity = 4 * self.total + spare
        result = divide(Blocks(), self.capacity, 4, shares, pool)
        assert not isinstance(result, Refusal)
        self.take(result)

    def take(self, result: tuple[Blocks, tuple[Given, ...]]) -> None:
        self.blocks, given = result
        for body, block in given:
            assert block not in self.at, "a block is given once"
            self.at[block] = body

    @rule(shares=some_shares, pool=st.integers(0, 3))
    def amend(self, shares: dict[str, int], pool: int) -> None:
        total = sum(shares.values()) + pool
        result = divide(self.blocks, self.capacity, 4, shares, pool)
        if isinstance(result, Refusal):
            due = {"blocks-above-capacity": 4 * total > self.capacity, "blocks-in-hand": self.needed(shares) > total}
            assert due[result.code]
            return
        assert 4 * total <= self.capacity
        self.total = total
        self.take(result)

    def needed(self, shares: dict[str, int]) -> int:
        held = Counter({body: len(numbers) for body, numbers in self.blocks.held.items()})
        least = {body: min(share, 1) if self.blocks.called else share for body, share in shares.items()}
        return sum(max(held[body], least.get(body, 0)) for body in BODIES)

    @rule(body=st.sampled_from(BODIES))
    def somebody_asks(self, body: str) -> None:
        self.take(serve(ask(self.blocks, body)))

    @rule(body=st.sampled_from(BODIES), most=st.integers(1, 3), stolen=st.booleans())
    def some_come_back(self, body: str, most: int, stolen: bool) -> None:
        back = [block for block in self.at if stolen or self.at[block] == body][:most]
        held = {*self.blocks.held.get(body, ())}
        self.blocks = take_back(self.blocks, body, back)
        for block in held & {*back}:
            self.at[block] = "came back"

    @rule()
    def the_return_date_comes(self) -> None:
        self.blocks = call(self.blocks)

    @invariant()
    def the_blocks_are_where_they_went(self) -> None:
        if hasattr(self, "blocks"):
            held = {number: body for body, numbers in self.blocks.held.items() for number in numbers}
            assert held == {block: body for block, body in self.at.items() if body != "came back"}
            assert self.blocks.in_hand + self.blocks.pool == self.total
            assert self.blocks.places <= self.capacity


LifeOfBlocks.TestCase.settings = settings(
    max_examples=60, stateful_step_count=30, derandomize=True, deadline=None, database=None
)
TestLifeOfBlocks = LifeOfBlocks.TestCase
