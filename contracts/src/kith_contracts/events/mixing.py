"""The messages of structured mixing: people sit at tables in rounds, so that they meet across bodies, roles and levels.

Whoever leads plans for pseudonyms; each home is told the seats of its own people, and tells them. They are messages of
the events service.
"""

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from kith_contracts.message import Body, Command, Contract, Fact, Message, Refused, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import EventName, PartName, Pseudonym, Section, Version

TableName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]*$", max_length=20)]
"""What stands on a table: `12`, `Window 3`."""
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$", max_length=12)]
"""A language by its tag (BCP 47): `en`, `cy`."""
Trait = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
"""A role or a level, in one word: `engineer`, `senior`. Empty where it is not known."""
CardNumber = Annotated[int, Field(ge=1, le=100_000)]
"""The number on a person's card, in the order of the list at the door."""


class MixingTable(Section):
    """A table, and how many may sit there. Without a language the plan decides what is spoken."""

    known_by = ("name",)
    name: Body[TableName]
    seats: Body[int] = Field(ge=1, le=1000)
    """How many people may sit there."""
    accessible: Body[bool] = False
    """Whether the table can be reached without steps."""
    language: Body[Language | None] = None


class KnownOfSomeone(Section):
    """What is known of somebody who has a place, of the fields that the agreement names; the body is known of all."""

    known_by = ("pseudonym",)
    pseudonym: Body[Pseudonym]
    role: Body[Trait] = ""
    level: Body[Trait] = ""
    languages: Body[list[Language]] = Field(default=[], max_length=10)
    accessible: Body[bool] = False
    """Whether they need an accessible table."""
    table: Body[TableName | None] = None
    """Where they stay in all rounds, as facilitator."""


class Those(Section):
    """Some people: two or more who stay together, or of whom no two sit together."""

    people: Body[list[Pseudonym]] = Field(min_length=2, max_length=20)


# Commands of the officers of the lead's networks


class PlanMixing(Renewal):
    """Seat all who have a place in an open part, in rounds. An existing plan is made again; what is left out stays as
    in that plan.
    """

    contract: ClassVar = Contract("plan-mixing", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    part: Body[PartName]
    rounds: Body[int] = Field(ge=1, le=12)
    """How many rounds there are; people move between them."""
    tables: Body[list[MixingTable]] = Field(min_length=1, max_length=200)
    known: Body[list[KnownOfSomeone]] = Field(default=[], max_length=1000)
    apart: Body[list[Those]] = Field(default=[], max_length=200)
    together: Body[list[Those]] = Field(default=[], max_length=200)
    seed: Body[int] = Field(default=0, ge=0, le=9_007_199_254_740_991)
    """From what the dice are thrown: the same seed gives the same plan."""


class RepairMixing(Command):
    """On the day: some have not come, others have come. Rounds before `from_round` stay, and as few people as possible
    move.
    """

    contract: ClassVar = Contract("repair-mixing", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    part: Body[PartName]
    from_round: Body[int] = Field(ge=1, le=12)
    """The first round that may change; earlier ones stay as they were."""
    absent: Body[list[Pseudonym]] = Field(default=[], max_length=1000)
    arrived: Body[list[KnownOfSomeone]] = Field(default=[], max_length=1000)
    """Who has a place, and no seat yet."""


class CloseMixing(Command):
    """Delete the plan: the time for which personal data are kept is over. The events service sends this to itself."""

    contract: ClassVar = Contract("close-mixing", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    part: Body[PartName]


class MixingCommandRefused(Refused):
    """A plan was not made or not changed. It names nobody: people are called by the numbers of their cards."""

    contract: ClassVar = Contract("mixing-command-refused", "events", Channel.PEOPLE_FACTS, key=("command",))


# Between bodies


class AssignedSeats(Section):
    """Where one person sits: a table for each round, empty where they have none."""

    pseudonym: Body[Pseudonym]
    card: Body[CardNumber]
    tables: Body[list[TableName | None]] = Field(min_length=1, max_length=12)


class SeatsAssigned(Fact):
    """Lead to home: the seats of its own people. The newest version counts; who is not in it has no seat."""

    contract: ClassVar = Contract(
        "seats-assigned", "events", Channel.INBOX, key=("event", "part"), lead="sender", by_name=False
    )

    event: Body[EventName]
    part: Body[PartName]
    seats: Body[list[AssignedSeats]] = Field(max_length=1000)
    version: Body[Version]


MESSAGES: tuple[type[Message], ...] = (PlanMixing, RepairMixing, CloseMixing, MixingCommandRefused, SeatsAssigned)
