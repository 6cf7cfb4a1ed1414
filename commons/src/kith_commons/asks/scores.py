"""How each choice has done in a question: votes, points of a ranking, or the mean of scores."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from kith_commons.asks.ask import Ask
from kith_commons.asks.replies import about
from kith_contracts.events.practice import Question, Reply

Answers = Mapping[str, Sequence[Reply]]
"""The replies of each who has answered: by body, or by pseudonym."""


class Score(NamedTuple):
    """How a choice has done: `points` are votes, points of a ranking, or the mean of scores; and how many named it."""

    points: Fraction
    named: int


def deciding(ask: Ask) -> Question:
    """The question on which the outcome rests."""
    named = ask.step.rule.question
    return next((each for each in ask.step.questions if each.question == named), ask.step.questions[0])


def scores(ask: Ask, question: Question, answers: Answers) -> dict[str, Score]:
    """How each choice has done in this question."""
    names = list(about(question, ask.choices))
    replies = replies_to(question, answers)
    if question.kind == "scale":
        given = {name: [reply.scores[name] for reply in replies if name in reply.scores] for name in names}
        return {name: Score(Fraction(sum(all_), len(all_) or 1), len(all_)) for name, all_ in given.items()}
    points: Counter[str] = Counter()
    for reply in replies:
        points.update(_points(question, reply, len(names)))
    named = Counter(name for reply in replies for name in named_in(question, reply))
    return {name: Score(Fraction(points[name]), named[name]) for name in names}


def replies_to(question: Question, answers: Answers) -> list[Reply]:
    return [each for replies in answers.values() for each in replies if each.question == question.question]


def named_in(question: Question, reply: Reply) -> Sequence[str]:
    if question.kind == "yes-no":
        return [] if reply.yes is None else ["yes" if reply.yes else "no"]
    return reply.chosen


def _points(question: Question, reply: Reply, among: int) -> dict[str, int]:
    """One for each choice that is named; in a ranking of n choices n for the first, n - 1 for the second (Borda)."""
    ranked = question.kind == "rank"
    return {name: among - place if ranked else 1 for place, name in enumerate(named_in(question, reply))}
