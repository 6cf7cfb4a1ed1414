"""Marks of a door merge to the same, in whatever order and however often they come."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith_commons.arrivals import Mark, Marks, come, door_code, merged, waiting

NOON = datetime(2027, 3, 12, 12, tzinfo=UTC)
MOMENTS = st.integers(0, 3).map(lambda minutes: NOON + timedelta(minutes=minutes))
MARKS = st.builds(Mark, MOMENTS, st.sampled_from("xy"), st.integers(1, 3), st.booleans())
SETS = st.dictionaries(st.sampled_from("abcd"), MARKS)


@given(SETS, SETS, SETS)
def test_order_and_grouping_do_not_matter(one: Marks, two: Marks, three: Marks) -> None:
    assert merged(one, two) == merged(two, one)
    assert merged(merged(one, two), three) == merged(one, merged(two, three)) == merged(one, two, three)


@given(SETS, SETS)
def test_the_same_again_changes_nothing(one: Marks, two: Marks) -> None:
    both = merged(one, two)
    assert merged(one, one) == dict(one)
    assert merged(both, one) == merged(both, two) == both


@given(SETS, SETS)
def test_nobody_is_lost_and_nothing_is_made_up(one: Marks, two: Marks) -> None:
    both = merged(one, two)
    assert both.keys() == one.keys() | two.keys()
    assert all(mark in (one.get(who), two.get(who)) for who, mark in both.items())


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (Mark(NOON, "y", 9), Mark(NOON + timedelta(minutes=1), "x", 1, undone=True)),
        (Mark(NOON, "x", 9), Mark(NOON, "y", 1, undone=True)),
        (Mark(NOON, "x", 1), Mark(NOON, "x", 2, undone=True)),
        (Mark(NOON, "x", 1), Mark(NOON, "x", 1, undone=True)),
    ],
)
def test_the_last_counts_by_time_then_device_then_number(earlier: Mark, later: Mark) -> None:
    for marks in (merged({"a": earlier}, {"a": later}), merged({"a": later}, {"a": earlier})):
        assert marks == {"a": later}
        assert come(marks) == frozenset()


def test_who_has_no_place_waits_in_the_order_of_coming() -> None:
    marks = {who: Mark(NOON - timedelta(minutes=number), "x", number + 1) for number, who in enumerate("abc")}
    marks["d"] = Mark(NOON, "x", 5, undone=True)
    assert waiting(marks, {"b"}, "abcd") == ["c", "a"]


def test_the_code_at_the_door_is_of_one_length() -> None:
    assert {door_code(name) for name in ("abcdefghijklm", "abcdefghzzzzz")} == {"abcdefgh"}
