"""One node on real servers, with something of everything in it, for suites that try its HTTP port."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from support.eventually import eventually
from support.joint import charter, terms
from support.maker import Maker
from support.stack import test_stack

from kith_cli.keys import equip
from kith_cli.office import admit_bodies
from kith_contracts.consortium import BodyRegistered
from kith_lab.demo.federation import NodeProcess, Process, Surroundings, spawn_process
from kith_lab.issuer import FOLDER
from kith_lab.servers.mail import MailCatcher

BODY: Final = "bcs"
PERSON: Final = "p-0123456789"
NETWORK: Final = "bcs/womens-forum"
EVENT: Final = "bcs/day"


@asynccontextmanager
async def lone_node(folder: Path) -> AsyncIterator[tuple[NodeProcess, Maker]]:
    """The node of BCS; its issuer has the keys of `Maker` besides its own."""
    async with bare_node(folder) as node:
        maker = Maker(node.issuer.name, node.issuer.audience, BODY)
        published = folder / FOLDER / BODY / "jwks.json"
        own = json.loads(published.read_text())["keys"]
        published.write_text(json.dumps({"keys": [*own, *maker.jwks["keys"]]}))
        await node.start()
        await node.ready()
        await furnish(node)
        yield node, maker


@asynccontextmanager
async def bare_node(folder: Path) -> AsyncIterator[NodeProcess]:
    """The node of BCS, which is still to be started, with nothing in it; a setting that is empty is not set at all."""
    (logs := folder / "logs").mkdir()
    async with test_stack() as servers, MailCatcher() as catcher:
        made = equip(servers.office.keys, (BODY, "iop"))
        bodies = [
            BodyRegistered(body=slug, name=slug.upper(), kind="other", keys=[key], version=1)
            for slug, key in made.items()
        ]
        await admit_bodies(servers.office, bodies)
        around = (servers.office, servers.mongo_url, catcher.url, "lone", logs, lambda *_process: None, _spawned)
        node = NodeProcess(BODY, Surroundings(*around))
        try:
            yield node
        finally:
            await node.stop()
            await node.client.aclose()


async def _spawned(settings: Mapping[str, str], log: Path) -> Process:
    return await spawn_process({name: told for name, told in settings.items() if told}, log)


async def furnish(node: NodeProcess) -> None:
    """A profile, a network, a person in it who is seen there, an event that BCS leads, a wish."""
    person = {"person": PERSON, "name": "Ada Example", "address": "ada@example.org"}
    membership = {"person": PERSON, "network": NETWORK}
    await _done(node, "directory", "publish-profile", {"body": BODY, "name": "BCS"})
    await _done(node, "directory", "charter-network", {"network": NETWORK, "charter": charter()})
    await _done(node, "directory", "enrol-person", person)
    await _done(node, "directory", "join-network", membership)
    await _done(node, "directory", "choose-visibility", {**membership, "seen_by": "members"})
    proposal = terms(EVENT)
    for party in proposal["parties"]:
        party["networks"] = [NETWORK] if party["body"] == BODY else ["iop/physics"]
    await _done(node, "events", "propose-agreement", {"subject": EVENT, "terms": proposal})

    async def proposed() -> bool:
        return await node.read("events", f"agreements/{EVENT}") is not None

    await eventually(proposed)


async def _done(node: NodeProcess, service: str, command: str, data: dict[str, Any]) -> None:
    answer = await node.command(service, command, data)
    assert answer.status_code == 200, answer.text
