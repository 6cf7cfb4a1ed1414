"""An action: said, reworded until its date, done or not done and why, carried on once; and the mornings it is back."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith_commons.actions import ACCOUNT, RETURNS, Action, finish, morning, returns, say
from kith_contracts.events.actions import Outcome
from kith_contracts.message import Refusal

TODAY = date(2027, 3, 12)
FRIDAY = date(2027, 3, 19)
LONDON = ZoneInfo("Europe/London")


def said(text: str = "Ask.", by: date = FRIDAY) -> Action:
    action = say(None, text, by, TODAY)
    assert isinstance(action, Action)
    return action


def code(result: Action | Refusal) -> tuple[str, str]:
    assert isinstance(result, Refusal), result
    assert result.sentence
    return result.code, result.field


def test_it_is_reworded_until_its_date_and_not_after() -> None:
    again = say(said(), "Ask her.", FRIDAY, FRIDAY)
    assert again == Action(text="Ask her.", by=FRIDAY)
    assert code(say(said(), "Ask her.", FRIDAY, FRIDAY + timedelta(days=1))) == ("date-over", "by")
    assert code(say(said(), "Ask.", FRIDAY - timedelta(days=1), TODAY)) == ("date-earlier", "by")


def test_it_is_carried_on_once_from_said_or_from_not_done() -> None:
    later = FRIDAY + timedelta(days=7)
    not_done = finish(said(), "not-done", "She is away.")
    assert isinstance(not_done, Action)
    for before in (said(), not_done):
        carried = say(before, "Ask.", later, FRIDAY)
        assert carried == Action(text="Ask.", by=later, carried=True)
        assert code(say(carried, "Ask.", later + timedelta(days=1), FRIDAY)) == ("carried-on-already", "by")
        assert isinstance(say(carried, "Ask again.", later, FRIDAY), Action)
    assert code(say(not_done, "Ask.", FRIDAY, FRIDAY)) == ("date-earlier", "by")


def test_not_done_has_a_reason_and_done_stays_done() -> None:
    done = finish(said(), "done", "of no interest")
    assert done == said().model_copy(update={"status": "done"})
    assert isinstance(done, Action)
    assert finish(done, "done", "") == done
    assert code(finish(said(), "not-done", "")) == ("why-missing", "why")
    assert code(finish(done, "not-done", "Well.")) == ("action-done", "outcome")
    assert code(say(done, "More.", FRIDAY + timedelta(days=1), TODAY)) == ("action-done", "text")


def test_it_is_overdue_when_its_day_is_over_and_nothing_was_heard() -> None:
    assert not said().overdue(FRIDAY)
    assert said().overdue(FRIDAY + timedelta(days=1))
    assert not said().model_copy(update={"status": "done"}).overdue(FRIDAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (datetime(2027, 3, 12, 17, tzinfo=UTC), (1, 3, 10)),
        (datetime(2027, 3, 13, 8, 29, tzinfo=UTC), (1, 3, 10)),
        (datetime(2027, 3, 13, 8, 30, tzinfo=UTC), (2, 3, 10)),
        (datetime(2027, 3, 14, 20, tzinfo=UTC), (3, 10)),
        (datetime(2027, 3, 17, 20, tzinfo=UTC), (6, 10)),
        (datetime(2027, 3, 30, 20, tzinfo=UTC), (19,)),
        (datetime(2027, 4, 8, 20, tzinfo=UTC), ()),
    ],
)
def test_it_comes_back_the_next_morning_and_on_day_three_and_ten(now: datetime, days: tuple[int, ...]) -> None:
    assert returns(TODAY, now, LONDON) == days


def test_the_morning_is_that_of_the_place_also_when_the_clock_has_changed() -> None:
    assert morning(TODAY, 10, LONDON).astimezone(UTC) == datetime(2027, 3, 22, 8, 30, tzinfo=UTC)
    assert morning(TODAY, 28, LONDON).astimezone(UTC) == datetime(2027, 4, 9, 7, 30, tzinfo=UTC)


@given(st.integers(0, 60 * 24 * 60), st.sampled_from(["Europe/London", "Asia/Tokyo"]))
def test_nobody_is_reminded_in_the_past_nor_on_the_day_of_the_account(minute: int, name: str) -> None:
    zone, now = ZoneInfo(name), datetime(2027, 3, 1, tzinfo=UTC) + timedelta(minutes=minute)
    days = returns(TODAY, now, zone)
    assert list(days) == sorted(set(days))
    assert all(morning(TODAY, day, zone) > now and day < ACCOUNT for day in days)
    assert len(days) <= len(RETURNS)


STEP = st.one_of(
    st.tuples(st.just("say"), st.integers(-3, 40), st.sampled_from(["a", "b"])),
    st.tuples(st.just("finish"), st.sampled_from(["done", "not-done"]), st.sampled_from(["", "why"])),
    st.tuples(st.just("wait"), st.integers(0, 10), st.just("")),
)


@settings(max_examples=200)
@given(st.lists(STEP, max_size=12))
def test_whatever_is_done_to_it_its_law_holds(steps: list[tuple[str, int | Outcome, str]]) -> None:
    """One date more at most, done is for good, and only what is not done has a reason."""
    action: Action | None = None
    today, dates = TODAY, set[date]()
    for kind, value, text in steps:
        before = action
        if kind == "wait" and isinstance(value, int):
            today += timedelta(days=value)
        elif kind == "say" and isinstance(value, int):
            new = say(action, text, TODAY + timedelta(days=value), today)
            action = action if isinstance(new, Refusal) else new
        elif action and not isinstance(value, int):
            new = finish(action, value, text)
            action = action if isinstance(new, Refusal) else new
        if action:
            dates.add(action.by)
            assert len(dates) == 1 + action.carried
            assert bool(action.why) == (action.status == "not-done")
        if before is not None and before.status == "done":
            assert action == before
