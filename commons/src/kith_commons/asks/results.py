"""What is shown of the answers to an ask. Bodies answer by name, and are told exactly; people as `figures` says.

A vote of people has a rule of its own: who has won and who was level is always told, and is true; how many votes each
has, and how many have voted, either exactly, or not at all where any choice has a few.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from kith_commons import figures
from kith_commons.asks.ask import Ask
from kith_commons.asks.practice import WINNING
from kith_commons.asks.scores import Answers, deciding, named_in, replies_to, scores
from kith_commons.figures import FEW, HIDDEN, Cells, mean, of_answers, of_bodies, of_vote, tables
from kith_contracts.events.practice import Question, Reply
from kith_contracts.events.results import Figure, Reason
from kith_contracts.figures import NO_FIGURE, PublishedFigure

Labels = Mapping[str, PublishedFigure]
Homes = Mapping[str, str]
"""The body of each who has answered; who is not in it is of one body with all others that are not."""

SINGLE: Final = ("yes-no", "one-of")
SCORES: Final = range(1, 6)


def results(ask: Ask, answers: Answers, homes: Homes) -> tuple[PublishedFigure, list[Figure]]:
    """How many have answered, and the figures of each question."""
    asked = [(question, *each) for question in ask.step.questions for each in _tables(ask, question, answers, homes)]
    counts = [cells for _, cells, _ in asked]
    if ask.of_people:
        of = [len(each) for each in _by_home(answers, homes)]
        told, labels = _of_people(ask, [question for question, _, _ in asked], counts, len(answers), of)
    else:
        told, labels = of_bodies(len(answers)), [_exact(cells) for cells in counts]
    return told, [
        figure
        for (question, _, about), row in zip(asked, labels, strict=True)
        for figure in _figures(ask, question, (about, row), answers, homes)
    ]


def by_body(ask: Ask) -> dict[str, PublishedFigure]:
    """From where those come who have answered, once that is counted: where it is told how many they are, and each body
    has more than a few. Else not even which bodies they come from.
    """
    if ask.outcome is None or not ask.outcome.answers.isdigit():
        return {}
    _, told = figures.by_body({body: count for body, count in ask.answered.items() if count})
    return {} if HIDDEN in told.values() else told


def _of_people(
    ask: Ask, asked: Sequence[Question], counts: Sequence[Cells], answers: int, of: Sequence[int]
) -> tuple[PublishedFigure, list[dict[str, PublishedFigure]]]:
    """How many have answered, and the labels of all cells; those of a vote by its own rule."""
    if ask.step.rule.kind not in WINNING:
        return tables(answers, counts, of=of)
    vote = deciding(ask)
    votes = [
        of_vote(each, answers, of) if question is vote else {} for question, each in zip(asked, counts, strict=True)
    ]
    exact = not any(HIDDEN in each.values() for each in votes)
    told, labels = tables(answers, counts, of=of, exact=exact)
    labels = [vote or label for vote, label in zip(votes, labels, strict=True)]
    return (told if exact else HIDDEN), labels


def _exact(cells: Cells) -> dict[str, PublishedFigure]:
    return {name: of_bodies(count) for name, count in cells.counts.items()}


def _by_home(answers: Answers, homes: Homes) -> list[Answers]:
    """The answers of each body by themselves."""
    found: dict[str, dict[str, Sequence[Reply]]] = {}
    for who, replies in answers.items():
        found.setdefault(homes.get(who, ""), {})[who] = replies
    return list(found.values())


# Counts


def _tables(ask: Ask, question: Question, answers: Answers, homes: Homes) -> Iterator[tuple[Cells, str]]:
    """The tables of a question, each with the choice that it is about, if it is about one; with the part of each body
    where people answer.
    """
    own = [list(_counts(ask, question, each)) for each in _by_home(answers, homes)] if ask.of_people else []
    scale = question.kind == "scale"
    for number, (counts, about) in enumerate(_counts(ask, question, answers)):
        of = [each[number][0] for each in own]
        once = question.kind in (*SINGLE, "each-of") or (scale and not ask.choices)
        yield Cells(counts, once, question.needed, scale and not ask.choices, of), about


def _counts(ask: Ask, question: Question, answers: Answers) -> Iterator[tuple[dict[str, int], str]]:
    if question.kind in ("text", "entry"):
        return
    replies = replies_to(question, answers)
    if question.kind == "each-of":
        for choice in ask.choices:
            picked = Counter(each.picked.get(choice) for each in replies)
            yield {option: picked[option] for option in question.options}, choice
        return
    all_ = scores(ask, question, answers)
    if question.kind == "scale" and set(all_) == {question.question}:
        given = Counter(reply.scores[question.question] for reply in replies if reply.scores)
        yield {str(score): given[score] for score in SCORES}, ""
        return
    yield {name: score.named for name, score in all_.items()}, ""


def _figures(
    ask: Ask, question: Question, table: tuple[str, Labels], answers: Answers, homes: Homes
) -> Iterator[Figure]:
    about, labels = table
    if question.kind == "each-of":
        for option, count in labels.items():
            bodies = _who(ask, question, answers, partial(_picked, about, option))
            yield Figure(question=question.question, choice=about, option=option, count=count, bodies=bodies)
        return
    means = _means(ask, question, labels, answers, homes)
    for name, count in labels.items():
        bodies = _who(ask, question, answers, partial(_named, question, name))
        told = means.get(name, NO_FIGURE)
        yield Figure(question=question.question, choice=name, count=count, mean=told, bodies=bodies)


def _means(ask: Ask, question: Question, labels: Labels, answers: Answers, homes: Homes) -> dict[str, PublishedFigure]:
    """Of scores, by choice; where the question is about none, the same beside each."""
    if question.kind != "scale":
        return {}
    all_ = scores(ask, question, answers)
    about = {name: name if name in all_ else question.question for name in labels}
    if not ask.of_people:
        return {name: of_answers(_given(question, each, answers)) for name, each in about.items()}
    parts = _by_home(answers, homes)
    return {
        name: mean(_given(question, each, answers), SCORES, [_given(question, each, part) for part in parts])
        for name, each in about.items()
        if labels[name] not in (FEW, HIDDEN)
    }


def _given(question: Question, name: str, answers: Answers) -> list[int]:
    return [each.scores[name] for each in replies_to(question, answers) if name in each.scores]


# Names


def reasons(ask: Ask, answers: Answers) -> Iterator[Reason]:
    """Why bodies have picked what they have, choice by choice; of who answers without a name, nothing."""
    if ask.step.visibility != "named":
        return
    for question in ask.step.questions:
        for choice in ask.choices:
            for body in sorted(answers):
                said = (each for each in answers[body] if each.question == question.question and choice in each.picked)
                for each in (each for each in said if each.why.get(choice)):
                    about = {"question": question.question, "choice": choice, "body": body}
                    yield Reason(**about, option=each.picked[choice], why=each.why[choice])


def _picked(choice: str, option: str, reply: Reply) -> bool:
    return reply.picked.get(choice) == option


def _named(question: Question, name: str, reply: Reply) -> bool:
    return name in named_in(question, reply)


def _who(ask: Ask, question: Question, answers: Answers, said: Callable[[Reply], bool]) -> list[str]:
    """The bodies that have said this, where they answer by name."""
    if ask.step.visibility != "named":
        return []
    return sorted(body for body, replies in answers.items() if any(map(said, replies_to(question, {body: replies}))))
