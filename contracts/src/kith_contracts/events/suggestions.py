"""What a party suggests to change in the text on a joint event, and the messages that it makes."""

from typing import ClassVar

from pydantic import Field

from kith_contracts.agreements import suggestions
from kith_contracts.agreements.succession import MOST_PARTIES
from kith_contracts.agreements.terms import Rule
from kith_contracts.events.plan import EventPlan
from kith_contracts.events.terms import (
    Currency,
    DataField,
    Delegation,
    Exchange,
    GuestHost,
    Leaving,
    SeatsRule,
    Sponsor,
)
from kith_contracts.message import Body, Message
from kith_contracts.words import BodySlug, NetworkName, Note, PartName, Phrase, Section, Units


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
    deputies: Body[list[BodySlug] | None] = Field(default=None, max_length=MOST_PARTIES)
    """Who would go on if the lead were gone, in order; absent leaves them as they are."""
    silence_days: Body[int | None] = Field(default=None, ge=2, le=90)
    """After how many days of silence the first deputy could take over; absent leaves them as they are."""
    data_fields: Body[list[DataField] | None] = Field(default=None, max_length=7)
    data_opens_days: Body[int | None] = Field(default=None, ge=0, le=60)
    """From how many days before the start details would be sent; absent leaves it as it is."""
    data_kept_days: Body[int | None] = Field(default=None, ge=0, le=365)
    """How many days after the end the key would be destroyed; absent leaves it as it is."""


class Suggestion(suggestions.Suggestion[Change]):
    """A change that parties have suggested, and what became of it. A party that suggests the same supports it."""


# Commands of a body's own systems


class SuggestChange(suggestions.SuggestChange[Change]):
    """A party suggests another value for a clause of the text that it sees. The lead takes it, or says why not."""

    contract: ClassVar = suggestions.SuggestChange.contract.of("events")


class TakeSuggestion(suggestions.TakeSuggestion):
    """The lead takes suggestions into the next version of the text."""

    contract: ClassVar = suggestions.TakeSuggestion.contract.of("events")


class DeclineSuggestion(suggestions.DeclineSuggestion):
    """The lead declines a suggestion, and says why."""

    contract: ClassVar = suggestions.DeclineSuggestion.contract.of("events")


# Between bodies


class ChangeSuggested(suggestions.ChangeSuggested[Change]):
    """A party to the lead: a change that it suggests, and why."""

    contract: ClassVar = suggestions.ChangeSuggested.contract.of("events")


class SuggestionAnswered(suggestions.SuggestionAnswered[Suggestion]):
    """The lead to each party: what was suggested, by whom, and what became of it. The newest `version` counts."""

    contract: ClassVar = suggestions.SuggestionAnswered.contract.of("events")


# Facts for the body's own systems


class SuggestionUpdated(suggestions.SuggestionUpdated[Suggestion]):
    """A suggested change as a party knows it."""

    contract: ClassVar = suggestions.SuggestionUpdated.contract.of("events")


MESSAGES: tuple[type[Message], ...] = (
    SuggestChange,
    TakeSuggestion,
    DeclineSuggestion,
    ChangeSuggested,
    SuggestionAnswered,
    SuggestionUpdated,
)
