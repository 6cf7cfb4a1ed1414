"""What a proposal comes to, while it is typed: who pays how much, and how many places are divided."""

from typing import Any, NamedTuple

from kith_console.propose.draft import Draft
from kith_console.propose.text import BLOCK, WHOLE, terms_of
from kith_console.words import money


class Share(NamedTuple):
    """What a party would bear."""

    body: str
    pays: str
    """In money, as people read it; empty while it is no number."""
    kind: str


class Shares(NamedTuple):
    """Who bears what, and whether it comes to all."""

    cost: str
    each: list[Share]
    cash: int
    kind: int

    @property
    def whole(self) -> bool:
        """Whether both come to 100 %."""
        return self.cash == self.kind == WHOLE


def shares(draft: Draft, body: str) -> Shares:
    """Who would bear what, of what was typed so far."""
    terms = terms_of(draft, body)
    cost = _number(terms["cost_pence"])
    parties = terms["parties"]
    each = [Share(one["body"], _sum(cost, one["cash_percent"]), _percent(one["kind_percent"])) for one in parties]
    cash, kind = (sum(_number(one[what]) for one in parties) for what in ("cash_percent", "kind_percent"))
    return Shares(money(cost), each, cash, kind)


class Divided(NamedTuple):
    """How many places of a part are divided."""

    kept: int
    pool: int
    capacity: int

    @property
    def left(self) -> int:
        """What nobody gets; below zero if more is given than there is."""
        return self.capacity - self.kept - self.pool


def divided(draft: Draft, body: str, number: int) -> Divided:
    """The places of a part, of what was typed so far; in a closed part by its blocks."""
    terms = terms_of(draft, body)
    part = terms["plan"]["parts"][number]
    seats = next((each for each in terms["seats"] if each["part"] == part.get("part")), None)
    capacity = _number(part.get("capacity"))
    if seats is None:
        each = int(BLOCK) if part.get("audience") else 1
        return Divided(0, each * int(pool_first(draft, body, number)), capacity)
    block = _number(seats["block"])
    return Divided(block * sum(map(_number, seats["quotas"].values())), block * _number(seats["pool"]), capacity)


def pool_first(draft: Draft, body: str, number: int) -> str:
    """How many places are shared, if nobody has said otherwise: all of them; in a closed part all blocks."""
    part = terms_of(draft, body)["plan"]["parts"][number]
    capacity = _number(part.get("capacity"))
    return str(capacity // int(BLOCK) if part.get("audience") else capacity)


def _sum(cost: int, percent: Any) -> str:
    return money(cost * percent // WHOLE) if isinstance(percent, int) else ""


def _percent(typed: Any) -> str:
    return f"{typed} %" if isinstance(typed, int) else ""


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0
