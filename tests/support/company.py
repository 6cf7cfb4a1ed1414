"""Bodies that one test brings along, admitted beside those of the folder, each with a node that a witness watches."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

from support.exchanges import Witness

from kith_cli.keys import equip
from kith_cli.office import admit_bodies
from kith_contracts.consortium import BodyRegistered
from kith_lab.demo.federation import Federation, Surroundings

PAGES: Final = "https://pages.example"
"""Where the pages of a node are that says so."""


async def admit(around: Surroundings, names: Mapping[str, str]) -> None:
    """Register these bodies, each with a key of its own."""
    made = equip(around.office.keys, names)
    registered = [
        BodyRegistered(body=body, name=names[body], kind="other", keys=[made[body]], version=1) for body in names
    ]
    await admit_bodies(around.office, registered)


async def suspend(around: Surroundings, body: str, name: str) -> None:
    """Suspend a body that was admitted here."""
    lost = BodyRegistered(body=body, name=name, kind="other", status="suspended", version=2)
    await admit_bodies(around.office, [lost])


@asynccontextmanager
async def nodes(
    names: Mapping[str, str], around: Surroundings, witness: Witness, **settings: str
) -> AsyncIterator[Federation]:
    """A node for each of these bodies, all running with these further settings."""
    running = Federation(names, around)
    for node in running.nodes.values():
        witness.watch(node.client)
        node.settings |= settings
    try:
        await running.start()
        yield running
    finally:
        await running.stop()
