"""Places that are handed out in whole blocks: who divides them sees blocks, and never how many of a block are used.

The text divides so many blocks: a share for each body named, and a pool. A block that was given stays with its body
until it comes back whole; then it is of the pool, and its number is never used again. So no block is at two bodies,
whatever is repeated or late.

After every step: blocks held + pool = blocks divided, and those never take more places than there are.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, NonNegativeInt, PositiveInt

from kith_contracts.message import Refusal


class Given(NamedTuple):
    """A block that goes to a body."""

    body: str
    block: int


class Blocks(BaseModel):
    """Which blocks each body holds, how many are in the pool, and which bodies ask for one, first come first."""

    model_config = ConfigDict(frozen=True)

    size: PositiveInt = 1
    """Places in a block."""
    held: dict[str, tuple[int, ...]] = {}
    pool: NonNegativeInt = 0
    newest: NonNegativeInt = 0
    """The number of the block that was given last."""
    asking: tuple[str, ...] = ()
    called: bool = False
    """Whether the return date has passed: from then on shares are not filled up any more."""

    @property
    def in_hand(self) -> int:
        return sum(map(len, self.held.values()))

    @property
    def places(self) -> int:
        """How many places there are in all blocks, held or not."""
        return self.size * (self.in_hand + self.pool)


def divide(
    blocks: Blocks, capacity: int, size: int, shares: Mapping[str, int], pool: int
) -> tuple[Blocks, tuple[Given, ...]] | Refusal:
    """Divide anew: each body is given what it lacks of its share; what others hold beyond theirs the pool lacks.

    Refused: `blocks-above-capacity`, when shares and pool take more places than there are; `block-size-fixed`, once
    any was given; `blocks-in-hand`, when bodies hold more than the new numbers leave room for.
    """
    total = sum(shares.values()) + pool
    if size * total > capacity:
        sentence = f"Blocks with {size * total} places do not fit into {capacity}. Give fewer blocks, or smaller ones."
        return Refusal("blocks-above-capacity", sentence, "quotas" if size * (total - pool) > capacity else "pool")
    if blocks.newest and size != blocks.size:
        return Refusal("block-size-fixed", f"Blocks of {blocks.size} were given out already. Keep that size.", "block")
    wanted = {body: _due(blocks, body, share) for body, share in shares.items()}
    left = total - blocks.in_hand - sum(wanted.values())
    if left < 0:
        sentence = "Organisations hold more blocks than these numbers leave room for, and keep them. Raise the pool."
        return Refusal("blocks-in-hand", sentence, "pool")
    given: list[Given] = []
    for body, count in wanted.items():
        given += [Given(body, blocks.newest + len(given) + number) for number in range(1, count + 1)]
    return _given(blocks.model_copy(update={"size": size, "pool": left}), given), tuple(given)


def ask(blocks: Blocks, body: str) -> Blocks:
    """This body asks for a block of the pool. One that has none yet, or asks already, changes nothing: that a body
    without blocks asks would tell of a single person.
    """
    if body in blocks.asking or not blocks.held.get(body):
        return blocks
    return blocks.model_copy(update={"asking": (*blocks.asking, body)})


def serve(blocks: Blocks) -> tuple[Blocks, tuple[Given, ...]]:
    """Give the blocks of the pool to those who ask, first come first."""
    served = blocks.asking[: blocks.pool]
    if not served:
        return blocks, ()
    given = [Given(body, blocks.newest + number) for number, body in enumerate(served, 1)]
    rest = {"asking": blocks.asking[len(served) :], "pool": blocks.pool - len(served)}
    return _given(blocks.model_copy(update=rest), given), tuple(given)


def take_back(blocks: Blocks, body: str, returned: Collection[int]) -> Blocks:
    """Whole blocks come back to the pool; those that the body does not hold are none of it."""
    held = blocks.held.get(body, ())
    kept = tuple([block for block in held if block not in returned])
    more = {"held": {**blocks.held, body: kept}, "pool": blocks.pool + len(held) - len(kept)}
    return blocks.model_copy(update=more) if len(kept) < len(held) else blocks


def call(blocks: Blocks) -> Blocks:
    """The return date has come."""
    return blocks.model_copy(update={"called": True})


def _due(blocks: Blocks, body: str, share: int) -> int:
    """How many blocks a body lacks. After the return date it is one at most: the first, without which it has none."""
    holds = len(blocks.held.get(body, ()))
    return max(0, (min(share, 1) if blocks.called else share) - holds)


def _given(blocks: Blocks, given: Collection[Given]) -> Blocks:
    held = dict(blocks.held)
    for body, block in given:
        held[body] = (*held.get(body, ()), block)
    return blocks.model_copy(update={"held": held, "newest": blocks.newest + len(given)})
