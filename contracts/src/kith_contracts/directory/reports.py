"""The messages of what is brought home from an event: a person's own report, and notes for the library of a network.

Neither ever leaves home. They are messages of the directory.
"""

from datetime import date
from typing import ClassVar, Literal

from kith_contracts.message import Body, Contract, Message, Personal, Refused, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import EventName, Line, NetworkName, PersonId, Sentence, Slug, Text

Licence = Literal["CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "ask-us"]
"""What others may do with a text, by its SPDX name: `CC0-1.0` anything; `CC-BY-4.0` anything, with its author's
name; `CC-BY-SA-4.0` the same, under the same licence; `ask-us`: read it, and ask for anything else."""


class SendReport(Renewal):
    """A person reports from an event in their own words, to the committee of a network of theirs or to the office of
    their organisation. A second report replaces the first; an empty text takes it back. Nobody reports for somebody
    else, and nothing is sent automatically: whether to say that one was there is one's own choice.
    """

    contract: ClassVar = Contract("send-report", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[EventName]
    network: Personal[NetworkName | None] = None
    """Whose committee reads it; without one it is the office."""
    text: Personal[Text]
    """The report, in the person's own words."""
    named: Personal[bool] = False
    """Whether the committee sees the name with it; the office never does."""


class KeepNote(Renewal):
    """Keep a note of what was learnt in the library of a network. Members read it; everyone does if it is public and
    the network can be found by all. The same name again replaces the note, and what is left out stays as it was; an
    empty text removes it.
    """

    contract: ClassVar = Contract("keep-note", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    note: Body[Slug]
    """Short name of the note, unique inside the library."""
    title: Body[Line]
    """Title of the note, as its readers see it."""
    text: Body[Text]
    """The note, in plain paragraphs."""
    author: Body[Sentence] = ""
    """As they wish to be named: a name, an office, or nothing. Only members read it."""
    licence: Body[Licence] = "ask-us"
    review_by: Body[date]
    """By when somebody looks whether it is still true."""
    public: Body[bool] = False
    """Whether everyone may read it; else members of the network alone."""


class NoteCommandRefused(Refused):
    """A command about a note was refused."""

    contract: ClassVar = Contract("note-command-refused", "directory", Channel.PEOPLE_FACTS, key=("command",))


MESSAGES: tuple[type[Message], ...] = (SendReport, KeepNote, NoteCommandRefused)
