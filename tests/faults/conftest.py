"""Servers of our own for this session: they are killed."""

import os
from collections.abc import AsyncIterator

import pytest
from support.flow import Ground
from support.ground import ground_on

from kith_lab.servers.stack import KAFKA_VARIABLE, MONGO_VARIABLE, Stack

ROUNDS = int(os.environ.get("KITH_ROUNDS", "1"))
"""How often each fault is tried; more at night than at each commit."""


@pytest.fixture(scope="package")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv(KAFKA_VARIABLE, raising=False)
        environment.delenv(MONGO_VARIABLE, raising=False)
        async with Stack(tmp_path_factory.mktemp("faults")) as running:
            yield running


@pytest.fixture(scope="package")
async def ground(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ground]:
    async with ground_on(stack.office, stack.mongo_url, tmp_path_factory.mktemp("logs")) as ready:
        yield ready


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "round" in metafunc.fixturenames:
        metafunc.parametrize("round", range(1, ROUNDS + 1))
