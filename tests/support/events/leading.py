"""Events services in memory whose bodies hold an event together, whoever leads it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from support.events.scenes import BEHALVES, EVENT, blocks, parties, person, registered, seats
from support.events.scenes import terms as text_of
from support.federation import Federation

from kith_contracts.events.agreements import AnswerAgreement, ProposeAgreement
from kith_contracts.events.places import AskForPlaces, GiveUpPlaces
from kith_contracts.events.terms import EventTerms, Party
from kith_contracts.message import Message
from kith_events.event.in_force import AgreedEvent
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal
from kith_events.places.registration import Registration

FOUR: Final = ("iop", "bcs", "ni", "rsc")
PEOPLE: Final = 4
"""So many people are at home at each body."""


def terms(version: int = 1, **changes: Any) -> EventTerms:
    """A text of four hosts, three of whom are deputies: places for each, and two for all."""
    fields = {
        "parties": parties(Party(body="rsc", networks=["rsc/inclusion"])),
        "deputies": list(FOUR[1:]),
        "silence_days": 3,
        "seats": [seats(iop=1, bcs=1, ni=1, rsc=1, pool=2), blocks(iop=1, bcs=1, ni=1, rsc=1)],
    }
    return text_of(version, **{**fields, **changes})


def body_of_person(person: str) -> str:
    return person.split("-")[1]


class Hosts(Federation):
    """The events services of these bodies, and what one asks of them."""

    def __init__(self, bodies: Iterable[str] = FOUR, seed: int = 0) -> None:
        super().__init__(bodies, seed)
        for body in self.nodes:
            self.tell(body, registered(body))
            for number in range(PEOPLE):
                self.tell(body, person(f"person-{body}-{number}", audiences=["returner"]))
        self.settle()

    def accept(self, *bodies: str) -> None:
        """They accept whatever is proposed to them, on both behalves."""
        for body in bodies:
            for behalf in BEHALVES:
                told = AnswerAgreement(subject=EVENT, hash=self.offered(body).hash, on_behalf=behalf, answer="accepted")
                self.tell(body, told)
        self.settle()

    def opened(self, text: EventTerms | None = None) -> "Hosts":
        """The event is agreed on, and open."""
        text = text or terms()
        self.tell("iop", ProposeAgreement(subject=EVENT, terms=text))
        self.settle()
        self.accept(*[party.body for party in text.parties])
        return self

    def days(self, many: float) -> None:
        """So many days pass; a lead whose node is not down says each day that it is there."""
        end = self.now + timedelta(days=many)
        while self.now < end:
            self.pass_time(min(end, self.now + timedelta(days=1)))
            self.settle()

    def offered(self, body: str) -> Proposal:
        """The agreement, as this body was asked to join it."""
        found = self.nodes[body].state(Proposal.at(EVENT))
        assert isinstance(found, Proposal)
        return found

    def home(self, body: str) -> AgreedEvent | None:
        """The event, as this body hosts it."""
        found: AgreedEvent | None = self.nodes[body].states.get(AgreedEvent.at(EVENT).path)  # type: ignore[assignment]
        return found

    def led(self, body: str) -> JointEvent | None:
        """The event, as this body leads it."""
        found: JointEvent | None = self.nodes[body].states.get(JointEvent.at(EVENT).path)  # type: ignore[assignment]
        return found

    @property
    def leads(self) -> dict[str, tuple[str, int]]:
        """Who leads, and in which term, as each host sees it."""
        seen = {body: self.home(body) for body in self.nodes}
        return {body: (home.lead, home.terms.term) for body, home in seen.items() if home}

    def ask(self, *people: str, part: str = "lectures") -> None:
        """These people ask for a place at home, one after the other."""
        for each in people:
            self.now += timedelta(minutes=1)
            self.tell(body_of_person(each), AskForPlaces(person=each, event=EVENT, parts=[part]))
            self.settle()

    def give_up(self, *people: str, part: str = "lectures") -> None:
        for each in people:
            self.tell(body_of_person(each), GiveUpPlaces(person=each, event=EVENT, parts=[part]))
        self.settle()

    def wish(self, person: str, part: str = "lectures") -> str:
        """What became of this person's wish, as home knows it."""
        node = self.nodes[body_of_person(person)]
        found = [each.wishes[part] for each in node.all(Registration) if each.person == person and part in each.wishes]
        return found[0].status if found else ""

    def wishes(self, part: str = "lectures") -> dict[str, str]:
        """What became of everybody's."""
        people = [f"person-{body}-{number}" for body in self.nodes for number in range(PEOPLE)]
        return {each: status for each in people if (status := self.wish(each, part))}

    def refusal_of(self, body: str, message: Message) -> tuple[str, str]:
        """Code and field with which this body refuses a message now."""
        return self.nodes[body].refusal(message, now=self.now)
