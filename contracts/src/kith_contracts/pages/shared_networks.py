"""Networks that several organisations own, as each owner reads them at home."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from kith_contracts.agreements.messages import Missing, PartyAnswer
from kith_contracts.agreements.succession import MOST_TERMS, Succession
from kith_contracts.agreements.terms import AgreementStatus, Answer, OnBehalf
from kith_contracts.descriptions import Described
from kith_contracts.directory.charters import NetworkStatus
from kith_contracts.directory.suggestions import NetworkSuggestion
from kith_contracts.directory.terms import NetworkTerms
from kith_contracts.message import Body
from kith_contracts.pages.agreements import ClauseDiff, TakeOverPage

Standing = Literal["coming", "due", "overdue", "done"]
"""How a turn stands."""


class NetworkTermsPage(NetworkTerms):
    """The text, without the proofs of who led the network: `leads` says in short what they prove."""

    succession: Body[list[Succession]] = Field(default=[], max_length=MOST_TERMS, exclude=True)


class LeadLine(Described):
    """One organisation that leads the network, or has led it."""

    body: str
    """Slug of the organisation."""
    term: int
    """Which lead it was: 1 for the founder, and one more with each change of the lead."""
    since: datetime | None
    """When the last of the owners needed for it agreed to it; null for the founder."""
    backed_by: list[str]
    """Slugs of the owners that agreed to it; empty for the founder."""


class InForce(Described):
    """The text that all owners have accepted last, and who leads the network by it."""

    terms: NetworkTermsPage
    """The whole text."""
    status: NetworkStatus
    """Whether the network is there for the people of this organisation."""
    lead: str
    """Slug of the organisation that leads the network."""
    term: int
    """Which lead that is: 1 for the founder, and one more with each change of the lead."""
    leads: list[LeadLine]
    """Who has led the network so far, the founder first. Nodes check the signatures that prove it."""
    heard: datetime
    """When the lead was heard last. It is heard every day."""
    silent: bool
    """Whether the lead has been silent so long that a deputy may follow it. Joining, leaving and reading go on; changes
    of the text wait."""
    successor: str | None
    """Slug of the deputy to whom the lead hands over; null if to nobody."""
    leaves: datetime | None
    """When this organisation has said that it leaves; null if it has not."""
    vacant: list[str]
    """The offices that this organisation fills, and that nobody holds."""


class LedPage(Described):
    """What the lead alone knows of the agreement."""

    answers: list[PartyAnswer]
    """What each owner has answered to the present text."""
    departed: dict[str, str]
    """Who leaves or has left, and why."""


class SharedNetworkPage(Described):
    """A network that this organisation owns with others, or was asked to: the text that is proposed, how the agreement
    stands, and what is in force.
    """

    subject: str
    """Full name of the network, such as `iop/returners`. It stays, whoever leads the network."""
    status: AgreementStatus
    """How the agreement on the proposed text stands."""
    terms: NetworkTermsPage
    """The text that is proposed; the one that is in force, if all have accepted it."""
    hash: str
    """SHA-256 hash of that text, in hexadecimal. An answer names it."""
    answers: dict[OnBehalf, Answer]
    """What this organisation has answered to that text, for itself and for its network."""
    missing: list[Missing]
    """Which owners have not accepted that text, and on whose behalf."""
    changes: list[ClauseDiff]
    """How the proposed text differs from the one in force; empty if it is the same, or none is in force."""
    in_force: InForce | None
    """Null as long as no text was accepted by all."""
    take_over: TakeOverPage | None
    """Null as long as this organisation does not ask to lead."""
    led: LedPage | None
    """Null where another organisation leads."""


class SharedNetworkLine(Described):
    """One of the networks that this organisation owns with others, or was asked to, in short."""

    subject: str
    """Full name of the network, such as `iop/returners`."""
    name: str
    """Name of the network, as people read it."""
    status: AgreementStatus
    """How the agreement on the proposed text stands."""
    version: int
    """Version of the proposed text."""
    hash: str
    """SHA-256 hash of that text, in hexadecimal. An answer names it."""
    answers: dict[OnBehalf, Answer]
    """What this organisation has answered to that text."""
    lead: str
    """Slug of the organisation that leads it."""
    silent: bool
    """Whether the lead has been silent so long that a deputy may follow it."""


Swapping = Literal["offered", "accepted", "declined"]
"""How a swap of two turns stands: it is `offered`, or was `accepted` or `declined`."""


class SwapLine(Described):
    """One owner offers its turn of a duty to another, for one of that."""

    by: str
    """Slug of the owner that offers it."""
    duty: str
    """Short name of the duty of the turn that it gives."""
    period: str
    """The time of that turn."""
    to: str
    """Slug of the owner to which it is offered."""
    for_duty: str
    """Short name of the duty of the turn that it takes."""
    for_period: str
    """The time of that turn."""
    status: Swapping


class TurnLine(Described):
    """One turn of a duty."""

    duty: str
    """Short name of the duty."""
    task: str
    """What is to be done, in one line."""
    weight: int
    """How much work it is, compared with turns of other duties."""
    owner: str
    """Slug of the owner whose turn it is, or who has done it."""
    swapped: bool
    """Whether two owners have swapped it; else it is as the rota apportions it."""
    period: str
    """The time of the turn: a month `2027-03`, a quarter `2027-q1`, a half-year `2027-h1` or a year `2027`."""
    due: date
    """The day by which it is to be done: the last one of its time."""
    status: Standing
    """Its time is still `coming`; it is `due`; its day is over and nothing was heard: `overdue`; or it is `done`."""


class DutiesPage(Described):
    """Who does what in a year, in a network that this organisation owns with others. Nobody has said it: each owner
    works it out alike, from the text in force.
    """

    subject: str
    """Full name of the network, such as `iop/returners`."""
    year: int
    """The calendar year of the turns."""
    turns: list[TurnLine]
    """All turns of the year, in the order in which they are to be done."""
    own_turns: int
    """How many of them are turns of this organisation."""
    own_weight: int
    """How much work they are together."""
    weight: int
    """How much work the turns of all owners are together."""
    swaps: list[SwapLine]
    """The swaps that were offered to this organisation or by it, of the present rota."""
    relieved: list[str]
    """What others do for this organisation, in plain words, duty by duty."""


class NetworkSuggestionPage(Described):
    """A change that was suggested to the text on a network, and what it would make of the present one."""

    suggestion: NetworkSuggestion
    """The suggestion: who made it, what it would change, why, and what became of it."""
    changes: list[ClauseDiff]
    """The clauses that would change; empty if it no longer fits the present text."""
