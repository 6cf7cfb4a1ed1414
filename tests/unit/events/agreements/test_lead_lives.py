"""Random lives of an event whose lead changes: never are two leads believed, and no place is given twice."""

import os
from typing import Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from support.events.leading import FOUR, PEOPLE, Hosts, body_of_person, terms
from support.events.scenes import EVENT
from support.speaking import Seals

from kith_commons.agreement.in_force import agreed_proven
from kith_contracts.events.leads import HandOverEvent, TakeOverEvent
from kith_contracts.events.places import AskForPlaces, GiveUpPlaces
from kith_events.event.template import JOINT_EVENT
from kith_events.places.place import Place
from kith_events.places.registration import Registration

STEPS: Final = 20
LIVES: Final = int(os.environ.get("KITH_LIVES", "0"))
"""So many other lives each time; without it the same few."""
pytestmark = pytest.mark.timeout(400 + 2 * LIVES)
some_host = st.sampled_from(FOUR)
some_person = st.sampled_from([f"person-{body}-{number}" for body in FOUR for number in range(PEOPLE)])


class LivesOfALedEvent(RuleBasedStateMachine):
    """The services play it in memory; what must hold is worked out here."""

    hosts: Hosts

    def __init__(self) -> None:
        super().__init__()
        self.believed: dict[int, str] = {1: "iop"}

    @initialize(seed=st.sampled_from(range(1000)))
    def begin(self, seed: int) -> None:
        self.hosts = Hosts(FOUR, seed).opened(terms(silence_days=2))

    @rule(person=some_person)
    def ask(self, person: str) -> None:
        command = AskForPlaces(person=person, event=EVENT, parts=["lectures"])
        self.hosts.tell(body_of_person(person), command)

    @rule(person=some_person)
    def give_up(self, person: str) -> None:
        command = GiveUpPlaces(person=person, event=EVENT, parts=["lectures"])
        self.hosts.tell(body_of_person(person), command)

    @rule(body=some_host, to=some_host)
    def hand_over(self, body: str, to: str) -> None:
        self.hosts.tell(body, HandOverEvent(subject=EVENT, to=to))

    @rule(body=some_host)
    def take_over(self, body: str) -> None:
        self.hosts.tell(body, TakeOverEvent(subject=EVENT))

    @rule(body=some_host)
    def go_down(self, body: str) -> None:
        if len(self.hosts.off) < len(FOUR) - 1:
            self.hosts.off.add(body)

    @rule(body=some_host)
    def come_back(self, body: str) -> None:
        self.hosts.off.discard(body)

    @rule(many=st.sampled_from((1, 3)))
    def pass_days(self, many: int) -> None:
        self.hosts.days(many)

    @rule(steps=st.sampled_from((3, 20, 200)))
    def go_on(self, steps: int) -> None:
        self.hosts.go_on(steps)

    @rule()
    def repeat(self) -> None:
        self.hosts.repeat()

    @invariant()
    def two_leads_are_never_believed(self) -> None:
        for lead, term in self.hosts.leads.values():
            assert self.believed.setdefault(term, lead) == lead
        seals = Seals("anyone")
        for body in FOUR:
            home = self.hosts.home(body)
            assert home is None or agreed_proven(JOINT_EVENT, home.agreed, seals.proves)

    @invariant()
    def the_lead_never_gives_more_than_there_is(self) -> None:
        for body in FOUR:
            if led := self.hosts.led(body):
                lectures = led.places["lectures"]
                assert lectures.free >= 0
                assert lectures.free_in_pool >= 0
                assert sum(lectures.held.values()) <= lectures.places

    @invariant()
    def no_more_people_have_a_place_than_there_are(self) -> None:
        assert sum(len(self._granted(body)) for body in FOUR) <= sum(terms().quotas_of(terms().seats[0]).values()) + 2

    def _granted(self, body: str) -> list[str]:
        """By pseudonym: who has been told at this home that there is a place."""
        found: list[Registration] = self.hosts.nodes[body].all(Registration)
        return [each.id for each in found if "lectures" in each.wishes and each.wishes["lectures"].status == "granted"]

    def teardown(self) -> None:
        """All come back, and what was under way arrives. Then homes and lead agree on each place."""
        self.hosts.off.clear()
        self.hosts.settle()
        self.hosts.days(1)
        (lead,) = {lead for lead, _ in self.hosts.leads.values()}
        led = self.hosts.led(lead)
        assert led
        assert not led.unheard
        assert [body for body in FOUR if self.hosts.led(body)] == [lead]
        places: list[Place] = self.hosts.nodes[lead].all(Place)
        granted = {each.pseudonym for each in places if each.part == "lectures" and each.status == "granted"}
        assert granted == {each for body in FOUR for each in self._granted(body)}
        self.no_more_people_have_a_place_than_there_are()


TestLivesOfALedEvent = LivesOfALedEvent.TestCase
TestLivesOfALedEvent.settings = settings(
    max_examples=LIVES or 8, stateful_step_count=STEPS, deadline=None, derandomize=not LIVES, print_blob=True
)
