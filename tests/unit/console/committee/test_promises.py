"""What organisations mean to do after an event: what is due, what waits, and which number is free."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kith_console.committee.promises import Over, free_number, ours, standing
from kith_console.committee.tasks import promised
from kith_console.outcomes.pages import by_body
from kith_contracts.events.actions import BodyAction
from kith_contracts.pages.actions import BodyActionPage
from kith_contracts.pages.agreements import AgreementLine

TODAY = date(2027, 3, 12)


def said(number: int = 1, *, body: str = "bcs", overdue: bool = False, **more: Any) -> BodyActionPage:
    known = {"body": body, "number": number, "text": "We open our hall.", "by": "2027-03-20", "status": "said"}
    return BodyActionPage(action=BodyAction.model_validate(known | more), overdue=overdue)


def line(ended: timedelta = timedelta(days=2)) -> AgreementLine:
    ends = datetime.now(UTC) - ended
    known = {"subject": "iop/day", "status": "active", "title": "The day", "version": 1, "hash": ""}
    times = {"starts": ends - timedelta(hours=3), "ends": ends}
    rest: dict[str, Any] = {"answers": {}, "missing": [], "reopened": [], "silent_since": None}
    return AgreementLine.model_validate({**known, **times, **rest})


@pytest.mark.parametrize(
    ("one", "stands"),
    [
        (said(), "said"),
        (said(by="2027-03-19"), "due"),
        (said(by="2027-03-01", overdue=True), "overdue"),
        (said(by="2027-03-01", status="done"), "done"),
        (said(by="2027-03-13", status="not-done", why="The hall is let."), "not-done"),
    ],
)
def test_an_action_is_due_a_week_before_its_day(one: BodyActionPage, stands: str) -> None:
    assert standing(one, TODAY) == stands


def test_an_organisation_has_five_numbers() -> None:
    own = ours([said(2), said(1, body="iop"), said(1)], "bcs")

    assert [each.action.number for each in own] == [1, 2]
    assert free_number(own) == 3
    assert free_number([said(number) for number in range(1, 6)]) is None


def test_what_is_due_waits_for_the_committee() -> None:
    late = said(by="2020-03-01", overdue=True)
    over = Over(line(), [late], [late])

    assert [each.sentence for each in promised([over])] == ["The day: We open our hall, overdue"]
    assert promised([Over(line(), [late], [said(status="done")])]) == []


def test_after_a_new_event_it_is_asked_what_we_will_do() -> None:
    found = promised([Over(line(), [], []), Over(line(timedelta(days=60)), [], [])])

    assert [(each.sentence, each.inner) for each in found] == [("The day is over: what will we do?", "after/iop/day")]


def test_actions_stand_under_who_means_to_do_them() -> None:
    actions = [said(2, body="iop").action, said(1).action, said(1, body="iop").action]

    assert [(body, [each.number for each in found]) for body, found in by_body(actions).items()] == [
        ("bcs", [1]),
        ("iop", [1, 2]),
    ]
