"""Servers for this session: those of the environment, in Docker, or embedded."""

from collections.abc import AsyncIterator

import pytest
from support.flow import Ground
from support.ground import ground_on
from support.stack import Servers, test_stack


@pytest.fixture(scope="package")
async def servers() -> AsyncIterator[Servers]:
    async with test_stack() as running:
        yield running


@pytest.fixture(scope="package")
async def ground(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ground]:
    folder = tmp_path_factory.mktemp("logs")
    async with ground_on(servers.office, servers.mongo_url, folder) as ready:
        yield ready
