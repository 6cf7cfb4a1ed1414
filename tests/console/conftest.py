"""One village of two organisations, with pages, and one browser for all tests of this folder.

While you work on pages, KITH_VILLAGE may name a file that tells of a village that runs already: `pages`, `nodes`,
`provider` and `env` as JSON.
"""

import json
import os
from base64 import b64decode
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser
from support import browser as browsers
from support.browser import Town
from support.village import Village, village


@pytest.fixture(scope="package")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    if known := os.environ.get("KITH_VILLAGE"):
        told = json.loads(Path(known).read_text())
        secrets = {body: b64decode(env["KITH_SECRET"]) for body, env in told["env"].items()}
        yield Town(told["pages"], told["nodes"], told["provider"], secrets)
        return
    async with village(tmp_path_factory.mktemp("village")) as running:
        yield _town(running)


def _town(running: Village) -> Town:
    nodes = running.federation.nodes
    secrets = {body: b64decode(node.settings["KITH_SECRET"]) for body, node in nodes.items()}
    return Town(running.pages, {body: node.url for body, node in nodes.items()}, running.provider.url, secrets)


@pytest.fixture(scope="package")
async def chromium() -> AsyncIterator[Browser]:
    async with browsers.browser() as running:
        yield running
