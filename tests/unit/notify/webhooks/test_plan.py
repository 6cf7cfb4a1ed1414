"""Pauses grow, vary, and obey the server; after the last attempt there is none."""

import random
from datetime import timedelta

import pytest
from support.speaking import NOW

from kith_notify.webhooks.plan import JITTER, LONGEST, PAUSES, pause_after


def test_pauses_grow_over_three_days_and_end() -> None:
    chance = random.Random(1)
    pauses = [pause_after(number, {}, chance, NOW) for number in range(1, len(PAUSES) + 2)]
    assert pauses[-1] is None
    made = [each for each in pauses if each is not None]
    assert made == sorted(made)
    assert timedelta(days=2.5) < timedelta(seconds=sum(made)) < timedelta(days=4)
    for planned, pause in zip(PAUSES, made, strict=True):
        assert planned * (1 - JITTER) <= pause <= planned * (1 + JITTER)
    assert pause_after(5, {}, chance, NOW) != pause_after(5, {}, chance, NOW), "not all at the same moment"


@pytest.mark.parametrize(
    ("asked", "least"),
    [
        ("60", 60),
        ("9" * 30, LONGEST),
        ("0", 4),
        ("-1", 4),
        ("soon", 4),
        ("٣", 4),
        ("", 4),
        ("Mon, 04 Jan 2027 10:00:00 GMT", 3600),
        ("Mon, 04 Jan 2027 08:00:00 GMT", 4),
    ],
)
def test_a_server_may_ask_for_longer_and_not_for_shorter(asked: str, least: float) -> None:
    pause = pause_after(1, {"retry-after": asked}, random.Random(1), NOW)
    assert pause is not None
    assert least <= pause <= LONGEST
