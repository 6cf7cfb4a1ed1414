"""Random lives of grants that pay for events: a network grants and takes back, officers of three owners pay for two
events of what they have, and books are closed, objected to and accepted, while the two services of a body hear each
other late.

After each step: what the books of all events take of a grant was granted when they took it, and one event alone takes
it. What lines pay is in no payment. When all has arrived, the network has spent what settled books say, as far as it
was granted, and a line is never overspent.
"""

import os
import random
from collections import defaultdict, deque
from typing import Any, Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from support.directory.money import Pooling, asking, spending, text
from support.directory.shared import NETWORK
from support.events.books import SHARES, Together, answer
from support.events.grants import paid
from support.events.scenes import EVENT, terms
from support.speaking import said

from kith_commons.settlement import payments
from kith_contracts.directory.money import GrantUpdated
from kith_contracts.directory.terms import BudgetLine
from kith_contracts.events.grants import GrantUsed
from kith_contracts.events.settlement import BooksClosed, CloseBooks
from kith_contracts.message import Message
from kith_directory.money.own import OwnMoney
from kith_events.settlement.grants import Grant, Grants
from kith_events.settlement.party import OwnBooks

OWNERS: Final = ("iop", "bcs", "ni")
EVENTS: Final = (EVENT, "iop/another")
ASKS: Final = ("hall", "bus", "cake")
SUMS: Final = (0, 1, 20_00, 40_00, 60_00, 100_00)
OBJECTS: Final = 0.2
LINE: Final = 150_00
LIVES: Final = int(os.environ.get("KITH_LIVES", "0"))
"""So many other lives each time; without it the same few."""
pytestmark = pytest.mark.timeout(400 + 4 * LIVES)


class LivesOfGrants(RuleBasedStateMachine):
    """Each body has its directory and its events service; between these two, facts keep their order and may be late."""

    def __init__(self) -> None:
        super().__init__()
        self.directories: Pooling
        self.events: Together
        self.heard = 0
        self.way: dict[tuple[str, str], deque[Message]] = defaultdict(deque)

    @initialize(seed=st.sampled_from(range(1000)))
    def begin(self, seed: int) -> None:
        lines = [BudgetLine(line="day", what_for="The yearly day.", pence=LINE)]
        self.directories = Pooling(OWNERS, seed)
        self.directories.founded(text(dict.fromkeys(OWNERS, 100_00), lines=lines, duties=[], offices=[]))
        self.events = Together()
        self.events.agree(terms(parties=SHARES).model_copy(update={"subject": EVENTS[1]}))

    @rule(seed=st.integers(0, 2**32))
    def some_days(self, seed: int) -> None:
        choose = random.Random(seed)
        acts = {self.ask: 4, self.pay: 10, self.spend: 1, self.close: 2, self.answer: 3, self.hear: 1}
        for _ in range(8):
            choose.choices([*acts], [*acts.values()])[0](choose)
            self.directories.go_on(choose.choice((2, 20, 60)))
            self.arrive(choose, choose.choice((0, 1, 5, 20)))
            self.one_event_takes_what_was_granted()

    def ask(self, choose: random.Random) -> None:
        self.directories.tell(choose.choice(OWNERS), asking(choose.choice(ASKS), choose.choice(SUMS[1:])))

    def spend(self, choose: random.Random) -> None:
        self.directories.tell(choose.choice(OWNERS), spending(choose.choice(ASKS), choose.choice(SUMS)))

    def pay(self, choose: random.Random) -> None:
        """Of a line, or in cash; what is granted is looked at in that moment."""
        body, event = choose.choice(OWNERS), choose.choice(EVENTS)
        can = [each.told.ask for each in self.grants(body).values() if each.told.status == "granted"]
        ask = choose.choice([*can * 3, *ASKS])
        form = choose.choice(("line", "line", "cash"))
        fields = {"form": form} if form == "line" else {"form": form, "network": None, "ask": None}
        command = paid(ask, choose.choice((1, 2)), choose.choice(SUMS), event=event).model_copy(update=fields)
        before = self.grants(body)
        self.say(body, command)
        for name, grant in self.grants(body).items():
            if grant.pence > (before[name].pence if name in before else 0):
                assert grant.told.status == "granted"
                assert grant.pence <= grant.told.pence

    def close(self, choose: random.Random) -> None:
        self.say("iop", CloseBooks(event=choose.choice(EVENTS)))

    def answer(self, choose: random.Random) -> None:
        event, objects = choose.choice(EVENTS), choose.random() < OBJECTS
        for body in choose.sample(OWNERS, choose.choice((1, 3, 3))):
            books = self.events.nodes[body].states.get(OwnBooks.at(event).path)
            if isinstance(books, OwnBooks) and books.told:
                verdict = "objected" if objects else "accepted"
                said_so = answer(books.told.round, verdict, "Something is missing.")
                self.say(body, said_so.model_copy(update={"event": event}))

    def hear(self, choose: random.Random) -> None:
        """The directory says again what it has said, as after a kill."""
        body = choose.choice(OWNERS)
        facts = [fact for to, fact in self.directories.unheard if to == body and isinstance(fact, GrantUpdated)]
        for fact in facts[: self.heard]:
            self.say(body, fact)

    def say(self, body: str, message: Message) -> Any:
        decision = self.events.nodes[body].decide(message)
        self.events.post(body, decision)
        for at, each in self.events.decided:
            self.way[at, "directory"].extend(said(each, GrantUsed))
        self.events.decided.clear()
        return decision

    def arrive(self, choose: random.Random, many: int) -> None:
        for to, fact in self.directories.unheard[self.heard :]:
            if isinstance(fact, GrantUpdated):
                self.way[to, "events"].append(fact)
        self.heard = len(self.directories.unheard)
        for _ in range(many):
            if waiting := [way for way, facts in self.way.items() if facts]:
                body, service = way = choose.choice(waiting)
                fact = self.way[way].popleft()
                if service == "events":
                    self.say(body, fact)
                else:
                    self.directories.tell(body, fact)

    def grants(self, body: str) -> dict[str, Grant]:
        known = self.events.nodes[body].states.get(Grants.at(body).path)
        return known.grants if isinstance(known, Grants) else {}

    @invariant()
    def one_event_takes_what_was_granted(self) -> None:
        if not hasattr(self, "events"):
            return
        for body in OWNERS:
            books = [each for each in self.events.nodes[body].states.values() if isinstance(each, OwnBooks)]
            for name, grant in self.grants(body).items():
                taking = {each.event: each.paid_by(name) for each in books if each.paid_by(name)}
                assert set(taking) <= {grant.event}, "one event alone"
                assert grant.settled or sum(taking.values()) == grant.pence

    @invariant()
    def what_lines_pay_is_in_no_payment(self) -> None:
        for account in self.accounts() if hasattr(self, "events") else ():
            cash = {each.body: each.share - each.paid + each.sponsored for each in account.shares}
            assert sum(cash.values()) == 0
            assert cash == {each.body: each.balance for each in account.shares}
            owed = tuple((each.payer, each.payee, each.pence) for each in account.payments)
            assert owed == payments(cash)
            lines = [each for each in account.costs if each.form == "line"]
            assert sum(each.pence for each in lines) == sum(each.from_lines for each in account.shares)

    def accounts(self) -> list[BooksClosed]:
        books = [each for each in self.events.nodes["ni"].states.values() if isinstance(each, OwnBooks)]
        return [each.told for each in books if each.told]

    def teardown(self) -> None:
        """All arrives."""
        if not hasattr(self, "events"):
            return
        choose, quiet = random.Random(0), False
        while not quiet:
            self.arrive(choose, 1000)
            self.directories.settle()
            quiet = not any(self.way.values()) and self.heard == len(self.directories.unheard)
        pool = self.directories.pool("iop")
        taken = [each.spent or 0 if each.status == "spent" else each.pence for each in pool.asks]
        reserved = [each.status in ("reserved", "granted", "spent") for each in pool.asks]
        assert sum(pence for pence, counts in zip(taken, reserved, strict=True) if counts) <= LINE
        for body in OWNERS:
            own = self.directories.nodes[body].states.get(OwnMoney.at(NETWORK).path)
            for ask in ASKS:
                grant = self.grants(body).get(f"{NETWORK}/{ask}")
                if grant is None or not grant.version:
                    continue
                assert isinstance(own, OwnMoney)
                used, known = own.used[ask], self.directories.known("iop", body, ask)
                assert (used.pence, used.settled, used.version) == (grant.pence, grant.settled, grant.version)
                assert known is not None
                if grant.settled:
                    assert known.status == "spent"
                    assert known.spent is not None
                    assert known.spent <= grant.pence


TestLivesOfGrants = LivesOfGrants.TestCase
TestLivesOfGrants.settings = settings(
    max_examples=LIVES or 40, stateful_step_count=8, deadline=None, derandomize=not LIVES, print_blob=True
)
