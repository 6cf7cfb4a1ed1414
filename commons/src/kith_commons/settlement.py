"""Who owes whom for what was done together: exact to the penny, the same whatever the order of the costs.

What sponsors gave comes off first, and what lines of networks' budgets pay is not in it: their owners bear that. The
rest is shared by percent, and what rounding leaves goes to the largest remainders. Work and rooms that somebody gave in
kind are laid beside it, and never become money.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from kith_commons.apportionment import apportioned
from kith_contracts.message import Refusal

Form = Literal["cash", "kind", "sponsor", "line"]
WHOLE = 100


class Entry(NamedTuple):
    """A body paid this in cash, gave something worth this in kind, was paid this by a sponsor, or paid this from a line
    of a network's budget; in pence.
    """

    body: str
    form: Form
    pence: int


class Row(NamedTuple):
    """How one body stands, in pence: `balance` is what it still owes, or below zero what it is owed. What it has paid
    `from_lines` is no part of that: it gets that back from the owners of these networks, in the account of their year.
    """

    body: str
    paid: int
    sponsored: int
    share: int
    from_lines: int = 0

    @property
    def balance(self) -> int:
        return self.share - self.paid + self.sponsored


class Payment(NamedTuple):
    """What one body has to pay another, in pence."""

    payer: str
    payee: str
    pence: int


class InKind(NamedTuple):
    """What a body gave in kind, in pence, beside the percentage that it promised."""

    body: str
    pence: int
    percent: int


class Settled(NamedTuple):
    """The whole account, in order of bodies."""

    rows: tuple[Row, ...]
    payments: tuple[Payment, ...]
    kind: tuple[InKind, ...]


def settle(entries: Iterable[Entry], cash: Mapping[str, int], kind: Mapping[str, int]) -> Settled | Refusal:
    """The account of these entries, by the percentages of each party. Who paid and is no party any more has no share,
    and gets back what it paid. Refused: `shares-do-not-add-up`, where there is money to share.
    """
    sums: dict[tuple[str, str], int] = {}
    for body, form, pence in entries:
        sums[body, form] = sums.get((body, form), 0) + pence
    bodies = sorted({*cash, *[body for body, _ in sums]})
    paid = {body: sums.get((body, "cash"), 0) for body in bodies}
    sponsored = {body: sums.get((body, "sponsor"), 0) for body in bodies}
    cost = sum(paid.values()) - sum(sponsored.values())
    if cost and sum(cash.values()) != WHOLE:
        sentence = f"The shares in cash add up to {sum(cash.values())} percent, so nobody can say who bears the cost."
        return Refusal("shares-do-not-add-up", sentence, "event")
    shares = apportioned(cost, cash)
    rows = tuple(
        Row(body, paid[body], sponsored[body], shares.get(body, 0), sums.get((body, "line"), 0)) for body in bodies
    )
    given = {body: sums.get((body, "kind"), 0) for body in sorted({*bodies, *kind})}
    return Settled(
        rows=rows,
        payments=payments({row.body: row.balance for row in rows}),
        kind=tuple(InKind(body, pence, kind.get(body, 0)) for body, pence in given.items() if pence or kind.get(body)),
    )


def settle_pool(parts: Mapping[str, int], spent: Mapping[str, int], fixed: Mapping[str, int]) -> Settled:
    """The account of what was spent out of a pool, in which each of these has its part. Each bears it in proportion to
    that, so nobody more than it has put in; but those whose books were closed before, who bear what is `fixed`.
    """
    bearing = {body: part for body, part in parts.items() if body not in fixed}
    rest = sum(spent.values()) - sum(fixed.values())
    shares = {**apportioned(rest, bearing if any(bearing.values()) else dict.fromkeys(bearing, 1)), **fixed}
    rows = tuple(Row(body, spent.get(body, 0), 0, shares[body]) for body in sorted(shares))
    return Settled(rows, payments({row.body: row.balance for row in rows}), ())


def payments(balances: Mapping[str, int]) -> tuple[Payment, ...]:
    """Few payments that clear these balances, whose sum is nothing: who owes exactly what somebody is owed pays them;
    else the largest debt goes to the largest credit. One fewer than there are bodies at most; nobody pays and is paid.
    """
    owing = {body: pence for body, pence in balances.items() if pence > 0}
    owed = {body: -pence for body, pence in balances.items() if pence < 0}
    made = []
    while owing:
        payer, payee = _pair(owing, owed)
        pence = min(owing[payer], owed[payee])
        made.append(Payment(payer, payee, pence))
        for side, body in ((owing, payer), (owed, payee)):
            side[body] -= pence
            if not side[body]:
                del side[body]
    return tuple(sorted(made))


def _pair(owing: Mapping[str, int], owed: Mapping[str, int]) -> tuple[str, str]:
    by_size = sorted(owing, key=lambda body: (-owing[body], body))
    exact = {pence: body for body, pence in sorted(owed.items(), reverse=True)}
    payer = next((body for body in by_size if owing[body] in exact), None)
    if payer:
        return payer, exact[owing[payer]]
    return by_size[0], min(owed, key=lambda body: (-owed[body], body))
