"""A practice as data: steps in order, each of which asks somebody something by a date; answers, and what comes of them.

An election, a prize, a call for abstracts, a survey, a date that suits all: each is a template of these few types. They
travel in the messages of `asks`.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from kith_contracts.message import Body
from kith_contracts.texts import READABLE
from kith_contracts.words import (
    LINES,
    BodySlug,
    Count,
    Line,
    Moment,
    Phrase,
    Section,
    Sentence,
    Slug,
    StepName,
    Zone,
)

MOST_CHOICES = 50
"""What one ask can be about, entries included."""
MOST_QUESTIONS = 8
MOST_FIGURES = 150
MOST_REASONS = 60
MOST_BODIES = 50
MOST_STEPS = 8

Who = Literal["hosts", "jury", "attending", "members"]
"""Who is asked. `hosts`: bodies that run it together. `jury`: bodies that judge. `attending`: people who have a
place in the event. `members`: people of the networks that it names. Bodies answer by name. Who belongs to the people
asked, their home decides."""
PEOPLE: tuple[Who, ...] = ("attending", "members")
Kind = Literal["yes-no", "one-of", "some-of", "rank", "scale", "dates", "each-of", "text", "entry"]
"""What an answer is. `yes-no`: one of both. `one-of` or `some-of`: one choice, or several. `rank`: choices in order.
`scale`: 1 to 5 for each choice, or for the question itself. `dates`: those that suit. `each-of`: for each choice one
of the options, and why. `text`: a text. `entry`: a title and a text that later steps can be about."""
Drawn = Literal["events", "led", "in-person", "online", "year"]
"""What is counted of the year of a body or network: how many `events` it held, `led`, had in a room (`in-person`),
or `online` alone; or `year`, all in a text."""
Visibility = Literal["named", "asker", "secret"]
"""Who sees a single answer. `named`: everyone who was asked, with the name of the body. `asker`: the officers of the
body that asks, without a name. `secret`: nobody, and it is only counted."""
RuleKind = Literal["most", "majority", "mean", "collect", "count"]
"""How the outcome follows. `most`: the choices with most votes. `majority`: one that more than half of the answers
want. `mean`: those with the best mean. `collect`: all entries and texts are gathered. `count`: it is only counted
how many there are."""
Stage = Literal["open", "closed", "decided", "void"]
"""`open`: answers are taken. `closed`: nothing is taken any more; it is counted, or waits for the yes of who asks.
`decided` and `void`, without an outcome, are for good."""

Paragraph = Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True, pattern=LINES), READABLE]
"""Some 300 words, which may be empty."""
Score = Annotated[int, Field(ge=1, le=5)]


class Question(Section):
    """One question. People choose among the choices of the ask, unless the question has options of its own."""

    question: Body[Slug]
    """Short name of the question, unique inside the step."""
    asks: Body[Line]
    """The question, as people read it."""
    kind: Body[Kind]
    options: Body[dict[Slug, Phrase]] = Field(default={}, max_length=12)
    """What one chooses among, where the question has options of its own."""
    needed: Body[bool] = True
    """Whether an answer must have it; of `scale` and `rank` about many choices one is enough."""
    must_be_yes: Body[bool] = False
    """For a consent: who does not say yes does not take part."""
    most: Body[int] = Field(default=MOST_CHOICES, ge=1, le=MOST_CHOICES)
    """How many may be chosen."""
    why_for: Body[list[Slug]] = Field(default=[], max_length=4)
    """Of `each-of`: the options that need a reason."""
    drawn: Body[Drawn | None] = None
    """What the node of a body that is asked puts into a draft of its answer, from what it knows itself."""
    at_least: Body[dict[Slug, Count]] = Field(default={}, max_length=4)
    """Of a number that is drawn: from which number on an option fits."""


class Rule(Section):
    """How the outcome follows from the answers to one question; the first, if none is named."""

    kind: Body[RuleKind]
    question: Body[Slug | None] = None
    """The question that decides; absent means the first."""
    winners: Body[int] = Field(default=1, ge=1, le=MOST_CHOICES)
    """How many choices win."""
    joint: Body[bool] = False
    """On a tie for the last place: all of them win. Else the lowest SHA-256 over seed and choice decides, which anyone
    can compute again."""
    confirm: Body[bool] = False
    """Whether who asks must say yes to the outcome, or decide otherwise, with a reason."""


class Takes(Section):
    """What a step is about: choices given at the start, all entries of an earlier step, or its winners."""

    what: Body[Literal["given", "entries", "winners"]]
    """What there is to choose from: the choices `given` at the start, all `entries` of an earlier step, or its
    `winners`."""
    step: Body[StepName | None] = None


class Step(Section):
    """One ask of a practice. When it is decided the next one opens automatically."""

    step: Body[StepName]
    title: Body[Line]
    """Title of the step, as people read it."""
    who: Body[Who]
    visibility: Body[Visibility]
    questions: Body[list[Question]] = Field(max_length=MOST_QUESTIONS)
    takes: Body[Takes | None] = None
    blind: Body[bool] = True
    """Whether it hides from which body each entry comes. From which person it comes is never told to anyone."""
    days: Body[int] = Field(ge=1, le=365)
    """For so many days (24 h each) it is open."""
    least: Body[int] = Field(default=1, ge=0, le=5000)
    """With fewer answers it is void."""
    most: Body[int] = Field(default=5000, ge=1, le=5000)
    """More answers are not taken."""
    rule: Body[Rule]


class Composition(Section):
    """Places kept for a group among those who are elected. Whoever stands for the group says so to all who vote; nobody
    else is asked whether they belong to it.
    """

    group: Body[Phrase]
    """`in their first five years of work`."""
    steps: Body[list[Slug]] = Field(min_length=1, max_length=MOST_STEPS)
    """The ballots whose places are kept for it."""
    least: Body[int] = Field(default=1, ge=1, le=MOST_CHOICES)
    """So many of the elected, at least."""
    question: Body[Slug | None] = None
    """Of the ask in which a network counts its own mix: the question about this group, and its answer."""
    option: Body[Slug | None] = None
    """The option of the question about groups that makes somebody count as one of the group."""


class Template(Section):
    """A whole practice, as a consortium writes it in a file."""

    title: Body[Line]
    """Title of the practice, as people read it."""
    summary: Body[Paragraph] = ""
    eligible: Body[Sentence] = ""
    """Who may enter or be proposed, where that is a question."""
    sponsor: Body[Sentence] = ""
    """Who gives what, where something is given."""
    prize: Body[bool] = False
    """Whether it is a prize: then it says who may win it, and who gives it."""
    composition: Body[list[Composition]] = Field(default=[], max_length=MOST_STEPS)
    """Who should be among the elected; how they stand beside the members is advice."""
    steps: Body[list[Step]] = Field(max_length=MOST_STEPS)


class Choice(Section):
    """Something to choose, rank or score: an option, a date, or an entry of an earlier step."""

    choice: Body[Slug]
    """Short name of the choice, unique inside the ask."""
    title: Body[Line]
    """The choice, as people read it."""
    text: Body[Paragraph] = ""
    starts: Body[Moment | None] = None
    """When it starts, if the choice is a date."""
    ends: Body[Moment | None] = None
    """When it ends, if the choice is a date."""
    zone: Body[Zone] = "Europe/London"
    """For a date: by the clock of which zone."""
    body: Body[BodySlug | None] = None
    """From which body an entry comes, where it is not blind."""


class Reply(Section):
    """The answer to one question. Which fields are filled depends on the kind of question."""

    question: Body[Slug]
    """Short name of the question that is answered."""
    yes: Body[bool | None] = None
    """The answer to a question of yes or no; absent for other kinds."""
    chosen: Body[list[Slug]] = Field(default=[], max_length=MOST_CHOICES)
    """In order, where it is a ranking."""
    scores: Body[dict[Slug, Score]] = Field(default={}, max_length=MOST_CHOICES)
    """By choice; of a question that is not about choices, by its own name."""
    picked: Body[dict[Slug, Slug]] = Field(default={}, max_length=MOST_CHOICES)
    """By choice: which of the options."""
    why: Body[dict[Slug, Sentence]] = Field(default={}, max_length=MOST_CHOICES)
    """By choice: why so."""
    title: Body[Sentence] = ""
    """Title of an entry; empty for other kinds."""
    text: Body[Paragraph] = ""
