"""Whatever happens in a network: an office has one holder at most, who is a member, and nobody serves after the end."""

from datetime import date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from support.directory.networks import charter
from support.directory.people import FORUM, enrol, home
from support.speaking import NOW, Node

from kith_chassis.decision import Due
from kith_contracts.access.grants import Offices, Principal, Role
from kith_contracts.directory.charters import Officer
from kith_contracts.directory.membership import JoinNetwork, LeaveNetwork
from kith_contracts.directory.networks import DescribeNetwork
from kith_contracts.directory.offices import (
    AnswerOffice,
    EndOffice,
    HandOverOffice,
    OfferOffice,
    StepDown,
    VacateOffice,
)
from kith_contracts.erasure import ForgetPerson
from kith_contracts.message import Message
from kith_directory.networks.network import Network
from kith_directory.people.office import OfferedOffice, Office
from kith_directory.people.person import Person

ROLES = ("Chair", "Editor")
PEOPLE = tuple(f"person-{number:04}" for number in range(1, 5))
PERSON, ROLE = st.sampled_from(PEOPLE), st.sampled_from(ROLES)
DAYS = st.one_of(st.none(), st.integers(0, 60))


class LifeOfOffices(RuleBasedStateMachine):
    """People join, leave and are forgotten; offices are offered, handed over, accepted, given up; terms end."""

    node: Node
    now: datetime
    due: list[Due]
    ever: set[str]
    """Who has held an office, of those at home."""

    @initialize()
    def begin(self) -> None:
        self.node, self.now, self.due, self.ever = home(), NOW, [], set()
        offices = [Officer(role=role, filled=False) for role in ROLES]
        self.node.hear(DescribeNetwork(network=FORUM, charter=charter(officers=offices)))
        for each in PEOPLE:
            self.node.hear(enrol(person=each))
            self.node.hear(JoinNetwork(person=each, network=FORUM))

    def tell(self, message: Message) -> None:
        decision = self.node.decide(message, now=self.now)
        self.due += [each for each in decision.due if isinstance(each.command, EndOffice)]
        for each in decision.says:
            if isinstance(each, EndOffice | VacateOffice | AnswerOffice):
                self.tell(each)
        self.ever |= {each.person for each in self.held}

    @property
    def held(self) -> list[Office]:
        return [each for each in self.node.all(Office) if not isinstance(each, OfferedOffice)]

    def _until(self, days: int | None) -> date | None:
        return None if days is None else self.now.date() + timedelta(days=days)

    @rule(person=PERSON, role=ROLE, days=DAYS)
    def offer(self, person: str, role: str, days: int | None) -> None:
        self.tell(OfferOffice(person=person, network=FORUM, role=role, until=self._until(days)))

    @rule(to=PERSON, role=ROLE, days=DAYS)
    def hand_over(self, to: str, role: str, days: int | None) -> None:
        for each in self.held:
            if each.role == role:
                until = self._until(days)
                self.tell(HandOverOffice(person=each.person, network=FORUM, role=role, to=to, until=until))

    @rule(accepted=st.sampled_from([True, True, True, False]), pick=st.integers(0, 3))
    def answer(self, pick: int, *, accepted: bool) -> None:
        if offers := self.node.all(OfferedOffice):
            offer = offers[pick % len(offers)]
            self.tell(AnswerOffice(person=offer.person, network=FORUM, role=offer.role, accepted=accepted))

    @rule(person=PERSON, role=ROLE)
    def step_down(self, person: str, role: str) -> None:
        self.tell(StepDown(person=person, network=FORUM, role=role))

    @rule(person=PERSON, message=st.sampled_from([JoinNetwork, LeaveNetwork]))
    def move(self, person: str, message: type[JoinNetwork]) -> None:
        self.tell(message(person=person, network=FORUM))

    @rule(person=PERSON)
    def forget(self, person: str) -> None:
        self.tell(ForgetPerson(person=person))
        self.due = [each for each in self.due if each.command.about != person]
        self.ever.discard(person)
        self.node.hear(enrol(person=person), now=self.now)

    @rule(days=st.integers(1, 40))
    def later(self, days: int) -> None:
        end = self.now + timedelta(days=days)
        while first := min((each for each in self.due if each.at <= end), key=lambda each: each.at, default=None):
            self.due.remove(first)
            self.now = first.at
            self.tell(first.command)
        self.now = end

    @invariant()
    def each_office_has_one_holder_at_most_who_knows_it_is_a_member_and_within_the_term(self) -> None:
        people: dict[str, Person] = {each.person: each for each in self.node.all(Person)}
        believed = [
            (role, name, began)
            for name, each in people.items()
            if (membership := each.memberships.get(FORUM))
            for role, began in membership.offices.items()
        ]
        assert sorted(believed) == sorted((each.role, each.person, each.began) for each in self.held)
        assert len({each.role for each in self.held}) == len(self.held)
        assert all(FORUM in people[each.person].networks for each in self.held)
        assert all(each.ends is None or self.now < each.ends for each in self.held)

    @invariant()
    def the_charter_says_which_are_filled(self) -> None:
        network: Network = self.node.state(Network.at(FORUM))
        filled = {each.role: each.until for each in network.charter.officers if each.filled}
        assert filled == {each.role: each.until for each in self.held}
        assert network.held == filled.keys()

    @invariant()
    def whoever_holds_an_office_is_an_officer_and_who_held_one_is_none_whatever_their_token_says(self) -> None:
        holding = {each.person for each in self.held}
        for each in self.node.all(Person):
            token = Principal("issuer", each.person, "tools", "bcs", frozenset({Role.MEMBER}), person=each.person)
            offices = Offices(each.serves, each.served)
            assert (FORUM in offices.of(token).networks) == (each.person in holding)
            assert (Role.OFFICER in offices.of(token).roles) == (each.person in holding)
            old = token._replace(roles=frozenset({Role.OFFICER}), networks=frozenset({FORUM}))
            assert (FORUM in offices.of(old).networks) == (each.person in holding or each.person not in self.ever)


LifeOfOffices.TestCase.settings = settings(
    max_examples=60, stateful_step_count=30, derandomize=True, deadline=None, database=None
)
TestLifeOfOffices = LifeOfOffices.TestCase
