"""Three bodies on real servers: IOP leads, BCS takes part, ONS does not; RSC is suspended before anything happens."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.company import admit, nodes
from support.exchanges import Witness
from support.stack import test_stack

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
        suspended = BodyRegistered(body="rsc", name="RSC", kind="other", status="suspended", version=1)
        where = (servers.office, servers.mongo_url, catcher.url, "federation", logs)
        running = Surroundings(*where, lambda *_process: None, nursery.spawn)
        await admit(running, BODIES)
        await admit_bodies(servers.office, [suspended])
        yield running


@pytest.fixture(scope="package")
def witness() -> Witness:
    """Sees all that tests here ask of nodes."""
    return Witness(openapi(*SERVICES))


@pytest.fixture(scope="package")
async def federation(around: Surroundings, witness: Witness) -> AsyncIterator[Federation]:
    async with nodes(BODIES, around, witness) as running:
        yield running
