"""The lead's side of settlement: what all organisations paid, the account made of it, and what they say to it."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from pydantic import Field

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, Views, refuse
from kith_commons.settlement import Entry, Settled, settle
from kith_contracts.events.settlement import (
    MOST_COSTS,
    BooksAnswer,
    BooksAnswered,
    BooksClosed,
    CloseBooks,
    Cost,
    CostRecorded,
    Given,
    Owed,
    PaymentMarked,
    Share,
)
from kith_contracts.events.terms import EventTerms
from kith_contracts.message import Letter, Refusal
from kith_contracts.words import body_of
from kith_events.agreements.departure import without
from kith_events.agreements.versions import KEPT, Text
from kith_events.event.lead import JointEvent

# States


class Books(State):
    """All that was paid for an event that this body leads."""

    kind: ClassVar[str] = "books"
    event: str
    costs: dict[str, Cost] = Field(default={})
    """By organisation and number."""
    versions: dict[str, int] = Field(default={})
    status: Literal["open", "closed", "objected", "settled"] = "open"
    told: BooksClosed | None = None
    """The account as it was told last."""

    @property
    def id(self) -> str:
        return self.event

    @property
    def round(self) -> int:
        return self.told.round if self.told else 0

    @property
    def counted(self) -> list[Cost]:
        """In order; what was taken back is none."""
        return sorted([cost for cost in self.costs.values() if cost.pence], key=lambda cost: (cost.body, cost.number))


# Decisions


def take_cost(at: Circumstances, fact: CostRecorded, event: JointEvent | None, books: Books | None) -> Decision:
    """Keep it while the books are open. One that crossed the account on its way opens them again."""
    if event is None or not _takes_part(event, at.sender) or fact.cost.body != at.sender or not fact.cost.number:
        return NOTHING
    books = books or Books(event=event.event)
    name = f"{at.sender}/{fact.cost.number}"
    full = name not in books.costs and len(books.costs) >= MOST_COSTS
    if full or books.versions.get(name, 0) >= fact.version or books.status == "settled":
        return NOTHING
    if books.status == "closed" and fact.round >= books.round:
        return NOTHING
    kept = books.but(costs={**books.costs, name: fact.cost}, versions={**books.versions, name: fact.version})
    if books.status != "closed":
        return Decision(states=(kept,))
    crossed = BooksAnswer(body=at.sender, verdict="objected", line="A cost came in while the books were closed.")
    return _answered(kept, crossed)


async def agreed_texts(views: Views, command: CloseBooks, _at: Circumstances) -> list[Text]:
    """The texts of the agreement, to find the one that all have accepted last."""
    return await views.page(Text, f"{command.event}/", "", KEPT)


def close_books(
    _at: Circumstances, _command: CloseBooks, event: JointEvent | None, books: Books | None, texts: Sequence[Text]
) -> Decision:
    """Make the account of what was recorded, by the shares of the text that all have accepted, and ask all."""
    if event is None:
        return refuse("event-unknown", "There is no agreement on an event of this name here.", "event")
    books = books or Books(event=event.event)
    costs = [*books.counted, *granted(event)]
    if wrong := _not_to_close(event, books, costs):
        return Decision(refusal=wrong)
    terms = _agreed(event, texts)
    if terms is None:
        return refuse("text-unknown", "The text that all have accepted is not kept here any more.", "event")
    made = account(costs, terms)
    if isinstance(made, Refusal):
        return Decision(refusal=made)
    fact = BooksClosed(
        event=event.event,
        round=books.round + 1,
        status="closed",
        currency=terms.currency,
        costs=costs,
        shares=[Share(**row._asdict(), balance=row.balance) for row in made.rows],
        payments=[Owed(**each._asdict()) for each in made.payments],
        kind=[Given(**each._asdict()) for each in made.kind],
        answers=[],
        version=books.told.version + 1 if books.told else 1,
    )
    return _told(books.but(status="closed"), fact)


def take_verdict(at: Circumstances, fact: BooksAnswered, books: Books | None) -> Decision:
    """A party accepts the account of this round or objects; with the last acceptance it is settled."""
    asked = books.told if books and books.status == "closed" else None
    if books is None or asked is None or fact.round != asked.round or fact.answer.body != at.sender:
        return NOTHING
    if all(each.body != at.sender for each in asked.shares) or fact.answer in asked.answers:
        return NOTHING
    return _answered(books, fact.answer)


def take_mark(at: Circumstances, fact: PaymentMarked, books: Books | None) -> Decision:
    """Each side says its own: the payer that it is sent, the payee that it has come."""
    told = books.told if books and books.status == "settled" else None
    if books is None or told is None or told.round != fact.round:
        return NOTHING
    marked = [
        each.model_copy(update={fact.mark: True})
        if (each.payer, each.payee) == (fact.payer, fact.payee) and at.sender == side(each, fact.mark)
        else each
        for each in told.payments
    ]
    if marked == told.payments:
        return NOTHING
    return _told(books, told.model_copy(update={"payments": marked, "version": told.version + 1}))


def granted(event: JointEvent) -> list[Cost]:
    """What the funds have granted, which each home pays to its own people: a line for each fund and organisation."""
    funds = [fund for fund in event.terms.plan.funds if fund.fund in event.places]
    return [
        Cost(body=body_of(holder), number=0, form="cash", pence=pence, what=fund.title[:80])
        for fund in funds
        for holder, pence in sorted(event.places[fund.fund].granted_by_body.items())
        if pence
    ]


def account(costs: Sequence[Cost], terms: EventTerms) -> Settled | Refusal:
    """Who owes whom, by these terms, for these costs."""
    entries = [Entry(cost.body, cost.form, cost.pence) for cost in costs]
    cash = {party.body: party.cash_percent for party in terms.parties}
    kind = {party.body: party.kind_percent for party in terms.parties}
    return settle(entries, cash, kind)


def side(payment: Owed, mark: str) -> str:
    """Whose word this mark is."""
    return payment.payer if mark == "sent" else payment.payee


def _not_to_close(event: JointEvent, books: Books, costs: Sequence[Cost]) -> Refusal | None:
    if not event.agreement.over or event.published is None:
        return Refusal("books-too-early", "Close the books when the event is over, or called off.", "event")
    if not costs:
        return Refusal("no-costs", "Nobody has recorded a cost. Record what was paid first.", "event")
    if books.status in ("closed", "settled"):
        return Refusal("books-closed", "The books are closed. An objection of a party opens them again.", "event")
    return None


def _takes_part(event: JointEvent, body: str) -> bool:
    return event.published is not None and (body in event.parties or body in event.departed)


def _agreed(event: JointEvent, texts: Sequence[Text]) -> EventTerms | None:
    """The text that all have accepted last, without those who have left since, by the rule that it has for that."""
    wanted = event.published.hash if event.published else None
    if wanted == event.agreement.hash:
        return event.terms
    terms = next((text.terms for text in texts if text.hash == wanted), None)
    for body in event.departed:
        terms = without(terms, body) if terms else None
    return terms


def _answered(books: Books, answer: BooksAnswer) -> Decision:
    assert books.told is not None
    answers = [each for each in books.told.answers if each.body != answer.body] + [answer]
    accepted = {each.body for each in answers if each.verdict == "accepted"}
    status: Literal["closed", "objected", "settled"] = "closed"
    if answer.verdict == "objected":
        status = "objected"
    elif accepted >= {each.body for each in books.told.shares}:
        status = "settled"
    changes = {"answers": answers, "status": status, "version": books.told.version + 1}
    return _told(books.but(status=status), books.told.model_copy(update=changes))


def _told(books: Books, fact: BooksClosed) -> Decision:
    letters = tuple(Letter(each.body, fact) for each in fact.shares)
    return Decision(states=(books.but(told=fact),), says=letters)
