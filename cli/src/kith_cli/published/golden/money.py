"""Golden messages of the money of a network that several organisations own: asked for, granted, spent, settled."""

from typing import Any, Final

from kith_cli.published.golden.event import HASH
from kith_cli.published.golden.golden import Golden
from kith_contracts.directory import money as m
from kith_contracts.directory import pool as p
from kith_contracts.directory.agreements import NetworkAgreed

NETWORK: Final = "iop/returners"
YEAR: Final = 2026
CRM: Final = "ni/systems/crm"
HALL: Final[dict[str, Any]] = {"ask": "hall-2026", "line": "day", "pence": 600_00, "what_for": "The hall in Belfast."}
SPENT: Final[dict[str, Any]] = {"spent": 560_00, "report": "Eighty people came. The hall was warm."}


def of_money() -> list[Golden]:
    asked = m.AskForMoney(subject=NETWORK, **HALL)
    spent = m.RecordSpending(subject=NETWORK, ask="hall-2026", pence=560_00, report=SPENT["report"])
    answer: dict[str, Any] = {"subject": NETWORK, "year": YEAR, "hash": HASH, "verdict": "accepted"}
    grant: dict[str, Any] = {"network": NETWORK, "ask": "hall-2026", "line": "day", "pence": 600_00}
    grant |= {"currency": "GBP", "status": "granted", "version": 2}
    return [
        Golden(asked, "ni", CRM),
        Golden(m.MoneyAsked(subject=NETWORK, year=YEAR, **HALL, version=1), "iop", "ni/directory", m.AskForMoney),
        Golden(m.PoolKept(subject=NETWORK, term=1, version=7), "iop", "bcs/directory", NetworkAgreed),
        Golden(spent, "ni", CRM),
        Golden(m.CloseYear(subject=NETWORK, year=YEAR), "iop", "iop/systems/website"),
        Golden(m.AnswerYear(**answer), "ni", CRM),
        Golden(m.YearAnswered(**answer), "iop", "ni/directory", m.AnswerYear),
        Golden(
            m.OwnerSettled(subject=NETWORK, term=1, version=9, accounts=[_account()]),
            "ni",
            "iop/directory",
            m.YearAnswered,
        ),
        Golden(m.GrantUpdated(**grant), "ni", "ni/directory", NetworkAgreed),
    ]


def pool() -> p.Pool:
    """One owner has spent less than was granted to it, and another waits."""
    bus = {"ask": "bus", "line": "day", "pence": 2_000_00, "what_for": "A bus from London."}
    waits = {"status": "waiting", "reason": "£1,840.00 can be granted of this line now.", "version": 1}
    return p.Pool(
        parts=[p.PoolPart(body="iop", pence=120_00)],
        contributions=[
            p.Contribution(year=YEAR, body=body, pence=pence) for body, pence in (("bcs", 960_00), ("iop", 1_440_00))
        ],
        asks=[
            p.MoneyAsk(body="ni", year=YEAR, **HALL, **SPENT, status="spent", version=2),
            p.MoneyAsk(body="bcs", year=YEAR, **bus, **waits),
        ],
    )


def _account() -> p.YearAccount:
    row = {"carried": 0, "contribution": 0, "spent": 560_00, "share": 0, "balance": -560_00, "remains": 0}
    owed = [("bcs", 213_33), ("iop", 346_67)]
    return p.YearAccount(
        year=YEAR,
        rows=[p.AccountRow(body="ni", **row)],
        payments=[p.NetworkPayment(payer=payer, payee="ni", pence=pence) for payer, pence in owed],
        hash=HASH,
        status="settled",
    )
