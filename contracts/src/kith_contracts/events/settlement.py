"""The messages of settlement: what each organisation paid, who owes whom when the books are closed, and who has paid.

They go to the parties of an agreement and to nobody else. They are messages of the events service.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from kith_contracts.message import Body, Command, Contract, Fact, Message, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import BodySlug, FullName, Note, Phrase, Section, Version

Form = Literal["cash", "kind", "sponsor"]
"""Paid in cash; given in kind, which stays apart; received from a sponsor."""
Currency = Literal["GBP", "EUR"]
Verdict = Literal["accepted", "objected"]
Mark = Literal["sent", "received"]
MOST_OF_A_BODY = 50
MOST_COSTS = 300
"""Of all organisations together, at one event."""
MOST_GRANTED = 500
"""Lines of what funds have granted: five funds, a hundred parties."""
Pence = Annotated[int, Field(ge=0, le=100_000_000)]
Sum = Annotated[int, Field(ge=-100_000_000_000, le=100_000_000_000)]
CostNumber = Annotated[int, Field(ge=1, le=MOST_OF_A_BODY)]
Round = Annotated[int, Field(ge=0, le=10_000)]
"""How often the books were closed: each objection leads to another round."""


class Cost(Section):
    """What an organisation paid, gave or received. 0 pence take it back."""

    body: Body[BodySlug]
    number: Body[int] = Field(ge=0, le=MOST_OF_A_BODY)
    """The organisation's own number; 0 is what a fund has granted to its people, which nobody records."""
    form: Body[Form]
    pence: Body[Pence]
    what: Body[Phrase]


class Share(Section):
    """How an organisation stands. `balance` is what it still owes, or below zero what it is owed."""

    body: Body[BodySlug]
    paid: Body[Sum]
    sponsored: Body[Sum]
    share: Body[Sum]
    balance: Body[Sum]


class Owed(Section):
    """What one organisation has to pay another; each says its own side of it."""

    payer: Body[BodySlug]
    payee: Body[BodySlug]
    pence: Body[Sum]
    sent: Body[bool] = False
    received: Body[bool] = False


class Given(Section):
    """What an organisation gave in kind, by its own estimate, beside the percentage that it promised."""

    body: Body[BodySlug]
    pence: Body[Sum]
    percent: Body[int] = Field(ge=0, le=100)


class BooksAnswer(Section):
    """What an organisation says to the account."""

    body: Body[BodySlug]
    verdict: Body[Verdict]
    line: Body[Note] = ""


# Commands of a body's own systems


class RecordCost(Renewal):
    """What the own organisation paid, gave in kind or received from a sponsor; said again it takes the place of what
    was said under this number, what is left out stays, and 0 pence take it back.
    """

    contract: ClassVar = Contract("record-cost", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[FullName]
    number: Body[CostNumber]
    form: Body[Form] = "cash"
    pence: Body[Pence]
    currency: Body[Currency]
    """That of the agreement."""
    what: Body[Phrase]


class CloseBooks(Command):
    """The lead makes the account, when the event is over; all parties are asked whether it is right."""

    contract: ClassVar = Contract("close-books", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[FullName]


class AnswerBooks(Command):
    """A party's yes to the account, or an objection, and why. That opens the books, until they are closed again."""

    contract: ClassVar = Contract("answer-books", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[FullName]
    round: Body[Round]
    verdict: Body[Verdict]
    line: Body[Note] = ""


class MarkPayment(Command):
    """Who pays says that it is sent, who is paid that it has come."""

    contract: ClassVar = Contract("mark-payment", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[FullName]
    payer: Body[BodySlug]
    payee: Body[BodySlug]
    mark: Body[Mark]


# Between bodies


class CostRecorded(Fact):
    """A party to the lead: a cost of its own. The newest version of each number counts; `round` is that of the last
    account that it had seen.
    """

    contract: ClassVar = Contract("cost-recorded", "events", Channel.INBOX, key=("event",), lead="receiver")

    event: Body[FullName]
    cost: Body[Cost]
    round: Body[Round]
    version: Body[Version]


class BooksAnswered(Fact):
    """A party to the lead: its answer to the account of this round."""

    contract: ClassVar = Contract("books-answered", "events", Channel.INBOX, key=("event",), lead="receiver")

    event: Body[FullName]
    round: Body[Round]
    answer: Body[BooksAnswer]


class PaymentMarked(Fact):
    """A party to the lead: its side of a payment."""

    contract: ClassVar = Contract("payment-marked", "events", Channel.INBOX, key=("event",), lead="receiver")

    event: Body[FullName]
    round: Body[Round]
    payer: Body[BodySlug]
    payee: Body[BodySlug]
    mark: Body[Mark]


class BooksClosed(Fact):
    """The lead to each party, and to who has left and is in it: the account, whole. With the last yes it is settled; an
    objection opens the books again. The newest version counts.
    """

    contract: ClassVar = Contract("books-closed", "events", Channel.INBOX, key=("event",), lead="sender")

    event: Body[FullName]
    round: Body[Round]
    status: Body[Literal["closed", "objected", "settled"]]
    currency: Body[Currency]
    costs: Body[list[Cost]] = Field(max_length=MOST_COSTS + MOST_GRANTED)
    shares: Body[list[Share]] = Field(max_length=400)
    payments: Body[list[Owed]] = Field(max_length=400)
    kind: Body[list[Given]] = Field(max_length=400)
    answers: Body[list[BooksAnswer]] = Field(max_length=200)
    version: Body[Version]


MESSAGES: tuple[type[Message], ...] = (
    RecordCost,
    CloseBooks,
    AnswerBooks,
    MarkPayment,
    CostRecorded,
    BooksAnswered,
    PaymentMarked,
    BooksClosed,
)
