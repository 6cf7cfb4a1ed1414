"""The messages of entries that lead to a session: an abstract is accepted, and its author hears when and where.

The lead knows an author by pseudonym alone, so it writes to the home behind it. They are messages of the events
service.
"""

from typing import ClassVar

from kith_contracts.message import Body, Command, Contract, Fact, Message
from kith_contracts.topics import Channel
from kith_contracts.words import (
    EntryCode,
    EventName,
    Line,
    Moment,
    PartName,
    Phrase,
    PracticeName,
    Pseudonym,
    Section,
    Slug,
    Version,
)


class EntryOf(Section):
    """An entry of a practice of the same event, by the name that the lead gave it."""

    practice: Body[PracticeName]
    entry: Body[Slug]
    """Short name of the entry inside its step."""


class Scheduled(Section):
    """The session that came of an entry, as it is planned."""

    title: Body[Line]
    """Title of the session, as its programme shows it."""
    part: Body[PartName]
    starts: Body[Moment]
    """When the session starts."""
    ends: Body[Moment]
    """When the session ends."""
    room: Body[Phrase | None] = None
    """The room; empty while none is named."""


# To ourselves


class TellAuthor(Command):
    """Tell the author of an entry that its session has moved or has left the programme. The events service sends this
    to itself.
    """

    contract: ClassVar = Contract("tell-author", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    practice: Body[PracticeName]
    entry: Body[Slug]
    """Short name of the entry."""


class DropEntry(Command):
    """The author of this entry is forgotten: its words leave the programme. The events service sends this to itself."""

    contract: ClassVar = Contract("drop-entry", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    practice: Body[PracticeName]
    entry: Body[Slug]
    """Short name of the entry."""


# Between bodies


class EntryScheduled(Fact):
    """Lead to home: which session came of an entry, for the person behind this pseudonym; none, if it was taken out."""

    contract: ClassVar = Contract(
        "entry-scheduled", "events", Channel.INBOX, key=("pseudonym",), lead="sender", by_name=False
    )

    event: Body[EventName]
    pseudonym: Body[Pseudonym]
    session: Body[Scheduled | None] = None
    code: Body[EntryCode | None] = None
    """If the author is to speak: what they answer with."""
    version: Body[Version]
    """Of the programme."""


MESSAGES: tuple[type[Message], ...] = (TellAuthor, DropEntry, EntryScheduled)
"""What leads from an entry to a session, and its author to know of it."""
