"""Three bodies on real servers: IOP leads, BCS takes part, ONS does not; RSC is suspended before anything happens."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.exchanges import Witness
from support.stack import test_stack

from kith_cli.keys import equip
from kith_cli.office import admit_bodies
from kith_cli.published.command import SERVICES, openapi
from kith_contracts.consortium import BodyRegistered
from kith_lab.demo.federation import Federation, Surroundings
from kith_lab.demo.nursery import Nursery
from kith_lab.servers.mail import MailCatcher

BODIES = {
    "iop": "Institute of Physics",
    "bcs": "BCS, The Chartered Institute for IT",
    "ons": "Office for National Statistics",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name == "test_examples.py")  # what it looks at are all others here


@pytest.fixture(scope="package")
async def catcher() -> AsyncIterator[MailCatcher]:
    async with MailCatcher() as running:
        yield running


@pytest.fixture(scope="package")
async def around(catcher: MailCatcher, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Surroundings]:
    logs: Path = tmp_path_factory.mktemp("logs")
    async with test_stack() as servers, Nursery() as nursery:
        made = equip(servers.office.keys, BODIES)
        registered = [
            BodyRegistered(body=slug, name=name, kind="other", keys=[made[slug]], version=1)
            for slug, name in BODIES.items()
        ]
        suspended = BodyRegistered(body="rsc", name="RSC", kind="other", status="suspended", version=1)
        await admit_bodies(servers.office, [*registered, suspended])
        where = (servers.office, servers.mongo_url, catcher.url, "federation", logs)
        yield Surroundings(*where, lambda *_process: None, nursery.spawn)


@pytest.fixture(scope="package")
def witness() -> Witness:
    """Sees all that tests here ask of nodes."""
    return Witness(openapi(*SERVICES))


@pytest.fixture(scope="package")
async def federation(around: Surroundings, witness: Witness) -> AsyncIterator[Federation]:
    running = Federation(BODIES, around)
    for node in running.nodes.values():
        witness.watch(node.client)
    try:
        await running.start()
        yield running
    finally:
        await running.stop()
