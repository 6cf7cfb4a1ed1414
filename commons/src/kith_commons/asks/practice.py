"""A practice as a template: what makes one impossible, and what its next step is about."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from kith_commons.asks.replies import WORDS
from kith_commons.formats.times import faults_of_times
from kith_contracts.events.practice import MOST_CHOICES, MOST_FIGURES, PEOPLE, Choice, Question, Step, Template
from kith_contracts.message import Refusal, together

CHOOSING: Final = ("one-of", "some-of", "rank", "dates")
WINNING: Final = ("most", "majority", "mean")
"""Rules by which choices win."""


def asks_people(template: Template) -> bool:
    """Whether any step asks people, so that a key is needed."""
    return any(step.who in PEOPLE for step in template.steps)


def next_step(template: Template, after: str) -> Step | None:
    """The step that follows that one; the first for an empty name; None at the end."""
    names = ["", *[step.step for step in template.steps]]
    return next(iter(template.steps[names.index(after) :]), None)


def goes_on(template: Template, step: str) -> bool:
    """Whether a later step is about what comes out of this one."""
    return any(each.takes and each.takes.step == step for each in template.steps)


def elects(template: Template, step: Step) -> bool:
    """Whether who wins in this step wins for good: no later step is about it."""
    wins = step.rule.kind in WINNING and step.takes is not None
    return wins and not goes_on(template, step.step)


def fault(template: Template, choices: Sequence[Choice]) -> Refusal | None:
    """All that makes this template impossible, with the paths of the fields in the command; else None."""
    return together(
        chain(
            _faults_of_prize(template),
            _faults_of_names(template),
            _faults_of_choices(choices),
            _faults_of_composition(template),
            *[_faults_of_step(template, number, choices) for number in range(len(template.steps))],
        )
    )


def _faults_of_prize(template: Template) -> Iterator[Refusal]:
    """Everyone who is asked reads these words, so a prize does not begin without them."""
    if template.prize and not template.eligible:
        yield Refusal("eligible-missing", "Say who may win the prize.", "template.eligible")
    if template.prize and not template.sponsor:
        yield Refusal("sponsor-missing", "Say who gives the prize, and what.", "template.sponsor")


def _faults_of_names(template: Template) -> Iterator[Refusal]:
    if not template.steps:
        yield Refusal("steps-missing", "A practice asks something: it needs a step.", "template.steps")
    names = [step.step for step in template.steps]
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Refusal("step-twice", "Two steps have this name.", f"template.steps.{number}.step")


def _faults_of_choices(choices: Sequence[Choice]) -> Iterator[Refusal]:
    names = [each.choice for each in choices]
    for number, each in enumerate(choices):
        if each.choice in names[:number]:
            yield Refusal("choice-twice", "Two choices have this name.", f"choices.{number}.choice")
        if (each.starts is None) != (each.ends is None):
            yield Refusal("date-incomplete", "A date needs a start and an end.", f"choices.{number}.ends")
        if each.starts and each.ends:
            yield from faults_of_times(each.starts, each.ends, each.zone, f"choices.{number}.")


def _faults_of_composition(template: Template) -> Iterator[Refusal]:
    """Places can be kept by ballots that elect, as many as they elect."""
    steps = {step.step: step for step in template.steps}
    for number, group in enumerate(template.composition):
        field = f"template.composition.{number}"
        for index, name in enumerate(group.steps):
            if name not in steps:
                yield Refusal("step-unknown", "There is no step of this name.", f"{field}.steps.{index}")
            elif not elects(template, steps[name]):
                yield Refusal("winners-missing", "Nobody is elected in that step.", f"{field}.steps.{index}")
        if group.least > sum(steps[name].rule.winners for name in dict.fromkeys(group.steps) if name in steps):
            sentence = "Fewer places are kept than the rule asks for. Let these ballots elect more."
            yield Refusal("least-above-kept", sentence, f"{field}.least")
        if (group.question is None) != (group.option is None):
            yield Refusal("option-missing", "Name a question of the mix and its answer, or neither.", f"{field}.option")


def _faults_of_step(template: Template, number: int, choices: Sequence[Choice]) -> Iterator[Refusal]:
    step, field = template.steps[number], f"template.steps.{number}"
    if not step.questions:
        yield Refusal("questions-missing", "A step asks something: it needs a question.", f"{field}.questions")
    yield from _faults_of_source(template, number, choices)
    names = [each.question for each in step.questions]
    for index, question in enumerate(step.questions):
        if question.question in names[:index]:
            yield Refusal("question-twice", "Two questions have this name.", f"{field}.questions.{index}.question")
        yield from _faults_of_question(step, question, choices, f"{field}.questions.{index}")
    if len([each for each in step.questions if each.kind == "entry"]) > 1:
        yield Refusal("entry-twice", "A step asks for one entry at most.", f"{field}.questions")
    if step.rule.question not in (None, *names):
        yield Refusal("question-unknown", "The rule rests on no question of this step.", f"{field}.rule.question")
    elif step.questions:
        yield from _faults_of_rule(step, f"{field}.rule")
    if step.who in PEOPLE and step.visibility == "named":
        sentence = "People are never named in an ask between organisations. Take asker or secret."
        yield Refusal("visibility-of-people", sentence, f"{field}.visibility")
    if step.least > step.most:
        yield Refusal("least-above-most", "It needs more answers than it takes.", f"{field}.least")
    if sum(_cells(step, each, choices) for each in step.questions) > MOST_FIGURES:
        yield Refusal("too-many-figures", "Ask less about so many choices, or in two steps.", f"{field}.questions")


def _faults_of_source(template: Template, number: int, choices: Sequence[Choice]) -> Iterator[Refusal]:
    takes, field = template.steps[number].takes, f"template.steps.{number}.takes"
    names = [step.step for step in template.steps]
    if takes is None:
        return
    if takes.what == "given":
        if not choices:
            yield Refusal("choices-missing", "This practice needs choices that are given.", "choices")
    elif takes.step not in names:
        yield Refusal("step-unknown", "There is no step of this name.", f"{field}.step")
    elif takes.step not in names[:number]:
        sentence = "A step can be about an earlier one, and not about itself or a later one."
        yield Refusal("step-cycle", sentence, f"{field}.step")
    else:
        yield from _faults_of_taking(template.steps[names.index(takes.step)], takes.what, field)


def _faults_of_taking(source: Step, what: str, field: str) -> Iterator[Refusal]:
    entered = any(question.kind == "entry" for question in source.questions)
    wins = source.rule.kind in WINNING and source.takes is not None
    if what == "entries" and not entered:
        yield Refusal("entries-missing", "That step asks for no entries.", f"{field}.step")
    if what == "winners" and not wins:
        yield Refusal("winners-missing", "Nothing wins in that step.", f"{field}.step")


def _faults_of_question(step: Step, question: Question, choices: Sequence[Choice], field: str) -> Iterator[Refusal]:
    if question.kind in CHOOSING and not (question.options or step.takes):
        yield Refusal("choices-missing", "There is nothing to choose from.", f"{field}.options")
    if question.kind == "each-of" and not (question.options and step.takes):
        yield Refusal("options-missing", "For each choice one of the options: it needs both.", f"{field}.options")
    if not set(question.options).issuperset(question.why_for):
        yield Refusal("option-unknown", "Only an option of this question can need a reason.", f"{field}.why_for")
    yield from _faults_of_draft(step, question, field)
    given = step.takes is not None and step.takes.what == "given"
    if question.kind == "dates" and (question.options or not given or not all(each.starts for each in choices)):
        yield Refusal("dates-missing", "Dates are chosen from choices with a start and an end.", f"{field}.kind")
    if question.must_be_yes and question.kind != "yes-no":
        yield Refusal("consent-of-other-kind", "Only a question for yes or no can need a yes.", f"{field}.must_be_yes")


def _faults_of_draft(step: Step, question: Question, field: str) -> Iterator[Refusal]:
    """A body's node draws a number into one of the options, or the whole year into a text."""
    if not set(question.options).issuperset(question.at_least):
        yield Refusal("option-unknown", "Only an option of this question can begin at a number.", f"{field}.at_least")
    kind = "text" if question.drawn == "year" else "one-of"
    if question.drawn and (question.kind != kind or step.who in PEOPLE):
        sentence = "What is drawn is the answer of an organisation: a year as a text, a number as one of the options."
        yield Refusal("drawn-of-other-kind", sentence, f"{field}.drawn")


def _faults_of_rule(step: Step, field: str) -> Iterator[Refusal]:
    rule = step.rule
    question = next((each for each in step.questions if each.question == rule.question), step.questions[0])
    fits = {
        "most": question.kind in CHOOSING,
        "majority": question.kind in ("yes-no", "one-of", "some-of", "dates"),
        "mean": question.kind == "scale",
        "collect": any(each.kind in (*WORDS, "each-of") for each in step.questions),
        "count": True,
    }
    if not fits[rule.kind]:
        yield Refusal("rule-of-other-kind", "The rule does not fit the question on which it rests.", f"{field}.kind")


def _cells(step: Step, question: Question, choices: Sequence[Choice]) -> int:
    if question.kind in WORDS:
        return 0
    if question.kind == "yes-no":
        return 2
    if question.kind == "each-of":
        return len(question.options) * (len(choices) if step.takes and step.takes.what == "given" else MOST_CHOICES)
    if question.options or step.takes is None:
        return len(question.options) or len(range(1, 6))
    return len(choices) if step.takes.what == "given" else MOST_CHOICES
