"""A month as a calendar: whole weeks, and each event on its days."""

from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from kith_console.events.month import beside, month_of, weeks
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.terms import Listing

TODAY = date(2027, 3, 15)
EVENT = cast("EventPublished", None)
LONDON, PARIS = "Europe/London", "Europe/Paris"


def listing(starts: str, ends: str, zone: str = LONDON) -> Listing:
    def moment(typed: str) -> datetime:
        return datetime.fromisoformat(typed).replace(tzinfo=ZoneInfo(LONDON))

    shown = {"title": "A day", "venue": "London", "zone": zone, "book_at": "https://kith.example"}
    return Listing.model_validate({**shown, "starts": moment(starts), "ends": moment(ends)})


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("2027-05", date(2027, 5, 1)),
        ("", date(2027, 3, 1)),
        ("2027-13", date(2027, 3, 1)),
        ("0001-01", date(2027, 3, 1)),
        ("9999-12", date(2027, 3, 1)),
        ("2027-05-02", date(2027, 3, 1)),
    ],
)
def test_what_is_no_month_is_this_one(asked: str, found: date) -> None:
    assert month_of(asked, TODAY) == found


def test_months_follow_each_other_to_the_ends_of_what_people_plan() -> None:
    assert beside(date(2027, 12, 1)) == (date(2027, 11, 1), date(2028, 1, 1))
    assert beside(date(2000, 1, 1)) == (None, date(2000, 2, 1))
    assert beside(date(2199, 12, 1)) == (date(2199, 11, 1), None)


def test_weeks_are_whole_and_begin_on_monday() -> None:
    found = weeks(date(2027, 3, 1), [])

    assert all(len(week) == 7 and week[0].day.weekday() == 0 for week in found)
    assert [day.day for week in found for day in week if day.within][-1] == date(2027, 3, 31)


def test_an_event_stands_on_each_of_its_days() -> None:
    two_days = listing("2027-03-30T09:00", "2027-04-01T00:00")
    found = [day.day.day for week in weeks(date(2027, 3, 1), [(EVENT, two_days)]) for day in week if day.events]

    assert found == [30, 31]


def test_a_late_evening_in_london_is_the_next_day_in_paris() -> None:
    late = listing("2027-03-10T23:30", "2027-03-10T23:45", PARIS)
    found = [day.day for week in weeks(date(2027, 3, 1), [(EVENT, late)]) for day in week if day.events]

    assert found == [date(2027, 3, 11)]
