"""The messages of settlement: what each organisation paid, who owes whom when the books are closed, and who has paid.

They go to the parties of an agreement and to nobody else. They are messages of the events service.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from kith_contracts.message import Body, Command, Contract, Fact, Message, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import BodySlug, EventName, NetworkName, Note, Phrase, Section, Slug, Version

Form = Literal["cash", "kind", "sponsor", "line"]
"""Paid in `cash`; given in `kind`, which stays apart; received from a `sponsor`; paid from a `line` of a network's
budget, whose owners bear it, so that it is not shared here."""
Currency = Literal["GBP", "EUR"]
"""Currency of all sums in the books (ISO 4217): `GBP` or `EUR`."""
Verdict = Literal["accepted", "objected"]
"""What the organisation says to the account: `accepted`, or `objected` with a reason."""
Mark = Literal["sent", "received"]
"""`sent`: says who pays. `received`: says who is paid."""
MOST_OF_A_BODY = 50
MOST_COSTS = 300
"""Of all organisations together, at one event."""
MOST_GRANTED = 500
"""Lines of what funds have granted: five funds, a hundred parties."""
Pence = Annotated[int, Field(ge=0, le=100_000_000)]
"""Sum in pence (or cents); 0 takes an entry back."""
Sum = Annotated[int, Field(ge=-100_000_000_000, le=100_000_000_000)]
"""Sum in pence (or cents)."""
CostNumber = Annotated[int, Field(ge=1, le=MOST_OF_A_BODY)]
"""Number of the entry, unique among those of the organisation."""
Round = Annotated[int, Field(ge=0, le=10_000)]
"""How often the books were closed: each objection leads to another round."""


class Cost(Section):
    """What an organisation paid, gave or received. A sum of 0 takes it back."""

    body: Body[BodySlug]
    number: Body[int] = Field(ge=0, le=MOST_OF_A_BODY)
    """The organisation's own number; 0 is what a fund has granted to its people, which nobody records."""
    form: Body[Form]
    pence: Body[Pence]
    what: Body[Phrase]
    """What it was for, such as `hall`."""


class Share(Section):
    """How an organisation stands in the account."""

    body: Body[BodySlug]
    paid: Body[Sum]
    """What the organisation has paid, in pence (or cents)."""
    sponsored: Body[Sum]
    """What it has received from sponsors for the event, in pence (or cents)."""
    from_lines: Body[Sum] = 0
    """What it has paid from lines of networks' budgets, in pence (or cents): their owners bear it, and nobody here."""
    share: Body[Sum]
    """What it has to bear by the agreed percentages, in pence (or cents)."""
    balance: Body[Sum]
    """What it still owes, in pence (or cents); below zero: what it is owed."""


class Owed(Section):
    """What one organisation has to pay another. Each of the two tells its own side of the payment."""

    payer: Body[BodySlug]
    payee: Body[BodySlug]
    pence: Body[Sum]
    """The sum to pay, in pence (or cents)."""
    sent: Body[bool] = False
    """Whether the payer says that it is paid."""
    received: Body[bool] = False
    """Whether the receiver says that it has come."""


class Given(Section):
    """What an organisation gave in kind, by its own estimate, beside the percentage that it promised."""

    body: Body[BodySlug]
    pence: Body[Sum]
    """Value of what was given in kind, by the giver's own estimate, in pence (or cents)."""
    percent: Body[int] = Field(ge=0, le=100)
    """Share of all that was given in kind, in percent, as it was agreed."""


class BooksAnswer(Section):
    """What an organisation says to the account."""

    body: Body[BodySlug]
    verdict: Body[Verdict]
    line: Body[Note] = ""
    """Why the organisation objects; may be empty if it accepts."""


# Commands of a body's own systems


class RecordCost(Renewal):
    """Record what the own organisation paid, gave in kind or received from a sponsor. The same number again replaces
    the entry; what is left out stays as it is, and 0 pence takes it back. What is paid from a line names the
    network, also where it is changed, and the ask that was granted to this organisation; both stay at home.
    """

    contract: ClassVar = Contract("record-cost", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]
    number: Body[CostNumber]
    form: Body[Form] = "cash"
    pence: Body[Pence]
    """The sum in pence (or cents)."""
    currency: Body[Currency]
    """That of the agreement."""
    what: Body[Phrase]
    """What it was for, such as `hall`."""
    network: Body[NetworkName | None] = None
    """Network of several owners whose money it is; with the form `line`, and with no other."""
    ask: Body[Slug | None] = None
    """The own ask that was granted there. It pays for one event only; with the form `line`, and with no other."""

    @property
    def on_behalf(self) -> str:
        """In whose name it is recorded: what a network's line pays in that of the network, all else in the body's."""
        return "network" if self.network else "body"


class CloseBooks(Command):
    """The lead makes the account when the event is over. All parties are asked whether it is right."""

    contract: ClassVar = Contract("close-books", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]


class AnswerBooks(Command):
    """A party accepts the account or objects to it. An objection opens the books until they are closed again."""

    contract: ClassVar = Contract("answer-books", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]
    round: Body[Round]
    verdict: Body[Verdict]
    line: Body[Note] = ""
    """Why the organisation objects; may be empty if it accepts."""


class MarkPayment(Command):
    """The payer says that a payment is sent; the payee says that it has arrived."""

    contract: ClassVar = Contract("mark-payment", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]
    payer: Body[BodySlug]
    payee: Body[BodySlug]
    mark: Body[Mark]


# Between bodies


class CostRecorded(Fact):
    """A party to the lead: one of its costs. The newest version of each number counts; `round` is that of the last
    account that the party had seen.
    """

    contract: ClassVar = Contract(
        "cost-recorded", "events", Channel.INBOX, key=("event",), lead="receiver", by_name=False
    )

    event: Body[EventName]
    cost: Body[Cost]
    round: Body[Round]
    version: Body[Version]


class BooksAnswered(Fact):
    """A party to the lead: its answer to the account of this round."""

    contract: ClassVar = Contract(
        "books-answered", "events", Channel.INBOX, key=("event",), lead="receiver", by_name=False
    )

    event: Body[EventName]
    round: Body[Round]
    answer: Body[BooksAnswer]


class PaymentMarked(Fact):
    """A party to the lead: its side of a payment."""

    contract: ClassVar = Contract(
        "payment-marked", "events", Channel.INBOX, key=("event",), lead="receiver", by_name=False
    )

    event: Body[EventName]
    round: Body[Round]
    payer: Body[BodySlug]
    payee: Body[BodySlug]
    mark: Body[Mark]


class BooksClosed(Fact):
    """The lead to each party, and to those who have left and are in it: the whole account. When the last party accepts,
    it is settled; an objection opens the books again. The newest version counts.
    """

    contract: ClassVar = Contract("books-closed", "events", Channel.INBOX, key=("event",), lead="sender")

    event: Body[EventName]
    round: Body[Round]
    status: Body[Literal["closed", "objected", "settled"]]
    """`closed`: answers are missing. `objected`: the books are open again. `settled`: all have accepted."""
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
