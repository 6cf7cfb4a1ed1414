"""Random lives of the money of a network of four owners: asked for, granted, spent, settled, while owners come and go,
the lead changes, nodes go and come back, and letters come late or twice.

After each step: what owners were told that they may spend, together, is no more than a line has, and no more than is in
the pool; each account comes to nothing; no two accounts of a year are settled. When all nodes are up and all letters
have arrived, all see the same, and the lead knows all that was said.
"""

import os
import random
from typing import Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from support.directory.money import Pooling, asking, spending, text
from support.directory.shared import NETWORK

from kith_contracts.directory.agreements import AmendNetworkAgreement, AnswerNetworkAgreement
from kith_contracts.directory.leads import HandOver, TakeOver
from kith_contracts.directory.money import CloseYear
from kith_contracts.directory.terms import BudgetLine
from kith_directory.money.answers import KeptYear
from kith_directory.money.own import OwnMoney, unheard
from kith_directory.money.pool import find, in_pool, years
from kith_directory.shared_networks.network import SharedNetwork

OWNERS: Final = ("iop", "bcs", "ni", "rsc")
STEPS: Final = 8
LIVES: Final = int(os.environ.get("KITH_LIVES", "0"))
"""So many other lives each time; without it the same few."""
pytestmark = pytest.mark.timeout(400 + 4 * LIVES)
ASKS: Final = ("hall", "bus", "cake", "pin", "rail", "room", "tea", "book", "film", "post")
SELDOM: Final = 0.3


class LivesOfMoney(RuleBasedStateMachine):
    """The directories play it in memory; what must hold is worked out here."""

    federation: Pooling

    def __init__(self) -> None:
        super().__init__()
        self.may_spend: dict[tuple[str, str], int] = {}
        self.settled: dict[int, str] = {}

    @initialize(seed=st.sampled_from(range(1000)))
    def begin(self, seed: int) -> None:
        first = text(dict.fromkeys(OWNERS, 100_00), silence_days=2, lines=[_line(100_00)], duties=[], offices=[])
        self.federation = Pooling(OWNERS, seed)
        self.federation.founded(first)

    @rule(seed=st.integers(0, 2**32))
    def some_days(self, seed: int) -> None:
        """Owners ask and spend, letters arrive or not, and something may happen to the lead or to a node."""
        choose = random.Random(seed)
        for _ in range(8):
            for act in choose.sample((self.ask, self.ask, self.spend, self.close, self.answer_year), 2):
                act(choose)
            if choose.random() < SELDOM:
                choose.choice((self.amend, self.hand_over, self.take_over, self.go_down, self.come_back))(choose)
            if choose.random() < SELDOM:
                self.federation.later(choose.choice((1, 3, 150)))
            if choose.random() < SELDOM:
                self.federation.repeat()
            self.federation.go_on(choose.choice((2, 20, 100)))
            self.no_line_is_overspent()

    def ask(self, choose: random.Random) -> None:
        body, ask = choose.choice(OWNERS), choose.choice(ASKS)
        self.federation.tell(body, asking(ask, choose.choice((1, 30_00, 50_00, 70_00, 100_00))))

    def spend(self, choose: random.Random) -> None:
        body, ask = choose.choice(OWNERS), choose.choice(ASKS)
        self.federation.tell(body, spending(ask, choose.choice((0, 1, 20_00, 50_00))))

    def amend(self, choose: random.Random) -> None:
        """Another text of whoever leads, with one owner more or less; perhaps some accept it."""
        without = choose.choice((None, None, *OWNERS))
        for body in OWNERS:
            if led := self.federation.led(body):
                pays = {body: 100_00} | {each: 100_00 for each in OWNERS if each != without}
                changed = {
                    "version": led.terms.version + 1,
                    "parties": text(pays).parties,
                    "deputies": [each for each in OWNERS if each in pays and each != body],
                    "lines": [_line(choose.choice((50_00, 100_00, 150_00)))],
                }
                told = AmendNetworkAgreement(subject=NETWORK, terms=led.terms.model_copy(update=changed))
                self.federation.tell(body, told)
        self.federation.go_on(50)
        for body in OWNERS[: choose.choice((2, 4, 4))]:
            for behalf in ("body", "network"):
                said = {"subject": NETWORK, "hash": self.federation.offered(body).hash, "answer": "accepted"}
                self.federation.tell(body, AnswerNetworkAgreement.model_validate({**said, "on_behalf": behalf}))

    def hand_over(self, choose: random.Random) -> None:
        for body in OWNERS:
            if self.federation.led(body):
                self.federation.tell(body, HandOver(subject=NETWORK, to=choose.choice(OWNERS)))

    def take_over(self, choose: random.Random) -> None:
        """The lead is away for long, and one or two would follow it."""
        leads = [body for body in OWNERS if self.federation.led(body)]
        self.federation.off = {choose.choice(leads)} if leads else set()
        self.federation.later(choose.choice((3, 5, 7)))
        for body in choose.sample(OWNERS, 2):
            self.federation.tell(body, TakeOver(subject=NETWORK))

    def go_down(self, choose: random.Random) -> None:
        if len(self.federation.off) < len(OWNERS) - 1:
            self.federation.off.add(choose.choice(OWNERS))

    def come_back(self, choose: random.Random) -> None:
        self.federation.off -= set(choose.sample(OWNERS, 2))

    def close(self, choose: random.Random) -> None:
        year = self.federation.now.year - choose.choice((0, 1, 1))
        for body in OWNERS:
            if self.federation.led(body):
                self.federation.tell(body, CloseYear(subject=NETWORK, year=year))

    def answer_year(self, choose: random.Random) -> None:
        objects = choose.random() < SELDOM / 2
        for body in choose.sample(OWNERS, choose.choice((1, 4, 4))):
            home = self.federation.home(body)
            if home and home.agreed.pool.account:
                told = self.federation.answering(body, "objected" if objects else "accepted", "Something is missing.")
                self.federation.tell(body, told)

    @invariant()
    def no_line_is_overspent(self) -> None:
        homes = {body: home for body in OWNERS if (home := self.federation.home(body))}
        if not homes:
            return
        newest = max(homes.values(), key=lambda home: home.newest)
        (line,) = newest.terms.lines
        used: dict[int, int] = {}
        for body, home in homes.items():
            if home.status == "active" and newest.terms.party(body):
                for year, pence in self._spends(body, home):
                    used[year] = used.get(year, 0) + pence
        assert all(pence <= line.pence for year, pence in used.items() if year == self.federation.now.year), used

    @invariant()
    def the_pool_has_what_is_granted_of_it(self) -> None:
        for body in OWNERS:
            if home := self.federation.home(body):
                pool = home.agreed.pool
                assert all(in_pool(pool, year) >= 0 for year in years(pool))
                assert all(part.pence >= 0 for part in pool.parts)

    @invariant()
    def accounts_come_to_nothing_and_no_year_is_settled_twice(self) -> None:
        for body in OWNERS:
            home, states = self.federation.home(body), self.federation.nodes[body].states.values()
            kept = [each.account for each in states if isinstance(each, KeptYear)]
            for account in [*kept, *([home.agreed.pool.account] if home and home.agreed.pool.account else [])]:
                whole = len(account.rows) > 1
                assert not whole or sum(row.balance for row in account.rows) == 0
                if account.status == "settled":
                    assert self.settled.setdefault(account.year, account.hash) == account.hash

    def _spends(self, body: str, home: SharedNetwork) -> list[tuple[int, int]]:
        """What this body was told that it may spend, as it knows best itself what it wants of that."""
        own = self.federation.nodes[body].states.get(OwnMoney.at(NETWORK).path)
        found = []
        for said in own.asks.values() if isinstance(own, OwnMoney) else ():
            known = find(home.agreed.pool, body, said.ask, said.year)
            if known and known.status == "granted":
                self.may_spend[body, said.ask] = known.pence
            most = min(self.may_spend.get((body, said.ask), 0), said.pence)
            found.append((said.year, most if said.spent is None else min(said.spent, most)))
        return found

    def teardown(self) -> None:
        """All come back, and what was under way arrives."""
        self.federation.off.clear()
        self.federation.settle()
        self.federation.later(1)
        self.federation.later(1)
        homes = {body: home for body in OWNERS if (home := self.federation.home(body)) and home.status == "active"}
        heard = {body: home for body, home in homes.items() if not self.federation.offered(body).left}
        if not heard:
            return
        newest = max(home.newest for home in heard.values())
        assert {home.newest for home in heard.values()} == {newest}
        assert len({home.agreed.pool.model_dump_json() for home in heard.values()}) == 1
        for body, home in heard.items():
            own = self.federation.nodes[body].states.get(OwnMoney.at(NETWORK).path)
            missing = unheard(home.agreed.pool, own, body) if isinstance(own, OwnMoney) else []
            assert not [each for each in missing if each.year in years(home.agreed.pool)]


def _line(pence: int) -> BudgetLine:
    return BudgetLine(line="day", what_for="The yearly day.", pence=pence)


TestLivesOfMoney = LivesOfMoney.TestCase
TestLivesOfMoney.settings = settings(
    max_examples=LIVES or 8, stateful_step_count=STEPS, deadline=None, derandomize=not LIVES, print_blob=True
)
