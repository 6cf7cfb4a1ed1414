"""Turns by size and weight: fair over the years, in a good order, and the same for whoever works them out."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith_commons.apportionment import apportioned
from kith_commons.rota import MONTHS, Duty, Span, Turn, periods, turns_of

THREE: Final = {"iop": 4, "bcs": 2, "ni": 1}
NEWSLETTER: Final = Duty("newsletter", 1, 2)
FIRST: Final = date(2027, 1, 1)
bodies = st.lists(st.sampled_from([f"body-{n}" for n in range(12)]), min_size=1, max_size=12, unique=True)
sizes = st.sampled_from((1, 2, 4))
days = st.dates(FIRST, date(2028, 12, 31))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    owners = {body: draw(sizes) for body in draw(bodies)}
    duties = [
        Duty(f"duty-{n}", draw(st.sampled_from(sorted(MONTHS.values()))), draw(st.integers(1, 10)))
        for n in range(draw(st.integers(1, 5)))
    ]
    return Span(draw(days), owners, duties)


def loads(turns: Sequence[Turn]) -> Counter[str]:
    found: Counter[str] = Counter()
    for turn in turns:
        found[turn.owner] += turn.duty.weight
    return found


@given(span=spans(), years=st.integers(1, 5))
def test_nobody_is_further_from_its_share_than_one_turn(span: Span, years: int) -> None:
    turns = [turn for year in range(years) for turn in turns_of([span], span.since.year + year)]
    have, whole = loads(turns), sum(turn.duty.weight for turn in turns)
    heaviest = max(duty.weight for duty in span.duties)
    for owner, size in span.owners.items():
        share = whole * size / sum(span.owners.values())
        assert abs(have[owner] - share) <= heaviest


@given(owners=st.dictionaries(st.sampled_from("abcdefg"), sizes, min_size=1), weight=st.integers(1, 10))
def test_turns_of_one_duty_are_apportioned_as_anything_else_is(owners: dict[str, int], weight: int) -> None:
    turns = turns_of([Span(FIRST, owners, [Duty("minutes", 1, weight)])], FIRST.year)
    have = Counter(turn.owner for turn in turns)
    assert {owner: have[owner] for owner in owners} == apportioned(12, owners)


@given(span=spans(), year=st.integers(2027, 2031))
def test_the_order_of_lists_says_nothing(span: Span, year: int) -> None:
    turned = Span(span.since, dict(list(span.owners.items())[::-1]), span.duties[::-1])
    assert turns_of([turned], year) == turns_of([span], year)


@given(span=spans(), year=st.integers(2027, 2031))
def test_each_turn_of_the_year_is_there_once(span: Span, year: int) -> None:
    wanted = [
        (duty.name, period)
        for duty in span.duties
        for period in periods(duty.months, year)
        if period.last >= span.since
    ]
    assert Counter((turn.duty.name, turn.period) for turn in turns_of([span], year)) == Counter(wanted)


@given(span=spans(), year=st.integers(2027, 2031))
def test_nobody_has_two_turns_in_a_row_unless_it_has_to(span: Span, year: int) -> None:
    for duty in span.duties:
        row = [turn.owner for turn in turns_of([span], year) if turn.duty == duty]
        before = [turn.owner for turn in turns_of([span], year - 1) if turn.duty == duty][-1:]
        have = Counter(row)
        most = max(have.values(), default=0)
        barred = have[before[0]] if before else 0
        if 2 * most <= len(row) + 1 and 2 * barred <= len(row):
            assert all(one != other for one, other in pairwise((*before, *row)))


@given(span=spans(), on=st.dates(date(2029, 1, 1), date(2029, 12, 31)), leaver=st.integers(0, 11))
def test_when_an_owner_leaves_what_is_over_stays_and_the_rest_goes_to_the_others(
    span: Span, on: date, leaver: int
) -> None:
    gone = sorted(span.owners)[leaver % len(span.owners)]
    staying = {owner: size for owner, size in span.owners.items() if owner != gone} or {"heir": 1}
    after = [span, Span(on, staying, span.duties)]
    before, now = turns_of([span], 2029), turns_of(after, 2029)
    assert [turn for turn in now if turn.period.last < on] == [turn for turn in before if turn.period.last < on]
    coming = [turn for turn in now if turn.period.last >= on]
    assert {turn.owner for turn in coming} <= staying.keys()
    assert [(turn.period, turn.duty) for turn in now] == [(turn.period, turn.duty) for turn in before]


def test_a_small_owner_has_two_newsletters_a_year_and_never_two_in_a_row() -> None:
    row = [turn.owner for turn in turns_of([Span(FIRST, THREE, [NEWSLETTER])], 2027)]
    assert Counter(row) == {"iop": 7, "bcs": 3, "ni": 2}
    assert [one for one, other in pairwise(row) if one == other] == ["iop"]


def test_what_comes_once_a_year_goes_round() -> None:
    span = Span(FIRST, {"iop": 2, "bcs": 2, "ni": 2}, [Duty("day", 12, 1)])
    assert [turns_of([span], year)[0].owner for year in (2027, 2028, 2029)] == ["bcs", "iop", "ni"]


@pytest.mark.parametrize(
    ("months", "names"),
    [
        (3, ["2027-q1", "2027-q2", "2027-q3", "2027-q4"]),
        (6, ["2027-h1", "2027-h2"]),
        (12, ["2027"]),
    ],
)
def test_periods_follow_one_another(months: int, names: list[str]) -> None:
    found = periods(months, 2027)
    assert [each.name for each in found] == names
    assert (found[0].first, found[-1].last) == (date(2027, 1, 1), date(2027, 12, 31))
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(found))


def test_months_have_numbers() -> None:
    assert [each.name for each in periods(1, 2027)][::11] == ["2027-01", "2027-12"]


def test_before_its_day_and_without_owners_there_is_nothing() -> None:
    assert turns_of([Span(date(2027, 3, 2), THREE, [NEWSLETTER])], 2026) == []
    assert turns_of([Span(date(2027, 3, 2), THREE, [NEWSLETTER])], 2027)[0].period.name == "2027-03"
    assert turns_of([], 2027) == []
