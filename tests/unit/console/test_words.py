"""What pages say of dates, sums and names, in both languages."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kith_console.words import Names, by_month, filters, joined, money

SUMMER = datetime(2027, 7, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def say() -> dict[str, Any]:
    return filters("en", Names())


def test_a_time_is_said_in_the_zone_of_its_place(say: dict[str, Any]) -> None:
    assert say["time"](SUMMER) == "10:30"
    assert say["time"](SUMMER, "Europe/Vienna") == "11:30"
    late = datetime(2027, 7, 1, 23, 30, tzinfo=UTC)
    assert say["day_number"](late) == "2"
    assert say["day_number"](late, "UTC") == "1"


def test_a_day_is_said_as_the_language_says_it(say: dict[str, Any]) -> None:
    assert "July" in say["day"](SUMMER)
    assert "Gorffennaf" in filters("cy", Names())["day"](SUMMER)
    assert say["month"](date(2027, 7, 1)) == "July 2027"
    assert filters("cy", Names())["month"](date(2027, 7, 1)) == "Gorffennaf 2027"


def test_what_was_is_said_from_now(say: dict[str, Any]) -> None:
    assert say["ago"](datetime.now(UTC) - timedelta(days=3)) == "3 days ago"


@pytest.mark.parametrize(
    ("pence", "said"), [(0, "£0"), (100, "£1"), (150, "£1.50"), (1_234_500, "£12,345"), (-250, "-£2.50")]
)
def test_a_sum_has_pence_where_there_are_some(pence: int, said: str) -> None:
    assert money(pence) == said


def test_a_sum_of_another_currency_says_which() -> None:
    assert money(1000, "EUR") == "€10"


def test_a_name_is_the_slug_until_it_is_known() -> None:
    names = Names()
    assert (names.of("bcs"), names.short("bcs")) == ("BCS", "BCS")
    names.learn({"bcs": "BCS, The Chartered Institute for IT", "iop": "Institute of Physics"})
    assert names.of("bcs") == "BCS, The Chartered Institute for IT"
    assert (names.short("bcs"), names.short("iop")) == ("BCS", "IOP")


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_names_are_joined_as_people_do(names: list[str], said: str) -> None:
    assert joined(names) == said


def test_paragraphs_are_what_empty_lines_part(say: dict[str, Any]) -> None:
    assert say["paragraphs"]("One.\n\n\n\n Two,\nstill two. \n\n") == ["One.", "Two,\nstill two."]


def test_events_stand_in_their_months() -> None:
    class About:
        def __init__(self, starts: datetime) -> None:
            self.starts = starts

    july, august = About(SUMMER), About(SUMMER + timedelta(days=31))
    assert by_month([("a", july), ("b", july), ("c", august)]) == [
        (date(2027, 7, 1), [("a", july), ("b", july)]),
        (date(2027, 8, 1), [("c", august)]),
    ]
