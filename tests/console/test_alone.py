"""The pages as a process of their own, beside a node that they reach over HTTP."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from playwright.async_api import Browser, expect
from support.browser import MEMBER, Town, visitor
from support.eventually import eventually

from kith_lab.provider import console_settings
from kith_lab.servers.ports import free_port

ENDS_WITHIN = 20.0
"""Seconds in which it ends when it is told to."""


async def started(settings: dict[str, str], log: Path) -> asyncio.subprocess.Process:
    env = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")} | settings
    with log.open("w") as told:
        return await asyncio.create_subprocess_exec(sys.executable, "-m", "kith_console", env=env, stderr=told)


@pytest.fixture
async def apart(town: Town, tmp_path: Path) -> AsyncIterator[Town]:
    """The same node, with pages of another process."""
    pages = f"http://127.0.0.1:{free_port()}"
    settings = {**town.environments["bcs"], **console_settings(pages, f"{town.provider}/bcs")}
    process = await started({**settings, "KITH_CONSOLE_NODE": town.nodes["bcs"]}, tmp_path / "pages.log")

    async def answers() -> bool:
        assert process.returncode is None, (tmp_path / "pages.log").read_text()
        try:
            async with httpx2.AsyncClient() as client:
                return (await client.get(f"{pages}/")).is_success
        except httpx2.TransportError:
            return False

    await eventually(answers)
    yield replace(town, pages={"bcs": pages})
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(ENDS_WITHIN):
        await process.wait()


async def test_one_signs_in_and_reads_at_pages_that_run_alone(chromium: Browser, apart: Town) -> None:
    async with visitor(chromium, apart, MEMBER) as ben:
        await ben.menu("Networks")
        await expect(ben.main).to_contain_text("Returners")


async def test_a_session_is_good_at_every_process_of_a_node(chromium: Browser, town: Town, apart: Town) -> None:
    async with visitor(chromium, town, MEMBER) as ben:
        await ben.page.goto(f"{apart.pages['bcs']}/")
        await expect(ben.page.get_by_role("link", name="Sign out")).to_be_visible()


async def test_without_a_node_it_says_what_is_missing_and_ends(town: Town, tmp_path: Path) -> None:
    process = await started(dict(town.environments["bcs"]), log := tmp_path / "pages.log")
    assert await process.wait() == 2
    assert "KITH_CONSOLE_NODE is missing" in log.read_text()
