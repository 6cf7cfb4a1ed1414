"""A series as parts: the same wall time through the year, hosts in turn, and times that clocks do not show."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from pydantic import ValidationError
from support.events.scenes import EVENT, home, seats, terms
from support.events.series import parts, series, wall

from kith_commons.formats.zones import moments_of
from kith_contracts.events.plan import EventPart
from kith_contracts.events.terms import EventTerms, Party
from kith_contracts.message import Refusal
from kith_contracts.pages.series import Series
from kith_events.agreements.advice import hints, of_hosts
from kith_events.agreements.faults.text import fault
from kith_events.agreements.series import parts_of
from kith_events.calendar.face import Announced
from kith_events.calendar.presentation import Addresses, entries


def test_each_occurrence_is_at_the_same_wall_time_and_at_the_next_host() -> None:
    found = parts()
    assert [each.part for each in found] == [f"reading-group-{number}" for number in range(1, 7)]
    assert [(each.starts.month, each.starts.hour, str(each.starts.utcoffset())) for each in found] == [
        (1, 18, "0:00:00"),
        (2, 18, "0:00:00"),
        (3, 18, "0:00:00"),
        (4, 18, "1:00:00"),
        (5, 18, "1:00:00"),
        (6, 18, "1:00:00"),
    ]
    assert [each.host for each in found] == ["iop", "bcs", "ni", "iop", "bcs", "ni"]
    assert {each.bundle for each in found} == {None}


def test_joined_once_it_is_one_bundle_and_by_dates_it_is_those() -> None:
    assert {each.bundle for each in parts(joined="once")} == {"reading-group"}
    days = [wall(2027, 3, 1, 12), wall(2027, 9, 1, 12)]
    assert [each.starts.replace(tzinfo=None) for each in parts(first=None, times=1, dates=days)] == days


def test_a_time_with_its_offset_is_that_point_in_time_and_the_series_goes_on_by_the_clock() -> None:
    assert parts(first="2027-01-20T18:00:00Z") == parts()
    assert parts(first="2027-01-20T13:00:00-05:00") == parts()
    london = [each.starts.isoformat() for each in parts(first="2027-03-28T01:30:00Z", times=2)]
    assert london == ["2027-03-28T02:30:00+01:00", "2027-04-28T02:30:00+01:00"]
    twice = ["2027-10-31T01:30:00+01:00", "2027-10-31T01:30:00Z"]
    assert [each.starts.isoformat() for each in parts(first=None, dates=twice)] == [
        "2027-10-31T01:30:00+01:00",
        "2027-10-31T01:30:00+00:00",
    ]


def test_the_schema_takes_what_is_taken() -> None:
    schema = Series.model_json_schema()
    for time in ("2027-01-20T18:00", "2027-01-20T18:00:00", "2027-01-20T18:00:00Z", "2027-01-20T18:00:00+01:00"):
        written = {**series().model_dump(mode="json", exclude={"venues", "dates"}), "first": time}
        assert Series.model_validate(written).first
        assert Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).is_valid(written)


def test_every_two_weeks_over_the_change_of_clocks_lasts_as_long_as_before() -> None:
    found = parts(unit="weeks", every=2, first=wall(2027, 3, 21, 0, 30), times=3)
    assert [(each.ends - each.starts).total_seconds() for each in found] == [5400] * 3
    assert [each.starts.day for each in found] == [21, 4, 18]


@pytest.mark.parametrize(
    ("code", "field", "changes"),
    [
        ("zone-unknown", "zone", {"zone": "Europe/Paradise"}),
        ("day-not-in-month", "first", {"first": wall(2027, 1, 31, 18)}),
        ("time-in-gap", "first", {"first": wall(2027, 3, 28, 1, 30)}),
        ("time-doubled", "first", {"first": wall(2027, 10, 31, 1, 30)}),
        ("time-in-gap", "dates.1", {"first": None, "dates": [wall(2027, 3, 1, 9), wall(2027, 3, 28, 1)]}),
        ("year-out-of-range", "first", {"first": wall(1970, 1, 1, 9)}),
        ("year-out-of-range", "first", {"first": wall(9999, 12, 1, 9)}),
        ("year-out-of-range", "first", {"first": wall(2199, 12, 1, 9)}),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_code_field_and_sentence(
    code: str, field: str, changes: dict[str, Any]
) -> None:
    found = parts_of(series(**changes))
    assert isinstance(found, Refusal)
    assert (found.code, found.field) == (code, field)
    assert 0 < len(found.sentence) <= 160


@pytest.mark.parametrize(
    "changes", [{"first": None}, {"dates": [wall(2027, 1, 1, 9)]}, {"hosts": []}, {"times": 41}, {"minutes": 0}]
)
def test_a_rule_says_one_thing(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        series(**changes)


@given(st.datetimes(wall(2020, 1, 1), wall(2035, 1, 1)), st.sampled_from(["Europe/London", "America/Lima"]))
@settings(max_examples=100, derandomize=True, deadline=None, database=None)
def test_what_clocks_show_at_a_point_found_is_what_was_asked_for(shown: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    found = moments_of(shown, zone)
    assert len(found) <= 2
    assert all(each.astimezone(zone).replace(tzinfo=None) == shown for each in found)
    ordinary = shown.hour > 4
    assert len(found) == 1 or not ordinary


def text(found: list[EventPart], **more: Any) -> EventTerms:
    starts, ends = min(each.starts for each in found), max(each.ends for each in found)
    names = dict.fromkeys(each.bundle or each.part for each in found)
    plan = {"starts": starts, "ends": ends}
    usual = terms(parts=found, seats=[seats(name, pool=5) for name in names], **more)
    return usual.model_copy(update={"plan": usual.plan.model_copy(update=plan)})


def test_the_parts_of_a_series_are_a_text_without_fault_and_stand_in_calendars_one_by_one() -> None:
    agreed = text(parts())
    assert fault(agreed, ("iop", "bcs", "ni"), EVENT) is None
    announced: Announced = home(text=agreed).state(Announced.at(EVENT))
    found = entries(announced, {}, Addresses("", "bcs"))
    assert [(each.starts, each.ends) for each in found] == [(each.starts, each.ends) for each in agreed.plan.parts]
    assert len({each.uid for each in found}) == 6


def test_the_same_host_three_times_in_a_row_is_a_hint() -> None:
    often = parts(hosts=["iop", "iop", "iop", "bcs"])
    (hint,) = of_hosts(often, "iop", {"iop", "bcs", "ni"})
    assert hint == "iop receives 3 occurrences in a row. Ask whether bcs, ni could receive one."
    assert [each for each in hints(text(often)) if "in a row" in each] == [hint]
    assert not list(of_hosts(parts(), "iop", {"iop", "bcs", "ni"}))
    alone = [Party(body="iop", cash_percent=100)]
    assert not [each for each in hints(text(often, parties=alone)) if "in a row" in each]
