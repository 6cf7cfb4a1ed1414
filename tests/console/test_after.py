"""Journeys after an event: what an organisation says it will do, that it is done, and who reads it."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, expect
from support.browser import ADMINISTRATOR, CHAIR, MEMBER, Town, Visitor, visitor
from support.crawl import Found, judged
from support.eventually import eventually

from kith_console.paths import Addresses

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%d")


async def says(who: Visitor, what: str) -> bool:
    await who.page.reload()
    return what in await who.text()


async def is_over(who: Visitor) -> bool:
    """Whether the lunch of the village, which ends soon after it was agreed on, stands under what is over."""
    await who.menu("Committee")
    return bool(await who.main.get_by_role("region", name="After your events").count())


async def after_the_lunch(who: Visitor) -> None:
    await eventually(lambda: is_over(who))
    async with who.page.expect_navigation():
        await who.main.get_by_role("region", name="After your events").get_by_role("link", name="Spring lunch").click()


async def say(who: Visitor, text: str, days: int) -> None:
    await who.main.locator("[name=text]").fill(text)
    await who.main.locator("[name=by]").fill(in_days(days))
    await who.press("Say it")


@SCRIPTS
async def test_what_an_organisation_will_do_is_said_done_and_read_by_all(
    chromium: Browser, town: Town, scripts: bool
) -> None:
    first, second = (f"We open our hall for {secrets.token_hex(3)}." for _ in range(2))
    async with (
        visitor(chromium, town, CHAIR, java_script_enabled=scripts) as chair,
        visitor(chromium, town, CHAIR, body="iop", java_script_enabled=scripts) as dora,
    ):
        await after_the_lunch(chair)
        await chair.main.locator("a.button").click()
        await chair.press("Say it")
        await expect(chair.main.locator("#text-fault")).to_be_visible()
        await expect(chair.main.locator("#by-fault")).to_be_visible()
        await say(chair, first, -3)
        await expect(chair.main.locator("#by-fault")).to_contain_text("That day is over")
        await say(chair, first, 3)
        await eventually(lambda: says(chair, first))
        await expect(chair.main).to_contain_text("due soon")
        await chair.main.locator("a.button").click()
        await say(chair, second, 20)
        await eventually(lambda: says(chair, second))
        if scripts:
            assert not await judged(chair, Found(CHAIR, "after/{lead}/{event}", chair.page.url, ""))
        async with visitor(chromium, town, ADMINISTRATOR, java_script_enabled=scripts) as admin:
            await admin.menu("Organisation")
            await expect(admin.main.locator(".waits")).to_contain_text("about")
            await expect(admin.main.get_by_role("region", name="Also waits for you")).to_contain_text(first[:-1])
        await after_the_lunch(dora)
        await eventually(lambda: says(dora, second))
        await chair.main.locator("li", has_text=first).get_by_role("button", name="Done").click()
        await expect(chair.main.locator(".said").first).to_contain_text("Well done")
        await why_not(chair, second)
        await eventually(lambda: says(chair, "The hall is let."))
        await eventually(lambda: says(dora, "The hall is let."))
        await chair.link("What came of it, as everyone reads it")
        await eventually(lambda: says(chair, "The hall is let."))
        if scripts:
            assert not await judged(chair, Found(CHAIR, "/{body}/events/{lead}/{event}/outcome", chair.page.url, ""))


async def why_not(chair: Visitor, text: str) -> None:
    """It was not done: without a reason nobody takes it."""
    await chair.link(text)
    await chair.press("Not done")
    await expect(chair.main.locator("#why-fault")).to_contain_text("Any reason will do")
    await chair.main.locator("[name=why]").fill("The hall is let.")
    await chair.press("Not done")


@SCRIPTS
async def test_the_member_reads_what_came_of_it_where_they_booked(chromium: Browser, town: Town, scripts: bool) -> None:
    booked = Addresses(town.secrets["bcs"]).of("events/iop/spring-lunch")
    async with visitor(chromium, town, MEMBER, java_script_enabled=scripts) as ben:
        await ben.open(booked)
        await eventually(lambda: says(ben, "What came of it"))
        assert not await ben.main.get_by_role("button", name="Ask for these places").count()
        if scripts:
            assert not await judged(ben, Found(MEMBER, "events/{lead}/{event}", ben.page.url, ""))
        await ben.link("All that came of it")
        await expect(ben.main).to_contain_text("What the organisations said they would do")
        await ben.open("/language?is=cy&back=/bcs/events/iop/spring-lunch/outcome")
        await expect(ben.main).to_contain_text("Beth ddaeth ohono")


async def test_an_administrator_says_it_from_the_agreement(chromium: Browser, town: Town) -> None:
    agreement = Addresses(town.secrets["bcs"]).of("agreements/iop/spring-lunch")
    async with visitor(chromium, town, ADMINISTRATOR) as admin:
        await admin.open(agreement)
        await admin.link("What we will do after it")
        await expect(admin.main.get_by_role("heading", name="What we will do", level=1)).to_be_visible()
