"""The messages by which a speaker says yes or no at home: who invites them gives them a code, and learns no more than
the name under which they agree to be shown.

They are messages of the events service.
"""

from typing import ClassVar, Literal

from pydantic import Field

from kith_contracts.events.entries import Scheduled
from kith_contracts.message import Body, Contract, Fact, Message, Personal, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import Code, Count, EntryCode, EventName, Line, PersonId, Pseudonym, Sentence, Version

# People: never leaves home


class AnswerSpeaking(Renewal):
    """A person says whether they speak, chair or facilitate, and under which name they are shown. A later answer
    replaces an earlier one; if it names no name, the earlier name stays.
    """

    contract: ClassVar = Contract("answer-speaking", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[EventName]
    code: Personal[EntryCode]
    """What they were given with the invitation."""
    comes: Personal[bool]
    """Whether the person takes part in the session."""
    shown_as: Personal[Line | None] = None
    """In public; without it they are shown without a name."""


# Between bodies


class SpeakerAnswered(Fact):
    """Home to lead: the holder of this code comes, or does not. The highest number counts."""

    contract: ClassVar = Contract(
        "speaker-answered", "events", Channel.INBOX, key=("event",), lead="receiver", by_name=False
    )

    event: Body[EventName]
    code: Body[EntryCode]
    pseudonym: Body[Pseudonym]
    """Fresh for this answer: no place, and no entry, has it."""
    number: Body[Version]
    comes: Body[bool]
    """Whether the person takes part in the session."""
    shown_as: Body[Line | None] = None
    """The name that they want everyone to read."""


class SpeakerTaken(Fact):
    """Lead to home: the answer is in the programme; or it was refused, and why."""

    contract: ClassVar = Contract(
        "speaker-taken", "events", Channel.INBOX, key=("pseudonym",), lead="sender", by_name=False
    )

    event: Body[EventName]
    pseudonym: Body[Pseudonym]
    number: Body[Version]
    status: Body[Literal["taken", "refused"]]
    """Whether the answer is `taken` into the programme or `refused`."""
    code: Body[Code] = ""
    sentence: Body[Sentence] = ""
    sessions: Body[list[Scheduled]] = Field(default=[], max_length=60)
    """Where they speak, if they come."""
    version: Body[Count] = 0
    """Of the programme; 0 where there is none."""


class SpeakerScheduled(Fact):
    """Lead to home: where the speaker who answered with this code speaks now. The newest version of the programme
    counts.
    """

    contract: ClassVar = Contract(
        "speaker-scheduled", "events", Channel.INBOX, key=("pseudonym",), lead="sender", by_name=False
    )

    event: Body[EventName]
    pseudonym: Body[Pseudonym]
    sessions: Body[list[Scheduled]] = Field(max_length=60)
    version: Body[Version]


MESSAGES: tuple[type[Message], ...] = (AnswerSpeaking, SpeakerAnswered, SpeakerTaken, SpeakerScheduled)
"""The answer of a speaker, at home and to the lead."""
