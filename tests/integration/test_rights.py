"""A body whose rights are taken away waits, says so, and goes on when it has them again; nothing is lost meanwhile."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from support.eventually import eventually
from support.flow import Ground, Home, health
from support.processes import Process
from support.witness import verify

from kith_chassis.kafka.cluster import FILE, new_credential
from kith_chassis.keys.keyring import Keyring
from kith_cli.cluster.admin import Admin
from kith_contracts.access.cluster import Right, rights_of


async def test_a_suspended_body_keeps_its_outbox_and_goes_on_after_readmission(ground: Ground) -> None:
    home = await ground.new_home()
    process = await home.start_ready()
    await home.send(home.charter("n0"))
    await eventually(home.settled)
    await _office(ground, lambda admin: admin.revoke(_rights(home, "write")))
    await home.send(*[home.describe("n0", f"step {step}") for step in range(1, 5)])

    async def decided_but_not_said() -> bool:
        state = await home.database["states"].find_one({"_id": f"network/{home.network('n0')}"})
        return bool(state and '"step 4"' in state["state"] and await home.database["outbox"].count_documents({}))

    await eventually(decided_but_not_said)
    await _office(ground, lambda admin: admin.revoke(_rights(home)))
    await home.send(*[home.describe("n0", f"step {step}") for step in range(5, 9)])
    await eventually(lambda: _says(process, "AuthorizationFailed"))
    await eventually(lambda: _says(process, "office has suspended"))
    answer = await _sent_over_http(home, process)
    assert (answer.status_code, answer.json()["code"]) == (503, "suspended")
    assert process.alive
    await eventually(lambda: _pauses_for_long(process))
    assert process.alive
    pauses = _pauses(process)
    assert pauses[0] < 1
    assert list(dict.fromkeys(pauses)) == sorted({*pauses}), "each who waits, waits longer each time"
    await _office(ground, lambda admin: admin.allow(_rights(home)))
    await eventually(home.settled, within=40)
    await verify(home)
    await eventually(lambda: home.is_ready(process), within=40)
    assert await process.stop() == 0


async def test_a_body_without_rights_starts_and_waits_for_them(ground: Ground) -> None:
    home = await ground.new_home()
    await _office(ground, lambda admin: admin.revoke(_rights(home)))
    process = await home.start()
    await eventually(lambda: _waits(process))
    await _office(ground, lambda admin: admin.allow(_rights(home)))
    await home.send(home.charter("n0"))
    await eventually(home.settled, within=40)
    await verify(home)
    await process.kill()


async def test_a_new_password_is_taken_from_its_file_while_the_node_runs(ground: Ground) -> None:
    home = await ground.new_home()
    process = await home.start_ready()
    await home.send(home.charter("n0"))
    await eventually(home.settled)
    credential = new_credential(home.slug)
    await _office(ground, lambda admin: admin.set_passwords([credential]))
    assert ground.office.keys
    Keyring(ground.office.keys, home.slug).write(FILE, credential.kept)
    assert credential.password not in process.log.read_text()
    second = await home.start_ready()  # with the new one; the first has connections that are open
    await process.kill()
    await home.send(home.describe("n0", "step 1"))
    await eventually(home.settled, within=40)
    await verify(home)
    await second.kill()


async def test_a_wrong_password_is_no_outage_and_mended_in_its_file_without_a_restart(ground: Ground) -> None:
    home = await ground.new_home()
    assert ground.office.keys
    keyring = Keyring(ground.office.keys, home.slug)
    right = keyring.read(FILE)
    keyring.write(FILE, (wrong := new_credential(home.slug)).kept)
    process = await home.start()
    await eventually(lambda: _says(process, "authentication failed"), within=15)
    alarms = (await health(process))["alarms"]
    [told] = [why for name, why in alarms.items() if name == f"Kafka at {ground.office.bootstrap}"]
    assert f"refuses the user {home.slug}" in told
    assert f"{home.slug}/{FILE}" in told

    async def said_so() -> bool:
        return bool(process.said("a server refuses our user or password"))

    await eventually(said_so)
    assert not process.said("waiting for a server"), "it is not away"
    assert wrong.password not in process.log.read_text()
    keyring.write(FILE, right)
    await eventually(lambda: home.is_ready(process))
    await home.send(home.charter("n0"))
    await eventually(home.settled)
    await process.kill()


async def test_a_password_that_the_database_refuses_ends_the_start_and_is_said(ground: Ground) -> None:
    home = await ground.new_home()
    url = ground.mongo.replace("mongodb://", "mongodb://kith:n0t-it@")
    process = await home.start(KITH_MONGO_URL=url)
    assert await process.end(within=30) == 2
    said = process.log.read_text()
    assert "refuses the user kith: authentication failed" in said
    assert "KITH_MONGO_URL" in said
    assert "n0t-it" not in process.log.read_text()


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "cannot be read"), (b"{}", "Ask the office"), (b'{"user": "x"', "Ask the office")],
    ids=["missing", "empty", "cut short"],
)
async def test_without_its_credential_a_node_says_which_file_and_does_not_start(
    ground: Ground, tmp_path: Path, content: bytes | None, told: str
) -> None:
    home = Home(ground)
    if content is not None:
        Keyring(tmp_path, home.slug).write(FILE, content)
    process = await home.start(KITH_KEYS=str(tmp_path))
    assert await process.end() == 2
    said = process.log.read_text()
    assert f"{home.slug}/{FILE}" in said
    assert told in said


def _rights(home: Home, *operations: str) -> list[Right]:
    return [right for right in rights_of(home.slug) if not operations or right.operation in operations]


async def _office(ground: Ground, work: Callable[[Admin], None]) -> None:
    def at_the_office() -> None:
        with Admin(ground.office) as admin:
            work(admin)

    await asyncio.to_thread(at_the_office)


async def _sent_over_http(home: Home, process: Process) -> httpx2.Response:
    content = {"body": home.slug, "name": "Anew"}
    headers = {"authorization": f"Bearer {home.token('body-admin')}"}
    async with httpx2.AsyncClient(timeout=60, headers=headers) as client:
        url = f"{process.url}/directory/v1/{home.slug}/commands/publish-profile"
        return await client.post(url, json=content)


async def _says(process: Process, what: str) -> bool:
    return any(what in why for why in (await health(process)).get("alarms", {}).values())


async def _waits(process: Process) -> bool:
    return len(process.said("waiting for a server")) > 2


def _pauses(process: Process) -> list[float]:
    return [line["pause"] for line in process.said("waiting for a right")]


async def _pauses_for_long(process: Process) -> bool:
    return _pauses(process)[-1] >= 1
