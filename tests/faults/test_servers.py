"""The broker or the database dies under load and comes back: waited for, nothing lost, no hand needed."""

import asyncio
import time

import pytest
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


@pytest.mark.parametrize("away", ["broker", "database"])
async def test_told_to_stop_while_a_server_is_away_it_ends_all_the_same(
    ground: Ground, stack: Stack, away: str
) -> None:
    assert stack.kafka
    assert stack.mongo
    server = stack.kafka if away == "broker" else stack.mongo
    home, load = await _under_load(ground, seed=1)
    process = await home.start_ready()
    await load.send(50)
    await eventually(lambda: _answered(home, 40))
    await server.kill()
    try:
        asked = time.monotonic()
        assert await process.stop(within=30) == 0
        assert time.monotonic() - asked < 15
    finally:
        await server.start()
    again = await home.start_ready()
    await eventually(home.settled)
    await verify(home)
    await again.kill()


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
