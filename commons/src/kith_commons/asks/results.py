"""What is shown of the answers to an ask. Bodies answer by name, and are told exactly; people as `figures` says.

A vote of people has a rule of its own: who has won and who was level is always told, and is true; how many votes each
has, and how many have voted, either exactly, or not at all where any choice has a few.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from kith_commons.asks.ask import Ask
from kith_commons.asks.practice import WINNING
from kith_commons.asks.scores import Answers, deciding, named_in, replies_to, scores
from kith_commons.figures import FEW, HIDDEN, LEAST, Cells, beside_whole, of_vote, tables
from kith_contracts.events.practice import Figure, Question, Reason, Reply

SINGLE: Final = ("yes-no", "one-of")
SCORES: Final = range(1, 6)


def results(ask: Ask, answers: Answers) -> tuple[str, list[Figure]]:
    """How many have answered, and the figures of each question."""
    asked = [(question, *each) for question in ask.step.questions for each in _tables(ask, question, answers)]
    counts = [cells for _, cells, _ in asked]
    if ask.of_people:
        told, labels = _of_people(ask, [question for question, _, _ in asked], counts, len(answers))
    else:
        told, labels = str(len(answers)), [{name: str(n) for name, n in cells.counts.items()} for cells in counts]
    return told, [
        figure
        for (question, _, about), row in zip(asked, labels, strict=True)
        for figure in _figures(ask, question, about, row, answers)
    ]


def by_body(ask: Ask) -> dict[str, str]:
    """From where those come who have answered, once that is counted: where it is told how many they are."""
    if ask.outcome is None:
        return {}
    counts = {body: count for body, count in ask.answered.items() if count}
    return beside_whole(counts) if ask.outcome.answers.isdigit() else dict.fromkeys(counts, HIDDEN)


def _of_people(
    ask: Ask, asked: Sequence[Question], counts: Sequence[Cells], answers: int
) -> tuple[str, list[dict[str, str]]]:
    """How many have answered, and the labels of all cells; those of a vote by its own rule."""
    if ask.step.rule.kind not in WINNING:
        return tables(answers, counts)
    vote = deciding(ask)
    votes = [of_vote(each.counts) if question is vote else {} for question, each in zip(asked, counts, strict=True)]
    exact = answers >= LEAST and not any(HIDDEN in each.values() for each in votes)
    told, labels = tables(answers, counts, exact=exact)
    labels = [vote or label for vote, label in zip(votes, labels, strict=True)]
    return (told if exact else HIDDEN), labels


# Counts


def _tables(ask: Ask, question: Question, answers: Answers) -> Iterator[tuple[Cells, str]]:
    """The tables of a question, each with the choice that it is about, if it is about one."""
    if question.kind in ("text", "entry"):
        return
    everybody = question.needed
    replies = replies_to(question, answers)
    if question.kind == "each-of":
        for choice in ask.choices:
            picked = Counter(each.picked.get(choice) for each in replies)
            yield Cells({option: picked[option] for option in question.options}, everybody=everybody), choice
        return
    all_ = scores(ask, question, answers)
    if question.kind == "scale" and set(all_) == {question.question}:
        given = Counter(reply.scores[question.question] for reply in replies if reply.scores)
        yield Cells({str(score): given[score] for score in SCORES}, everybody=everybody, beside=True), ""
        return
    yield Cells({name: score.named for name, score in all_.items()}, question.kind in SINGLE, everybody), ""


def _figures(ask: Ask, question: Question, about: str, labels: Mapping[str, str], answers: Answers) -> Iterator[Figure]:
    if question.kind == "each-of":
        for option, count in labels.items():
            bodies = _who(ask, question, answers, partial(_picked, about, option))
            yield Figure(question=question.question, choice=about, option=option, count=count, bodies=bodies)
        return
    means = _means(ask, question, labels, answers)
    for name, count in labels.items():
        bodies = _who(ask, question, answers, partial(_named, question, name))
        yield Figure(question=question.question, choice=name, count=count, mean=means.get(name, ""), bodies=bodies)


def _means(ask: Ask, question: Question, labels: Mapping[str, str], answers: Answers) -> dict[str, str]:
    """Of scores, by choice; where the question is about none, the same beside each."""
    if question.kind != "scale":
        return {}
    all_ = scores(ask, question, answers)
    return {name: _mean(ask, question, name if name in all_ else question.question, labels, answers) for name in labels}


def _mean(ask: Ask, question: Question, name: str, labels: Mapping[str, str], answers: Answers) -> str:
    """To two decimals. Of people to one, and none where all but a few have given the same: the mean would tell of them,
    as beside the cells of its own scores, if any is hidden.
    """
    given = [each.scores[name] for each in replies_to(question, answers) if name in each.scores]
    if not given:
        return ""
    mean = sum(given) / len(given)
    if not ask.of_people:
        return f"{mean:.2f}"
    if len(given) < LEAST or labels.get(name) in (FEW, HIDDEN):
        return ""
    return f"{mean:.1f}" if _tells_of_nobody(given) else ""


def _tells_of_nobody(given: list[int]) -> bool:
    least, most = SCORES[0], SCORES[-1]
    return min(sum(most - each for each in given), sum(each - least for each in given)) not in range(1, LEAST)


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
