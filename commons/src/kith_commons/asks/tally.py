"""How answers become an outcome: a pure function of the answers and the rule, the same however often it is computed.

What is shown of people goes through `figures`; what bodies say by name is exact. How it is shown is in `results`.
"""

import hashlib
from collections.abc import Mapping
from typing import Final

from kith_commons.asks.ask import Ask
from kith_commons.asks.results import Homes, reasons, results
from kith_commons.asks.scores import Answers, Score, deciding, scores
from kith_commons.figures import HIDDEN, of_bodies
from kith_commons.formats.canonical import digest
from kith_contracts.events.practice import MOST_REASONS, Rule
from kith_contracts.events.results import Outcome

TOO_FEW: Final = "too-few-answers"
NOTHING_CHOSEN: Final = "nothing-chosen"


def counted(ask: Ask, answers: Answers, homes: Homes | None = None) -> Outcome:
    """The outcome of an ask that is closed. `homes` are the bodies of people; without it they are all of one."""
    rule = ask.step.rule
    seed = seed_of(ask, answers)
    if len(answers) < ask.step.least:
        # Which choices had votes may tell of the few who have answered; beside the least, so may how many there are.
        told = HIDDEN if ask.of_people else of_bodies(len(answers))
        return Outcome(answers=told, seed=seed, code=TOO_FEW, sentence="Fewer have answered than this needs.")
    told, figures = results(ask, answers, homes or {})
    outcome = Outcome(answers=told, figures=figures, reasons=list(reasons(ask, answers))[:MOST_REASONS], seed=seed)
    if rule.kind in ("collect", "count"):
        return outcome
    winners, tied = _winners(rule, scores(ask, deciding(ask), answers), len(answers), seed)
    return outcome.model_copy(update={"winners": winners, "tied": tied})


def seed_of(ask: Ask, answers: Answers) -> str:
    """Over all answers, in whatever order they came: nobody knows it before the last one is in. Of people with the
    pseudonym of each, which only its home and who counts know: else anybody could try all tables of figures until one
    has this seed.
    """
    given = [[who, *replies] if ask.of_people else list(replies) for who, replies in answers.items()]
    return digest([ask.step.step, sorted(map(digest, given))])


def ticket(seed: str, choice: str) -> str:
    """What decides a tie: the lowest goes first."""
    return hashlib.sha256(f"{seed}/{choice}".encode()).hexdigest()


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
