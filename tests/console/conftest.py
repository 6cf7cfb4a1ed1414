"""One village of two organisations, with pages, and one browser for all tests of this folder.

While you work on pages, KITH_VILLAGE may name a file that tells of a village that runs already: `pages`, `nodes`,
`provider` and `env` as JSON.
"""

import json
import os
from collections.abc import AsyncIterator, Generator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.async_api import Browser
from support import browser as browsers
from support.browser import Town
from support.evidence import note
from support.village import Village, village

JOURNEYS: Final = (
    "test_alone",
    "test_books",
    "test_everyone",
    "test_links",
    "test_mail",
    "test_member",
    "test_committee",
    "test_plans",
    "test_officers",
    "test_shared_networks",
    "test_owners",
    "test_after",
    "test_systems",
    "test_lists",
)
WENT: Final = pytest.StashKey[list[tuple[str, bool]]]()
WITHOUT: Final = "without"
"""In the name of each journey that has no scripts."""


@pytest.fixture(scope="package")
def told() -> dict[str, Any]:
    """What is known of a village that runs already; empty if there is none."""
    known = os.environ.get("KITH_VILLAGE")
    return json.loads(Path(known).read_text()) if known else {}


@pytest.fixture(scope="package")
async def town(told: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    if told:
        yield Town(told["pages"], told["nodes"], told["provider"], told["env"])
        return
    async with village(tmp_path_factory.mktemp("village")) as running:
        yield _town(running)


def _town(running: Village) -> Town:
    nodes = running.federation.nodes
    environments = {body: node.environment for body, node in nodes.items()}
    urls = {body: node.url for body, node in nodes.items()}
    return Town(running.pages, urls, running.provider.url, environments, running.mails)


@pytest.fixture(scope="package")
async def chromium() -> AsyncIterator[Browser]:
    async with browsers.browser() as running:
        yield running


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep how the journeys went, after each."""
    report = yield
    if report.when == "call" and item.path.stem in JOURNEYS:
        went = item.session.stash.setdefault(WENT, [])
        went.append((item.name, report.passed))
        failed = [name for name, passed in went if not passed]
        note(
            "journeys",
            journeys=len(went),
            failed=len(failed),
            no_javascript_failed=sum(WITHOUT in name for name in failed),
        )
    return report
