"""The messages of places at an event: what a home asks of the lead, and what people ask of their home.

They belong to the events service, like those in `events`. Closed parts, door and draws: `codes`, `details`, `draws`.
"""

from typing import ClassVar

from pydantic import Field

from kith_contracts.events.groups import MOST_GUESTS, MOST_SLOTS, Companion, SlotNumber, SlotTimes
from kith_contracts.events.plan import Band
from kith_contracts.events.requests import PlaceStatus, Why, WishStatus
from kith_contracts.events.terms import Leaving
from kith_contracts.message import Body, Command, Contract, Fact, Message, Personal, PersonRefused
from kith_contracts.topics import Channel
from kith_contracts.words import (
    After,
    Code,
    EntryCode,
    EventName,
    FullName,
    Line,
    Moment,
    PartName,
    Pence,
    PersonId,
    Pseudonym,
    Section,
    Sentence,
    Slug,
    Version,
)

# To ourselves


class EndOffers(Command):
    """Offers of places may have run out. The events service sends this to itself."""

    contract: ClassVar = Contract("end-offers", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]


# Between bodies


class RequestPlace(Command):
    """Home to lead: a request for a place in one open part or bundle, for one person under a pseudonym. `number` rises
    when home asks again.
    """

    contract: ClassVar = Contract(
        "request-place", "events", Channel.INBOX, key=("event",), lead="receiver", by_name=False
    )

    event: Body[EventName]
    part: Body[PartName]
    pseudonym: Body[Pseudonym]
    number: Body[Version]
    size: Body[Pence] = 1
    """For so many: the person and their guests, all or none; of a fund, the sum in pence."""
    delegate_of: Body[FullName | None] = None
    """In the name of which network: it has places of its own there."""
    slots: Body[list[SlotNumber]] = Field(default=[], max_length=MOST_SLOTS)
    """Of a part that is cut into slots: those that would do. Without any, each would."""
    band: Body[Band | None] = None
    """Of a fund with bands of need: which of them."""


class ReleasePlace(Command):
    """Home to lead: the person gives up the place, or stops waiting for it."""

    contract: ClassVar = Contract(
        "release-place", "events", Channel.INBOX, key=("event",), lead="receiver", by_name=False
    )

    event: Body[EventName]
    part: Body[PartName]
    pseudonym: Body[Pseudonym]
    number: Body[Version]


class PlaceDecided(Fact):
    """Lead to home: the decision on a request. `version` rises with each decision; the newest counts."""

    contract: ClassVar = Contract(
        "place-decided", "events", Channel.INBOX, key=("pseudonym", "part"), lead="sender", by_name=False
    )

    event: Body[EventName]
    part: Body[PartName]
    pseudonym: Body[Pseudonym]
    number: Body[Version]
    version: Body[Version]
    status: Body[PlaceStatus]
    code: Body[Code] = ""
    sentence: Body[Sentence] = ""
    until: Body[Moment | None] = None
    """By when an offer has to be accepted, or when the draw is."""
    slot: Body[SlotNumber | None] = None
    """Which slot it is, of a part that is cut into some."""
    why: Body[Why | None] = None


class TakeOffer(Command):
    """Home to lead: the person accepts the place that is offered."""

    contract: ClassVar = Contract("take-offer", "events", Channel.INBOX, key=("event",), lead="receiver")

    event: Body[EventName]
    part: Body[PartName]
    pseudonym: Body[Pseudonym]
    number: Body[Version]


# People: never leave home


class AskForPlaces(Command):
    """A person asks at home for places in parts or bundles of an event, of whatever organisation: all of them, or
    none.
    """

    contract: ClassVar = Contract("ask-for-places", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[EventName]
    parts: Personal[list[PartName]] = Field(min_length=1, max_length=40)
    guests: Personal[list[Line]] = Field(default=[], max_length=MOST_GUESTS)
    """Who comes with them, by name: in each part all of them have a place, or nobody. The names stay at home."""
    slots: Personal[dict[Slug, SlotTimes]] = Field(default={}, max_length=40)
    """By part that is cut into slots: the beginnings of those that would do. Without any, each would."""
    pence: Personal[dict[Slug, Pence]] = Field(default={}, max_length=5)
    """By fund: the sum that is asked for."""
    bands: Personal[dict[Slug, Band]] = Field(default={}, max_length=5)
    """By fund that asks how much it is needed: the number of that band, from 1."""
    invitations: Personal[dict[Slug, EntryCode]] = Field(default={}, max_length=40)
    """By part: a code from one's network, to come as its delegate. The host learns which network that is."""


class GiveUpPlaces(Command):
    """A person gives up places, or stops waiting for them."""

    contract: ClassVar = Contract("give-up-places", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[EventName]
    parts: Personal[list[PartName]] = Field(min_length=1, max_length=40)


class LeaveEvent(Command):
    """Home is no longer a party of this event: tell its people what becomes of their places, one page at a time after
    the cursor `after`, or for one registration. The events service sends this to itself.
    """

    contract: ClassVar = Contract("leave-event", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    leaving: Body[Leaving]
    registration: Body[Pseudonym | None] = None
    after: Body[After] = ""


class AcceptOffers(Command):
    """A person accepts places that are offered to them. To decline, they give them up."""

    contract: ClassVar = Contract("accept-offers", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[EventName]
    parts: Personal[list[PartName]] = Field(min_length=1, max_length=40)


class PartRegistration(Section):
    """What became of the wish for one part or bundle. `asked` means that the lead has not answered. `entry` is the
    entry code of a closed part.
    """

    part: Personal[PartName]
    status: Personal[WishStatus]
    code: Personal[Code] = ""
    sentence: Personal[Sentence] = ""
    entry: Personal[EntryCode | None] = None
    until: Personal[Moment | None] = None
    """By when an offer has to be accepted, or when the draw is."""
    slot: Personal[SlotNumber | None] = None
    """The number of one's slot, from 1, of a part that is cut into some."""
    guests: Personal[list[Companion]] = Field(default=[], max_length=MOST_GUESTS)
    pence: Personal[Pence | None] = None
    """Of a fund: the sum."""
    band: Personal[Band | None] = None
    delegate_of: Personal[FullName | None] = None
    """Full name of the network, or of the guest host at the lead, for which the person comes; absent for others."""
    why: Personal[Why | None] = None


class RegistrationUpdated(Fact):
    """A person's registration for one event. `decision` rises when all wishes are answered and the answer is news; then
    the person is told.
    """

    contract: ClassVar = Contract("registration-updated", "events", Channel.PEOPLE_FACTS, key=("registration",))

    person: Personal[PersonId]
    registration: Body[Pseudonym]
    """Which registration: the pseudonym of this person at this event; closed parts have one each of their own."""
    event: Personal[EventName]
    parts: Personal[list[PartRegistration]] = Field(max_length=40)
    decision: Body[int] = Field(ge=0, le=9_007_199_254_740_991)
    """Number that rises when all wishes are answered and the answer is news; then the person is told."""
    version: Body[Version]


class PlaceCommandRefused(PersonRefused):
    """A person's command about places was refused at home."""

    contract: ClassVar = Contract("place-command-refused", "events", Channel.PEOPLE_FACTS, key=("person",))


MESSAGES: tuple[type[Message], ...] = (
    EndOffers,
    RequestPlace,
    ReleasePlace,
    PlaceDecided,
    TakeOffer,
    AskForPlaces,
    AcceptOffers,
    GiveUpPlaces,
    LeaveEvent,
    RegistrationUpdated,
    PlaceCommandRefused,
)
