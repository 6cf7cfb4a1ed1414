"""Keys of the day: one for each half-day, whoever makes it and whatever the clock does."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kith_chassis.keys.day_keys import Days
from kith_chassis.keys.keyring import Keyring, KeyringError

MORNING = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


class Clock:
    """A clock that is set by hand."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def days(folder: Path, clock: Clock, settling: float = 0.0) -> Days:
    return Days(Keyring(folder, "bcs"), settling, clock)


def test_a_half_day_has_one_key_and_the_next_another(tmp_path: Path) -> None:
    clock = Clock()
    mine, other = days(tmp_path, clock), days(tmp_path, clock)
    first = mine.newest()
    assert first.startswith("2026-11-22-00.")
    assert (mine.newest(), other.newest()) == (first, first)
    assert mine.key(first) == other.key(first)
    clock.now += timedelta(hours=4)
    second = other.newest()
    assert second.startswith("2026-11-22-12.")
    assert mine.newest() == second
    assert mine.key(first) != mine.key(second)


def test_two_who_make_one_at_the_same_time_agree_on_one(tmp_path: Path) -> None:
    clock = Clock()
    keyring = Keyring(tmp_path, "bcs")
    for ending in ("aa", "bb"):
        keyring.write(f"days/2026-11-22-00.{ending}.key", ending.encode())
    mine, other = days(tmp_path, clock), days(tmp_path, clock)
    assert mine.newest() == other.newest() == "2026-11-22-00.bb"
    assert mine.outdated() == ["2026-11-22-00.aa"]


def test_an_older_key_is_outdated_once_the_newest_has_settled(tmp_path: Path) -> None:
    clock = Clock()
    patient, hasty = days(tmp_path, clock, settling=60.0), days(tmp_path, clock)
    first = patient.newest()
    assert hasty.outdated() == []
    clock.now += timedelta(days=3)
    assert hasty.outdated() == [first], "after days away as after one"
    assert patient.outdated() == [], "whoever was about to use it may still do so"


def test_who_is_a_little_ahead_is_followed_and_a_clock_that_jumped_is_not(tmp_path: Path) -> None:
    clock, fast = Clock(), Clock(MORNING + timedelta(hours=5))
    mine = days(tmp_path, clock)
    ahead = days(tmp_path, fast).newest()
    assert mine.newest() == ahead
    fast.now = MORNING + timedelta(days=1500)
    jumped = days(tmp_path, fast).newest()
    assert mine.newest() == ahead
    assert mine.key(jumped), "what it has wrapped can be opened"
    assert mine.outdated() == [jumped]


def test_a_clock_that_is_set_back_makes_a_key_of_its_own_and_destroys_none_by_that(tmp_path: Path) -> None:
    clock = Clock()
    mine = days(tmp_path, clock)
    first = mine.newest()
    clock.now -= timedelta(days=30)
    second = mine.newest()
    assert second != first
    assert mine.key(first)
    clock.now += timedelta(days=30)
    assert mine.newest() == first
    assert mine.outdated() == [second]


def test_a_destroyed_key_is_nowhere(tmp_path: Path) -> None:
    clock = Clock()
    mine, other = days(tmp_path, clock), days(tmp_path, clock)
    name = mine.newest()
    other.key(name)
    mine.destroy(name)
    other.forget_destroyed()
    for each in (mine, other):
        with pytest.raises(KeyringError):
            each.key(name)
    assert not list((tmp_path / "bcs" / "days").glob("*"))


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "x" * 100])
def test_a_name_that_no_key_has_opens_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(KeyringError):
        days(tmp_path, Clock()).key(name)
