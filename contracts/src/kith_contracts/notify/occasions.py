"""The messages of what there is to tell people: all of them stay at home."""

from typing import ClassVar, Literal

from pydantic import Field

from kith_contracts.events.practice import Who
from kith_contracts.message import Body, Command, Contract, Message, Personal
from kith_contracts.topics import Channel
from kith_contracts.words import (
    After,
    EventName,
    KeyedHash,
    Moment,
    NetworkName,
    PartName,
    PersonId,
    PracticeName,
    StepName,
    SubjectName,
    Version,
)

Role = Literal["speaks", "helps", "answered"]
"""What somebody has to do with an event besides a place. `speaks`: they contribute to its programme. `helps`: they
help there. `answered`: they have answered something about it."""


class TellMembers(Command):
    """Tell the members of the hosting networks that an event is open, a page of people at a time.
    The notify service sends this to itself; `after` is the cursor of the page before.
    """

    contract: ClassVar = Contract("tell-members", "notify", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    networks: Body[list[NetworkName]] = Field(min_length=1, max_length=100)
    after: Body[After] = ""


class TellChange(Command):
    """Tell everyone who has to do with an event that it has changed or is called off: one page of people at a time
    after the cursor `after`, or one person, by the hash of their attendance. The notify service sends this to
    itself.
    """

    contract: ClassVar = Contract("tell-change", "notify", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    occasion: Body[Literal["changed", "cancelled"]]
    """What has happened to the event: its plan has `changed`, or it is `cancelled`."""
    number: Body[Version]
    """The version of the event that is told of."""
    parts: Body[list[PartName] | None] = Field(default=None, max_length=40)
    """Whom it concerns: who has asked for a place in one of these parts; None is everyone."""
    attendance: Body[KeyedHash | None] = None
    """Hash of who comes, if one person is to be told; empty to tell all."""
    after: Body[After] = ""


class TellAsked(Command):
    """Tell people that they are asked something, a page at a time after the cursor `after`. The notify service sends
    this to itself.
    """

    contract: ClassVar = Contract("tell-asked", "notify", Channel.PEOPLE_COMMANDS, key=("subject",))

    subject: Body[SubjectName]
    practice: Body[PracticeName]
    step: Body[StepName]
    who: Body[Who]
    networks: Body[list[NetworkName]] = Field(default=[], max_length=100)
    parts: Body[list[PartName]] = Field(default=[], max_length=40)
    until: Body[Moment]
    """Until when they can answer."""
    after: Body[After] = ""


class TellIntroduction(Command):
    """Tell a person that there is something to look at: that they could be introduced, that both have said yes, or the
    question whether it helped. The events service sends this to the notify service.
    """

    contract: ClassVar = Contract("tell-introduction", "notify", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[EventName]
    introduction: Personal[KeyedHash]
    """Id of the introduction for this side."""
    step: Personal[Literal["offered", "made", "asked"]]
    """`offered`: they could be introduced. `made`: both have said yes. `asked`: whether it helped."""


class TellJoining(Command):
    """Tell who has a place in one of these online parts that the address to join is on their own page, a page of people
    at a time after the cursor `after`. The events service sends this to the notify service, and that to itself.
    """

    contract: ClassVar = Contract("tell-joining", "notify", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    parts: Body[list[PartName]] = Field(min_length=1, max_length=40)
    number: Body[Version]
    """Which version of the addresses is told of."""
    after: Body[After] = ""


class TellSession(Command):
    """Tell a person that a session of theirs has moved, or was taken out. The events service sends this to the notify
    service.
    """

    contract: ClassVar = Contract("tell-session", "notify", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[EventName]
    number: Body[Version]
    """The version of the programme that is told of: one mail for each."""


class NoteRole(Command):
    """Somebody has a role at an event, or no longer has it; they are told if it is called off. The events service sends
    this to the notify service.
    """

    contract: ClassVar = Contract("note-role", "notify", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[EventName]
    role: Personal[Literal["speaks", "helps"]]
    """What the person does at the event: who `speaks` contributes to its programme, who `helps` facilitates there."""
    began: Personal[KeyedHash]
    """With which invitation, or naming, it began."""
    ends: Personal[bool] = False
    """True if the person no longer does it."""


MESSAGES: tuple[type[Message], ...] = (
    TellMembers,
    TellChange,
    TellAsked,
    TellIntroduction,
    TellJoining,
    TellSession,
    NoteRole,
)
