"""Random lives of three bodies: whatever overtakes whatever, in the end host and home say the same of each welcome."""

from collections import Counter
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from support.directory.networks import charter
from support.directory.people import enrol
from support.directory.welcome import registered
from support.federation import Federation

from kith_chassis.members import Member
from kith_contracts.directory.charters import Joinable, NetworkStatus
from kith_contracts.directory.inside import TellAnnounced
from kith_contracts.directory.membership import JoinNetwork, LeaveNetwork
from kith_contracts.directory.networks import CharterNetwork, DescribeNetwork, SetNetworkStatus
from kith_contracts.directory.welcome import AnswerWelcome, WelcomeAnswer, WelcomeBodies
from kith_directory.handlers import HANDLERS
from kith_directory.people.person import Person
from kith_directory.welcome.guest import GuestNetwork, Neighbour, welcomed
from kith_directory.welcome.host import Welcome

BODIES: Final = ("iop", "bcs", "ni")
GUESTS: Final = BODIES[1:]
NETWORKS: Final = ("iop/returners", "iop/pioneers")
PEOPLE: Final = {f"person-{body}-{number}": body for body in GUESTS for number in range(3)}

some_network = st.sampled_from(NETWORKS)
some_guest = st.sampled_from(GUESTS)
some_person = st.sampled_from(sorted(PEOPLE))
some_status = st.sampled_from(("active", "resting", "active", "resting", "ended"))


class Lives(RuleBasedStateMachine):
    """One host, two homes, and people who come and go."""

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        self.federation = Federation(BODIES, seed, HANDLERS)
        self.registrations = Counter(BODIES)
        for body in BODIES:
            self.federation.tell(body, registered(body))
        for body in GUESTS:
            self.federation.tell(body, CharterNetwork(network=f"{body}/forum", charter=charter()))
        for network in NETWORKS:
            self.federation.tell("iop", CharterNetwork(network=network, charter=charter()))
        for person, body in PEOPLE.items():
            self.federation.tell(body, enrol(person=person, how_much="everything"))
        self.federation.settle()

    @rule(network=some_network, bodies=st.lists(some_guest, unique=True))
    def welcome(self, network: str, bodies: list[str]) -> None:
        self.federation.tell("iop", WelcomeBodies(network=network, bodies=bodies))

    @rule(network=some_network, name=st.sampled_from("ABC"), joinable=st.sampled_from(("anyone", "ask", "anyone")))
    def describe(self, network: str, name: str, joinable: Joinable) -> None:
        self.federation.tell("iop", DescribeNetwork(network=network, charter=charter(name=name, joinable=joinable)))

    @rule(network=some_network, status=some_status)
    def rest(self, network: str, status: NetworkStatus) -> None:
        self.federation.tell("iop", SetNetworkStatus(network=network, status=status))

    @rule(body=some_guest, network=some_network, said=st.sampled_from(("accepted", "accepted", "declined")))
    def answer(self, body: str, network: str, said: WelcomeAnswer) -> None:
        self.federation.tell(body, AnswerWelcome(network=network, answer=said, looked_after_by=f"{body}/forum"))

    @rule(body=st.sampled_from(BODIES), suspended=st.booleans())
    def register(self, body: str, suspended: bool) -> None:
        self.registrations[body] += 1
        status = "suspended" if suspended else "admitted"
        self.federation.tell(body, registered(body, self.registrations[body], status=status))

    @rule(person=some_person, network=some_network, leaves=st.booleans())
    def come_or_go(self, person: str, network: str, leaves: bool) -> None:
        command = LeaveNetwork if leaves else JoinNetwork
        self.federation.tell(PEOPLE[person], command(person=person, network=network))

    @rule(steps=st.integers(1, 30))
    def go_on(self, steps: int) -> None:
        self.federation.go_on(steps)

    @rule()
    def repeat(self) -> None:
        self.federation.repeat()

    @invariant()
    def nothing_of_a_person_has_crossed(self) -> None:
        for text in self.federation.abroad():
            assert "person-" not in text

    @invariant()
    def nobody_is_told_twice(self) -> None:
        told = Counter(each for each in self.federation.unheard if isinstance(each[1], TellAnnounced))
        assert set(told.values()) <= {1}

    def teardown(self) -> None:
        if not hasattr(self, "federation"):
            return
        self.federation.settle()
        for network in NETWORKS:
            known: Welcome | None = self.federation.nodes["iop"].states.get(Welcome.at(network).path)  # type: ignore[assignment]
            for body in GUESTS:
                self._agree(body, network, known)
        for person, body in PEOPLE.items():
            for network in NETWORKS:
                self._joins_where_welcome(person, body, network)

    def _guest(self, body: str, network: str) -> GuestNetwork | None:
        neighbour = self.federation.nodes[body].states.get(Neighbour.at("iop").path)
        return neighbour.networks.get(network) if isinstance(neighbour, Neighbour) else None

    def _agree(self, body: str, network: str, known: Welcome | None) -> None:
        guest, partner = self._guest(body, network), known.partners.get(body) if known else None
        assert (guest is None) == (partner is None)
        if guest and partner:
            assert (guest.offer, guest.status, guest.text, guest.version) == (
                partner.offer,
                partner.status,
                partner.text,
                partner.version,
            )
            assert partner.status == "ended" or guest.answer == partner.answer

    def _joins_where_welcome(self, person: str, body: str, network: str) -> None:
        node = self.federation.nodes[body]
        state: Person = node.state(Person.at(person))
        if network in state.memberships:
            return
        refusal = node.decide(JoinNetwork(person=person, network=network)).refusal
        found = node.states.get(Neighbour.at("iop").path), node.states.get(Member.at("iop").path)
        assert (refusal is None) == bool(welcomed(network, *found))  # type: ignore[arg-type]


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
