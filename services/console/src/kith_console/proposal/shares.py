"""Who bears what percent of a cost, while it is typed."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from kith_console.proposal.draft import Draft, bodies_of
from kith_console.words import money

WHOLE: Final = 100


class Share(NamedTuple):
    """What a party would bear."""

    body: str
    pays: str
    """In money, or in percent where no cost is known, as people read it; empty while it is no number."""
    kind: str


class Shares(NamedTuple):
    """Who bears what, and what it comes to in percent."""

    cost: str
    each: list[Share]
    cash: int
    kind: int


def share_of(draft: Draft, party: str, what: str, body: str) -> str:
    """The share of a party in percent, as it was typed; before that all bear the same."""
    bodies = bodies_of(draft, body)
    each, more = divmod(WHOLE, len(bodies))
    return draft.one(f"share.{party}.{what}", str(each + (bodies.index(party) < more)))


def shares_of(parties: Iterable[Mapping[str, Any]], cost: int | None = None) -> Shares:
    """What these parties would bear, of this cost if there is one."""
    each = [Share(one["body"], _sum(cost, one["cash_percent"]), _percent(one["kind_percent"])) for one in parties]
    cash, kind = (sum(number(one[what]) for one in parties) for what in ("cash_percent", "kind_percent"))
    return Shares(money(cost or 0), each, cash, kind)


def number(value: Any) -> int:
    """It, if it is one; else 0."""
    return value if isinstance(value, int) else 0


def _sum(cost: int | None, percent: Any) -> str:
    if cost is None or not isinstance(percent, int):
        return _percent(percent)
    return money(cost * percent // WHOLE)


def _percent(typed: Any) -> str:
    return f"{typed} %" if isinstance(typed, int) else ""
