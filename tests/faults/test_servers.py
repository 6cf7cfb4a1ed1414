"""The broker or the database dies under load and comes back: waited for, nothing lost, no hand needed."""

import asyncio
import time

import httpx2
import pytest
from support.eventually import eventually
from support.flow import Ground, Home
from support.load import Load
from support.processes import Process
from support.witness import verify

from kith_lab.servers.stack import Stack


async def test_the_broker_is_killed_under_load(ground: Ground, stack: Stack, round: int) -> None:
    assert stack.kafka
    home, load = await _under_load(ground, round)
    process = await home.start_ready()
    loading = asyncio.create_task(load.trickle())
    await eventually(lambda: _answered(home, 40))
    await stack.kafka.restart()
    await loading
    await eventually(home.settled)
    await verify(home)
    await eventually(lambda: home.is_ready(process))  # once it has asked both servers again
    await process.kill()


async def test_the_database_is_killed_under_load(ground: Ground, stack: Stack, round: int) -> None:
    assert stack.mongo
    home, load = await _under_load(ground, round)
    process = await home.start_ready()
    loading = asyncio.create_task(load.trickle())
    await eventually(lambda: _answered(home, 40))
    await stack.mongo.restart()
    await loading
    await eventually(home.settled)
    await verify(home)
    await eventually(lambda: home.is_ready(process))  # once it has asked both servers again
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


async def test_readiness_says_which_server_is_away_and_since_when(ground: Ground, stack: Stack) -> None:
    assert stack.kafka
    assert stack.mongo
    home = await ground.new_home()
    process = await home.start_ready()
    kafka = f"Kafka at {ground.office.bootstrap}"
    database = f"database at {ground.mongo.partition('://')[2].partition('/')[0]}"
    try:
        await stack.kafka.kill()
        told = await eventually(lambda: _alarm(process, kafka), within=15)
        assert "does not answer" in told
        assert "KITH_KAFKA_BOOTSTRAP" in told
        assert "Last answer: 20" in told
        await stack.mongo.kill()
        told = await eventually(lambda: _alarm(process, database), within=15)
        assert "does not answer" in told
        assert "KITH_MONGO_URL" in told
        assert await _alarm(process, kafka), "the other is still away"
    finally:
        await stack.mongo.start()
        await stack.kafka.start()
    await eventually(lambda: home.is_ready(process), within=40)
    gone = {line["server"] for line in process.said("a server does not answer, or refuses this node")}
    assert kafka in gone
    assert {line["server"] for line in process.said("a server answers again")} == gone
    await process.kill()


async def _alarm(process: Process, name: str) -> str:
    """What `/health/ready` says of a server, with 503."""
    async with httpx2.AsyncClient(timeout=2) as client:
        answer = await client.get(f"{process.url}/health/ready")
    found: str = answer.json()["alarms"].get(name, "")
    assert not found or (answer.status_code, answer.json()["status"]) == (503, "alarm")
    return found


async def _under_load(ground: Ground, seed: int) -> tuple[Home, Load]:
    home = await ground.new_home()
    load = Load(home, seed)
    await load.begin()
    return home, load


async def _answered(home: Home, least: int) -> bool:
    return await home.database["claims"].count_documents({}) > least
