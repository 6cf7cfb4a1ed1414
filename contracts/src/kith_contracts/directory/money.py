"""The messages of the money of a network that several organisations own: asks, what was spent, and the yearly account.
What comes of them, the lead tells with the text in force.
"""

from typing import ClassVar, Literal

from pydantic import Field

from kith_contracts.directory.pool import MOST_YEARS, AskedPence, AskName, BookYear, Report, YearAccount, YearVerdict
from kith_contracts.directory.terms import LineName
from kith_contracts.events.terms import Currency
from kith_contracts.message import Body, Command, Contract, Fact, Message
from kith_contracts.topics import Channel
from kith_contracts.words import Digest, NetworkName, Note, Phrase, Units, Version

GrantStatus = Literal["waiting", "granted", "refused", "spent"]
"""How an own ask stands. `waiting`: nothing can be spent of it yet. `granted`: it can be spent. `refused`: with a
reason. `spent`: it was said what was spent, or nothing can be spent of it any more; the rest is back.
"""

# Commands of a body's own systems


class AskForMoney(Command):
    """Ask for money of a line of the budget. It is said at home; the lead grants it as soon as there is money. The same
    name again, as long as nothing is granted, replaces the ask; after that it lowers what is granted.
    """

    contract: ClassVar = Contract("ask-for-money", "directory", Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[NetworkName]
    ask: Body[AskName]
    line: Body[LineName]
    pence: Body[AskedPence]
    """How much, in pence (or cents)."""
    what_for: Body[Phrase]
    """What the money is for, in a few words."""


class RecordSpending(Command):
    """Say what was really spent of what was granted, and what came of it. The rest goes back to the line; so 0 pence
    give all of it back, and take back an ask that waits. A later one can lower it, and cannot raise it.
    """

    contract: ClassVar = Contract("record-spending", "directory", Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[NetworkName]
    ask: Body[AskName]
    pence: Body[Units]
    """What was spent, in pence (or cents)."""
    report: Body[Report] = ""
    """What came of it, in a sentence or two; needed where something was spent."""


class CloseYear(Command):
    """The lead makes the account of a year. All owners are asked whether it is right."""

    contract: ClassVar = Contract("close-year", "directory", Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[NetworkName]
    year: Body[BookYear]


class AnswerYear(Command):
    """An owner says yes to the account with this hash, for good, or objects to it. With the yes of all it is settled;
    an objection opens the books of the year again.
    """

    contract: ClassVar = Contract("answer-year", "directory", Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[NetworkName]
    year: Body[BookYear]
    hash: Body[Digest]
    """Of the account that is answered."""
    verdict: Body[YearVerdict]
    line: Body[Note] = ""
    """Why it objects; may be empty if it accepts."""


# Between bodies


class MoneyAsked(Fact):
    """An owner to the lead: one of its asks, and what it has spent of it. The highest version counts."""

    contract: ClassVar = Contract("money-asked", "directory", Channel.INBOX, key=("subject",))

    subject: Body[NetworkName]
    ask: Body[AskName]
    year: Body[BookYear]
    """The year in which it was asked for."""
    line: Body[LineName]
    pence: Body[Units]
    """How much, in pence (or cents)."""
    what_for: Body[Phrase]
    """What the money is for, in a few words."""
    spent: Body[Units | None] = None
    """What was spent, in pence (or cents); absent until it is said."""
    report: Body[Report] = ""
    """What came of it, in a sentence or two."""
    version: Body[Version]


class PoolKept(Fact):
    """An owner to the lead: it keeps what the lead has told, and has backed nobody who would lead after that. Money is
    granted once more than half of the owners have said so: whoever leads next then knows of it.
    """

    contract: ClassVar = Contract("pool-kept", "directory", Channel.INBOX, key=("subject",))

    subject: Body[NetworkName]
    term: Body[Version]
    """The term of that lead."""
    version: Body[Version]


class YearAnswered(Fact):
    """An owner to the lead: what it says to the account with this hash."""

    contract: ClassVar = Contract("year-answered", "directory", Channel.INBOX, key=("subject",))

    subject: Body[NetworkName]
    year: Body[BookYear]
    hash: Body[Digest]
    """Of the account that is answered."""
    verdict: Body[YearVerdict]
    line: Body[Note] = ""
    """Why it objects; may be empty if it accepts."""


class OwnerSettled(Fact):
    """The lead to an owner that has left: how it stands in the years that were open when it left; and once more when
    such a year is settled, with who owes whom.
    """

    contract: ClassVar = Contract("owner-settled", "directory", Channel.INBOX, key=("subject",))

    subject: Body[NetworkName]
    term: Body[Version]
    version: Body[Version]
    """The newest of the highest term counts, year by year."""
    accounts: Body[list[YearAccount]] = Field(min_length=1, max_length=MOST_YEARS)
    """As far as the owner has a row in them."""


# Facts for the body's own services and systems


class GrantUpdated(Fact):
    """An own ask for money of a network, as it stands by the newest word of whoever leads the network. What is granted
    can pay for an event: see `record-cost` of the events service.
    """

    contract: ClassVar = Contract(
        "grant-updated", "directory", Channel.PRIVATE_FACTS, key=("network", "ask"), aspects=("grant",)
    )

    network: Body[NetworkName]
    ask: Body[AskName]
    line: Body[LineName]
    pence: Body[Units]
    """What is asked for or granted, in pence (or cents); of what is spent, how much was."""
    currency: Body[Currency]
    """Currency of the network's money (ISO 4217)."""
    status: Body[GrantStatus]
    version: Body[Version]


MESSAGES: tuple[type[Message], ...] = (
    AskForMoney,
    RecordSpending,
    CloseYear,
    AnswerYear,
    MoneyAsked,
    PoolKept,
    YearAnswered,
    OwnerSettled,
    GrantUpdated,
)
