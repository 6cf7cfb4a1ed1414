"""Three bodies that settle a joint event, with a post that is never late."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from support.events.scenes import DAY, EVENT, lead, opened, parties, terms
from support.speaking import Node, letters

from kith_chassis.decision import Decision
from kith_commons.agreement.agreement import hash_of
from kith_contracts.events.agreements import AgreementProposed, AgreementStatusChanged, EndEvent
from kith_contracts.events.settlement import AnswerBooks, BooksClosed, CloseBooks, MarkPayment, RecordCost
from kith_contracts.events.terms import EventTerms, Party
from kith_events.handlers import HANDLERS
from kith_events.settlement.party import OwnBooks

BODIES: Final = ("iop", "bcs", "ni")
ENDS: Final = DAY + timedelta(hours=8)
SHARES: Final = parties(
    Party(body="iop", cash_percent=34),
    Party(body="bcs", cash_percent=33, kind_percent=100),
    Party(body="ni", cash_percent=33),
)


class Together:
    """The lead and its parties, with a post that is never late."""

    def __init__(self, text: EventTerms | None = None, *, over: bool = True) -> None:
        self.decided: list[tuple[str, Decision]] = []
        """At which body, in order."""
        self.nodes = {"iop": lead(), **{body: Node(HANDLERS, body) for body in BODIES[1:]}}
        self.agree(text or terms(parties=SHARES), over=over)

    def agree(self, text: EventTerms, *, over: bool = True) -> "Together":
        """All agree on this event; on one day there can be several."""
        event = text.subject
        opened(text, self.nodes["iop"])
        for body, node in self.nodes.items():
            node.hear(AgreementProposed(subject=event, terms=text, hash=hash_of(text)), "iop")
            node.hear(AgreementStatusChanged(subject=event, text=text.version, status="active", version=9), "iop")
            assert body in {party.body for party in text.parties}
        if over:
            self.nodes["iop"].hear(EndEvent(event=event), now=ENDS)
        return self

    def tell(self, body: str, message: Any) -> Decision:
        decision = self.nodes[body].hear(message)
        self.post(body, decision)
        return decision

    def post(self, sender: str, decision: Decision) -> None:
        self.decided.append((sender, decision))
        for letter in letters(decision):
            self.post(letter.to, self.nodes[letter.to].hear(letter.message, sender))

    def recorded(self, *costs: tuple[str, int, int], form: Any = "cash") -> "Together":
        for body, number, pence in costs:
            self.tell(body, cost(number, pence, form=form))
        return self

    def account(self, body: str) -> BooksClosed:
        told = self.nodes[body].state(OwnBooks.at(EVENT)).told
        assert isinstance(told, BooksClosed)
        return told

    def answers(self, bodies: Iterable[str] = BODIES, **changes: Any) -> None:
        for body in bodies:
            self.tell(body, answer(**changes))


def cost(number: int = 1, pence: int = 1000, **changes: Any) -> RecordCost:
    fields = {"number": number, "pence": pence, "currency": "GBP", "what": "Rooms"}
    return RecordCost(event=EVENT, **{**fields, **changes})


def answer(round: int = 1, verdict: Any = "accepted", line: str = "") -> AnswerBooks:
    return AnswerBooks(event=EVENT, round=round, verdict=verdict, line=line)


def mark(payer: str, payee: str, what: Any) -> MarkPayment:
    return MarkPayment(event=EVENT, payer=payer, payee=payee, mark=what)


CLOSE: Final = CloseBooks(event=EVENT)
