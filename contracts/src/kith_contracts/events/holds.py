"""The messages of holds: a date that a body keeps free, and lets some others know of, before anything is agreed.

They are messages of the events service.
"""

from typing import ClassVar, Literal

from pydantic import Field

from kith_contracts.message import Body, Command, Contract, Fact, Message, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import BodySlug, FullName, Moment, Note, Section, Version, Zone


class Held(Section):
    """A date that somebody keeps free: when, perhaps where, and for what kind of thing. It needs no title."""

    starts: Body[Moment]
    """When what is held starts."""
    ends: Body[Moment]
    """When what is held ends."""
    zone: Body[Zone]
    place: Body[Note] = ""
    """Where, if that is known."""
    strand: Body[Note] = ""
    """What kind of thing it is for: `careers`, `returning to work`."""


# Commands of a body's own systems


class HoldDate(Renewal):
    """Hold a date, and tell these organisations of it; or change a hold. What is left out stays as it is. A hold ends
    by itself.
    """

    contract: ClassVar = Contract("hold-date", "events", Channel.PRIVATE_COMMANDS, key=("hold",))

    hold: Body[FullName]
    """Full name of the hold: the organisation that holds the date and a short name, such as `iop/spring-day`."""
    held: Body[Held]
    partners: Body[list[BodySlug]] = Field(default=[], max_length=50)
    days: Body[int] = Field(default=30, ge=1, le=366)
    """For so many days (24 h each), or until the date itself if that is sooner."""


class ReleaseHold(Command):
    """Hold a date no longer; who knows of it is told."""

    contract: ClassVar = Contract("release-hold", "events", Channel.PRIVATE_COMMANDS, key=("hold",))

    hold: Body[FullName]
    """Full name of the hold, such as `iop/spring-day`."""


class EndHold(Command):
    """A hold may have run out. The events service sends this to itself."""

    contract: ClassVar = Contract("end-hold", "events", Channel.PRIVATE_COMMANDS, key=("hold",))

    hold: Body[FullName]
    """Full name of the hold, such as `iop/spring-day`."""


# Between bodies


class HoldShared(Fact):
    """A body to one that it lets know of its hold: how it stands. The newest `version` counts."""

    contract: ClassVar = Contract("hold-shared", "events", Channel.INBOX, key=("hold",))

    hold: Body[FullName]
    """Full name of the hold: the organisation that holds the date and a short name, such as `iop/spring-day`."""
    status: Body[Literal["held", "released"]]
    """Whether the date is still `held`, or `released` for others."""
    held: Body[Held]
    until: Body[Moment]
    """Until when the date is held, unless it is released before."""
    version: Body[Version]


# Facts for the body's own systems


class HoldUpdated(Fact):
    """A hold that this body knows of, its own or another's; one that has run out is released."""

    contract: ClassVar = Contract("hold-updated", "events", Channel.PRIVATE_FACTS, key=("hold",))

    hold: Body[FullName]
    """Full name of the hold: the organisation that holds the date and a short name, such as `iop/spring-day`."""
    status: Body[Literal["held", "released"]]
    """Whether the date is still `held`, or `released` for others."""
    held: Body[Held]
    partners: Body[list[BodySlug]] = Field(default=[], max_length=50)
    """Of one's own: who knows of it."""
    until: Body[Moment]
    """Until when the date is held, unless it is released before."""
    version: Body[Version]


MESSAGES: tuple[type[Message], ...] = (HoldDate, ReleaseHold, EndHold, HoldShared, HoldUpdated)
