"""Two processes of one service share the work; one may die or sleep in the middle of it."""

import asyncio
import signal

from support.eventually import eventually
from support.flow import Ground, Home
from support.load import Load
from support.witness import verify


async def test_both_take_part(ground: Ground) -> None:
    home = await ground.new_home()
    first = await home.start_ready()
    second = await home.start_ready()
    load = Load(home)
    await load.begin()
    await load.send(20)
    await eventually(home.settled)
    await verify(home)
    owners = {each["session"] async for each in home.database["offsets"].find({"_id": {"$regex": home.commands}})}
    assert len(owners) == 2
    await first.kill()
    await second.kill()


async def test_one_killed_under_load_is_replaced_by_the_other(ground: Ground, round: int) -> None:
    home = await ground.new_home()
    first, second = await home.start_ready(), await home.start_ready()
    load = Load(home, seed=round)
    await load.begin()
    loading = asyncio.create_task(load.trickle())
    await eventually(lambda: _some_are_answered(home))
    await first.kill()
    await loading
    await eventually(home.settled)
    await verify(home)
    await second.kill()


async def test_one_that_slept_finds_itself_fenced_and_doubles_nothing(ground: Ground, round: int) -> None:
    home = await ground.new_home()
    sleeper, other = await home.start_ready(), await home.start_ready()
    load = Load(home, seed=round)
    await load.begin()
    loading = asyncio.create_task(load.trickle())
    await eventually(lambda: _some_are_answered(home))
    before = await _epochs(home)
    sleeper.tell(signal.SIGSTOP)
    await eventually(lambda: _all_taken_over_since(home, before))
    sleeper.tell(signal.SIGCONT)
    await loading
    await load.send(5)
    await eventually(home.settled)
    await verify(home)
    assert sleeper.alive
    assert other.alive
    await eventually(lambda: _both_are_ready(home, sleeper, other))
    await sleeper.kill()
    await other.kill()


async def _some_are_answered(home: Home) -> bool:
    return await home.database["claims"].count_documents({}) > 40


async def _epochs(home: Home) -> dict[str, int]:
    return {
        each["_id"]: each["epoch"] async for each in home.database["offsets"].find({"_id": {"$regex": home.commands}})
    }


async def _all_taken_over_since(home: Home, before: dict[str, int]) -> bool:
    now = await _epochs(home)
    return all(now[stream] > epoch for stream, epoch in before.items())


async def _both_are_ready(home: Home, *processes: object) -> bool:
    return all([await home.is_ready(each) for each in processes])  # type: ignore[arg-type]
