"""The account of a year: who has spent what of the pool, who bears it, who owes whom, and what remains for whom."""

from collections.abc import Collection, Sequence
from typing import Final

from kith_commons.agreement.agreement import hash_of
from kith_commons.settlement import settle_pool
from kith_contracts.directory.pool import (
    AccountRow,
    MoneyAsk,
    NetworkPayment,
    OwnerLeft,
    Pool,
    PoolPart,
    YearAccount,
    YearAnswer,
)
from kith_contracts.directory.terms import NetworkTerms
from kith_directory.money.pool import contributing, cost, objected, opened, served, years

LEFT: Final = "An owner has left while the account was made."
SETTLED: Final = "The account of the year is settled. Ask for money of this year."


def account(pool: Pool, year: int) -> YearAccount:
    """The account of the first year that is open. Who has not said that it has spent a grant has spent nothing."""
    said = [ask for ask in pool.asks if ask.status == "spent"]
    return _account(pool, year, said, {part.body: part.pence for part in pool.parts})


def standing(pool: Pool) -> list[YearAccount]:
    """How all stand in each year that is open, if all that is granted is spent."""
    parts = {part.body: part.pence for part in pool.parts}
    found = []
    for year in years(pool):
        found.append(_account(pool, year, pool.asks, parts))
        parts = {row.body: row.remains for row in found[-1].rows}
    return found


def _account(pool: Pool, year: int, asks: Sequence[MoneyAsk], parts: dict[str, int]) -> YearAccount:
    of_year = [ask for ask in asks if ask.year == year]
    paid = {each.body: each.pence for each in pool.contributions if each.year == year}
    fixed = {each.body: each.share for each in pool.left if each.year == year}
    spent: dict[str, int] = {}
    for ask in of_year:
        spent[ask.body] = spent.get(ask.body, 0) + cost(ask)
    there = {body: parts.get(body, 0) + paid.get(body, 0) for body in sorted({*paid, *parts})}
    made = settle_pool(there, spent, fixed)
    rows = [
        AccountRow(
            body=row.body,
            carried=parts.get(row.body, 0),
            contribution=paid.get(row.body, 0),
            spent=row.paid,
            share=row.share,
            balance=row.balance,
            remains=there.get(row.body, 0) - row.share,
        )
        for row in made.rows
    ]
    payments = [NetworkPayment(**each._asdict()) for each in made.payments]
    whole = hash_of({"year": year, "rows": rows, "payments": payments, "asks": of_year})
    return YearAccount(year=year, rows=rows, payments=payments, hash=whole)


def in_force(pool: Pool, before: Sequence[str], terms: NetworkTerms, year: int) -> Pool:
    """The pool by a text that is in force from now on, after one that had these owners."""
    if list(before) != terms.bodies:
        pool = pool.model_copy(update={"owners_before": list(before)})
    return served(opened(_without(pool, {*before} - {*terms.bodies}), terms, year), terms, terms)


def _without(pool: Pool, gone: Collection[str]) -> Pool:
    """Whoever leaves bears its part of all that is granted by now, and takes with it what remains of its part."""
    if not gone or not years(pool):
        return pool
    pool = pool.model_copy(update={"asks": [_given_back(ask) if ask.body in gone else ask for ask in pool.asks]})
    closed = [
        OwnerLeft(year=each.year, body=row.body, share=row.share)
        for each in standing(pool)
        for row in each.rows
        if row.body in gone
    ]
    known = {(each.year, each.body): each.pence for each in pool.contributions}
    known |= {(each.year, each.body): each.share for each in closed}
    parts = [part for part in pool.parts if part.body not in gone]
    after = contributing(pool.model_copy(update={"parts": parts, "left": [*pool.left, *closed]}), known)
    return objected(after, YearAnswer(body=min(gone), verdict="objected", line=LEFT), years(pool)[0])


def _given_back(ask: MoneyAsk) -> MoneyAsk:
    if ask.status in ("spent", "refused"):
        return ask
    return ask.model_copy(update={"status": "spent", "spent": 0, "reason": "Its owner has left."})


def closed(pool: Pool, last: YearAccount) -> Pool:
    """All have said yes: what remains is carried on, and nothing is granted or spent of the year any more."""
    year, away = last.year, {each.body for each in pool.left if each.year == last.year}
    parts = [PoolPart(body=row.body, pence=row.remains) for row in last.rows if row.body not in away]
    changed = {
        "parts": [part for part in parts if part.pence],
        "contributions": [each for each in pool.contributions if each.year != year],
        "left": [each for each in pool.left if each.year != year],
        "asks": [_closed(ask) if ask.year == year else ask for ask in pool.asks if ask.year >= year],
        "account": last,
    }
    return pool.model_copy(update=changed)


def _closed(ask: MoneyAsk) -> MoneyAsk:
    if ask.status == "waiting":
        return ask.model_copy(update={"status": "refused", "reason": SETTLED})
    return ask.model_copy(update={"status": "spent", "spent": 0}) if ask.status in ("reserved", "granted") else ask
