"""Several nodes in memory that ask each other: letters are really sealed, and what the workers do is done at once."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from support.events.scenes import BEHALVES, EVENT, person, registered, terms
from support.speaking import NOW, Node

from kith_chassis.decision import Decision
from kith_chassis.keys.box import filled, new_private_key, open_box, public_key
from kith_commons.agreement.agreement import hash_of
from kith_contracts.events.agreements import AgreementProposed, AnswerAgreement, ProposeAgreement
from kith_contracts.events.answers import AnswerAsk, AnswerForBody
from kith_contracts.events.asks import CloseAsk, DecideAsk, RecordPracticeKey, StartPractice
from kith_contracts.events.practice import Reply, Template
from kith_contracts.events.results import Outcome
from kith_contracts.events.terms import Party
from kith_contracts.message import Letter, Message, Refusal
from kith_events.asks.ask_copy import AskSeen
from kith_events.asks.home import Answered
from kith_events.asks.lead import Ballot
from kith_events.asks.outcome import outcome_of
from kith_events.asks.practice import Asked, Practice
from kith_events.event.lead import JointEvent
from kith_events.handlers import HANDLERS

LEAD: Final = "iop"
CLUB: Final = "prize"


class Circle:
    """Nodes that hear each other at once. Time is told, not measured."""

    def __init__(self, *bodies: str, people: int = 3, **changes: Any) -> None:
        """IOP leads; each body has some people, members of its network, and has said yes to the event. `changes` are to
        its text.
        """
        self.nodes = {body: Node(HANDLERS, body) for body in bodies}
        self.now = NOW
        self.private = new_private_key()
        self.heard: list[Message] = []
        self.said: list[tuple[str, Message]] = []
        self.refused: list[tuple[str, Refusal]] = []
        self.elsewhere: list[tuple[str, Message]] = []
        """What is said at a body to its other services and systems."""
        shares = {"iop": 60, "bcs": 40, "ni": 0}
        parties = [Party(body=each, networks=[f"{each}/forum"], cash_percent=cash) for each, cash in shares.items()]
        text = terms(parties=parties, **changes)
        for body, node in self.nodes.items():
            for other in (*bodies, "bcs", "ni", "rsc"):
                node.hear(registered(other), "office")
            if body == LEAD:
                node.hear(ProposeAgreement(subject=EVENT, terms=text))
            node.hear(AgreementProposed(subject=EVENT, terms=text, hash=hash_of(text)), LEAD)
            for behalf in BEHALVES:
                node.hear(AnswerAgreement(subject=EVENT, hash=hash_of(text), on_behalf=behalf, answer="accepted"))
            for number in range(people):
                node.hear(person(who(body, number), networks=[f"{body}/forum"]))

    # What is done

    def start(self, template: Template, **more: Any) -> None:
        bodies = {"bodies": list(self.nodes), "networks": [f"{body}/forum" for body in self.nodes]}
        self.tell(LEAD, StartPractice(subject=EVENT, practice=CLUB, template=template, **{**bodies, **more}))

    def person_answers(self, body: str, number: int, step: str, *replies: Reply) -> None:
        self.tell(body, self.by_person(body, number, step, *replies))

    def by_person(self, body: str, number: int, step: str, *replies: Reply) -> AnswerAsk:
        return AnswerAsk(person=who(body, number), subject=EVENT, practice=CLUB, step=step, replies=list(replies))

    def body_answers(self, body: str, step: str, *replies: Reply) -> None:
        self.tell(body, by_body(step, *replies))

    def close(self, step: str) -> None:
        self.tell(LEAD, CloseAsk(subject=EVENT, practice=CLUB, step=step, why="All have answered."))

    def decide(self, step: str, **how: Any) -> None:
        self.tell(LEAD, DecideAsk(subject=EVENT, practice=CLUB, step=step, **how))

    def tell(self, body: str, message: Message, sender: str = "") -> Decision:
        """A node hears this, and all hear what follows; a refusal is an error."""
        self.heard.append(message)
        decision = self.nodes[body].hear(message, sender, now=self.now)
        self._pass_on(body, decision)
        self.work()
        return decision

    def refusal(self, body: str, message: Message, sender: str = "") -> tuple[str, str]:
        return self.nodes[body].refusal(message, sender, now=self.now)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def granted(self, body: str, places: int, blocks: int = 0) -> None:
        """So many places in the lectures are this body's, and so many blocks of codes of the circle."""
        lead = self.nodes[LEAD]
        event: JointEvent = lead.state(JointEvent.at(EVENT))
        lectures = event.places["lectures"].model_copy(update={"held": {body: places}})
        circle = event.blocks["circle"].model_copy(update={"held": {body: tuple(range(blocks))}})
        lead.states[event.path] = event.but(places={"lectures": lectures}, blocks={"circle": circle})

    # What there is to see

    def asked(self, step: str) -> Asked:
        state: Asked = self.nodes[LEAD].state(Asked.at(EVENT, CLUB, step))
        return state

    def outcome(self, step: str) -> Outcome:
        found = self.asked(step).ask.outcome
        assert found
        return found

    def seen(self, body: str, step: str) -> AskSeen:
        state: AskSeen = self.nodes[body].state(AskSeen.at(EVENT, CLUB, step))
        return state

    def answered(self, body: str, number: int, step: str) -> Answered:
        (found,) = [
            each for each in self.nodes[body].all(Answered) if (each.person, each.step) == (who(body, number), step)
        ]
        return found  # type: ignore[no-any-return]

    def entry(self, step: str, title: str) -> str:
        """The name that the lead gave to this entry."""
        practice: Practice = self.nodes[LEAD].state(Practice.at(EVENT, CLUB))
        (found,) = [each.choice for each in practice.results[step].entries if each.title == title]
        return found

    def abroad(self) -> Iterable[str]:
        """All that passes between bodies, as JSON."""
        return [message.model_dump_json() for _, message in self.said]

    # Within

    def _pass_on(self, body: str, decision: Decision) -> None:
        for each in decision.says:
            if isinstance(each, Letter):
                message = filled(each)
                self.said.append((each.to, message))
                if each.to in self.nodes:
                    heard = self.nodes[each.to].decide(message, body, now=self.now)
                    if heard.refusal:
                        self.refused.append((each.to, heard.refusal))
                    self._pass_on(each.to, heard)
            elif type(each) in self.nodes[body].handlers:
                self._pass_on(body, self.nodes[body].decide(each, now=self.now))
            else:
                self.elsewhere.append((body, each))

    def work(self) -> None:
        """What the workers of those who ask would do by themselves."""
        for body, node in self.nodes.items():
            for practice in node.all(Practice):
                if practice.key in ("wanted", "closing"):
                    made = practice.key == "wanted"
                    public = public_key(self.private) if made else practice.public
                    ids = {"subject": practice.subject, "practice": practice.practice, "public": public}
                    self.tell(body, RecordPracticeKey(**ids, status="made" if made else "destroyed"))
            for asked in node.all(Asked):
                if asked.ask.to_count:
                    ballots = [each for each in node.all(Ballot) if each.ask == asked.id]
                    self.tell(body, outcome_of(asked, ballots, self._opened))

    def _opened(self, ballot: Ballot) -> bytes:
        return open_box(self.private, ballot.box, ballot.bound_to)


def by_body(step: str, *replies: Reply) -> AnswerForBody:
    return AnswerForBody(subject=EVENT, practice=CLUB, step=step, replies=list(replies))


def who(body: str, number: int) -> str:
    return f"person-{body}-{number:04}"
