"""The broker or the database dies under load and comes back: waited for, nothing lost, no hand needed."""

import asyncio

from support.eventually import eventually
from support.flow import Ground, Home
from support.load import Load
from support.witness import verify

from kith_cli.embedded.stack import Stack


async def test_the_broker_is_killed_under_load(ground: Ground, stack: Stack, round: int) -> None:
    assert stack.kafka
    home, load = await _under_load(ground, round)
    process = await home.start_ready()
    loading = asyncio.create_task(_keep_loading(load))
    await eventually(lambda: _answered(home, 40))
    await stack.kafka.restart()
    await loading
    await eventually(home.settled)
    await verify(home)
    assert await home.is_ready(process)
    await process.kill()


async def test_the_database_is_killed_under_load(ground: Ground, stack: Stack, round: int) -> None:
    assert stack.mongo
    home, load = await _under_load(ground, round)
    process = await home.start_ready()
    loading = asyncio.create_task(_keep_loading(load))
    await eventually(lambda: _answered(home, 40))
    await stack.mongo.restart()
    await loading
    await eventually(home.settled)
    await verify(home)
    assert await home.is_ready(process)
    await process.kill()


async def _under_load(ground: Ground, seed: int) -> tuple[Home, Load]:
    home = await ground.new_home()
    load = Load(home, seed)
    await load.begin()
    return home, load


async def _keep_loading(load: Load) -> None:
    for _ in range(40):
        await load.send(1)
        await asyncio.sleep(0.05)


async def _answered(home: Home, least: int) -> bool:
    return await home.database["claims"].count_documents({}) > least
