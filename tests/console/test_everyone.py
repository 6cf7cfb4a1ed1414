"""Journeys of somebody who has not signed in."""

import re

import pytest
from playwright.async_api import Browser, expect
from support.browser import MEMBER, Town, visitor

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])


@SCRIPTS
async def test_a_visitor_finds_an_event(chromium: Browser, town: Town, scripts: bool) -> None:
    async with visitor(chromium, town, java_script_enabled=scripts) as someone:
        await someone.open("/bcs")
        await someone.menu("Events")
        await someone.page.get_by_role("searchbox").fill("returning caledonian")
        await someone.page.keyboard.press("Enter")
        await expect(someone.main.locator("li.event")).to_have_count(1)
        await someone.link("Returning to work")
        said = await someone.text()
        for part in ("Morning talks", "Returner circle", "CV clinic", "for people returning to work"):
            assert part in said
        assert re.search(r"places left|full", said)
        assert "ramp at the side door" in said
        assert "p-village" not in await someone.page.content()
        await someone.page.get_by_role("link", name=re.compile("sign in", re.IGNORECASE)).first.wait_for()


@SCRIPTS
async def test_a_month_is_a_calendar_and_on_a_phone_a_list(chromium: Browser, town: Town, scripts: bool) -> None:
    async with visitor(chromium, town, java_script_enabled=scripts) as someone:
        await someone.open("/bcs/events?words=returning")
        when = str(await someone.main.locator("li.event time").first.get_attribute("datetime"))
        await someone.open(f"/bcs/events?month={when[:7]}")
        await someone.link("As a calendar")
        table = someone.main.get_by_role("table")
        await expect(table.get_by_role("columnheader", name="Monday")).to_be_visible()
        day = table.locator("td", has=someone.page.locator(f"time[datetime='{when[:10]}']"))
        await expect(day.get_by_role("link", name="Returning to work")).to_be_visible()
        await someone.page.set_viewport_size({"width": 390, "height": 800})
        await expect(table).to_be_hidden()
        await someone.link("Returning to work")
        await someone.page.go_back()
        await someone.page.locator("a[rel=next]").click()
        assert re.search(r"month=\d{4}-\d\d$", someone.page.url)
        await someone.link("As a list")
        await expect(someone.main.get_by_role("searchbox")).to_be_visible()


async def test_what_is_not_found_is_said(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town) as someone:
        for page in ("events", "networks"):
            await someone.open(f"/bcs/{page}?words=zzzz")
            await expect(someone.main.locator(".empty")).to_be_visible()


@SCRIPTS
async def test_a_visitor_finds_a_network(chromium: Browser, town: Town, scripts: bool) -> None:
    async with visitor(chromium, town, java_script_enabled=scripts) as someone:
        await someone.open("/bcs")
        await someone.menu("Networks")
        await someone.page.get_by_role("searchbox").fill("physics")
        await someone.page.keyboard.press("Enter")
        await someone.link("Women in Physics Group")
        said = await someone.text()
        assert "You are a physicist, on a break, or on the way back." in said
        assert "Annual meeting" in said


async def test_calendars_and_feeds_are_for_everyone(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town) as someone:
        for name, begins in (("events.ics", "BEGIN:VCALENDAR"), ("events.atom", "<?xml"), ("networks.atom", "<?xml")):
            answer = await someone.context.request.get(f"{someone.base}/bcs/feeds/{name}")
            assert answer.ok
            assert (await answer.text()).startswith(begins)


async def test_the_language_is_chosen_and_kept(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town) as someone:
        await someone.open("/bcs")
        await someone.page.get_by_role("link", name="Cymraeg").click()
        await expect(someone.page.locator("html")).to_have_attribute("lang", "cy")
        await someone.open("/bcs/privacy")
        await expect(someone.page.locator("html")).to_have_attribute("lang", "cy")
        await someone.page.get_by_role("link", name="English").click()
        await expect(someone.page.locator("html")).to_have_attribute("lang", "en")


async def test_who_is_signed_in_has_no_word_of_it_in_titles_and_addresses(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, MEMBER) as ben:
        for name in ("Home", "Events", "Networks", "Messages", "You"):
            await ben.menu(name)
            assert await ben.page.title() == "Kith"
            assert re.fullmatch(rf"{ben.base}/m/[\w-]+", ben.page.url)
        cookies = await ben.context.cookies(ben.base)
        assert {each["name"] for each in cookies} <= {"kith", "__Host-kith"}
        assert all(each["httpOnly"] and each["sameSite"] == "Lax" for each in cookies)
