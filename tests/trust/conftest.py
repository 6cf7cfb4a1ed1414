"""The suites of trust: who could lie, read or count, tries it here on real servers. Their figures are evidence."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from support.flow import Ground
from support.ground import ground_on
from support.lone import lone_node
from support.maker import Maker
from support.stack import test_stack

from kith_lab.demo.federation import NodeProcess


@pytest.fixture(scope="module")
async def lone(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[NodeProcess, Maker]]:
    """A node whose HTTP port is tried, and who can make tokens for it; each suite has its own."""
    async with lone_node(tmp_path_factory.mktemp("lone")) as running:
        yield running


@pytest.fixture(scope="module")
async def ground(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ground]:
    """Servers on which services are told lies in public; each suite has its own."""
    async with _ground(tmp_path_factory.mktemp("logs")) as ready:
        yield ready


@pytest.fixture(scope="session")
async def common_ground(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ground]:
    """Servers for suites whose lies reach nobody but the two bodies that each test makes for itself."""
    async with _ground(tmp_path_factory.mktemp("common")) as ready:
        yield ready


@asynccontextmanager
async def _ground(logs: Path) -> AsyncIterator[Ground]:
    async with test_stack() as servers, ground_on(servers.office, servers.mongo_url, logs) as ready:
        yield ready
