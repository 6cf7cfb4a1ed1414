"""The suites of trust: who could lie, read or count, tries it here on real servers. Their figures are evidence."""

from collections.abc import AsyncIterator

import pytest
from support.hostile import Maker
from support.lone import lone_node

from kith_cli.demo.federation import NodeProcess


@pytest.fixture(scope="module")
async def lone(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[NodeProcess, Maker]]:
    """A node whose HTTP port is tried, and who can make tokens for it; each suite has its own."""
    async with lone_node(tmp_path_factory.mktemp("lone")) as running:
        yield running
