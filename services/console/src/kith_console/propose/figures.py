"""What a proposal comes to, while it is typed: who pays how much, and how many places are divided."""

from typing import NamedTuple

from kith_console.proposal.shares import Shares, number, shares_of
from kith_console.propose.draft import Draft
from kith_console.propose.text import BLOCK, terms_of


def shares(draft: Draft, body: str) -> Shares:
    """Who would bear what, of what was typed so far."""
    terms = terms_of(draft, body)
    return shares_of(terms["parties"], number(terms["cost_pence"]))


class Divided(NamedTuple):
    """How many places of a part are divided."""

    kept: int
    pool: int
    capacity: int

    @property
    def left(self) -> int:
        """What nobody gets; below zero if more is given than there is."""
        return self.capacity - self.kept - self.pool


def divided(draft: Draft, body: str, place: int) -> Divided:
    """The places of a part, of what was typed so far; in a closed part by its blocks."""
    terms = terms_of(draft, body)
    part = terms["plan"]["parts"][place]
    seats = next((each for each in terms["seats"] if each["part"] == part.get("part")), None)
    capacity = number(part.get("capacity"))
    if seats is None:
        each = int(BLOCK) if part.get("audience") else 1
        return Divided(0, each * int(pool_first(draft, body, place)), capacity)
    block = number(seats["block"])
    return Divided(block * sum(map(number, seats["quotas"].values())), block * number(seats["pool"]), capacity)


def pool_first(draft: Draft, body: str, place: int) -> str:
    """How many places are shared, if nobody has said otherwise: all of them; in a closed part all blocks."""
    part = terms_of(draft, body)["plan"]["parts"][place]
    capacity = number(part.get("capacity"))
    return str(capacity // int(BLOCK) if part.get("audience") else capacity)
