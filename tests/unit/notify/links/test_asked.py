"""How often links may be asked for, with a clock that stands still until it is moved."""

from kith_notify.links.post import Asked
from kith_notify.links.store import LIFE


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_of_one_mail_address_three_links_are_on_their_way_and_one_more_each_fourteen_minutes() -> None:
    clock = Clock()
    asked = Asked(clock)
    assert [asked.enough("a hash") for _ in range(5)] == [False, False, False, True, True]
    assert not asked.enough("another hash")
    clock.now = 840.0
    assert [asked.enough("a hash") for _ in range(2)] == [False, True]


def test_whoever_asks_for_links_of_another_keeps_them_from_none_that_is_still_good() -> None:
    clock = Clock()
    asked = Asked(clock)
    mailed = []
    for minute in range(120):
        clock.now = minute * 60.0
        mailed += [clock.now] * (not asked.enough("a hash"))
        assert clock.now - mailed[-1] < LIFE.total_seconds()


def test_one_network_address_waits_and_others_do_not() -> None:
    clock = Clock()
    asked = Asked(clock)
    assert not any(asked.wait_of("one") for _ in range(60))
    assert asked.wait_of("one") > 0
    assert not asked.wait_of("another")
