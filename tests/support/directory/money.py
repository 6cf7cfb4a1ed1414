"""The money of a network that directories in memory own together: what one asks for and reads."""

from datetime import timedelta
from typing import Final

from support.directory.shared import NETWORK, Directories, terms

from kith_contracts.directory.money import AnswerYear, AskForMoney, CloseYear, RecordSpending
from kith_contracts.directory.pool import MoneyAsk, Pool, YearVerdict
from kith_contracts.directory.terms import BudgetLine, NetworkTerms, Owner
from kith_contracts.pages.money import NetworkMoneyPage
from kith_directory.money.answers import KeptYear
from kith_directory.money.api import page
from kith_directory.money.own import OwnMoney

PAYS: Final = {"iop": 600_00, "bcs": 300_00, "ni": 100_00}
LINES: Final = [
    BudgetLine(line="day", what_for="The yearly day.", pence=500_00),
    BudgetLine(line="mail", what_for="Letters and stamps.", pence=100_00, claimants="lead"),
]


def text(pays: dict[str, int] | None = None, **changes: object) -> NetworkTerms:
    """A text by which these owners pay this much; the first leads."""
    pays = pays or PAYS
    lead = next(iter(pays))
    whole = {body: 100 if body == lead else 0 for body in pays}
    parties = [
        Owner(body=body, cash_percent=whole[body], kind_percent=whole[body], contribution=pence)
        for body, pence in pays.items()
    ]
    return terms(pays, **{"parties": parties, "lines": LINES, **changes})


def asking(ask: str, pence: int = 100_00, line: str = "day") -> AskForMoney:
    return AskForMoney(subject=NETWORK, ask=ask, line=line, pence=pence, what_for=f"The {ask}.")


def spending(ask: str, pence: int, report: str = "All went well.") -> RecordSpending:
    return RecordSpending(subject=NETWORK, ask=ask, pence=pence, report=report)


class Pooling(Directories):
    """Directories whose bodies own a network with money."""

    def later(self, days: int) -> None:
        """So many days later; the days between do nothing."""
        self.pass_time(self.now + timedelta(days=days))
        self.settle()

    def ask(self, body: str, ask: str, pence: int = 100_00, line: str = "day") -> None:
        self.tell(body, asking(ask, pence, line))
        self.settle()

    def spend(self, body: str, ask: str, pence: int) -> None:
        self.tell(body, spending(ask, pence))
        self.settle()

    def close(self, year: int, lead: str = "iop") -> None:
        self.tell(lead, CloseYear(subject=NETWORK, year=year))
        self.settle()

    def answering(self, body: str, verdict: YearVerdict = "accepted", line: str = "") -> AnswerYear:
        """The answer to the account that this body knows."""
        account = self.pool(body).account
        assert account is not None
        return AnswerYear(subject=NETWORK, year=account.year, hash=account.hash, verdict=verdict, line=line)

    def answer(self, *bodies: str) -> None:
        """They say yes to the account that they know."""
        for body in bodies:
            self.tell(body, self.answering(body))
        self.settle()

    def pool(self, body: str) -> Pool:
        """The money, as this body knows it."""
        home = self.home(body)
        assert home is not None
        return home.agreed.pool

    def known(self, body: str, owner: str, ask: str) -> MoneyAsk | None:
        """An ask, as this body knows it."""
        return next((each for each in self.pool(body).asks if (each.body, each.ask) == (owner, ask)), None)

    def money(self, body: str, year: int | None = None) -> NetworkMoneyPage:
        """The page that this body reads."""
        home, states, year = self.home(body), self.nodes[body].states, year or self.now.year
        assert home is not None
        own, kept = states.get(OwnMoney.at(NETWORK).path), states.get(KeptYear.at(NETWORK, str(year)).path)
        assert own is None or isinstance(own, OwnMoney)
        assert kept is None or isinstance(kept, KeptYear)
        return page(home, own, kept, body=body, year=year, now=self.now)

    def statuses(self, body: str, year: int | None = None) -> dict[str, str]:
        """How each ask stands, as this body reads it."""
        return {f"{each.owner}/{each.ask}": each.status for each in self.money(body, year).asks}
