"""The messages of what is said inside a network: announcements, round-ups, and where its people talk.

All of them stay at home, on topics that no system reads. They are messages of the directory, but for `TellAnnounced`.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from kith_contracts.message import Body, Command, Contract, Message, Personal, Refused, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import (
    After,
    KeyedHash,
    Line,
    MailAddress,
    Moment,
    NetworkName,
    Note,
    PersonId,
    RoundUpName,
    Section,
    SecureUrl,
    Slug,
    Text,
)

Slots = Annotated[int, Field(ge=1, le=40)]

Hours = Annotated[int, Field(ge=0, le=200)]
"""About how many a month."""
Label = Annotated[str, StringConstraints(pattern=r"^[A-Z]$", max_length=1)]
"""Stands for somebody, and says not for whom: A, B, C. The officers know."""


class Announce(Command):
    """Say something to the members of a network, in a few plain paragraphs. They are told once that there is something,
    and read it at home. Said again under the same name it is corrected, and nobody is told twice; an empty text takes
    it back.
    """

    contract: ClassVar = Contract("announce", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    announcement: Body[Slug]
    """Short name of the announcement, unique inside the network."""
    text: Body[Text]
    """What the committee tells its members, in plain paragraphs."""


class SayWhereWeTalk(Renewal):
    """Where the members of a network talk, and the address of the committee to which replies go: a list's or an
    office's, never one person's. Only members and officers read either. What is left out stays as it is, and null
    takes it back.
    """

    contract: ClassVar = Contract("say-where-we-talk", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    where_we_talk: Body[SecureUrl | MailAddress | None] = None
    replies_to: Body[MailAddress | None] = None


class OpenRoundUp(Command):
    """Open a round-up: until a deadline, members put in short notices, which all members are then told as one."""

    contract: ClassVar = Contract("open-round-up", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    round_up: Body[RoundUpName]
    title: Body[Line]
    """Title of the round-up, as members read it."""
    until: Body[Moment]
    """Deadline for notices; then all members are told of the round-up once."""
    slots: Body[Slots] = 10
    """How many notices there is room for; who comes first has one."""


class PutNotice(Command):
    """A person's one notice in a round-up of a network of theirs, without their name. Sent again it takes the place of
    the one before and keeps its slot; an empty text takes it back.
    """

    contract: ClassVar = Contract("put-notice", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    network: Personal[NetworkName]
    round_up: Personal[RoundUpName]
    text: Personal[Note]
    """The notice: one line, without the name of its author."""


class StrikeNotice(Command):
    """The committee takes a notice out of a round-up, before or after its deadline, and does not learn whose it was."""

    contract: ClassVar = Contract("strike-notice", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    round_up: Body[RoundUpName]
    notice: Body[KeyedHash]
    """Id of the notice, as the page of the round-up shows it."""


class CloseRoundUp(Command):
    """The deadline of a round-up has come. The directory sends this to itself."""

    contract: ClassVar = Contract("close-round-up", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    round_up: Body[RoundUpName]


class ClearRoundUp(Command):
    """A round-up has been read for long enough: its notices are deleted. The directory sends this to itself."""

    contract: ClassVar = Contract("clear-round-up", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    round_up: Body[RoundUpName]
    notices: Body[list[KeyedHash]] = Field(max_length=40)
    """Ids of the notices to delete."""


class Duty(Section):
    """An office or a task that somebody has, and about how much work it is."""

    known_by = ("role",)
    role: Body[Line]
    """The office or task, such as `treasurer`."""
    hours: Body[Hours]
    held_by: Body[Label | None] = None


class ShareWork(Renewal):
    """How the work of a network is shared, as its officers see it, in place of what was said before. Nobody is
    measured: it is what they say, about letters, and they alone read it; where one has too much, they are advised to
    share. An empty list takes it back.
    """

    contract: ClassVar = Contract("share-work", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    most_hours: Body[Hours] = 8
    """How many hours a month one person should have at most; the network's own limit."""
    duties: Body[list[Duty]] = Field(max_length=40)


class InsideCommandRefused(Refused):
    """What was to be said inside a network was not."""

    contract: ClassVar = Contract("inside-command-refused", "directory", Channel.PEOPLE_FACTS, key=("command",))


class TellAnnounced(Command):
    """Tell the members of a network that there is something for them to read, a page of people at a time after the
    cursor `after`. The directory sends this to the notify service, and that to itself.
    """

    contract: ClassVar = Contract("tell-announced", "notify", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    kind: Body[Literal["announcement", "round-up"]]
    """What there is to read: an announcement or a round-up."""
    name: Body[Slug]
    """Short name of the announcement or round-up."""
    until: Body[Moment | None] = None
    """The deadline of a round-up: a later one of the same name is another."""
    after: Body[After] = ""


MESSAGES: tuple[type[Message], ...] = (
    Announce,
    SayWhereWeTalk,
    OpenRoundUp,
    PutNotice,
    StrikeNotice,
    CloseRoundUp,
    ClearRoundUp,
    ShareWork,
    InsideCommandRefused,
    TellAnnounced,
)
