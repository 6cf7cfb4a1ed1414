"""What came of an ask: the outcome, its figures, and the reasons of organisations that answered by name."""

from typing import Annotated

from pydantic import Field, StringConstraints

from kith_contracts.events.practice import MOST_BODIES, MOST_CHOICES, MOST_FIGURES, MOST_REASONS
from kith_contracts.figures import NO_FIGURE, PublishedFigure
from kith_contracts.message import Body
from kith_contracts.words import (
    BodySlug,
    Code,
    Digest,
    Section,
    Sentence,
    Slug,
)

Shown = Annotated[PublishedFigure, StringConstraints(pattern=r"^[a-z0-9. ]*$", max_length=30)]
"""A figure as anyone may see it: `15`, `4.3`, `fewer than 5`, `hidden to protect others`. Empty where there is none."""


class Figure(Section):
    """How many have answered a question in this way. Small numbers of people are hidden and all others rounded; the
    figures of a vote are all published exactly, or not at all.
    """

    question: Body[Slug]
    """Short name of the question that is counted."""
    choice: Body[Slug]
    """Or `yes` and `no`, or `1` to `5`."""
    option: Body[Slug | None] = None
    """Which of the options, where each choice has one."""
    count: Body[Shown]
    mean: Body[Shown] = NO_FIGURE
    """Of scores, with two decimals, of people with one; empty where it could tell of a few of them."""
    bodies: Body[list[BodySlug]] = Field(default=[], max_length=MOST_BODIES)
    """Who has answered so, where bodies answer by name."""


class Reason(Section):
    """Why an organisation, by name, has picked this option for a choice."""

    question: Body[Slug]
    """Short name of the question."""
    choice: Body[Slug]
    """Short name of the choice that the reason is about."""
    body: Body[BodySlug]
    option: Body[Slug]
    """The option that the organisation picked."""
    why: Body[Sentence]
    """Its reason, in one sentence."""


class Outcome(Section):
    """What came of an ask. It follows from the answers and the rule alone, except for the words of whoever confirmed
    it.
    """

    answers: Body[Shown]
    """How many there are."""
    winners: Body[list[Slug]] = Field(default=[], max_length=MOST_CHOICES)
    """In order, the best first; `yes` or `no` for a motion."""
    figures: Body[list[Figure]] = Field(default=[], max_length=MOST_FIGURES)
    reasons: Body[list[Reason]] = Field(default=[], max_length=MOST_REASONS)
    """Of bodies that answer by name; where there are more, who asks reads all."""
    seed: Body[Digest]
    """Over all answers, of people with their pseudonyms; for ties: the lowest SHA-256 of `<seed>/<choice>` wins."""
    tied: Body[list[Slug]] = Field(default=[], max_length=MOST_CHOICES)
    """Choices with the same result as the last winner, winners included, if there are more than one."""
    code: Body[Code] = ""
    """How it came out, for programs, such as `tied` or `too-few`; empty where nothing is to be explained."""
    sentence: Body[Sentence] = ""
    """Why it is void, or why it was decided so."""
