"""The account of a year: to the penny, with the yes of all owners. What remains stays in the pool."""

from collections.abc import Iterable

import pytest
from support.directory.money import PAYS, Pooling, asking, spending, text
from support.directory.shared import NETWORK

from kith_contracts.directory.agreements import WithdrawNetworkAgreement
from kith_contracts.directory.leads import TakeOver
from kith_contracts.directory.money import CloseYear
from kith_contracts.directory.pool import AccountRow, NetworkPayment
from kith_directory.money.answers import KeptYear

YEAR = 2027


@pytest.fixture
def federation() -> Pooling:
    """Three own the network; one has spent £200.00, another £0.01 and nothing of a second grant. A year is over."""
    federation = Pooling().founded(text())
    for body, ask, pence in (("ni", "hall", 250_00), ("bcs", "pin", 1), ("bcs", "bus", 100_00)):
        federation.ask(body, ask, pence)
    federation.spend("ni", "hall", 200_00)
    federation.spend("bcs", "pin", 1)
    federation.later(366)
    return federation


def by_owner(rows: Iterable[AccountRow]) -> dict[str, tuple[int, int, int]]:
    """What each has spent, bears, and has left."""
    return {row.body: (row.spent, row.share, row.remains) for row in rows}


def kept(federation: Pooling, body: str, year: int = YEAR) -> KeptYear:
    found = federation.nodes[body].states[KeptYear.at(NETWORK, str(year)).path]
    assert isinstance(found, KeptYear)
    return found


def test_with_the_yes_of_all_a_year_is_settled_and_what_remains_is_carried_on(federation: Pooling) -> None:
    federation.close(YEAR)
    page = federation.money("ni", YEAR)
    assert page.account
    assert (page.account.status, page.missing) == ("asked", ["bcs", "iop", "ni"])
    rows = page.account.rows
    assert by_owner(rows) == {"bcs": (1, 60_00, 240_00), "iop": (0, 120_01, 479_99), "ni": (200_00, 20_00, 80_00)}
    assert sum(row.balance for row in rows) == 0
    assert page.account.payments == [
        NetworkPayment(payer="bcs", payee="ni", pence=59_99),
        NetworkPayment(payer="iop", payee="ni", pence=120_01),
    ]
    federation.answer("iop", "ni")
    assert federation.money("iop", YEAR).missing == ["bcs"]
    federation.answer("bcs")
    for body in PAYS:
        page = federation.money(body, YEAR)
        assert page.account
        assert (page.account.status, page.open_years, page.rows) == ("settled", [YEAR + 1], rows)
        assert [each.status for each in page.asks] == ["spent", "spent", "spent"]
        now = federation.money(body, YEAR + 1)
        assert (now.there, sum(row.carried for row in now.rows)) == (1799_99, 799_99)
    assert federation.refusal_of("iop", CloseYear(subject=NETWORK, year=YEAR)) == ("year-settled", "year")
    late = federation.answering("bcs", "objected", "We have changed our mind.")
    assert federation.refusal_of("bcs", late) == ("year-settled", "year")
    assert federation.refusal_of("bcs", spending("bus", 100_00)) == ("year-settled", "ask")
    assert kept(federation, "bcs").account == federation.money("ni", YEAR).account


def test_an_objection_opens_the_books_again_and_another_account_is_another_question(federation: Pooling) -> None:
    federation.close(YEAR)
    old = federation.answering("bcs")
    federation.answer("iop")
    assert federation.refusal_of("bcs", spending("bus", 90_00)) == ("year-asked", "ask")
    assert federation.refusal_of("bcs", federation.answering("bcs", "objected")) == ("why-missing", "line")
    federation.tell("bcs", federation.answering("bcs", "objected", "The bus is missing."))
    federation.settle()
    assert federation.refusal_of("ni", federation.answering("ni")) == ("account-unknown", "year")
    federation.spend("bcs", "bus", 90_00)
    federation.close(YEAR)
    assert federation.refusal_of("bcs", old) == ("account-unknown", "hash")
    federation.answer("bcs", "ni")
    assert federation.money("bcs", YEAR).missing == ["iop"], "a yes to the first account is none to the second"
    federation.answer("iop")
    assert federation.money("iop", YEAR + 1).there == 1709_99


def test_a_yes_stands(federation: Pooling) -> None:
    federation.close(YEAR)
    federation.answer("ni")
    assert federation.refusal_of("ni", federation.answering("ni", "objected", "No.")) == ("answer-stands", "verdict")


def test_a_spending_that_crosses_the_account_is_not_lost(federation: Pooling) -> None:
    federation.off.add("iop")
    federation.spend("bcs", "bus", 90_00)
    federation.off.discard("iop")
    federation.tell("iop", CloseYear(subject=NETWORK, year=YEAR))
    federation.settle()
    account = federation.pool("ni").account
    assert account
    if account.status == "objected":
        assert [each.body for each in account.answers] == ["bcs"]
        federation.close(YEAR)
    (bcs, *_) = federation.money("ni", YEAR).rows
    assert bcs.spent == 90_01


def test_what_cannot_be_closed_is_refused(federation: Pooling) -> None:
    def why(year: int, body: str = "iop") -> tuple[str, str]:
        return federation.refusal_of(body, CloseYear(subject=NETWORK, year=year))

    assert why(YEAR, "ni") == ("lead-changed", "subject")
    assert why(YEAR, "rsc") == ("agreement-unknown", "subject")
    assert why(YEAR - 1) == ("year-unknown", "year")
    assert why(YEAR + 1) == ("year-order", "year")
    federation.close(YEAR)
    assert why(YEAR) == ("year-asked", "year")
    federation.answer(*PAYS)
    assert why(YEAR + 1) == ("year-not-over", "year")


def test_a_new_lead_goes_on_with_the_account(federation: Pooling) -> None:
    federation.close(YEAR)
    federation.answer("iop", "ni")
    federation.off.add("iop")
    federation.later(4)
    federation.answer("bcs")
    federation.tell("bcs", TakeOver(subject=NETWORK))
    federation.settle()
    assert federation.money("ni", YEAR).account == kept(federation, "ni").account
    assert federation.money("bcs", YEAR + 1).there == 1799_99
    federation.off.clear()
    federation.settle()
    assert federation.pool("iop") == federation.pool("bcs")


def test_an_owner_that_leaves_takes_the_rest_of_its_part_and_its_books_are_closed() -> None:
    federation = Pooling().founded(text())
    federation.ask("bcs", "bus", 200_00)
    federation.ask("ni", "hall", 300_00)
    federation.spend("bcs", "bus", 200_00)
    federation.tell("bcs", WithdrawNetworkAgreement(subject=NETWORK))
    federation.settle()
    federation.later(31)
    federation.accept("iop", "ni")
    told = kept(federation, "bcs").account
    assert by_owner(told.rows) == {"bcs": (200_00, 150_00, 0)}, "its part of all that is granted"
    assert (told.rows[0].balance, told.status, told.payments) == (-50_00, "asked", [])
    assert federation.refusal_of("bcs", asking("cake")) == ("network-unknown", "subject")
    assert federation.money("iop").there == 350_00, "what the two others have left of their parts"
    federation.spend("ni", "hall", 300_00)
    federation.later(366)
    federation.close(YEAR)
    federation.answer("iop", "ni")
    rows = kept(federation, "iop").account.rows
    assert by_owner(rows) == {
        "bcs": (200_00, 150_00, 0),
        "iop": (0, 300_00, 300_00),
        "ni": (300_00, 50_00, 50_00),
    }
    assert sum(row.balance for row in rows) == 0
    told = kept(federation, "bcs").account
    assert told.status == "settled"
    assert sum(each.pence for each in told.payments if each.payee == "bcs") == 50_00


def test_the_owners_pay_by_their_parts_of_the_pool_whatever_the_years_before() -> None:
    """Who has put in more for years bears more of what is paid out of that."""
    federation = Pooling().founded(text({"iop": 100_00, "bcs": 0, "ni": 0}, lines=[]))
    federation.later(366)
    federation.close(YEAR)
    federation.answer(*PAYS)
    led = federation.led("iop")
    assert led
    assert [(part.body, part.pence) for part in led.pool.parts] == [("iop", 100_00)]
