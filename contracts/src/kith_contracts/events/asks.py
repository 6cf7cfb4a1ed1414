"""The messages of asks: someone asks people or bodies something by a date; it closes, and has an outcome.

The body that asks leads a practice (see `practices`), about an event of its own, which need not exist yet, or about a
network that it owns, alone or with others. Answers of people cross under a pseudonym that is fresh for each person and
ask, sealed to a key of the practice: home cannot read them, and the lead cannot tell whose they are. They are messages
of the events service.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from kith_contracts.events.practice import (
    MOST_BODIES,
    MOST_CHOICES,
    MOST_QUESTIONS,
    Choice,
    Paragraph,
    Question,
    Stage,
    Template,
    Visibility,
    Who,
)
from kith_contracts.events.results import Outcome
from kith_contracts.message import Body, Command, Contract, Fact, Message
from kith_contracts.topics import Channel
from kith_contracts.words import (
    BodySlug,
    Line,
    Moment,
    NetworkName,
    PartName,
    PracticeName,
    Pseudonym,
    PublicKey,
    Section,
    Sentence,
    Slug,
    StepName,
    SubjectName,
    Version,
)


class Author(Section):
    """Who wrote an entry, as far as the lead knows: an organisation by name, or a person by pseudonym."""

    choice: Body[Slug]
    """Short name of the entry."""
    body: Body[BodySlug]
    pseudonym: Body[Pseudonym | None] = None


# Commands of the body that asks


class StartPractice(Command):
    """Start a practice by this template. It carries the whole template, so a new practice needs a new template and
    nothing else.
    """

    contract: ClassVar = Contract("start-practice", "events", Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[SubjectName]
    """An event of the body that asks, which need not be there yet; or a network that it owns, alone or with others."""
    practice: Body[PracticeName]
    """Its name, at this event or network. In a network of several organisations it begins with that of the one that
    asks, `bcs-survey`.
    """
    template: Body[Template]
    choices: Body[list[Choice]] = Field(default=[], max_length=MOST_CHOICES)
    """What is given to choose from: candidates, books, dates."""
    bodies: Body[list[BodySlug]] = Field(default=[], max_length=MOST_BODIES)
    """Who runs it; by default the parties to the event, or who owns the network."""
    jury: Body[list[BodySlug]] = Field(default=[], max_length=MOST_BODIES)
    """Who judges; by default who runs it."""
    networks: Body[list[NetworkName]] = Field(default=[], max_length=100)
    """Whose members are asked; by default the networks that hold the event, or the network that it is about."""
    parts: Body[list[PartName]] = Field(default=[], max_length=40)
    """Of the event, open parts or bundles: who has a place in one of them attends; by default in any."""


class CloseAsk(Command):
    """Close an ask: take no further answers, and count. The events service sends this when the time is over; closing
    earlier needs a reason.
    """

    contract: ClassVar = Contract("close-ask", "events", Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[SubjectName]
    practice: Body[PracticeName]
    step: Body[StepName]
    why: Body[Sentence] = ""
    """Why it is closed before its time; empty when the time is over."""


class DecideAsk(Command):
    """Confirm what was counted, or decide otherwise and say why, where the template asks for a decision."""

    contract: ClassVar = Contract("decide-ask", "events", Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[SubjectName]
    practice: Body[PracticeName]
    step: Body[StepName]
    winners: Body[list[Slug] | None] = Field(default=None, max_length=MOST_CHOICES)
    """Without them, those that were counted."""
    why: Body[Sentence] = ""
    """Why it is decided otherwise than counted; may be empty if it is not."""
    reasons: Body[dict[Slug, Sentence]] = Field(default={}, max_length=MOST_CHOICES)
    """By choice: what its author is told."""


# To ourselves


class RecordPracticeKey(Command):
    """A key pair was made, or its private half destroyed. The events service sends this to itself."""

    contract: ClassVar = Contract("record-practice-key", "events", Channel.PEOPLE_COMMANDS, key=("subject",))

    subject: Body[SubjectName]
    practice: Body[PracticeName]
    public: Body[PublicKey]
    """Public half of the key pair, to which answers are sealed."""
    status: Body[Literal["made", "destroyed"]]
    """Whether the private half was `made` or `destroyed`."""


class RecordOutcome(Command):
    """What was counted, and the entries that later steps can be about. The events service sends this to itself."""

    contract: ClassVar = Contract("record-outcome", "events", Channel.PEOPLE_COMMANDS, key=("subject",))

    subject: Body[SubjectName]
    practice: Body[PracticeName]
    step: Body[StepName]
    version: Body[Version]
    """Version of the ask that was counted; if an answer was forgotten since, it is counted again."""
    outcome: Body[Outcome]
    entries: Body[list[Choice]] = Field(default=[], max_length=MOST_CHOICES)
    authors: Body[list[Author]] = Field(default=[], max_length=MOST_CHOICES)


class ClosePractice(Command):
    """The time for which answers are kept is over: destroy their key. The events service sends this to itself."""

    contract: ClassVar = Contract("close-practice", "events", Channel.PEOPLE_COMMANDS, key=("subject",))

    subject: Body[SubjectName]
    practice: Body[PracticeName]


class PutAskAgain(Command):
    """An entry was withdrawn: send all who are asked what the ask is about now. The events service sends this to
    itself.
    """

    contract: ClassVar = Contract("put-ask-again", "events", Channel.PEOPLE_COMMANDS, key=("subject",))

    subject: Body[SubjectName]
    practice: Body[PracticeName]
    step: Body[StepName]


AskId = Annotated[str, StringConstraints(pattern=r"^[!-~]*$", max_length=300)]
"""Subject, practice and step; empty at the beginning."""


class EndAsks(Command):
    """An event is called off, or a network has ended: its asks end without an outcome. This is about all asks, one page
    at a time after the cursor `after`, or about one. The events service sends this to itself.
    """

    contract: ClassVar = Contract("end-asks", "events", Channel.PEOPLE_COMMANDS, key=("subject",))

    subject: Body[SubjectName]
    practice: Body[PracticeName | None] = None
    step: Body[StepName | None] = None
    after: Body[AskId] = ""


# Between bodies


class AskPut(Fact):
    """Lead to each organisation that is asked: the whole ask, as it is now. The newest version counts. Once a jury has
    decided, it holds the choices that won. While a jury judges, it holds no entries of the jury's own organisation.
    """

    contract: ClassVar = Contract("ask-put", "events", Channel.INBOX, key=("subject",))

    subject: Body[SubjectName]
    practice: Body[PracticeName]
    step: Body[StepName]
    title: Body[Line]
    """Title of the step, as people read it."""
    of: Body[Line]
    """The title of the practice."""
    summary: Body[Paragraph] = ""
    eligible: Body[Sentence] = ""
    """Who may answer, in words; empty if all who are asked may."""
    sponsor: Body[Sentence] = ""
    """Who pays for the prize, in the words that are agreed; empty if nobody does."""
    who: Body[Who]
    visibility: Body[Visibility]
    questions: Body[list[Question]] = Field(max_length=MOST_QUESTIONS)
    choices: Body[list[Choice]] = Field(default=[], max_length=MOST_CHOICES)
    networks: Body[list[NetworkName]] = Field(default=[], max_length=100)
    parts: Body[list[PartName]] = Field(default=[], max_length=40)
    until: Body[Moment]
    """Until when answers count."""
    sealed_to: Body[PublicKey | None] = None
    """The key for people's answers, while they are taken."""
    stage: Body[Stage]
    outcome: Body[Outcome | None] = None
    version: Body[Version]


MESSAGES: tuple[type[Message], ...] = (
    StartPractice,
    CloseAsk,
    DecideAsk,
    RecordPracticeKey,
    RecordOutcome,
    ClosePractice,
    PutAskAgain,
    EndAsks,
    AskPut,
)
