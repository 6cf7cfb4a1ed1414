"""The messages of changes that a party suggests: it answers a clause with another value, and one line of why.

They are messages of the events service, like those in `events`.
"""

from typing import ClassVar, Literal

from pydantic import Field

from kith_contracts.events.plan import EventPlan
from kith_contracts.events.terms import (
    Currency,
    DataField,
    Delegation,
    Exchange,
    GuestHost,
    Leaving,
    Rule,
    SeatsRule,
    Sponsor,
)
from kith_contracts.message import Body, Command, Contract, Fact, Message, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import (
    BodySlug,
    Digest,
    EventName,
    Line,
    NetworkName,
    Note,
    PartName,
    Phrase,
    Section,
    Units,
    Version,
)


class PartyChange(Section):
    """What a party would give and promise instead. What is not named stays as it is."""

    body: Body[BodySlug]
    networks: Body[list[NetworkName] | None] = Field(default=None, max_length=5)
    cash_percent: Body[int | None] = Field(default=None, ge=0, le=100)
    """Share of the cost in percent; absent leaves it as it is."""
    kind_percent: Body[int | None] = Field(default=None, ge=0, le=100)
    """Share of what is given in kind, in percent; absent leaves it as it is."""
    duties: Body[list[Phrase] | None] = Field(default=None, max_length=5)
    """What the party would do, one line each; absent leaves it as it is."""


class SeatsChange(Section):
    """How the places of a part, bundle or fund would be divided and given instead. Organisations that are not named
    keep theirs. It may be a part that the changed plan adds.
    """

    part: Body[PartName]
    block: Body[int | None] = Field(default=None, ge=1, le=100)
    """How many places would be given together; absent leaves it as it is."""
    quotas: Body[dict[BodySlug, Units]] = Field(default={}, max_length=50)
    """By organisation: the places that would be kept for it."""
    pool: Body[Units | None] = None
    """Places that all parties would draw on; absent leaves them as they are."""
    rule: Body[SeatsRule | None] = None
    draw_hours: Body[int | None] = Field(default=None, ge=1, le=2160)
    """How many hours after the opening the draw would be; absent leaves it as it is."""
    offer_hours: Body[int | None] = Field(default=None, ge=0, le=720)
    """For how many hours an offer would be kept; absent leaves it as it is."""


class Change(Section):
    """What the text would say instead. Parties and parts are changed one by one; every other field that is given is
    replaced as a whole. Parts that the changed plan drops lose their places as well.
    """

    plan: Body[EventPlan | None] = None
    parties: Body[list[PartyChange]] = Field(default=[], max_length=20)
    seats: Body[list[SeatsChange]] = Field(default=[], max_length=20)
    cost_pence: Body[int | None] = Field(default=None, ge=0, le=100_000_000)
    """What the event would cost in all, in pence (or cents); absent leaves it as it is."""
    currency: Body[Currency | None] = None
    delegates: Body[list[Delegation] | None] = Field(default=None, max_length=40)
    exchanges: Body[list[Exchange] | None] = Field(default=None, max_length=16)
    return_days: Body[int | None] = Field(default=None, ge=0, le=365)
    """How many days before the start unused quotas would go to the pool; absent leaves it as it is."""
    branding: Body[Note | None] = None
    """How names and logos of the hosts would be shown; absent leaves it as it is."""
    rule: Body[Rule | None] = None
    leaving: Body[Leaving | None] = None
    guest_hosts: Body[list[GuestHost] | None] = Field(default=None, max_length=10)
    sponsors: Body[list[Sponsor] | None] = Field(default=None, max_length=10)
    data_fields: Body[list[DataField] | None] = Field(default=None, max_length=7)
    data_opens_days: Body[int | None] = Field(default=None, ge=0, le=60)
    """From how many days before the start details would be sent; absent leaves it as it is."""
    data_kept_days: Body[int | None] = Field(default=None, ge=0, le=365)
    """How many days after the end the key would be destroyed; absent leaves it as it is."""


SuggestionStatus = Literal["open", "taken", "declined"]
"""`open`: not answered yet. `taken`: in a later version of the text. `declined`: with the lead's reason."""


class Suggestion(Section):
    """A change that parties have suggested, and what became of it. A party that suggests the same supports it."""

    suggestion: Body[Digest]
    """Of the change: the same change is the same suggestion."""
    change: Body[Change]
    why: Body[Line]
    """In the words of who suggested it first."""
    by: Body[list[BodySlug]] = Field(max_length=100)
    """Who suggests it, the first one first."""
    status: Body[SuggestionStatus] = "open"
    reason: Body[Note] = ""
    """Why it was declined, or which version has it."""


# Commands of a body's own systems


class SuggestChange(Renewal):
    """A party suggests another value for a clause of the text that it sees. The lead takes it, or says why not."""

    contract: ClassVar = Contract("suggest-change", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]
    hash: Body[Digest]
    """Of the text that was looked at."""
    change: Body[Change]
    why: Body[Line]
    """Why, in one line that all parties read."""


class TakeSuggestion(Command):
    """The lead takes suggestions into the next version of the text."""

    contract: ClassVar = Contract("take-suggestion", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]
    suggestions: Body[list[Digest]] = Field(min_length=1, max_length=20)
    """Ids of the suggestions to take."""


class DeclineSuggestion(Command):
    """The lead declines a suggestion, and says why."""

    contract: ClassVar = Contract("decline-suggestion", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]
    suggestion: Body[Digest]
    """Id of the suggestion."""
    reason: Body[Line]
    """Why it is declined, in one line that all parties read."""


# Between bodies


class ChangeSuggested(Fact):
    """A party to the lead: a change that it suggests, and why."""

    contract: ClassVar = Contract("change-suggested", "events", Channel.INBOX, key=("event",), lead="receiver")

    event: Body[EventName]
    change: Body[Change]
    why: Body[Line]
    """Why the party suggests it."""


class SuggestionAnswered(Fact):
    """The lead to each party: what was suggested, by whom, and what became of it. The newest `version` counts."""

    contract: ClassVar = Contract("suggestion-answered", "events", Channel.INBOX, key=("event",), lead="sender")

    event: Body[EventName]
    suggestion: Body[Suggestion]
    version: Body[Version]


# Facts for the body's own systems


class SuggestionUpdated(Fact):
    """A suggested change as a party knows it."""

    contract: ClassVar = Contract("suggestion-updated", "events", Channel.PRIVATE_FACTS, key=("event", "id"))

    event: Body[EventName]
    id: Body[Digest]
    """Id of the suggestion: the hash of its change."""
    suggestion: Body[Suggestion]
    version: Body[Version]


MESSAGES: tuple[type[Message], ...] = (
    SuggestChange,
    TakeSuggestion,
    DeclineSuggestion,
    ChangeSuggested,
    SuggestionAnswered,
    SuggestionUpdated,
)
