"""Three bodies on real servers: IOP leads, BCS takes part, ONS does not; RSC is suspended before anything happens."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
from support.beside import begun, is_beside
from support.company import PAGES, admit, nodes
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


LETTERS: Final = {"mailing": "Society of Letters"}
LATE: Final = ("test_inside", "test_school_days", "test_story", "test_examples")
"""Files that stop nodes of all, so no test goes on beside them; and last, the one that looks at all others."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    if is_beside(item):
        return 1
    return 2 + LATE.index(item.path.stem) if item.path.stem in LATE else 0


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
async def federation(
    around: Surroundings, witness: Witness, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Federation]:
    async with nodes(BODIES, around, witness) as running:
        given = {"federation": running, "around": around, "tmp_path_factory": tmp_path_factory}
        async with begun(request.session.items, **given):
            yield running


@pytest.fixture(scope="package")
async def mails() -> AsyncIterator[MailCatcher]:
    """The mail server of the society of letters, which may be away."""
    async with MailCatcher() as running:
        yield running


@pytest.fixture(scope="package")
async def mailing(around: Surroundings, witness: Witness, mails: MailCatcher) -> AsyncIterator[Federation]:
    """A society whose node says where its pages are, and mails links to sign in with."""
    await admit(around, LETTERS)
    on = {"KITH_CONSOLE_MAIL_LINKS": "true", "KITH_CONSOLE_URL": PAGES, "KITH_SMTP_URL": mails.url}
    async with nodes(LETTERS, around, witness, **on) as running:
        yield running
