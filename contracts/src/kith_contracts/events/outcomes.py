"""The messages of what came of an event, for everyone. They are messages of the events service."""

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from kith_contracts.events.actions import MOST_BODY_ACTIONS, BodyAction
from kith_contracts.figures import PublishedFigure
from kith_contracts.message import Aggregate, Body, Command, Contract, Fact, Message, Public
from kith_contracts.topics import Channel
from kith_contracts.words import EventName, Line, PartName, Section, Version

Figure = Annotated[PublishedFigure, StringConstraints(pattern=r"^[ -~]*$", max_length=30)]
"""A count of people as anyone may see it: rounded to fives, `fewer than 5`, or `hidden to protect others`."""


class PublishOutcome(Command):
    """The event is over: publish its outcome, and on day 28 the account of people's actions as well. The events
    service sends this to itself.
    """

    contract: ClassVar = Contract("publish-outcome", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]
    account: Body[bool] = False
    """Whether to publish the account of actions as well, which is due on day 28."""


class PartFigure(Section):
    """How many places of an open part were taken, rounded. For a closed part nobody knows the number."""

    part: Public[PartName]
    places: Aggregate[Figure]


class PeoplesAccount(Section):
    """How many of the people who agreed to be counted said what they would do, and how many did it."""

    said: Aggregate[Figure]
    done: Aggregate[Figure]


class OutcomePublished(Fact):
    """What came of an event: places, the actions of its organisations, and from day 28 on the account of people's
    actions, which is made once. The newest version counts.
    """

    contract: ClassVar = Contract(
        "outcome-published",
        "events",
        Channel.SHARED,
        key=("event",),
        lead="sender",
        own_only=False,
        aspects=("outcome",),
    )

    event: Public[EventName]
    places: Public[list[PartFigure]] = Field(default=[], max_length=40)
    bodies: Public[list[BodyAction]] = Field(default=[], max_length=MOST_BODY_ACTIONS)
    people: Public[PeoplesAccount | None] = None
    shared: Public[list[Line]] = Field(default=[], max_length=200)
    """Sentences that people have shared, without a name, in the order of the alphabet."""
    version: Public[Version]


MESSAGES: tuple[type[Message], ...] = (PublishOutcome, OutcomePublished)
