"""What a year gives and gets, from ledgers and accounts."""

from typing import Any

from kith_console.organisation.year import Money, places, sums
from kith_contracts.events.settlement import BooksClosed
from kith_contracts.pages.places import Exchanged, Ledger


def test_only_places_at_events_of_the_year_count() -> None:
    ledgers = [
        Ledger(body="iop", given=[_places("bcs/day", 3), _places("bcs/old", 9)], taken=[], balance=12),
        Ledger(body="rsc", given=[_places("bcs/day", 1)], taken=[_places("rsc/dinner", 2)], balance=-1),
    ]

    assert places(ledgers, frozenset({"bcs/day", "rsc/dinner"})) == (4, 2)


def test_a_year_without_accounts_has_no_sums() -> None:
    assert sums("bcs", []) == []


def test_sums_are_made_for_each_currency_and_for_ourselves_alone() -> None:
    first = _account(payments=[{"payer": "bcs", "payee": "iop", "pence": 500}])
    second = _account(payments=[{"payer": "iop", "payee": "bcs", "pence": 200}])
    abroad = _account("EUR")

    assert sums("bcs", [first, second, abroad]) == [
        Money("EUR", paid=1000, kind=70, sponsored=30, from_lines=9, to_pay=0, to_get=0),
        Money("GBP", paid=2000, kind=140, sponsored=60, from_lines=18, to_pay=500, to_get=200),
    ]


def test_what_was_sent_is_owed_no_more_and_what_has_come_is_not_awaited() -> None:
    sent = _account(payments=[{"payer": "bcs", "payee": "iop", "pence": 500, "sent": True}])
    come = _account(payments=[{"payer": "iop", "payee": "bcs", "pence": 200, "sent": True, "received": True}])
    on_its_way = _account(payments=[{"payer": "iop", "payee": "bcs", "pence": 50, "sent": True}])

    [money] = sums("bcs", [sent, come, on_its_way])

    assert (money.to_pay, money.to_get) == (0, 50)


def _places(event: str, count: int) -> Exchanged:
    return Exchanged(event=event, part="talk", places=count, against="the same next year")


def _account(currency: str = "GBP", payments: list[dict[str, Any]] | None = None) -> BooksClosed:
    share = {"paid": 1000, "sponsored": 30, "from_lines": 9, "share": 400, "balance": -600}
    shares = [{"body": body, **share} for body in ("bcs", "iop")]
    return BooksClosed.model_validate(
        {
            "event": "iop/day",
            "round": 1,
            "status": "settled",
            "currency": currency,
            "costs": [],
            "shares": shares,
            "payments": payments or [],
            "kind": [{"body": "bcs", "pence": 70, "percent": 50}, {"body": "iop", "pence": 5, "percent": 50}],
            "answers": [],
            "version": 1,
        }
    )
