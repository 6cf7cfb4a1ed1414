"""The messages of facilitators: an officer names a person at home, who may then introduce and write notes at an event.

That somebody facilitates is known at the home that leads the event, and to nobody else.
"""

from typing import ClassVar

from pydantic import Field

from kith_contracts.events.introductions import Reason
from kith_contracts.events.practice import Reply
from kith_contracts.message import Body, Command, Contract, Message, Personal
from kith_contracts.topics import Channel
from kith_contracts.words import EventName, KeyedHash, PersonId, PracticeName, Pseudonym, StepName


class NameFacilitator(Command):
    """An officer of a network that leads the event names somebody at home to help there, until the period ends for
    which people's data are kept.
    """

    contract: ClassVar = Contract("name-facilitator", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[EventName]


class DismissFacilitator(Command):
    """An officer takes that back."""

    contract: ClassVar = Contract("dismiss-facilitator", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[EventName]


class FacilitateIntroduction(Command):
    """A facilitator names two who have a place at the event and should meet."""

    contract: ClassVar = Contract("facilitate-introduction", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[EventName]
    a: Personal[Pseudonym]
    b: Personal[Pseudonym]
    reason: Personal[Reason]


class WriteNotes(Command):
    """A facilitator writes the notes of a group whose people were asked for their consent before."""

    contract: ClassVar = Contract("write-notes", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[EventName]
    practice: Personal[PracticeName]
    step: Personal[StepName]
    replies: Personal[list[Reply]] = Field(min_length=1, max_length=8)


class EndFacilitator(Command):
    """The period may be over for which somebody facilitates; the events service sends this to itself."""

    contract: ClassVar = Contract("end-facilitator", "events", Channel.PEOPLE_COMMANDS, key=("facilitator",))

    event: Body[EventName]
    facilitator: Body[KeyedHash]
    """Id of the facilitator, known to this node alone."""


MESSAGES: tuple[type[Message], ...] = (
    NameFacilitator,
    DismissFacilitator,
    FacilitateIntroduction,
    WriteNotes,
    EndFacilitator,
)
