"""The client of `kith_contracts`, waiting and in an event loop, and the documented program that uses it."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from support.joint import charter

from kith_contracts.client import AsyncClient, Client, Refused, Told
from kith_contracts.directory.charters import NetworkCharter
from kith_contracts.directory.networks import CharterNetwork, NetworkPublished
from kith_lab.demo.federation import Federation, NodeProcess

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = DOCS / "examples" / "crm.py"
PUBLISHED = "org.kith.directory.network-published.v1"
SCOPES = ("networks:read", "networks:write", "events:read")


def token(node: NodeProcess) -> str:
    return node.bearer("system", scopes=SCOPES)["authorization"].removeprefix("Bearer ")


def network(slug: str = "") -> CharterNetwork:
    made = NetworkCharter.model_validate(charter())
    return CharterNetwork(network=f"bcs/{slug or 'c' + uuid4().hex[:12]}", charter=made)


def first(client: Client, wanted: str, **more: Any) -> Told:
    """The first fact that publishes this network."""
    told = (each for each in client.follow(**more) if isinstance(each.message, NetworkPublished))
    return next(each for each in told if each.event.subject == wanted)


async def test_a_program_that_waits_sends_learns_and_follows(federation: Federation) -> None:
    node, command = federation["bcs"], network()
    with Client(node.url, "bcs", "tools", lambda: token(node)) as client:
        done = await asyncio.to_thread(client.publish, command, "mine-" + command.network.partition("/")[2])
        assert (done.status, done.id.startswith("mine-")) == ("done", True)
        again = await asyncio.to_thread(client.publish, command, done.id)
        assert again == done
        with pytest.raises(Refused) as refused:
            await asyncio.to_thread(client.publish, command)
        assert (refused.value.problem.code, refused.value.problem.errors[0].field) == ("slug-taken", "network")
        told = await asyncio.to_thread(first, client, command.network, types=[PUBLISHED], names=[command.network])
        later = network()
        await asyncio.to_thread(client.publish, later)
        assert (await asyncio.to_thread(first, client, later.network, after=told.number)).number > told.number


async def test_an_event_loop_does_the_same_with_many_at_once(federation: Federation) -> None:
    node, commands = federation["bcs"], [network() for _ in range(10)]
    async with AsyncClient(f"{node.url}/", "bcs", "tools", token(node)) as client:
        outcomes = await asyncio.gather(*[client.publish(each) for each in commands])
        assert {each.status for each in outcomes} == {"done"}
        with pytest.raises(Refused):
            await client.publish(commands[0])
        missing = {each.network for each in commands}
        async with asyncio.timeout(30):
            async for told in client.follow(types=[PUBLISHED]):
                missing.discard(told.event.subject or "")
                if not missing:
                    break
        assert isinstance(told.message, NetworkPublished)
    async with AsyncClient(node.url, "bcs", "other", token(node)) as stranger:
        with pytest.raises(Refused) as refused:
            await stranger.publish(network())
        assert refused.value.problem.code == "wrong-source"


async def test_the_documented_program_goes_on_where_it_left_off(federation: Federation, tmp_path: Path) -> None:
    node = federation["bcs"]
    settings = {"BODY": "bcs", "KITH_NODE_URL": node.url, "KITH_TOKEN": token(node), "PLACE": str(tmp_path / "place")}
    assert "refused" not in "".join(await _said_until("bcs/early-birds: Early birds", settings))
    said = await _said_until("refused: A network of this name exists; choose another short name.", settings)
    assert "bcs/early-birds: Early birds" not in said


def test_the_page_shows_the_program_that_was_tried() -> None:
    assert EXAMPLE.read_text() in (DOCS / "systems.md").read_text()


async def _said_until(wanted: str, settings: dict[str, str]) -> list[str]:
    """Start the program, and stop it once it has said this."""
    program = await asyncio.create_subprocess_exec(
        sys.executable, EXAMPLE, env=os.environ | settings, stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout
    said = list[str]()
    try:
        async with asyncio.timeout(60):
            while wanted not in said:
                line = await program.stdout.readline()
                assert line, said
                said.append(line.decode().rstrip())
    finally:
        if program.returncode is None:
            program.terminate()
        await program.communicate()
    return said
