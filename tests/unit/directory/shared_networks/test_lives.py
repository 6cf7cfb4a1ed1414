"""Random lives of a network of four owners: amended, left, handed over, taken over, with nodes that go and come back.

After each step: nobody believes two leads of one term; what is in force anywhere was accepted by all its owners; what
everyone finds is what some lead has proven. When all nodes are up and all letters have arrived, all see the same, and
whose turn it is.
"""

import os
from typing import Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from support.directory.shared import NETWORK, Directories, terms
from support.speaking import Seals

from kith_commons.agreement.in_force import agreed_proven
from kith_contracts.directory.agreements import (
    AmendNetworkAgreement,
    AnswerNetworkAgreement,
    WithdrawNetworkAgreement,
)
from kith_contracts.directory.leads import HandOver, TakeOver
from kith_directory.shared_networks.publication import published_proven
from kith_directory.shared_networks.rota import turns
from kith_directory.shared_networks.template import SHARED_NETWORK

OWNERS: Final = ("iop", "bcs", "ni", "rsc")
STEPS: Final = 25
LIVES: Final = int(os.environ.get("KITH_LIVES", "0"))
"""So many other lives each time; without it the same few."""
pytestmark = pytest.mark.timeout(400 + 2 * LIVES)
some_owner = st.sampled_from(OWNERS)


class LivesOfASharedNetwork(RuleBasedStateMachine):
    """The directories play it in memory; what must hold is worked out here."""

    federation: Directories

    def __init__(self) -> None:
        super().__init__()
        self.believed: dict[int, str] = {1: "iop"}

    @initialize(seed=st.sampled_from(range(1000)))
    def begin(self, seed: int) -> None:
        self.federation = Directories(OWNERS, seed).founded(terms(OWNERS, notice_days=2, silence_days=2))

    @rule(body=some_owner, days=st.sampled_from((14, 30, 60)), without=st.sampled_from((None, *OWNERS)))
    def amend(self, body: str, days: int, without: str | None) -> None:
        if led := self.federation.led(body):
            alike = {"cash_percent": 0, "kind_percent": 0, "contribution": 100_00}
            parties = [
                each.model_copy(update=alike) for each in led.terms.parties if each.body == body or each.body != without
            ]
            text = led.terms.model_copy(
                update={
                    "version": led.terms.version + 1,
                    "parties": parties,
                    "deputies": [each for each in led.terms.deputies if each in {party.body for party in parties}],
                    "offices": [],
                    "silence_days": days // 7,
                }
            )
            self.federation.tell(body, AmendNetworkAgreement(subject=NETWORK, terms=text))

    @rule(body=some_owner)
    def accept(self, body: str) -> None:
        for behalf in ("body", "network"):
            said = {"subject": NETWORK, "hash": self.federation.offered(body).hash, "answer": "accepted"}
            self.federation.tell(body, AnswerNetworkAgreement.model_validate({**said, "on_behalf": behalf}))

    @rule(body=some_owner)
    def leave(self, body: str) -> None:
        self.federation.tell(body, WithdrawNetworkAgreement(subject=NETWORK))

    @rule(body=some_owner, to=some_owner)
    def hand_over(self, body: str, to: str) -> None:
        self.federation.tell(body, HandOver(subject=NETWORK, to=to))

    @rule(body=some_owner)
    def take_over(self, body: str) -> None:
        self.federation.tell(body, TakeOver(subject=NETWORK))

    @rule(body=some_owner)
    def go_down(self, body: str) -> None:
        if len(self.federation.off) < len(OWNERS) - 1:
            self.federation.off.add(body)

    @rule(body=some_owner)
    def come_back(self, body: str) -> None:
        self.federation.off.discard(body)

    @rule(many=st.sampled_from((1, 3, 9)))
    def pass_days(self, many: int) -> None:
        self.federation.days(many)

    @rule(steps=st.sampled_from((3, 20, 200)))
    def go_on(self, steps: int) -> None:
        self.federation.go_on(steps)

    @rule()
    def repeat(self) -> None:
        self.federation.repeat()

    @invariant()
    def two_leads_are_never_believed(self) -> None:
        for lead, term in self.federation.leads.values():
            assert self.believed.setdefault(term, lead) == lead
        for body in OWNERS:
            if led := self.federation.led(body):
                assert self.believed.setdefault(led.terms.term, body) == body

    @invariant()
    def all_that_is_believed_is_proven(self) -> None:
        seals = Seals("anyone")
        for body in OWNERS:
            home, listing = self.federation.home(body), self.federation.listing(body)
            assert home is None or agreed_proven(SHARED_NETWORK, home.agreed, seals.proves)
            assert listing is None or (listing.shared and published_proven(listing.shared.published, seals))

    def teardown(self) -> None:
        """All come back, and what was under way arrives."""
        self.federation.off.clear()
        self.federation.settle()
        self.federation.days(1)
        newest = max((home.newest for body in OWNERS if (home := self.federation.home(body))), default=None)
        seen = {
            home.newest
            for body in OWNERS
            if (home := self.federation.home(body))
            and home.status == "active"
            and not self.federation.offered(body).left
        }
        assert not seen or seen == {newest}
        homes = [home for body in OWNERS if (home := self.federation.home(body)) and home.newest == newest]
        rotas = {str(turns(home.rotas, self.federation.now.year + 1)) for home in homes}
        assert len(rotas) <= 1
        leads = [body for body in OWNERS if self.federation.led(body)]
        assert len(leads) <= 1 or newest is None, leads


TestLivesOfASharedNetwork = LivesOfASharedNetwork.TestCase
TestLivesOfASharedNetwork.settings = settings(
    max_examples=LIVES or 8, stateful_step_count=STEPS, deadline=None, derandomize=not LIVES, print_blob=True
)
