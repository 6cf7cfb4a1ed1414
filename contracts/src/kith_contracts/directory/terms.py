"""What a network that several organisations own adds to the text of its agreement; the text goes to its owners and
nowhere else.
"""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from kith_contracts.agreements import terms as agreement
from kith_contracts.agreements.succession import MOST_PARTIES, LedTerms
from kith_contracts.directory.charters import NetworkCharter
from kith_contracts.events.terms import Currency
from kith_contracts.message import Body
from kith_contracts.words import BodySlug, Line, Phrase, Section, Slug, Units

Size = Literal["small", "medium", "large"]
"""How much an owner can carry: a `large` one has four turns where a `medium` one has two and a `small` one has one."""
Every = Literal["month", "quarter", "half-year", "year"]
"""How often a duty comes round: each `month`, `quarter`, `half-year` or `year`."""
Writers = Literal["lead", "owners"]
"""Whose officers may write to all members: those of the `lead`, or those of all `owners`."""
Claimants = Literal["owners", "lead"]
"""Who may ask for money of a line: all `owners`, or the `lead` alone."""
LineName = Slug
"""Short name of a line of the budget, such as `day`."""
DutyName = Slug
"""Short name of a duty, such as `newsletter`."""


class Owner(agreement.Party):
    """What one owner is to the network. The percentages of all owners add up to 100, for cash and for kind."""

    size: Body[Size] = "medium"
    cash_percent: Body[int] = Field(default=0, ge=0, le=100)
    """Share of the cost that the owner bears in money, in percent, where no line of the budget pays it."""
    kind_percent: Body[int] = Field(default=0, ge=0, le=100)
    """Share of what is given in kind that the owner bears, in percent."""
    contribution: Body[Units] = 0
    """What the owner pays into the network in a year, in pence (or cents). It bears what the lines pay by that."""


class Office(Section):
    """An office of the network, and which owner fills it. Who holds it, that owner alone knows."""

    known_by: ClassVar[tuple[str, ...]] = ("role", "body")
    role: Body[Phrase]
    """The office, such as `chair`."""
    body: Body[BodySlug]
    until: Body[date | None] = None
    """Last day of the term; absent if it has no end."""


class OwnerDuty(Section):
    """A task that comes round, and that the owners take in turns, by their sizes."""

    known_by: ClassVar[tuple[str, ...]] = ("duty",)
    duty: Body[DutyName]
    task: Body[Line]
    """What is to be done, in one line."""
    every: Body[Every]
    weight: Body[int] = Field(default=1, ge=1, le=10)
    """How much work one turn is, compared with other duties."""


class BudgetLine(Section):
    """What the network's money of a year is for."""

    known_by: ClassVar[tuple[str, ...]] = ("line",)
    line: Body[LineName]
    what_for: Body[Line]
    """What this money is for, in one line."""
    pence: Body[Units]
    """How much there is of it in a year, in pence (or cents)."""
    claimants: Body[Claimants] = "owners"


class NetworkTerms(LedTerms[Owner]):
    """One version of the whole text on a network that several organisations own. Its name stays, whoever leads it."""

    parties: Body[list[Owner]] = Field(min_length=1, max_length=MOST_PARTIES)
    """The owners, who all have to accept the text; the lead is one of them."""
    charter: Body[NetworkCharter]
    offices: Body[list[Office]] = Field(default=[], max_length=40)
    duties: Body[list[OwnerDuty]] = Field(default=[], max_length=40)
    currency: Body[Currency] = "GBP"
    lines: Body[list[BudgetLine]] = Field(default=[], max_length=40)
    notice_days: Body[int] = Field(default=90, ge=0, le=730)
    """How many days pass from the day on which an owner says that it leaves."""
    writers: Body[Writers] = "owners"
    moderated: Body[bool] = False
    """Whether the lead reads an announcement of another owner before it goes out."""
    until: Body[date | None] = None
    """Last day of the network; absent if it has no end."""
