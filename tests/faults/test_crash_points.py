"""Killed between every two steps of the path, a service goes on as if nothing had been."""

import signal

import pytest
from support.eventually import eventually
from support.flow import Ground
from support.load import Load
from support.witness import verify

POINTS = (
    "taken-over",
    "before-read",
    "decided",
    "before-commit",
    "committed",
    "before-send",
    "after-send",
    "after-mark",
)


@pytest.mark.parametrize("point", POINTS)
async def test_killed_at_each_step_it_goes_on(ground: Ground, point: str, round: int) -> None:
    home = await ground.new_home()
    load = Load(home, seed=round)
    await load.begin()
    await load.send(10)
    nth = 1 if point == "taken-over" else 1 + round
    first = await home.start(KITH_CRASH=f"{point}:{nth}", KITH_BATCH="20")
    await load.send(10)
    assert await first.end() == -signal.SIGKILL
    await load.send(5)
    second = await home.start()
    await eventually(home.settled)
    report = await verify(home)
    assert report.commands > 150
    await second.kill()
