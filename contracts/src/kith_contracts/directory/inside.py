"""The messages of what is said inside a network: announcements, round-ups, and where its people talk.

All of them stay at home, on topics that no system reads. All but `TellAnnounced` are messages of the directory.
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
    """Tell the members of a network something, in plain paragraphs. They are told once that there is something to read,
    and read it at home. The same name again corrects the text without telling anyone twice; an empty text takes it
    back.
    """

    contract: ClassVar = Contract("announce", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    announcement: Body[Slug]
    """Short name of the announcement, unique inside the network."""
    text: Body[Text]
    """What the committee tells its members, in plain paragraphs."""


class SayWhereWeTalk(Renewal):
    """Where the members of a network talk, and to which address replies to the committee go: that of a list or an
    office, never of one person. Only members and officers read it. What is left out stays as it is; null removes it.
    """

    contract: ClassVar = Contract("say-where-we-talk", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    where_we_talk: Body[SecureUrl | MailAddress | None] = None
    replies_to: Body[MailAddress | None] = None


class OpenRoundUp(Command):
    """Open a round-up: members hand in short notices until the deadline, and then all members are told of them once."""

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
    """A person hands in their one notice for a round-up of a network of theirs; their name is not shown. A second one
    replaces the first and keeps its slot; an empty text takes it back.
    """

    contract: ClassVar = Contract("put-notice", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    network: Personal[NetworkName]
    round_up: Personal[RoundUpName]
    text: Personal[Note]
    """The notice: one line, without the name of its author."""


class StrikeNotice(Command):
    """The committee removes a notice from a round-up, before or after the deadline. It does not learn who wrote it."""

    contract: ClassVar = Contract("strike-notice", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    round_up: Body[RoundUpName]
    notice: Body[KeyedHash]
    """Id of the notice, as the page of the round-up shows it."""


class CloseRoundUp(Command):
    """The deadline of a round-up has passed. The directory sends this to itself."""

    contract: ClassVar = Contract("close-round-up", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    round_up: Body[RoundUpName]


class ClearRoundUp(Command):
    """Delete the notices of a round-up whose reading time is over. The directory sends this to itself."""

    contract: ClassVar = Contract("clear-round-up", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    round_up: Body[RoundUpName]
    notices: Body[list[KeyedHash]] = Field(max_length=40)
    """Ids of the notices to delete."""


class Duty(Section):
    """An office or a task that somebody has, and roughly how much work it is."""

    known_by = ("role",)
    role: Body[Line]
    """The office or task, such as `treasurer`."""
    hours: Body[Hours]
    held_by: Body[Label | None] = None


class ShareWork(Renewal):
    """How the work of a network is shared, as its officers see it. It replaces what they said before. People are
    letters here and nobody is measured; only the officers read it, and if one person has too much they are advised
    to share. An empty list removes it.
    """

    contract: ClassVar = Contract("share-work", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    most_hours: Body[Hours] = 8
    """How many hours a month one person should have at most; the network's own limit."""
    duties: Body[list[Duty]] = Field(max_length=40)


class InsideCommandRefused(Refused):
    """A command about what happens inside a network was refused."""

    contract: ClassVar = Contract("inside-command-refused", "directory", Channel.PEOPLE_FACTS, key=("command",))


class TellAnnounced(Command):
    """Tell the members of a network that there is something for them to read, a page of people at a time after the
    cursor `after`. The directory sends this to the notify service, and that to itself.
    """

    contract: ClassVar = Contract("tell-announced", "notify", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    kind: Body[Literal["announcement", "round-up", "welcome"]]
    """What there is to read: an `announcement`, a `round-up`, or that a `welcome` has ended."""
    name: Body[Slug]
    """Short name of the announcement or round-up, or of the end."""
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
