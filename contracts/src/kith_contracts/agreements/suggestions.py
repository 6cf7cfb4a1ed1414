"""The messages of changes that a party suggests: it answers a clause with another value, and one line of why."""

from typing import Any, ClassVar, Generic, Literal, TypeVar

from pydantic import Field

from kith_contracts.agreements.messages import ANY
from kith_contracts.message import Body, Command, Contract, Fact, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import BodySlug, Digest, FullName, Line, Note, Section, Version

C = TypeVar("C", bound=Section)

SuggestionStatus = Literal["open", "taken", "declined"]
"""`open`: not answered yet. `taken`: in a later version of the text. `declined`: with the lead's reason."""


class Suggestion(Section, Generic[C]):
    """A change that parties have suggested, and what became of it. A party that suggests the same supports it."""

    suggestion: Body[Digest]
    """Of the change: the same change is the same suggestion."""
    change: Body[C]
    """What the text would say instead."""
    why: Body[Line]
    """In the words of who suggested it first."""
    by: Body[list[BodySlug]] = Field(max_length=100)
    """Who suggests it, the first one first."""
    status: Body[SuggestionStatus] = "open"
    reason: Body[Note] = ""
    """Why it was declined, or which version has it."""


S = TypeVar("S", bound=Suggestion[Any])

# Commands of a body's own systems


class SuggestChange(Renewal, Generic[C]):
    """A party suggests another value for a clause of the text that it sees. The lead takes it, or says why not."""

    contract: ClassVar = Contract("suggest-change", ANY, Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""
    hash: Body[Digest]
    """Hash of the text that was looked at."""
    change: Body[C]
    """What the text would say instead."""
    why: Body[Line]
    """Why, in one line that all parties read."""


class TakeSuggestion(Command):
    """The lead takes suggestions into the next version of the text."""

    contract: ClassVar = Contract("take-suggestion", ANY, Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""
    suggestions: Body[list[Digest]] = Field(min_length=1, max_length=20)
    """Ids of the suggestions to take."""


class DeclineSuggestion(Command):
    """The lead declines a suggestion, and says why."""

    contract: ClassVar = Contract("decline-suggestion", ANY, Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""
    suggestion: Body[Digest]
    """Id of the suggestion."""
    reason: Body[Line]
    """Why it is declined, in one line that all parties read."""


# Between bodies


class ChangeSuggested(Fact, Generic[C]):
    """A party to the lead: a change that it suggests, and why."""

    contract: ClassVar = Contract("change-suggested", ANY, Channel.INBOX, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""
    change: Body[C]
    """What the text would say instead."""
    why: Body[Line]
    """Why the party suggests it."""


class SuggestionAnswered(Fact, Generic[S]):
    """The lead to each party: what was suggested, by whom, and what became of it. The newest `version` counts."""

    contract: ClassVar = Contract("suggestion-answered", ANY, Channel.INBOX, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""
    suggestion: Body[S]
    """The suggestion, as it stands now."""
    version: Body[Version]


# Facts for the body's own systems


class SuggestionUpdated(Fact, Generic[S]):
    """A suggested change as a party knows it."""

    contract: ClassVar = Contract("suggestion-updated", ANY, Channel.PRIVATE_FACTS, key=("subject", "id"))

    subject: Body[FullName]
    """What the agreement is about."""
    id: Body[Digest]
    """Id of the suggestion: the hash of its change."""
    suggestion: Body[S]
    """The suggestion, as it stands now."""
    version: Body[Version]
