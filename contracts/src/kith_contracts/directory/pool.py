"""The money of a network that several organisations own, as its lead keeps it and tells each owner. Nobody holds it for
all: each owner keeps its part of the pool, pays itself what it was granted, and who owes whom is said once a year.
"""

from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field, StringConstraints

from kith_contracts.agreements.succession import MOST_PARTIES
from kith_contracts.directory.terms import LineName
from kith_contracts.message import Body
from kith_contracts.texts import READABLE
from kith_contracts.words import ONE_LINE, BodySlug, Digest, Note, Phrase, Section, Slug, Units, Version

MOST_ASKS: Final = 170
"""Of all owners together, in the years whose accounts are not settled and the last one that is."""
MOST_YEARS: Final = 3
"""Years whose accounts are not settled: there is no money of a further one until the first is."""
MOST_IN_A_YEAR: Final = 2 * MOST_PARTIES
"""Owners of a year, with those that leave in it and come."""
AskName = Slug
"""Short name of an ask, such as `hall-2027`; an owner never uses it for another."""
AskStatus = Literal["waiting", "reserved", "granted", "refused", "spent"]
"""`waiting`: for money, or for asks before it. `reserved`: the money is kept for it until more than half of the owners
know that. `granted`: it can be spent. `refused`: with a reason. `spent`: it was said what was spent; the rest is back.
"""
AccountStatus = Literal["asked", "objected", "settled"]
"""`asked`: answers are missing. `objected`: the books of the year are open again. `settled`: all owners have said yes.
"""
YearVerdict = Literal["accepted", "objected"]
"""What an owner says to the account of a year: `accepted`, or `objected` with a reason."""
Reason = Annotated[str, StringConstraints(pattern=r"^[ -~£€]*$", max_length=120), READABLE]
"""A short sentence of ours, which may be empty."""
Report = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True, pattern=ONE_LINE), READABLE]
"""A sentence or two, which may be empty."""
BookYear = Annotated[int, Field(ge=2020, le=2099)]
"""A calendar year."""
AskedPence = Annotated[int, Field(ge=1, le=100_000_000)]
"""Sum in pence (or cents), above zero."""
PoolSum = Annotated[int, Field(ge=-100_000_000_000, le=100_000_000_000)]
"""Sum in pence (or cents)."""


class MoneyAsk(Section):
    """What an owner asks for of a line of the budget, and what came of it."""

    known_by: ClassVar[tuple[str, ...]] = ("body", "ask")
    body: Body[BodySlug]
    ask: Body[AskName]
    year: Body[BookYear]
    """The year of whose money it is."""
    line: Body[LineName]
    pence: Body[Units]
    """What is asked for or granted, in pence (or cents)."""
    what_for: Body[Phrase]
    """What the money is for, in a few words."""
    status: Body[AskStatus] = "waiting"
    reason: Body[Reason] = ""
    """Why it waits or is refused, for people."""
    spent: Body[Units | None] = None
    """What was really spent, in pence (or cents); absent until it is said."""
    report: Body[Report] = ""
    """What came of it, in a sentence or two."""
    version: Body[Version]
    """Number of what its owner has said of its asks; the highest counts."""


class Contribution(Section):
    """What an owner puts into the pool for a year."""

    known_by: ClassVar[tuple[str, ...]] = ("year", "body")
    year: Body[BookYear]
    body: Body[BodySlug]
    pence: Body[PoolSum]
    """In pence (or cents)."""


class PoolPart(Section):
    """How much of the pool an owner had when the last account was settled. It keeps that itself."""

    known_by: ClassVar[tuple[str, ...]] = ("body",)
    body: Body[BodySlug]
    pence: Body[PoolSum]
    """In pence (or cents)."""


class AccountRow(Section):
    """How an owner stands in a year."""

    known_by: ClassVar[tuple[str, ...]] = ("body",)
    body: Body[BodySlug]
    carried: Body[PoolSum]
    """Its part of the pool at the beginning of the year, in pence (or cents)."""
    contribution: Body[PoolSum]
    """What it puts in for the year."""
    spent: Body[PoolSum]
    """What it has spent of what was granted to it, out of its own pocket."""
    share: Body[PoolSum]
    """What it bears of all that was spent in the year, in proportion to its part of the pool."""
    balance: Body[PoolSum]
    """What it owes the others, `share` without `spent`; below zero: what it is owed."""
    remains: Body[PoolSum]
    """Its part of the pool at the end of the year; what an owner that leaves takes with it."""


class OwnerLeft(Section):
    """The books of an owner that has left: what it bears of a year is fixed."""

    known_by: ClassVar[tuple[str, ...]] = ("year", "body")
    year: Body[BookYear]
    body: Body[BodySlug]
    share: Body[PoolSum]
    """What it bears of the year: its part of all that was granted when it left, in pence (or cents)."""


class NetworkPayment(Section):
    """What one owner has to pay another."""

    known_by: ClassVar[tuple[str, ...]] = ("payer", "payee")
    payer: Body[BodySlug]
    payee: Body[BodySlug]
    pence: Body[PoolSum]
    """In pence (or cents)."""


class YearAnswer(Section):
    """What an owner says to the account of a year."""

    known_by: ClassVar[tuple[str, ...]] = ("body",)
    body: Body[BodySlug]
    verdict: Body[YearVerdict]
    line: Body[Note] = ""
    """Why it objects; may be empty if it accepts."""


class YearAccount(Section):
    """Who has spent what in a year, who bears it, and who owes whom."""

    year: Body[BookYear]
    rows: Body[list[AccountRow]] = Field(max_length=MOST_IN_A_YEAR)
    """The owners, and those that have left in the year."""
    payments: Body[list[NetworkPayment]] = Field(max_length=MOST_IN_A_YEAR)
    """Who owes whom."""
    hash: Body[Digest]
    """Of all that an answer accepts: the rows, the payments, and what was spent for what."""
    status: Body[AccountStatus] = "asked"
    answers: Body[list[YearAnswer]] = Field(default=[], max_length=MOST_PARTIES)
    """What the owners have said so far."""


class Pool(Section):
    """The money of the network: who puts in what, who has asked for what, and how the last account stands."""

    parts: Body[list[PoolPart]] = Field(default=[], max_length=MOST_PARTIES)
    """What the owners had in it when the last account was settled."""
    contributions: Body[list[Contribution]] = Field(default=[], max_length=MOST_IN_A_YEAR * MOST_YEARS)
    """For the years whose accounts are not settled."""
    left: Body[list[OwnerLeft]] = Field(default=[], max_length=MOST_IN_A_YEAR * MOST_YEARS)
    """Owners that have left in those years."""
    asks: Body[list[MoneyAsk]] = Field(default=[], max_length=MOST_ASKS)
    """In the order in which the lead heard of them."""
    account: Body[YearAccount | None] = None
    """The last one that was made; absent as long as there is none."""
    owners_before: Body[list[BodySlug]] = Field(default=[], max_length=MOST_PARTIES)
    """The owners before these ones; half of them, too, have to know that money is reserved."""
