"""The messages of the door on the day: who has come, and who came without a place.

A device at the door marks by itself, without a network, and its marks are sent when there is one again. They are
messages of the events service.
"""

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from kith_contracts.message import Body, Command, Contract, Fact, Message, Refused
from kith_contracts.topics import Channel
from kith_contracts.words import BodySlug, EventName, Moment, PartName, Pseudonym, Section, Version

Device = Annotated[str, StringConstraints(pattern=r"^[a-z2-7]{12}$", max_length=12)]
"""A device at the door, by letters that it has thrown dice for."""


class ArrivalMark(Section):
    """Somebody who has a place has come, or the mark was a mistake. The last mark for one person and part counts: by
    time, then by device, then by number.
    """

    pseudonym: Body[Pseudonym]
    part: Body[PartName]
    at: Body[Moment]
    """When the person came, by the clock of the device."""
    number: Body[Version]
    """Rises with each mark of the device."""
    undone: Body[bool] = False
    """True if the mark was a mistake."""


class WalkIn(Section):
    """Somebody without a place has come, or the mark was a mistake. Their name stays on the device."""

    walk_in: Body[Version]
    """Which of those that came to this device; the lead makes a pseudonym of it."""
    part: Body[PartName]
    at: Body[Moment]
    """When the person came, by the clock of the device."""
    number: Body[Version]
    undone: Body[bool] = False
    """True if the mark was a mistake."""
    body: Body[BodySlug | None] = None
    """Of which party they say that they come; that party does not hear of it."""


class CheckIn(Command):
    """Take in what a device at the door has marked. The same again, or in another order, comes to the same.

    Refused as a whole if nothing of it counts; else each mark that does not count is on the page of arrivals, and why.
    """

    contract: ClassVar = Contract("check-in", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    device: Body[Device]
    marks: Body[list[ArrivalMark]] = Field(default=[], max_length=1000)
    walk_ins: Body[list[WalkIn]] = Field(default=[], max_length=200)


class SettleArrivals(Command):
    """It is time to count who came, or to delete who it was. The events service sends this to itself."""

    contract: ClassVar = Contract("settle-arrivals", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]


class CheckInRefused(Refused):
    """Nothing of what a device has marked counts."""

    contract: ClassVar = Contract("check-in-refused", "events", Channel.PEOPLE_FACTS, key=("command",))


# Between bodies


class Arrived(Fact):
    """Lead to home: whether one of its people has come to an open part. The newest version counts."""

    contract: ClassVar = Contract(
        "arrived", "events", Channel.INBOX, key=("pseudonym", "part"), lead="sender", by_name=False
    )

    event: Body[EventName]
    part: Body[PartName]
    pseudonym: Body[Pseudonym]
    come: Body[bool]
    """Whether the person has come."""
    version: Body[Version]


MESSAGES: tuple[type[Message], ...] = (CheckIn, SettleArrivals, CheckInRefused, Arrived)
