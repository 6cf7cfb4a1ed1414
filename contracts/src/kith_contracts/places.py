"""The messages of places at an event: what a home asks of the lead, and what people ask of their home.

They are messages of the events service, like those in `events`.
"""

from typing import ClassVar, Literal

from pydantic import Field

from kith_contracts import calendars, codes, details, mixing
from kith_contracts.agreements import Leaving
from kith_contracts.message import Body, Command, Contract, Fact, Message, Personal, PersonRefused
from kith_contracts.topics import Channel
from kith_contracts.words import Code, EntryCode, FullName, PersonId, Pseudonym, Section, Sentence, Slug, Version

PlaceStatus = Literal["granted", "waiting", "refused", "released"]


# Between bodies


class RequestPlace(Command):
    """Home to lead: a place in one open part for one person, under a pseudonym. `number` rises when home asks again."""

    contract: ClassVar = Contract("request-place", "events", Channel.INBOX, key=("event",), lead="receiver")

    event: Body[FullName]
    part: Body[Slug]
    pseudonym: Body[Pseudonym]
    number: Body[Version]


class ReleasePlace(Command):
    """Home to lead: the place, or the wait for it, is given up."""

    contract: ClassVar = Contract("release-place", "events", Channel.INBOX, key=("event",), lead="receiver")

    event: Body[FullName]
    part: Body[Slug]
    pseudonym: Body[Pseudonym]
    number: Body[Version]


class PlaceDecided(Fact):
    """Lead to home: what became of a request. `version` rises with each decision on it; the newest counts."""

    contract: ClassVar = Contract("place-decided", "events", Channel.INBOX, key=("pseudonym", "part"), lead="sender")

    event: Body[FullName]
    part: Body[Slug]
    pseudonym: Body[Pseudonym]
    number: Body[Version]
    version: Body[Version]
    status: Body[PlaceStatus]
    code: Body[Code] = ""
    sentence: Body[Sentence] = ""


# People: never leave home


class AskForPlaces(Command):
    """A person asks at home for places in parts of an event of any body."""

    contract: ClassVar = Contract("ask-for-places", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[FullName]
    parts: Personal[list[Slug]] = Field(min_length=1, max_length=40)


class GiveUpPlaces(Command):
    """A person gives places back, or stops waiting for them."""

    contract: ClassVar = Contract("give-up-places", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[FullName]
    parts: Personal[list[Slug]] = Field(min_length=1, max_length=40)


class LeaveEvent(Command):
    """Home is no party of this event any more: its people hear what becomes of their places, a page at a time after the
    cursor `after`, or one registration. The events service sends this to itself.
    """

    contract: ClassVar = Contract("leave-event", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[FullName]
    leaving: Body[Leaving]
    registration: Body[Pseudonym | None] = None
    after: Body[str] = Field(default="", max_length=26)


class PartRegistration(Section):
    """What became of the wish for one part; `asked` is unanswered. `entry` is the entry code of a closed part."""

    part: Personal[Slug]
    status: Personal[Literal["asked", "granted", "waiting", "refused", "released"]]
    code: Personal[Code] = ""
    sentence: Personal[Sentence] = ""
    entry: Personal[EntryCode | None] = None


class RegistrationUpdated(Fact):
    """A person's registration for one event. `decision` rises when all asked parts are answered and the answer is
    news: that is the occasion to tell them.
    """

    contract: ClassVar = Contract("registration-updated", "events", Channel.PEOPLE_FACTS, key=("registration",))

    person: Personal[PersonId]
    registration: Body[Pseudonym]
    """Which registration: the pseudonym of this person at this event; closed parts have one each of their own."""
    event: Personal[FullName]
    parts: Personal[list[PartRegistration]] = Field(max_length=40)
    decision: Body[int] = Field(ge=0, le=9_007_199_254_740_991)
    version: Body[Version]


class PlaceCommandRefused(PersonRefused):
    """A person's wish was refused at home."""

    contract: ClassVar = Contract("place-command-refused", "events", Channel.PEOPLE_FACTS, key=("person",))


MESSAGES: tuple[type[Message], ...] = (
    RequestPlace,
    ReleasePlace,
    PlaceDecided,
    AskForPlaces,
    GiveUpPlaces,
    LeaveEvent,
    RegistrationUpdated,
    PlaceCommandRefused,
    *calendars.MESSAGES,
    *codes.MESSAGES,
    *details.MESSAGES,
    *mixing.MESSAGES,
)
