"""What an organisation gives and gets in a year: places at each other's events, money, and what is given in kind."""

from collections.abc import Iterable
from typing import NamedTuple

from kith_contracts.events.settlement import BooksClosed
from kith_contracts.pages.places import Ledger


class Money(NamedTuple):
    """In one currency, in pence (or cents), over all accounts that were told."""

    currency: str
    paid: int
    kind: int
    """Value of what was given in kind, by the giver's own estimate."""
    sponsored: int
    """What came from funders."""
    from_lines: int
    """What was paid from lines of networks' budgets: their owners bear it, by the accounts of the networks."""
    to_pay: int
    to_get: int


class Year(NamedTuple):
    """One year of an organisation."""

    year: int
    given: int
    """Places that others have at events of ours."""
    taken: int
    """Places that we have at events of others."""
    money: list[Money]
    open_books: int
    """Events that are over, and whose account was not told yet."""


def places(ledgers: Iterable[Ledger], events: frozenset[str]) -> tuple[int, int]:
    """Places given and taken at these events."""
    pairs = [(each.given, each.taken) for each in ledgers]
    given = sum(one.places for ours, _ in pairs for one in ours if one.event in events)
    taken = sum(one.places for _, theirs in pairs for one in theirs if one.event in events)
    return given, taken


def sums(body: str, accounts: Iterable[BooksClosed]) -> list[Money]:
    """What these accounts say of an organisation, by currency."""
    found: dict[str, Money] = {}
    for account in accounts:
        before = found.get(account.currency, Money(account.currency, 0, 0, 0, 0, 0, 0))
        shares = [each for each in account.shares if each.body == body]
        found[account.currency] = Money(
            currency=account.currency,
            paid=before.paid + sum(each.paid for each in shares),
            kind=before.kind + sum(each.pence for each in account.kind if each.body == body),
            sponsored=before.sponsored + sum(each.sponsored for each in shares),
            from_lines=before.from_lines + sum(each.from_lines for each in shares),
            to_pay=before.to_pay + sum(each.pence for each in account.payments if each.payer == body and not each.sent),
            to_get=before.to_get
            + sum(each.pence for each in account.payments if each.payee == body and not each.received),
        )
    return [found[currency] for currency in sorted(found)]
