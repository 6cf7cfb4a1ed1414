"""A browser that is found, and who visits pages in it: all that goes wrong on the way is noted."""

import os
import shutil
from base64 import b64decode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, async_playwright, expect

from kith_lab.servers.mail import MailCatcher

NAMES: Final = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
)
"""Best the one that is made to have no window: the same engine takes a quarter of the time without all that is around a
page.
"""
FETCHED: Final = Path(__file__).parents[2] / ".tools" / "browsers"
"""Where `make browser` puts one if the system has none."""
KINDS: Final = ("chrome-headless-shell", "headless_shell", "chrome", "*.app/Contents/MacOS/*")
"""How it is called there, on Linux and macOS."""
NONE_HERE: Final = "No Chromium is here, and pages are tried in one. Next: make browser (or set KITH_CHROMIUM to yours)"
NOBODY, MEMBER, CHAIR, ADMINISTRATOR, OFFICE = "nobody", "member", "chair", "administrator", "office"
WHO: Final = (MEMBER, CHAIR, ADMINISTRATOR, OFFICE)
SECRETARY: Final = "secretary"
"""Whose sign-in names networks that are not there yet, at each organisation."""
AT_SIGN_IN: Final = (*WHO, SECRETARY)
"""In the order in which the provider for trials offers them."""
WATCH: Final = """
addEventListener('securitypolicyviolation',
  (e) => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI));
"""
PATIENCE: Final = 20_000
"""Milliseconds in which a page or a part of it must be there."""


class NoBrowser(Exception):
    """There is none; the sentence says how to get one."""


def chromium() -> str:
    """The one to use: KITH_CHROMIUM, else one of the system, else the one that was fetched; raises NoBrowser."""
    if chosen := os.environ.get("KITH_CHROMIUM"):
        return chosen
    fetched = [str(each) for kind in KINDS for each in FETCHED.glob(f"chromium*/chrome-*/{kind}")]
    found = next((where for name in NAMES if (where := shutil.which(name))), None) or next(iter(fetched), None)
    if found is None:
        raise NoBrowser(NONE_HERE)
    return found


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """A running Chromium without a window; raises NoBrowser."""
    where = chromium()
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=where, args=["--no-sandbox"])
        try:
            yield running
        finally:
            await running.close()


@dataclass(frozen=True)
class Town:
    """Where the pages, the APIs and the provider for sign-in are."""

    pages: Mapping[str, str]
    nodes: Mapping[str, str]
    provider: str
    environments: Mapping[str, Mapping[str, str]]
    """With which each node runs."""
    mails: MailCatcher | None = None
    """What the nodes have mailed; a village that runs elsewhere keeps its own."""

    @property
    def secrets(self) -> dict[str, bytes]:
        """By which the tests tell what an opaque address means."""
        return {body: b64decode(each["KITH_SECRET"]) for body, each in self.environments.items()}


@dataclass
class Noted:
    """What a browser has complained of."""

    errors: list[str] = field(default_factory=list)
    policy: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def console(self, message: ConsoleMessage) -> None:
        """Note an error; that a page was refused is no fault of the page that says so."""
        if message.text.startswith("policy: "):
            self.policy.append(message.text)
        elif message.type == "error" and "Failed to load resource" not in message.text:
            self.errors.append(message.text)

    def clear(self) -> None:
        """Forget what somebody else has counted."""
        self.errors, self.policy, self.dialogs = [], [], []

    @property
    def all(self) -> list[str]:
        return self.errors + self.policy + self.dialogs


@dataclass
class Visitor:
    """Somebody with a browser window of their own, at the pages of one organisation."""

    who: str
    base: str
    context: BrowserContext
    page: Page
    noted: Noted

    async def open(self, path: str = "/") -> int:
        """Open a page by its path; the result is its status."""
        answer = await self.page.goto(f"{self.base}{path}")
        assert answer
        return answer.status

    async def sign_in(self) -> None:
        """At the provider for trials, with one click."""
        await self.open("/sign-in")
        await self.page.get_by_role("link", name="Sign in through your organisation").click()
        await self.page.locator(f"a[href*='as={AT_SIGN_IN.index(self.who)}']").click()
        await self.page.get_by_role("link", name="Sign out").wait_for()

    async def menu(self, name: str) -> None:
        """Go to a page by the menu at the top."""
        async with self.page.expect_navigation():
            await self.page.get_by_role("navigation", name="Main").get_by_role("link", name=name, exact=True).click()

    async def link(self, name: str) -> None:
        """Follow a link in the page."""
        async with self.page.expect_navigation():
            await self.main.get_by_role("link", name=name).first.click()

    async def press(self, name: str) -> None:
        """Press a button, and wait for the page that comes of it."""
        async with self.page.expect_navigation():
            await self.main.get_by_role("button", name=name, exact=True).first.click()

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    async def text(self) -> str:
        """What the page says."""
        return await self.main.inner_text()


@asynccontextmanager
async def visitor(
    running: Browser, town: Town, who: str = NOBODY, body: str = "bcs", **more: Any
) -> AsyncIterator[Visitor]:
    """Somebody who comes with a new browser window, and signs in unless they are nobody; asserts that nothing broke."""
    context = await running.new_context(**more)
    context.set_default_timeout(PATIENCE)
    noted = Noted()
    if more.get("java_script_enabled", True):
        await context.add_init_script(WATCH)
    page = await context.new_page()
    context.on("console", noted.console)
    context.on("weberror", lambda error: noted.errors.append(str(error.error)))
    context.on("dialog", lambda dialog: noted.dialogs.append(dialog.message))
    guest = Visitor(who, town.pages[body], context, page, noted)
    try:
        if who != NOBODY:
            await guest.sign_in()
        yield guest
        assert not noted.all, noted.all
    finally:
        await context.close()


async def at_day(chloe: Visitor) -> None:
    """Go to the page of the event that is today, as an officer of its lead."""
    await chloe.menu("Committee")
    async with chloe.page.expect_navigation():
        await chloe.main.locator("section[aria-labelledby=events]").get_by_role("link", name="Open day").click()
