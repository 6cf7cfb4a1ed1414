"""What else is on at a time that somebody thinks of: told in a sentence, and never in the way."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

import pytest
from dateutil.easter import EASTER_ORTHODOX, easter
from hijridate import Hijri
from pyluach.dates import HebrewDate
from support.events.clashes import NAMES, announced
from support.events.public import DINNER, face
from support.events.scenes import DAY, EVENT, part, terms
from support.speaking import Node

from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.holds import Held
from kith_contracts.pages.dates import Clash
from kith_events.calendar.face import Announced
from kith_events.dates.api import known_days, known_years
from kith_events.dates.clashes import Known, Nation, Slot, WhatIsOn, clashes, clashes_of_plan, days_of
from kith_events.dates.holds import Hold
from kith_events.handlers import HANDLERS

HOUR: Final = timedelta(hours=1)
YEARS: Final = range(2026, 2029)


def known(name: str) -> list[Known]:
    return [each for each in known_days() if each.name == name]


def found(starts: datetime, hours: int = 2, nation: Nation | None = None, *events: Announced) -> list[Clash]:
    slot = Slot(starts, starts + timedelta(hours=hours), "Europe/London", nation)
    return clashes(slot, known_days(), events, NAMES)


# The list


def test_each_row_of_the_list_is_whole_and_within_its_years() -> None:
    first, last = known_years()
    assert range(first, last + 1) == YEARS
    assert len(known_days()) > 100
    for each in known_days():
        assert each.first <= each.last
        assert each.first.year in YEARS
        assert (each.kind == "faith") == bool(each.means)
        assert each.nations


@pytest.mark.parametrize(
    ("name", "month", "day"),
    [
        ("Rosh Hashanah", 7, 1),
        ("Yom Kippur", 7, 10),
        ("Sukkot", 7, 15),
        ("Passover", 1, 15),
        ("Shavuot", 3, 6),
    ],
)
def test_hebrew_days_are_those_that_another_reckons(name: str, month: int, day: int) -> None:
    reckoned = {HebrewDate(year, month, day).to_pydate() for year in range(5785, 5791)}
    assert [each.first for each in known(name)] == sorted(each for each in reckoned if each.year in YEARS)
    assert all(each.eve for each in known(name))


@pytest.mark.parametrize(("name", "month", "day"), [("Ramadan", 9, 1), ("Eid al-Fitr", 10, 1), ("Eid al-Adha", 12, 10)])
def test_days_by_the_moon_are_those_that_another_reckons_and_are_said_to_be_about_then(
    name: str, month: int, day: int
) -> None:
    reckoned = {Hijri(year, month, day).to_gregorian() for year in range(1447, 1452)}
    assert [each.first for each in known(name)] == sorted(each for each in reckoned if each.year in YEARS)
    assert all(each.approximate for each in known(name))


def test_easter_is_where_its_rule_puts_it() -> None:
    friday, monday = timedelta(days=-2), timedelta(days=1)
    for year, mine, orthodox in zip(YEARS, known("Easter"), known("Orthodox Easter"), strict=True):
        assert (mine.first, mine.last) == (easter(year) + friday, easter(year) + monday)
        theirs = easter(year, EASTER_ORTHODOX)
        assert (orthodox.first, orthodox.last) == (theirs + friday, theirs + monday)


def test_bank_holidays_are_days_on_which_offices_would_be_open() -> None:
    for each in known_days():
        if each.kind == "bank-holiday":
            assert each.first.weekday() < 5, each
    assert [each.first for each in known("Easter Monday")] == [easter(year) + timedelta(days=1) for year in YEARS]
    assert len([each for each in known_days() if each.kind == "bank-holiday" and "england" in each.nations]) == 24


# What is said


def test_a_day_of_faith_is_told_also_on_the_evening_before() -> None:
    (on_it,) = found(datetime(2027, 10, 11, 9, tzinfo=UTC), 2, "england")[:1]
    assert on_it.sentence == (
        "It is Yom Kippur (11 October, from the evening before): those who keep it fast and do not work or travel."
    )
    evening = [each.name for each in found(datetime(2027, 10, 10, 17, tzinfo=UTC))]
    morning = [each.name for each in found(datetime(2027, 10, 10, 8, tzinfo=UTC))]
    assert "Yom Kippur" in evening
    assert "Yom Kippur" not in morning


def test_a_bank_holiday_is_told_where_it_is_kept() -> None:
    day = datetime(2027, 8, 2, 10, tzinfo=UTC)
    assert [each.sentence for each in found(day)] == [
        "2 August is a bank holiday in Scotland (Summer bank holiday): offices are closed."
    ]
    assert found(day, 2, "wales") == []
    assert [each.kind for each in found(day, 2, "scotland")] == ["bank-holiday"]


def test_days_of_awareness_come_last_and_are_no_warning() -> None:
    kinds = [each.kind for each in found(datetime(2026, 10, 13, 10, tzinfo=UTC))]
    assert kinds == ["awareness", "awareness"]
    assert found(datetime(2027, 3, 8, 10, tzinfo=UTC))[-1].sentence == (
        "It is International Women's Day (8 March): others hold events too, and yours may fit in."
    )


# Of a plan


def test_a_plan_is_warned_on_each_of_its_days_once_and_neither_of_itself_nor_of_its_leads_own_hold() -> None:
    feast = datetime(2027, 10, 11, 9, tzinfo=UTC)
    rooms = [part("a", starts=DAY, ends=DAY + HOUR), part("b", starts=DAY + 2 * HOUR, ends=DAY + 3 * HOUR)]
    rooms += [
        part("late", starts=feast - 13 * HOUR, ends=feast - 12 * HOUR),
        part("c", starts=feast, ends=feast + HOUR),
    ]
    plan = terms(parts=rooms).plan
    assert [(each.starts, each.ends) for each in days_of(plan)] == [
        (DAY, DAY + 3 * HOUR),
        (feast - 13 * HOUR, feast - 12 * HOUR),
        (feast, feast + HOUR),
    ]
    dinner = EventPublished(event=DINNER.event, status="listed", listing=DINNER.listing, version=1)
    held = Held(starts=DAY + HOUR, ends=DAY + 2 * HOUR, zone="Europe/London")
    holds = [Hold(hold=name, held=held, until=DAY, version=1) for name in ("iop/spring", "bcs/spring")]
    on = WhatIsOn(known_days(), (announced(face()), announced(dinner, by="ni")), NAMES, holds)
    told = clashes_of_plan(EVENT, plan, on)
    assert len({each.sentence for each in told}) == len(told)
    assert [(each.kind, each.name) for each in told if each.kind != "awareness"] == [
        ("event", "Annual dinner"),
        ("hold", "bcs/spring"),
        ("faith", "Yom Kippur"),
    ]


def test_an_ordinary_day_is_free() -> None:
    assert found(datetime(2027, 9, 15, 10, tzinfo=UTC)) == []


def test_the_day_is_that_of_the_place() -> None:
    late = datetime(2027, 3, 7, 23, 30, tzinfo=UTC)
    slot = Slot(late, late + timedelta(minutes=20), "Asia/Kolkata")
    assert [each.first for each in clashes(slot, known_days(), [], NAMES)] == [date(2027, 2, 8), date(2027, 3, 8)]


def test_others_events_of_that_day_are_told_and_what_is_called_off_is_not() -> None:
    dinner = EventPublished(event=DINNER.event, status="listed", listing=DINNER.listing, version=1)
    both = (announced(face()), announced(dinner, by="ni"))
    told = found(DAY + timedelta(hours=1), 1, None, *both)
    assert [each.sentence for each in told] == [
        "NI holds “Annual dinner” at the same time.",
        "IOP holds “Returning to work” at the same time.",
    ]
    later = found(DAY + timedelta(hours=9), 1, None, *both)
    assert {each.sentence for each in later} == {
        "NI holds “Annual dinner” that day.",
        "IOP holds “Returning to work” that day.",
    }
    assert found(DAY + timedelta(days=1), 1, None, *both) == []
    cancelled = both[0].but(status="cancelled")
    assert [each.event for each in found(DAY, 1, None, cancelled)] == []


@pytest.mark.parametrize("status", ["open", "reopened"])
def test_what_is_not_signed_by_its_hosts_is_not_told(status: str) -> None:
    node = Node(HANDLERS, "ons")
    node.hear(face(acceptances=[], status=status), "iop")
    assert node.all(Announced) == []
