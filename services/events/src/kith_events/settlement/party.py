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
from kith_contracts.message import Letter, Refusal
from kith_contracts.renewal import said
from kith_contracts.words import body_of
from kith_events.event.party import Proposal
from kith_events.settlement.grants import Grants, named, taking, unpayable
from kith_events.settlement.lead import side

NOT_CLOSED = refuse("books-open", "The lead has not closed the books yet, or they are open again.", "event")

# States


class OwnBooks(State):
    """What this body has recorded for an event, and the account as the lead told it last."""

    kind: ClassVar[str] = "own-books"
    event: str
    costs: dict[int, Cost] = Field(default={})
    paid_from: dict[int, str] = Field(default={})
    """By number: the grant that pays it, by network and ask. It stays at home."""
    version: int = 0
    told: BooksClosed | None = None

    @property
    def id(self) -> str:
        return self.event

    def with_cost(self, cost: Cost, grant: str | None) -> "OwnBooks":
        """With this entry, and the grant that pays it, if one does."""
        others = {number: each for number, each in self.paid_from.items() if number != cost.number}
        paid_from = {**others, cost.number: grant} if grant else others
        return self.but(costs={**self.costs, cost.number: cost}, paid_from=paid_from)

    def paid_by(self, grant: str) -> int:
        """How much of all costs this grant pays."""
        of_it = [number for number, name in self.paid_from.items() if name == grant and number in self.costs]
        return sum(self.costs[number].pence for number in of_it)


# Decisions


def record_cost(
    at: Circumstances,
    command: RecordCost,
    proposal: Proposal | None,
    books: OwnBooks | None,
    grants: Grants | None,
) -> Decision:
    """Keep it, and tell the lead; of what a line pays, the own directory hears. Who has left may still say what it had
    paid.
    """
    if wrong := _not_to_record(command, proposal, books):
        return Decision(refusal=wrong)
    assert proposal is not None
    books, grants = books or OwnBooks(event=command.event), grants or Grants(body=at.body)
    before, paid_from = books.costs.get(command.number), books.paid_from.get(command.number)
    form = before.form if before and "form" not in said(command) else command.form
    name = named(command, form, paid_from if before and before.pence else None)
    if isinstance(name, Refusal):
        return Decision(refusal=name)
    cost = Cost(body=at.body, number=command.number, form=form, pence=command.pence, what=command.what)
    kept = books.with_cost(cost, name)
    if kept == books:
        return NOTHING
    if name and (wrong := unpayable(command.event, command.currency, grants.grants.get(name), kept.paid_by(name))):
        return Decision(refusal=wrong)
    sums = {each: kept.paid_by(each) for each in (paid_from, name) if each}
    grants, told = taking(grants, command.event, proposal.terms.plan.title, sums)
    states = (grants,) if sums else ()
    if cost == before:
        return Decision(states=(kept, *states), says=told)
    kept = kept.but(version=books.version + 1)
    seen = books.told.round if books.told else 0
    fact = CostRecorded(event=command.event, cost=cost, round=seen, version=kept.version)
    return Decision(states=(kept, *states), says=(Letter(body_of(command.event), fact), *told))


def _not_to_record(command: RecordCost, proposal: Proposal | None, books: OwnBooks | None) -> Refusal | None:
    if proposal is None:
        return Refusal("agreement-unknown", "Nobody has proposed an agreement on this event here.", "event")
    if proposal.status in ("drafted", "proposed", "partly-accepted"):
        return Refusal("event-not-open", "The hosts have not agreed on this event yet.", "event")
    if command.currency != proposal.terms.currency:
        sentence = f"The agreement is in {proposal.terms.currency}. Change the sum to that, at the rate you paid."
        return Refusal("currency-differs", sentence, "currency")
    if books and books.told and books.told.status != "objected":
        return Refusal("books-closed", "The books are closed. If something is missing, object to the account.", "event")
    return None


def hear_books(
    at: Circumstances,
    fact: BooksClosed,
    proposal: Proposal | None,
    books: OwnBooks | None,
    grants: Grants | None,
) -> Decision:
    """The account, as the lead tells it now. Once all have accepted it, what lines have paid is spent."""
    books = books or OwnBooks(event=fact.event)
    if proposal is None or (books.told and books.told.version >= fact.version):
        return NOTHING
    after = books.but(told=fact)
    if fact.status != "settled" or not books.paid_from:
        return Decision(states=(after,))
    accepted = after.but(costs={number: cost for number, cost in books.costs.items() if cost in fact.costs})
    sums = {name: accepted.paid_by(name) for name in dict.fromkeys(books.paid_from.values())}
    grants, told = taking(grants or Grants(body=at.body), fact.event, proposal.terms.plan.title, sums, settled=True)
    return Decision(states=(after, grants), says=told)


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
