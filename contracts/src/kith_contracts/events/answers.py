"""The messages of answers to asks: of bodies by name, of people under a pseudonym of this one ask, sealed to its key.

Home cannot read what was sealed, and the lead cannot tell whose it is. They are messages of the events service.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from kith_contracts.events.practice import MOST_QUESTIONS, Reply, Who
from kith_contracts.message import Body, Command, Contract, Fact, Message, Personal
from kith_contracts.topics import Channel
from kith_contracts.words import (
    Code,
    Moment,
    NetworkName,
    PartName,
    PersonId,
    PracticeName,
    Pseudonym,
    Sentence,
    StepName,
    SubjectName,
    Version,
)

AskName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$", max_length=121)]
"""Practice and step of an ask, `prize/jury`."""
Box = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]*={0,2}$", max_length=24_000)]
"""HPKE as in `details.ShareDetails`: an answer as JSON of fixed length, bound to ask, home, pseudonym and number."""


# Bodies


class AnswerForBody(Command):
    """An organisation answers, by an officer or one of its systems. A later answer replaces an earlier one."""

    contract: ClassVar = Contract("answer-for-body", "events", Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[SubjectName]
    practice: Body[PracticeName]
    step: Body[StepName]
    replies: Body[list[Reply]] = Field(max_length=MOST_QUESTIONS)


# Between bodies


class GiveAnswer(Command):
    """Home to lead: the answer of a person, sealed, or of the organisation itself, by name. `number` rises when it is
    given again; the highest counts.
    """

    contract: ClassVar = Contract("give-answer", "events", Channel.INBOX, key=("subject",))

    subject: Body[SubjectName]
    practice: Body[PracticeName]
    step: Body[StepName]
    pseudonym: Body[Pseudonym | None] = None
    number: Body[Version]
    box: Body[Box] = ""
    replies: Body[list[Reply]] = Field(default=[], max_length=MOST_QUESTIONS)


class AnswerTaken(Fact):
    """Lead to home: the answer will be counted when the ask closes; or it was refused, and why."""

    contract: ClassVar = Contract("answer-taken", "events", Channel.INBOX, key=("subject",))

    subject: Body[SubjectName]
    practice: Body[PracticeName]
    step: Body[StepName]
    pseudonym: Body[Pseudonym | None] = None
    number: Body[Version]
    status: Body[Literal["taken", "refused"]]
    """Whether the answer is `taken`, and so counts, or `refused`."""
    code: Body[Code] = ""
    sentence: Body[Sentence] = ""


class EntryDecided(Fact):
    """Lead to home: what became of an entry, for the person behind this pseudonym."""

    contract: ClassVar = Contract("entry-decided", "events", Channel.INBOX, key=("pseudonym",))

    subject: Body[SubjectName]
    pseudonym: Body[Pseudonym]
    accepted: Body[bool]
    """Whether the entry was accepted."""
    sentence: Body[Sentence] = ""
    """The reason for its author; empty if none was given."""


# People: never leave home


class AnswerAsk(Command):
    """A person answers what they are asked. A later answer replaces an earlier one."""

    contract: ClassVar = Contract("answer-ask", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    subject: Personal[SubjectName]
    practice: Personal[PracticeName]
    step: Personal[StepName]
    replies: Personal[list[Reply]] = Field(max_length=MOST_QUESTIONS)


class PeopleAsked(Fact):
    """People at home here are asked something, and are to be told so."""

    contract: ClassVar = Contract("people-asked", "events", Channel.PEOPLE_FACTS, key=("subject", "practice", "step"))

    subject: Body[SubjectName]
    practice: Body[PracticeName]
    step: Body[StepName]
    who: Body[Who]
    networks: Body[list[NetworkName]] = Field(default=[], max_length=100)
    parts: Body[list[PartName]] = Field(default=[], max_length=40)
    until: Body[Moment]
    """Until when they can answer."""
    version: Body[Version]


class AnswerUpdated(Fact):
    """A person's answer to one ask: whether the lead has it and, for an entry, what became of it."""

    contract: ClassVar = Contract("answer-updated", "events", Channel.PEOPLE_FACTS, key=("answer",))

    person: Personal[PersonId]
    answer: Body[Pseudonym]
    """Which answer: the pseudonym of this person in this ask."""
    subject: Personal[SubjectName]
    practice: Personal[PracticeName]
    step: Personal[StepName]
    status: Personal[Literal["given", "taken", "refused", "accepted", "declined"]]
    """`given`: sent to the lead. `taken` or `refused`: what the lead said. `accepted` or `declined`: what became of
    an entry."""
    code: Personal[Code] = ""
    sentence: Personal[Sentence] = ""
    version: Body[Version]


MESSAGES: tuple[type[Message], ...] = (
    AnswerForBody,
    GiveAnswer,
    AnswerTaken,
    EntryDecided,
    AnswerAsk,
    PeopleAsked,
    AnswerUpdated,
)
