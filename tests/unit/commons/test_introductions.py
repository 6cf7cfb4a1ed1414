"""An introduction through random lives: nothing is passed on but if two accept, and what is released stays so."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith_commons.introductions import (
    GRACE,
    LASTS,
    REMEMBERED,
    Introduction,
    Outcome,
    Passed,
    Side,
    accept,
    follow,
    hand_over,
    take_back,
)

NOW = datetime(2027, 3, 12, 12, tzinfo=UTC)
FRESH = Introduction(one=Side(who="a"), other=Side(who="b"), until=NOW + LASTS)


def agreed() -> Introduction:
    return accept(accept(FRESH, "a", "key-a", NOW)[0], "b", "key-b", NOW)[0]


def released() -> Introduction:
    held, none = hand_over(agreed(), "a", "key-b", "box-a", NOW)
    assert none == ()
    return hand_over(held, "b", "key-a", "box-b", NOW)[0]


def test_with_the_second_yes_each_gets_the_key_of_the_other() -> None:
    one, none = accept(FRESH, "a", "key-a", NOW)
    assert (one.agreed, none) == (False, ())
    both, keys = accept(one, "b", "key-b", NOW)
    assert both.agreed
    assert keys == (Passed("a", "key-b"), Passed("b", "key-a"))
    assert accept(both, "b", "another", NOW) == (both, ()), "said again, it changes nothing"


def test_with_the_second_box_both_go_out_and_none_is_kept() -> None:
    held, none = hand_over(agreed(), "a", "key-b", "box-a", NOW)
    assert none == ()
    done, boxes = hand_over(held, "b", "key-a", "box-b", NOW)
    assert boxes == (Passed("a", "box-b"), Passed("b", "box-a"))
    assert done.released == NOW
    assert not any(side.box for side in done.sides)


def test_a_yes_that_is_taken_back_makes_void_what_was_sealed_since() -> None:
    held, _ = hand_over(agreed(), "b", "key-a", "box-b", NOW)
    alone = take_back(held, "a")
    assert (alone.one, alone.other) == (Side(who="a"), Side(who="b", key="key-b"))
    assert hand_over(alone, "b", "key-a", "box-b", NOW) == (alone, ())
    again, keys = accept(alone, "a", "new-a", NOW)
    assert keys == (Passed("a", "key-b"), Passed("b", "new-a"))
    assert hand_over(again, "b", "key-a", "box-b", NOW) == (again, ()), "sealed to a key of before"


def test_nothing_is_taken_back_that_was_released() -> None:
    assert take_back(released(), "a") == released()


def test_a_yes_in_time_may_still_be_on_its_way_and_a_later_one_is_too_late() -> None:
    assert accept(FRESH, "a", "key-a", FRESH.until)[0].one.key
    assert accept(FRESH, "a", "key-a", FRESH.until + GRACE) == (FRESH, ())


@pytest.mark.parametrize(
    ("outcomes", "met", "helped"),
    [((), False, False), (("not-met",), False, False), (("not",), True, False), (("not", "helped"), True, True)],
)
def test_they_have_met_if_one_says_so(outcomes: tuple[Outcome, ...], met: bool, helped: bool) -> None:
    it = released()
    for who, outcome in zip("ab", outcomes, strict=False):
        it = follow(it, who, outcome)
    assert (it.met, it.helped) == (met, helped)


def test_of_what_was_never_released_nobody_can_say_anything() -> None:
    assert follow(agreed(), "a", "helped") == agreed()


def test_it_is_over_when_no_yes_can_come_or_no_answer_is_waited_for() -> None:
    assert FRESH.over_at == NOW + LASTS + GRACE
    assert released().over_at == NOW + LASTS + REMEMBERED


STEPS = st.tuples(st.sampled_from(["yes", "back", "box", "old-box", "tell"]), st.sampled_from("ab"), st.integers(0, 30))


@given(st.lists(STEPS, max_size=30))
def test_whatever_comes_contacts_go_out_once_and_only_between_two_that_accept(
    steps: list[tuple[str, str, int]],
) -> None:
    it, day, wants, boxes = FRESH, 0, dict[str, str](), list[Passed]()
    for number, (what, who, later) in enumerate(steps):
        day = max(day, later)
        now, before = NOW + timedelta(days=day), it
        beyond = it.beyond(who)
        if what == "yes":
            it, keys = accept(it, who, f"{who}{number}", now)
            assert not keys or {*keys} == {Passed("a", it.other.key), Passed("b", it.one.key)}
        elif what == "back":
            it = take_back(it, who)
        elif what == "tell":
            it = follow(it, who, "helped")
        else:
            key = beyond.key if what == "box" else "old"
            it, passed = hand_over(it, who, key, f"box-{number}", now)
            boxes += passed
            assert not passed or before.agreed
        wants = {side.who: side.key for side in it.sides}
        assert not before.released or it.released == before.released
        assert not any(side.box for side in it.sides) or it.agreed
        assert len(boxes) in (0, 2)
        assert bool(boxes) == bool(it.released)
    assert not it.released or all(wants.values())
