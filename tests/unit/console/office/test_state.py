"""Which organisations the office should look at, and why."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from kith_console.office.state import by_body, concerns, stuck_long
from kith_contracts.pages.bodies import BodyState
from kith_contracts.pages.office import Overdue, Stuck

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)
LONG_AGO = NOW - timedelta(days=31)


def test_who_is_heard_and_has_a_good_key_is_no_concern() -> None:
    assert concerns([_state("bcs")], {}, NOW) == []


def test_a_word_about_an_event_is_a_word_too() -> None:
    quiet = _state("bcs", heard=LONG_AGO)

    assert [each.why for each in concerns([quiet], {}, NOW)] == ["silent"]
    assert concerns([quiet], {"bcs": YESTERDAY}, NOW) == []


def test_each_concern_says_since_when_or_until_when() -> None:
    soon = NOW + timedelta(days=10)
    states = [
        _state("quiet", heard=LONG_AGO),
        _state("new", heard=None),
        _state("short", signs_until=soon),
        _state("keyless", signs_until=None),
        _state("gone", status="suspended", since=YESTERDAY, signs_until=None, heard=None),
    ]

    assert concerns(states, {}, NOW) == [
        ("gone", "suspended", YESTERDAY),
        ("keyless", "no-key", None),
        ("short", "key", soon),
        ("quiet", "silent", LONG_AGO),
        ("new", "unheard", None),
    ]


def test_a_change_that_waits_for_two_weeks_is_not_stuck_yet() -> None:
    fresh = Stuck(event="iop/day", hosts=["iop", "bcs"], since=NOW - timedelta(days=14))
    old = Stuck(event="iop/dinner", hosts=["iop", "bcs"], since=NOW - timedelta(days=15))
    older = Stuck(event="bcs/walk", hosts=["iop", "bcs"], since=NOW - timedelta(days=40))

    assert stuck_long([fresh, old, older], NOW) == [older, old]


def test_who_owes_most_answers_is_first_and_the_oldest_of_each() -> None:
    late = [_late("bcs", 3), _late("iop", 9), _late("iop", 2)]

    assert [(body, [each.by.day for each in found]) for body, found in by_body(late)] == [("iop", [2, 9]), ("bcs", [3])]


def _late(body: str, day: int) -> Overdue:
    return Overdue(event="iop/day", body=body, number=1, by=date(2027, 2, day))


def _state(body: str, **more: Any) -> BodyState:
    good = {"status": "admitted", "since": None, "signs_until": NOW + timedelta(days=90), "heard": YESTERDAY}
    return BodyState.model_validate({"body": body, "name": body, "kind": "other", "keys": [], **good, **more})
