"""How answers become an outcome: a pure function of the answers and the rule, the same however often it is computed.

What is shown of people goes through `figures`; what bodies say by name is exact.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from kith_commons.asks import Ask
from kith_commons.canonical import digest
from kith_commons.figures import LEAST, shown, shown_all
from kith_commons.replies import about
from kith_contracts.practices import MOST_REASONS, Figure, Outcome, Question, Reason, Reply, Rule

Answers = Mapping[str, Sequence[Reply]]
"""The replies of each who has answered: by body, or by pseudonym."""
TOO_FEW: Final = "too-few-answers"
NOTHING_CHOSEN: Final = "nothing-chosen"


class Score(NamedTuple):
    """How a choice has done: `points` are votes, points of a ranking, or the mean of scores; and how many named it."""

    points: Fraction
    named: int


def counted(ask: Ask, answers: Answers) -> Outcome:
    """The outcome of an ask that is closed."""
    rule, questions = ask.step.rule, ask.step.questions
    seed = seed_of(ask.step.step, answers)
    figures = [each for question in questions for each in _figures(ask, question, answers)]
    told = shown(len(answers)) if ask.of_people else str(len(answers))
    outcome = Outcome(answers=told, figures=figures, reasons=list(_reasons(ask, answers))[:MOST_REASONS], seed=seed)
    if len(answers) < ask.step.least:
        # Which choices had votes may tell of the few who have answered.
        sentence = "Fewer have answered than this needs."
        return outcome.model_copy(update={"figures": [], "reasons": [], "code": TOO_FEW, "sentence": sentence})
    if rule.kind in ("collect", "count"):
        return outcome
    winners, tied = _winners(rule, scores(ask, deciding(ask), answers), len(answers), seed)
    return outcome.model_copy(update={"winners": winners, "tied": tied})


def deciding(ask: Ask) -> Question:
    """The question on which the outcome rests."""
    named = ask.step.rule.question
    return next((each for each in ask.step.questions if each.question == named), ask.step.questions[0])


def seed_of(step: str, answers: Answers) -> str:
    """Over all answers, in whatever order they came: nobody knows it before the last one is in."""
    return digest([step, sorted(digest(list(replies)) for replies in answers.values())])


def ticket(seed: str, choice: str) -> str:
    """What decides a tie: the lowest goes first."""
    return hashlib.sha256(f"{seed}/{choice}".encode()).hexdigest()


def scores(ask: Ask, question: Question, answers: Answers) -> dict[str, Score]:
    """How each choice has done in this question."""
    names = list(about(question, ask.choices))
    replies = _replies(question, answers)
    if question.kind == "scale":
        given = {name: [reply.scores[name] for reply in replies if name in reply.scores] for name in names}
        return {name: Score(Fraction(sum(all_), len(all_) or 1), len(all_)) for name, all_ in given.items()}
    points: Counter[str] = Counter()
    for reply in replies:
        points.update(_points(question, reply, len(names)))
    named = Counter(name for reply in replies for name in _named(question, reply))
    return {name: Score(Fraction(points[name]), named[name]) for name in names}


def _replies(question: Question, answers: Answers) -> list[Reply]:
    return [each for replies in answers.values() for each in replies if each.question == question.question]


def _named(question: Question, reply: Reply) -> Sequence[str]:
    if question.kind == "yes-no":
        return [] if reply.yes is None else ["yes" if reply.yes else "no"]
    return reply.chosen


def _points(question: Question, reply: Reply, among: int) -> dict[str, int]:
    """One for each choice that is named; in a ranking of n choices n for the first, n - 1 for the second (Borda)."""
    ranked = question.kind == "rank"
    return {name: among - place if ranked else 1 for place, name in enumerate(_named(question, reply))}


def _winners(rule: Rule, all_: Mapping[str, Score], voters: int, seed: str) -> tuple[list[str], list[str]]:
    """Who wins, the best first, and who of them is level with the last, if that is more than one."""
    if rule.kind == "majority":
        all_ = {name: score for name, score in all_.items() if 2 * score.points > voters}
    order = sorted(
        [name for name, score in all_.items() if score.points > 0],
        key=lambda name: (-all_[name].points, ticket(seed, name)),
    )
    if not order:
        return [], []
    last = all_[order[min(rule.winners, len(order)) - 1]].points
    level = [name for name in order if all_[name].points == last]
    better = [name for name in order if all_[name].points > last]
    winners = [*better, *level] if rule.joint else order[: rule.winners]
    return winners, sorted(level) if len(level) > 1 else []


# What is shown


def _figures(ask: Ask, question: Question, answers: Answers) -> list[Figure]:
    if question.kind in ("text", "entry"):
        return []
    if question.kind == "scale":
        return _of_scores(ask, question, answers)
    if question.kind == "each-of":
        return [figure for choice in ask.choices for figure in _of_options(ask, question, choice, answers)]
    cells = {name: score.named for name, score in scores(ask, question, answers).items()}
    bodies = _who(ask, question, answers)
    return [
        Figure(question=question.question, choice=name, count=count, bodies=bodies(name))
        for name, count in _shown(cells, ask).items()
    ]


def _of_options(ask: Ask, question: Question, choice: str, answers: Answers) -> list[Figure]:
    """How often each option was picked for this choice, and by whom, where bodies answer by name."""
    picked = {
        who: each.picked.get(choice)
        for who, replies in answers.items()
        for each in replies
        if each.question == question.question
    }
    given = Counter(picked.values())
    named = ask.step.visibility == "named"
    return [
        Figure(
            question=question.question,
            choice=choice,
            option=option,
            count=count,
            bodies=sorted(who for who, each in picked.items() if named and each == option),
        )
        for option, count in _shown({option: given[option] for option in question.options}, ask).items()
    ]


def _reasons(ask: Ask, answers: Answers) -> Iterator[Reason]:
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


def _of_scores(ask: Ask, question: Question, answers: Answers) -> list[Figure]:
    """The mean of each choice; where the question is about none, how often each score was given."""
    all_ = scores(ask, question, answers)
    if set(all_) != {question.question}:
        named = {name: score.named for name, score in all_.items()}
        means = {name: _mean(score, ask) for name, score in all_.items()}
        counts = _shown(named, ask)
        return [Figure(question=question.question, choice=n, count=counts[n], mean=means[n]) for n in all_]
    replies = _replies(question, answers)
    given = Counter(str(reply.scores[question.question]) for reply in replies if reply.scores)
    cells = _shown({str(score): given[str(score)] for score in range(1, 6)}, ask)
    mean = _mean(all_[question.question], ask)
    return [Figure(question=question.question, choice=n, count=count, mean=mean) for n, count in cells.items()]


def _shown(cells: Mapping[str, int], ask: Ask) -> dict[str, str]:
    return shown_all(cells) if ask.of_people else {name: str(count) for name, count in cells.items()}


def _mean(score: Score, ask: Ask) -> str:
    if score.named == 0 or (ask.of_people and score.named < LEAST):
        return ""
    return f"{float(score.points):.2f}"


def _who(ask: Ask, question: Question, answers: Answers) -> Callable[[str], list[str]]:
    if ask.step.visibility != "named":
        return lambda _: []
    said = {
        body: {name for each in replies if each.question == question.question for name in _named(question, each)}
        for body, replies in answers.items()
    }
    return lambda choice: sorted(body for body, names in said.items() if choice in names)
