"""A party's side of settlement, the lead's own included: what it paid itself, its word on the account, its payments."""

from typing import ClassVar

from pydantic import Field

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, refuse
from kith_contracts.events.settlement import (
    AnswerBooks,
    BooksAnswer,
    BooksAnswered,
    BooksClosed,
    Cost,
    CostRecorded,
    MarkPayment,
    PaymentMarked,
    RecordCost,
)
from kith_contracts.message import Letter
from kith_contracts.renewal import said
from kith_contracts.words import body_of
from kith_events.event.party import Proposal
from kith_events.settlement.lead import side

NOT_CLOSED = refuse("books-open", "The lead has not closed the books yet, or they are open again.", "event")

# States


class OwnBooks(State):
    """What this body has recorded for an event, and the account as the lead told it last."""

    kind: ClassVar[str] = "own-books"
    event: str
    costs: dict[int, Cost] = Field(default={})
    version: int = 0
    told: BooksClosed | None = None

    @property
    def id(self) -> str:
        return self.event


# Decisions


def record_cost(at: Circumstances, command: RecordCost, proposal: Proposal | None, books: OwnBooks | None) -> Decision:
    """Keep it, and tell the lead. Who has left may still say what it had paid."""
    if proposal is None:
        return refuse("agreement-unknown", "Nobody has proposed an agreement on this event here.", "event")
    if proposal.status in ("drafted", "proposed", "partly-accepted"):
        return refuse("event-not-open", "The hosts have not agreed on this event yet.", "event")
    if command.currency != proposal.terms.currency:
        sentence = f"The agreement is in {proposal.terms.currency}. Change the sum to that, at the rate you paid."
        return refuse("currency-differs", sentence, "currency")
    books = books or OwnBooks(event=command.event)
    if books.told and books.told.status != "objected":
        return refuse("books-closed", "The books are closed. If something is missing, object to the account.", "event")
    fields = {name: getattr(command, name) for name in ("number", "form", "pence", "what")}
    before = books.costs.get(command.number)
    if before and "form" not in said(command):
        fields["form"] = before.form
    cost = Cost(body=at.body, **fields)
    if before == cost:
        return NOTHING
    kept = books.but(costs={**books.costs, command.number: cost}, version=books.version + 1)
    seen = books.told.round if books.told else 0
    fact = CostRecorded(event=command.event, cost=cost, round=seen, version=kept.version)
    return Decision(states=(kept,), says=(Letter(body_of(command.event), fact),))


def hear_books(_at: Circumstances, fact: BooksClosed, proposal: Proposal | None, books: OwnBooks | None) -> Decision:
    """The account, as the lead tells it now."""
    books = books or OwnBooks(event=fact.event)
    if proposal is None or (books.told and books.told.version >= fact.version):
        return NOTHING
    return Decision(states=(books.but(told=fact),))


def answer_books(at: Circumstances, command: AnswerBooks, books: OwnBooks | None) -> Decision:
    """Accept the account of this round, or object to it with a line of why."""
    if books is None or books.told is None or books.told.status == "objected":
        return NOT_CLOSED
    if command.round != books.told.round:
        return refuse("round-stale", f"This is round {books.told.round}. Look at that account and answer it.", "round")
    if books.told.status == "settled":
        return refuse("books-settled", "All have accepted the account, and it is settled.", "event")
    if command.verdict == "objected" and not command.line:
        return refuse("why-missing", "Say in a line what is wrong with the account.", "line")
    answer = BooksAnswer(body=at.body, verdict=command.verdict, line=command.line)
    fact = BooksAnswered(event=command.event, round=command.round, answer=answer)
    return Decision(says=(Letter(body_of(command.event), fact),))


def mark_payment(at: Circumstances, command: MarkPayment, books: OwnBooks | None) -> Decision:
    """Our side of a payment."""
    if books is None or books.told is None or books.told.status != "settled":
        return refuse("books-not-settled", "Not all have accepted the account yet.", "event")
    pair = (command.payer, command.payee)
    found = next((each for each in books.told.payments if (each.payer, each.payee) == pair), None)
    if found is None:
        return refuse("payment-unknown", "The account has no payment between these two.", "payee")
    if side(found, command.mark) != at.body:
        return refuse("not-our-payment", "Who pays says that it is sent, who is paid that it has come.", "mark")
    fact = PaymentMarked(event=command.event, round=books.told.round, payer=pair[0], payee=pair[1], mark=command.mark)
    return Decision(says=(Letter(body_of(command.event), fact),))
