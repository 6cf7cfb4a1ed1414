"""What an owner suggests to change in the text on a network, and the messages that it makes."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from kith_contracts.agreements import suggestions
from kith_contracts.agreements.succession import MOST_PARTIES
from kith_contracts.agreements.terms import Rule
from kith_contracts.directory.charters import NetworkCharter
from kith_contracts.directory.terms import BudgetLine, Office, OwnerDuty, Size, Writers
from kith_contracts.events.terms import Currency
from kith_contracts.message import Body, Message
from kith_contracts.words import BodySlug, Section, Units


class OwnerChange(Section):
    """What an owner would be to the network instead. What is not named stays as it is."""

    body: Body[BodySlug]
    size: Body[Size | None] = None
    cash_percent: Body[int | None] = Field(default=None, ge=0, le=100)
    """Share of the cost in percent; absent leaves it as it is."""
    kind_percent: Body[int | None] = Field(default=None, ge=0, le=100)
    """Share of what is given in kind, in percent; absent leaves it as it is."""
    contribution: Body[Units | None] = None
    """What the owner would pay in a year, in pence (or cents); absent leaves it as it is."""


class NetworkChange(Section):
    """What the text would say instead. Owners are changed one by one; every other field that is given is replaced as a
    whole.
    """

    parties: Body[list[OwnerChange]] = Field(default=[], max_length=20)
    charter: Body[NetworkCharter | None] = None
    deputies: Body[list[BodySlug] | None] = Field(default=None, max_length=MOST_PARTIES)
    """Who would go on if the lead were gone, in order; absent leaves them as they are."""
    offices: Body[list[Office] | None] = Field(default=None, max_length=40)
    duties: Body[list[OwnerDuty] | None] = Field(default=None, max_length=40)
    currency: Body[Currency | None] = None
    lines: Body[list[BudgetLine] | None] = Field(default=None, max_length=40)
    rule: Body[Rule | None] = None
    notice_days: Body[int | None] = Field(default=None, ge=0, le=730)
    """How many days of notice an owner would give; absent leaves them as they are."""
    silence_days: Body[int | None] = Field(default=None, ge=2, le=90)
    """After how many days of silence the first deputy could take over; absent leaves them as they are."""
    writers: Body[Writers | None] = None
    moderated: Body[bool | None] = None
    """Whether the lead would read announcements of other owners first; absent leaves it as it is."""
    until: Body[date | None] = None
    """Last day of the network; absent leaves it as it is."""


class NetworkSuggestion(suggestions.Suggestion[NetworkChange]):
    """A change that owners have suggested, and what became of it. An owner that suggests the same supports it."""


# Commands of a body's own systems


class SuggestNetworkChange(suggestions.SuggestChange[NetworkChange]):
    """An owner suggests another value for a clause of the text that it sees. The lead takes it, or says why not."""

    contract: ClassVar = suggestions.SuggestChange.contract.of("directory", name="suggest-network-change")


class TakeNetworkSuggestion(suggestions.TakeSuggestion):
    """The lead takes suggestions into the next version of the text."""

    contract: ClassVar = suggestions.TakeSuggestion.contract.of("directory", name="take-network-suggestion")


class DeclineNetworkSuggestion(suggestions.DeclineSuggestion):
    """The lead declines a suggestion, and says why."""

    contract: ClassVar = suggestions.DeclineSuggestion.contract.of("directory", name="decline-network-suggestion")


# Between bodies


class NetworkChangeSuggested(suggestions.ChangeSuggested[NetworkChange]):
    """An owner to the lead: a change that it suggests, and why."""

    contract: ClassVar = suggestions.ChangeSuggested.contract.of("directory", name="network-change-suggested")


class NetworkSuggestionAnswered(suggestions.SuggestionAnswered[NetworkSuggestion]):
    """The lead to each owner: what was suggested, by whom, and what became of it. The newest `version` counts."""

    contract: ClassVar = suggestions.SuggestionAnswered.contract.of("directory", name="network-suggestion-answered")


# Facts for the body's own systems


class NetworkSuggestionUpdated(suggestions.SuggestionUpdated[NetworkSuggestion]):
    """A suggested change as an owner knows it."""

    contract: ClassVar = suggestions.SuggestionUpdated.contract.of("directory", name="network-suggestion-updated")


MESSAGES: tuple[type[Message], ...] = (
    SuggestNetworkChange,
    TakeNetworkSuggestion,
    DeclineNetworkSuggestion,
    NetworkChangeSuggested,
    NetworkSuggestionAnswered,
    NetworkSuggestionUpdated,
)
