"""The messages of telling people: all of them stay at home."""

from typing import ClassVar, Literal

from pydantic import Field

from kith_contracts.events.practice import Who
from kith_contracts.message import Body, Command, Contract, Fact, Message, Personal
from kith_contracts.topics import Channel
from kith_contracts.words import After, FullName, KeyedHash, Line, Moment, PersonId, Sentence, Slug, Version

Occasion = Literal[
    "published",
    "decision",
    "changed",
    "cancelled",
    "asked",
    "entry",
    "action",
    "introduction",
    "joining",
    "announced",
    "session",
    "calendar",
]
"""Why someone is told: an event of their networks is open; their wish for places was answered; time or venue of what
they have a place in has changed; the event is called off; they are asked something; what they sent in was decided on;
what they meant to do comes back to them; there is something new about an introduction; there is an address to join;
there is something to read in a network of theirs; a session to which they contribute has moved, or was taken out;
one more entry of their calendar has changed with what they were told.
"""
Role = Literal["speaks", "helps", "answered"]
"""What somebody has to do with an event besides a place: they contribute to its programme; they help there; they have
answered something about it.
"""


class TellMembers(Command):
    """Tell the members of the hosting networks that an event is open, a page of people at a time.
    The notify service sends this to itself; `after` is the cursor of the page before.
    """

    contract: ClassVar = Contract("tell-members", "notify", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[FullName]
    networks: Body[list[FullName]] = Field(min_length=1, max_length=100)
    after: Body[After] = ""


class TellChange(Command):
    """Tell who has to do with an event that it has changed, or is called off: a page of people at a time after the
    cursor `after`, or one, by the hash of their attendance. The notify service sends this to itself.
    """

    contract: ClassVar = Contract("tell-change", "notify", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[FullName]
    occasion: Body[Literal["changed", "cancelled"]]
    number: Body[Version]
    """The version of the event that is told of."""
    parts: Body[list[Slug] | None] = Field(default=None, max_length=40)
    """Whom it concerns: who has asked for a place in one of these parts; None is everyone."""
    attendance: Body[KeyedHash | None] = None
    after: Body[After] = ""


class TellAsked(Command):
    """Tell people that they are asked something, a page at a time after the cursor `after`. The notify service sends
    this to itself.
    """

    contract: ClassVar = Contract("tell-asked", "notify", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[FullName]
    practice: Body[Slug]
    step: Body[Slug]
    who: Body[Who]
    networks: Body[list[FullName]] = Field(default=[], max_length=100)
    parts: Body[list[Slug]] = Field(default=[], max_length=40)
    until: Body[Moment]
    after: Body[After] = ""


class TellIntroduction(Command):
    """Tell a person that there is something to look at: that they could be introduced, that both have said yes, or the
    question whether it helped. The events service sends this to the notify service.
    """

    contract: ClassVar = Contract("tell-introduction", "notify", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[FullName]
    introduction: Personal[KeyedHash]
    step: Personal[Literal["offered", "made", "asked"]]


class TellJoining(Command):
    """Tell who has a place in one of these online parts that the address to join is on their own page, a page of people
    at a time after the cursor `after`. The events service sends this to the notify service, and that to itself.
    """

    contract: ClassVar = Contract("tell-joining", "notify", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[FullName]
    parts: Body[list[Slug]] = Field(min_length=1, max_length=40)
    number: Body[Version]
    """Which version of the addresses is told of."""
    after: Body[After] = ""


class TellSession(Command):
    """Tell a person that a session of theirs has moved, or was taken out. The events service sends this to the notify
    service.
    """

    contract: ClassVar = Contract("tell-session", "notify", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[FullName]
    number: Body[Version]
    """The version of the programme that is told of: one mail for each."""


class NoteRole(Command):
    """Somebody speaks or helps at an event, or does so no more: they are told if it is called off. The events service
    sends this to the notify service.
    """

    contract: ClassVar = Contract("note-role", "notify", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[FullName]
    role: Personal[Literal["speaks", "helps"]]
    began: Personal[KeyedHash]
    """With which invitation, or naming, it began."""
    ends: Personal[bool] = False


class RecordDelivery(Command):
    """What the mail server said to one mail. The notify service sends this to itself."""

    contract: ClassVar = Contract("record-delivery", "notify", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[FullName]
    delivery: Body[KeyedHash]
    told: Body[bool]
    permanent: Body[bool] = False
    """Whether a refusal is final; a passing one is tried again with growing pauses."""
    reason: Body[Sentence] = ""


class MessageTold(Fact):
    """A person was told, or could not be: once per person, home and occasion."""

    contract: ClassVar = Contract("message-told", "notify", Channel.PEOPLE_FACTS, key=("delivery",))

    person: Personal[PersonId]
    delivery: Body[KeyedHash]
    occasion: Personal[Line]
    event: Personal[FullName]
    """What it was about: an event; the network, if something was announced there."""
    status: Body[Literal["told", "failed"]]
    attempts: Body[int] = Field(ge=1, le=1000)
    version: Body[Version]


MESSAGES: tuple[type[Message], ...] = (
    TellMembers,
    TellChange,
    TellAsked,
    TellIntroduction,
    TellJoining,
    TellSession,
    NoteRole,
    RecordDelivery,
    MessageTold,
)
