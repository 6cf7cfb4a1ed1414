"""What authors of entries hear of them, at home, when a step is decided."""

from collections.abc import Iterable
from typing import Final

from kith_commons.asks.practice import WINNING, goes_on
from kith_contracts.events.answers import EntryDecided
from kith_contracts.events.results import Outcome
from kith_contracts.message import Letter
from kith_events.asks.practice import Asked, Practice

MOST_SAID: Final = 160
"""Characters of a sentence."""


def _picked(outcome: Outcome, choice: str) -> str:
    """How often each option was picked for this one, in a line: "yes 2, partly 1, no 0"."""
    figures = [each for each in outcome.figures if each.choice == choice and each.option]
    return ", ".join(f"{each.option} {each.count}" for each in figures)[:MOST_SAID]


def to_authors(asked: Asked, practice: Practice, reasons: dict[str, str]) -> Iterable[Letter]:
    """Who has not won hears it now; who has, once no later step is about it: what won before and is answered to here
    has, with what was picked for it.
    """
    step, outcome = asked.ask.step, asked.ask.outcome
    won_before = step.takes is not None and step.takes.what == "winners" and step.rule.kind not in WINNING
    if outcome is None or (step.rule.kind not in WINNING and not won_before and not outcome.code):
        return
    for choice in asked.ask.choices:
        author = practice.author(choice)
        accepted = choice in outcome.winners or (won_before and not outcome.code)
        if author and author.pseudonym and not (accepted and goes_on(practice.template, step.step)):
            sentence = reasons.get(choice) or outcome.sentence or _picked(outcome, choice)
            told = EntryDecided(subject=asked.subject, pseudonym=author.pseudonym, accepted=accepted, sentence=sentence)
            yield Letter(author.body, told)
