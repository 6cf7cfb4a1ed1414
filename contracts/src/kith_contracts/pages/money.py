"""The money of a network that several organisations own, as each owner reads it at home."""

from typing import Literal

from kith_contracts.descriptions import Described
from kith_contracts.directory.pool import AccountRow, YearAccount
from kith_contracts.directory.terms import Claimants

AskStanding = Literal["sent", "waiting", "reserved", "granted", "refused", "spent"]
"""How an ask stands. `sent`: the lead has not answered. `waiting`: for money, or for asks before it. `reserved`: the
money is kept for it until more than half of the owners know that. `granted`: it can be spent. `refused`: with a reason.
`spent`: it was said what was spent; the rest is back.
"""


class AskLine(Described):
    """What an owner has asked for, and what came of it."""

    owner: str
    """Slug of the owner that asks."""
    ask: str
    """Short name of the ask; the owner uses it once."""
    line: str
    """Short name of the line of the budget."""
    pence: int
    """What is asked for or granted, in pence (or cents)."""
    what_for: str
    """What the money is for, in a few words."""
    status: AskStanding
    """How the ask stands."""
    reason: str
    """Why it waits or is refused, in a sentence; may be empty."""
    spent: int | None
    """What was really spent, in pence (or cents); null until it is said."""
    report: str
    """What came of it, in a sentence or two."""
    event: str | None
    """Full name of the event whose books take something of it; null if none does, and for asks of other owners."""


class BudgetStanding(Described):
    """A line of the budget in a year."""

    line: str
    """Short name of the line."""
    what_for: str
    """What this money is for, in one line."""
    claimants: Claimants
    """Who may ask for money of it."""
    pence: int
    """How much there is of it in the year, in pence (or cents)."""
    granted: int
    """How much of that is reserved, granted or spent."""
    spent: int
    """How much was spent."""
    waiting: int
    """How much is asked for that waits."""
    left: int
    """How much can be granted now."""


class NetworkMoneyPage(Described):
    """The money of a network that this organisation owns with others, in a year. Each owner keeps its part of the pool
    itself, and pays what it was granted out of its own pocket; who owes whom is settled once a year.
    """

    subject: str
    """Full name of the network, such as `iop/returners`."""
    year: int
    """The calendar year."""
    open_years: list[int]
    """The years whose accounts are not settled."""
    currency: str
    """Currency of all sums (ISO 4217)."""
    in_short: str
    """What all owners pay a year together, and what this one pays: `Together £2,400.00, alone £400.00.`"""
    together: int
    """What all owners pay a year, in pence (or cents)."""
    alone: int
    """What this organisation pays towards that."""
    there: int
    """What is in the pool of all owners, if all that is granted is spent."""
    ours: int
    """What this organisation has in it."""
    silent: bool
    """Whether the lead has been silent so long that a deputy may follow it: what is asked for waits until one does."""
    lines: list[BudgetStanding]
    """The lines of the budget, by the text in force."""
    asks: list[AskLine]
    """What the owners have asked for in the year, in the order in which it is served."""
    rows: list[AccountRow]
    """How each owner stands in the year, if all that is granted is spent; in a settled year, how each stood."""
    account: YearAccount | None
    """The account of the year; null as long as none was made."""
    missing: list[str]
    """Slugs of the owners that have not said yes to that account."""
