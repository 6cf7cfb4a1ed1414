"""Kafka loses its logs under a node that runs: it is noticed at once, nothing is guessed, and a command repairs it."""

import asyncio
import signal
import sys
import time
from typing import Any

import httpx2
import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from support.eventually import eventually
from support.evidence import record
from support.flow import Ground, Home, charter, health
from support.processes import Process

ALARMED = 15.0
pytestmark = pytest.mark.timeout(400)
"""The command is a process of its own, which takes its time where many run at once."""


async def test_logs_that_are_lost_under_its_eyes_are_noticed_and_repaired_by_a_command(common_ground: Ground) -> None:
    home = await common_ground.new_home()
    process = await home.start_ready(KITH_SESSION_TIMEOUT_MS="6000")
    await home.send(*[home.charter(f"before-{number}") for number in range(24)])
    await eventually(home.settled)
    lost = time.monotonic()
    await _lose(common_ground, home.commands)
    noticed = await eventually(lambda: _stands_still(home, process, 4), within=ALARMED + 30)
    assert time.monotonic() - lost < ALARMED + 10, "with the time that the deletion took"
    refused = await _ask(home, process)
    assert (refused.status_code, refused.json()["code"]) == (503, "repair-needed")
    await home.send(*[home.charter(f"after-{number}") for number in range(24)])
    shown, told = await _repair(home)
    assert (shown, "kith repair" in str((await health(process))["alarms"])) == (2, True), told
    assert await _stands_still(home, process, 4), "to look changes nothing"
    killed, _ = await _repair(home, "--yes", KITH_CRASH="repairing:3")
    assert killed == -signal.SIGKILL
    await eventually(lambda: _stands_still(home, process, 2))
    repaired, told = await _repair(home, "--yes")
    assert repaired == 0, told
    await eventually(lambda: home.is_ready(process))
    await eventually(lambda: _chartered(home, 48))
    assert (await _ask(home, process)).status_code == 200
    record("logs", lost=4, unnoticed=4 - noticed, commands_lost=0)
    await process.kill()


async def test_a_log_that_began_anew_and_grew_beyond_is_noticed_too_and_after_a_restart(common_ground: Ground) -> None:
    home = await common_ground.new_home()
    process = await home.start_ready()
    await home.send(*[home.charter(f"before-{number}") for number in range(24)])
    await eventually(home.settled)
    process.tell(signal.SIGSTOP)
    await _lose(common_ground, home.commands)
    await home.send(home.charter("after"))
    process.tell(signal.SIGCONT)
    await eventually(lambda: _stands_still(home, process, 4))
    await home.send(*[home.charter(f"after-{number}") for number in range(24)])
    await process.kill()
    again = await home.start()
    await eventually(lambda: _stands_still(home, again, 1))
    repaired, told = await _repair(home, "--yes", "--from", "start")
    assert repaired == 0, told
    await eventually(lambda: home.is_ready(again))
    await eventually(lambda: _chartered(home, 49))
    await again.kill()


async def _lose(ground: Ground, topic: str) -> None:
    """Its topic is deleted and made anew: other logs under the same names."""
    admin = AIOKafkaAdminClient(**ground.office.arguments())
    await admin.start()
    try:
        await admin.delete_topics([topic])
    finally:
        await admin.close()

    async def made() -> bool:
        await ground.create([topic.split(".")[2]])
        return all(end == 0 for end in (await ground.ends([TopicPartition(topic, at) for at in range(4)])).values())

    await eventually(made)


async def _stands_still(home: Home, process: Process, least: int) -> int:
    """In how many partitions, and that nobody takes it for ready."""
    told = await health(process)
    mine = [each for each in told.get("alarms", {}) if f"/{home.commands}/" in each]
    assert len(mine) >= least, told
    assert told["status"] == "alarm"
    return len(mine)


async def _chartered(home: Home, count: int) -> bool:
    found = await home.database["states"].count_documents({"_id": {"$regex": f"^network/{home.slug}/"}})
    assert found == count
    return True


async def _ask(home: Home, process: Process) -> Any:
    """A command over HTTP."""
    command = {"network": home.network("before-0"), "charter": charter("before-0", "asked")}
    headers = {"authorization": f"Bearer {home.token('body-admin')}"}
    async with httpx2.AsyncClient(timeout=20) as client:
        path = f"/directory/v1/{home.slug}/commands/describe-network"
        return await client.post(f"{process.url}{path}", json=command, headers=headers)


async def _repair(home: Home, *more: str, **environment: str) -> tuple[int | None, str]:
    """What the command answers, and says."""
    repairing = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "kith_cli.main",
        "repair",
        home.slug,
        *more,
        env={**home.environment(), **environment},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await repairing.communicate()
    return repairing.returncode, said.decode()
