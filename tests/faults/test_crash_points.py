"""Killed between every two steps of the path, a service goes on as if nothing had been."""

import random
import signal

import pytest
from support.eventually import elapse, eventually
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


async def test_killed_while_it_sends_what_a_killed_one_left(ground: Ground, round: int) -> None:
    home = await ground.new_home()
    load = Load(home, seed=round)
    await load.begin()
    await load.send(10)
    first = await home.start(KITH_CRASH=f"committed:{1 + round}", KITH_BATCH="20")
    await first.end()
    left = await home.database["outbox"].count_documents({})
    assert left
    second = await home.start(KITH_CRASH="after-send:1", KITH_BATCH="20")  # in the middle of taking over
    await second.end()
    assert await home.database["outbox"].count_documents({}) == left, "sent, but not marked"
    third = await home.start_ready()
    await eventually(home.settled)
    report = await verify(home)
    assert report.repeats > 0, "sent once more, and dropped by who reads stream and number"
    await third.kill()


async def test_the_transaction_of_a_killed_owner_is_ended(ground: Ground, round: int) -> None:
    home = await ground.new_home()
    load = Load(home, seed=round)
    await load.begin()
    first = await home.start(KITH_CRASH="before-commit:2", KITH_BATCH="5")
    await first.end()
    second = await home.start_ready()
    await eventually(home.settled)
    assert second.said("ended the session of a killed owner"), "or it would block the partition for a minute"
    await verify(home)
    await second.kill()


async def test_killed_again_and_again_at_any_time(ground: Ground, round: int) -> None:
    home = await ground.new_home()
    load, chance = Load(home, seed=round), random.Random(round)
    await load.begin()
    for _ in range(5):
        process = await home.start(KITH_BATCH="20")
        await load.send(5)
        await elapse(chance.uniform(0.5, 2.5), because="any time will do: that is the fault")
        await process.kill()
    process = await home.start_ready()
    await eventually(home.settled)
    await verify(home)
    await process.kill()
