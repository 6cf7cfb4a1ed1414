"""What makes a template impossible: each fault has a code and the path of its field."""

from typing import Any

import pytest

from kith_commons.asks.practice import fault, goes_on, next_step
from kith_contracts.events.practice import Choice, Question, Step, Template

DATED = {"choice": "d", "title": "D", "starts": "2027-03-12T09:00:00Z", "ends": "2027-04-12T09:00:00Z"}
GIVEN = [Choice(choice="ada", title="Ada")]
AT = "template.steps.0"


def dated(**changes: str) -> Choice:
    return Choice.model_validate({**DATED, **changes})


def question(name: str = "q", kind: str = "one-of", **more: Any) -> Question:
    return Question(question=name, asks="What?", kind=kind, **more)


def step(name: str = "s", *questions: Question, rule: Any = None, takes: Any = None, **more: Any) -> Step:
    fields = {"title": "Step", "who": "members", "visibility": "secret", "days": 7, **more}
    asked = list(questions) or [question()]
    return Step(step=name, questions=asked, rule=rule or {"kind": "most"}, takes=takes or {"what": "given"}, **fields)


def template(*steps: Step) -> Template:
    return Template(title="A practice", steps=list(steps))


def entries(name: str = "entries") -> Step:
    return step(name, question(kind="entry"), rule={"kind": "collect"})


def test_a_practice_that_asks_something_is_none() -> None:
    assert fault(template(step()), GIVEN) is None
    assert fault(template(entries(), step(takes={"what": "entries", "step": "entries"})), GIVEN) is None


@pytest.mark.parametrize(
    ("made", "code", "field"),
    [
        (template(), "steps-missing", "template.steps"),
        (template(step(), step()), "step-twice", "template.steps.1.step"),
        (template(step().model_copy(update={"questions": []})), "questions-missing", f"{AT}.questions"),
        (template(step("s", question(), question())), "question-twice", f"{AT}.questions.1.question"),
        (template(step(takes={"what": "entries", "step": "nowhere"})), "step-unknown", f"{AT}.takes.step"),
        (template(step(takes={"what": "entries"})), "step-unknown", f"{AT}.takes.step"),
        (template(step(takes={"what": "winners", "step": "s"})), "step-cycle", f"{AT}.takes.step"),
        (template(step(takes={"what": "entries", "step": "entries"}), entries()), "step-cycle", f"{AT}.takes.step"),
        (
            template(step(), step("t", takes={"what": "entries", "step": "s"})),
            "entries-missing",
            "template.steps.1.takes.step",
        ),
        (
            template(entries(), step("t", takes={"what": "winners", "step": "entries"})),
            "winners-missing",
            "template.steps.1.takes.step",
        ),
        (template(step("s", rule={"kind": "most", "question": "x"})), "question-unknown", f"{AT}.rule.question"),
        (template(step("s", rule={"kind": "mean"})), "rule-of-other-kind", f"{AT}.rule.kind"),
        (template(step("s", rule={"kind": "collect"})), "rule-of-other-kind", f"{AT}.rule.kind"),
        (template(step("s", visibility="named")), "visibility-of-people", f"{AT}.visibility"),
        (template(step("s", least=9, most=8)), "least-above-most", f"{AT}.least"),
        (template(step("s", question(kind="dates"))), "dates-missing", f"{AT}.questions.0.kind"),
        (template(step("s", question(must_be_yes=True))), "consent-of-other-kind", f"{AT}.questions.0.must_be_yes"),
        (
            template(
                entries(),
                step("t", *[question(f"q{n}") for n in range(4)], takes={"what": "entries", "step": "entries"}),
            ),
            "too-many-figures",
            "template.steps.1.questions",
        ),
        (
            template(step("s", question("a", "entry"), question("b", "entry"), rule={"kind": "collect"})),
            "entry-twice",
            f"{AT}.questions",
        ),
    ],
)
def test_a_template_is_refused_with_code_and_field(made: Template, code: str, field: str) -> None:
    found = fault(made, GIVEN)
    assert found
    assert (found.code, found.field) == (code, field)
    assert found.sentence.endswith(".")


@pytest.mark.parametrize(
    ("choices", "code", "field"),
    [
        ([], "choices-missing", "choices"),
        ([*GIVEN, *GIVEN], "choice-twice", "choices.1.choice"),
        ([Choice(choice="d", title="D", starts="2027-03-12T09:00:00Z")], "date-incomplete", "choices.0.ends"),
        (
            [Choice(choice="d", title="D", starts="2027-03-12T09:00:00Z", ends="2027-03-12T09:00:00Z")],
            "ends-before-start",
            "choices.0.ends",
        ),
        ([dated(zone="Europe/Paradise")], "zone-unknown", "choices.0.zone"),
        ([dated(ends="9999-03-12T09:00:00Z")], "year-out-of-range", "choices.0.ends"),
    ],
)
def test_what_is_given_to_choose_from_makes_sense(choices: list[Choice], code: str, field: str) -> None:
    found = fault(template(step()), choices)
    assert found
    assert (found.code, found.field) == (code, field)


def test_steps_follow_each_other_and_the_last_by_nothing() -> None:
    made = template(entries(), step("t", takes={"what": "entries", "step": "entries"}))
    names = [found.step if (found := next_step(made, after)) else None for after in ("", "entries", "t")]
    assert names == ["entries", "t", None]
    assert [goes_on(made, name) for name in ("entries", "t")] == [True, False]
