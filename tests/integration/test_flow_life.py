"""How a service begins, ends, waits, and says why."""

import asyncio
import os
import signal
import sys

from aiokafka import TopicPartition
from support.eventually import elapse, eventually
from support.flow import Ground, Home, health
from support.load import Load
from support.processes import Process
from support.witness import verify

NOWHERE = "127.0.0.1:9"


async def test_told_to_stop_under_load_it_ends_quickly_and_loses_nothing(ground: Ground) -> None:
    home = await ground.new_home()
    load = Load(home)
    await load.begin()
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "kith_directory", env={**os.environ, **home.environment()}
    )
    loading = asyncio.create_task(load.trickle())
    await eventually(lambda: _answered(home, 40))
    server.send_signal(signal.SIGTERM)
    async with asyncio.timeout(15):
        assert await server.wait() == 0
    await loading
    again = await home.start_ready()
    await eventually(home.settled)
    await verify(home)
    assert await again.stop() == 0


async def test_a_flow_that_fails_is_named_and_begun_anew_while_all_else_goes_on(ground: Ground) -> None:
    home = await ground.new_home()
    process = await home.start_ready()
    assert await process.stop() == 0
    at = f"{home.slug}.directory/{home.commands}/0"
    await home.database["offsets"].update_one({"_id": at}, {"$set": {"next": "nonsense"}})
    process = await home.start()
    await home.ground.admit(home.slug)

    async def fails_again() -> bool:
        return len(process.said("failed, restarting after a pause")) >= 2

    async def follows_the_registry() -> bool:
        return await _next(home, f"{home.slug}.directory.views/kith.registry/0") > 0

    await eventually(fails_again)
    await eventually(follows_the_registry)
    told = await health(process)
    assert (told["status"], list(told["alarms"])) == ("alarm", [f"{home.slug}.directory"])
    assert "ValueError" in told["alarms"][f"{home.slug}.directory"]
    pauses = [line["pause"] for line in process.said("failed, restarting after a pause")]
    assert pauses[:2] == [1.0, 2.0], "each is longer than the one before"
    await home.database["offsets"].update_one({"_id": at}, {"$set": {"next": 0}})
    await home.send(home.charter("n0"))
    await eventually(home.settled)
    await eventually(lambda: home.is_ready(process))
    await verify(home)
    assert await process.stop() == 0


async def test_a_port_that_is_taken_is_a_fault(ground: Ground) -> None:
    home = await ground.new_home()
    first = await home.start_ready()
    second = await home.start(KITH_HTTP_PORT=first.url.rpartition(":")[2])
    assert await second.end() == 1
    [fault] = second.said("stopping because of a fault")
    assert "cannot listen on 127.0.0.1:" in fault["raised"]
    await first.kill()


async def test_wrong_settings_are_named_and_nothing_starts(ground: Ground) -> None:
    home = await ground.new_home()
    process = await home.start(KITH_SECRET="c2hvcnQ=", KITH_BATCH="0")
    assert await process.end() == 2
    told = process.log.read_text()
    assert "KITH_BATCH: " in told
    process = await home.start(KITH_SECRET="c2hvcnQ=")
    assert await process.end() == 2
    assert "KITH_SECRET" in process.log.read_text()
    assert "c2hvcnQ=" not in process.log.read_text()


async def test_it_waits_for_a_broker_and_says_so(ground: Ground) -> None:
    home = await ground.new_home()
    process = await home.start(KITH_KAFKA_BOOTSTRAP=NOWHERE)
    await _waits_and_stops(process, times=3)


async def test_it_waits_for_a_database_and_says_so(ground: Ground) -> None:
    home = await ground.new_home()
    process = await home.start(KITH_MONGO_URL=f"mongodb://{NOWHERE}")
    await _waits_and_stops(process, times=1)


async def test_it_waits_for_its_topics_and_then_begins(ground: Ground) -> None:
    home = Home(ground)
    await ground.create([home.slug], none=True)
    process = await home.start()

    async def says_which() -> bool:
        return any(home.commands in line["error"] for line in process.said("waiting for a server"))

    await eventually(says_which)
    await ground.create([home.slug])
    await eventually(lambda: home.is_ready(process))
    assert await process.stop() == 0


async def test_a_body_that_is_admitted_later_is_followed_by_every_replica(ground: Ground) -> None:
    home, other = await ground.new_home(), Home(ground)
    replicas = [await home.start_ready() for _ in range(2)]
    await ground.admit(other.slug)  # before its topics are there
    await ground.create([other.slug])
    process = await other.start_ready()
    await other.send(other.charter("n0"))
    await eventually(lambda: _lists(home, other, "n0"))
    for each in replicas:
        await eventually(lambda each=each: _follows(each))  # type: ignore[misc]
        assert await home.is_ready(each), "that it follows more does not make it less ready"
    await replicas[0].kill()  # whichever of the two has read of the new body, the other knows too
    await other.send(other.charter("n1"))
    await eventually(lambda: _lists(home, other, "n1"))
    await replicas[1].kill()
    await process.kill()


async def test_an_idle_service_writes_nothing(ground: Ground) -> None:
    home = await ground.new_home()
    process = await home.start_ready()
    await home.send(home.charter("n0"))
    await eventually(home.settled)
    await elapse(2, because="the one commit of what has moved may still come")
    before = await _written(ground)
    await elapse(3, because="nothing is written in all this time")
    assert await _written(ground) == before
    assert await process.stop() == 0


async def _written(ground: Ground) -> tuple[dict[str, int], dict[TopicPartition, int]]:
    counters = (await ground.client.admin.command("serverStatus"))["opcounters"]
    places = [TopicPartition("__consumer_offsets", at) for at in range(4)]
    return {name: counters[name] for name in ("insert", "update", "delete")}, await ground.ends(places)


async def _waits_and_stops(process: Process, times: int) -> None:
    async def waits() -> bool:
        assert process.alive
        return len(process.said("waiting for a server")) >= times

    await eventually(waits)
    pauses = [line["pause"] for line in process.said("waiting for a server")]
    assert all(pause > 0 for pause in pauses)
    assert await process.stop(within=5) == 0


async def _next(home: Home, stream: str) -> int:
    found = await home.database["offsets"].find_one({"_id": stream})
    return int(found["next"]) if found else 0


async def _answered(home: Home, least: int) -> bool:
    return await home.database["claims"].count_documents({}) > least


async def _follows(process: Process) -> bool:
    return bool(process.said("following the shared topics of new bodies"))


async def _lists(home: Home, other: Home, name: str) -> bool:
    return bool(await home.database["states"].count_documents({"_id": f"listing/{other.slug}/{name}"}))
