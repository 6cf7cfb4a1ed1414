"""Journeys of a committee on the day of an event that it leads."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from playwright.async_api import Browser, Locator, Route, expect
from support.browser import CHAIR, Town, Visitor, at_day, visitor
from support.eventually import eventually

PHONE: Final[dict[str, Any]] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SHELF: Final = "JSON.stringify({...localStorage})"
ALL = 4
"""Who is expected at the talks of the open day."""


async def at_door(chloe: Visitor) -> None:
    await at_day(chloe)
    await chloe.link("At the door")


@asynccontextmanager
async def at_the_door(chromium: Browser, town: Town, **more: Any) -> AsyncIterator[Visitor]:
    """The chair with a phone at the door."""
    async with visitor(chromium, town, CHAIR, **PHONE, **more) as chloe:
        await at_door(chloe)
        yield chloe


def row(phone: Visitor, name: str) -> Locator:
    return phone.main.locator("#people li", has_text=name)


async def tap(phone: Visitor, name: str, button: str = "Check in") -> None:
    await row(phone, name).get_by_role("button", name=button).click()


async def come(phone: Visitor, count: int) -> None:
    """So many have come, as this phone shows it."""
    await expect(phone.main.locator("#count")).to_contain_text(f"{count} of {ALL} have come.")


async def nobody_has_come(phone: Visitor) -> None:
    """As before the doors open, whatever a test has left."""
    await expect(phone.main.locator("#count")).to_contain_text(f"of {ALL} have come.")
    while await (undo := phone.main.locator("#people button[name=undo]:visible")).count():
        await undo.first.click()
    await come(phone, 0)
    await expect(phone.main.locator("#people .tag.wait:visible")).to_have_count(0)


async def test_two_phones_check_people_in_one_of_them_without_a_network(chromium: Browser, town: Town) -> None:
    async with at_the_door(chromium, town) as phone, at_the_door(chromium, town) as other:
        await nobody_has_come(phone)
        await phone.context.set_offline(True)
        await tap(phone, "Siân Prys")
        await expect(phone.main.locator("#away")).to_have_text(
            "No connection. 1 check-in waits here and goes when it is back."
        )
        await tap(phone, "Tom Example")
        away = phone.main.locator("#away")
        await expect(away).to_have_text("No connection. 2 check-ins wait here and go when it is back.")
        await expect(row(phone, "Tom").locator(".tag.wait")).to_be_visible()
        await come(phone, 2)
        await tap(other, "Zoë Example")
        await expect(row(other, "Zoë").locator(".tag.wait")).to_be_hidden()
        await come(other, 1)
        await phone.context.set_offline(False)
        await expect(away).to_be_hidden()
        for each in (phone, other):
            await come(each, 3)
            for name in ("Siân", "Tom", "Zoë"):
                await expect(row(each, name).locator(".tag.ok")).to_be_visible()
            await expect(each.main.locator(".tag.wait:visible")).to_have_count(0)
        await other.page.reload()
        await come(other, 3)
        await nobody_has_come(other)


async def keeps(phone: Visitor) -> bool:
    """Whether check-ins wait in this browser."""
    return "kith-door" in str(await phone.page.evaluate(SHELF))


async def keeps_nothing(phone: Visitor) -> bool:
    return not await keeps(phone)


async def test_what_waits_outlives_the_page_and_tells_nobody_who_it_is(chromium: Browser, town: Town) -> None:
    async with at_the_door(chromium, town) as phone:
        await nobody_has_come(phone)
        who = str(await row(phone, "Tom").get_attribute("data-who"))
        await phone.context.set_offline(True)
        await tap(phone, "Tom Example")
        await eventually(lambda: keeps(phone))
        kept = str(await phone.page.evaluate(SHELF))
        assert who not in kept
        assert "Tom" not in kept
        address, other = phone.page.url, phone.main.get_by_role("navigation", name="Parts").get_by_role("link")
        clinic = f"{phone.base}{await other.get_attribute('href')}"
        await phone.page.close()
        await phone.context.set_offline(False)
        phone.page = await phone.context.new_page()
        await phone.page.goto(clinic)
        await eventually(lambda: keeps_nothing(phone))
        await phone.page.goto(address)
        await come(phone, 1)
        await expect(row(phone, "Tom").locator(".tag.wait")).to_be_hidden()
        await nobody_has_come(phone)


async def test_after_sign_out_no_name_stays_on_the_page(chromium: Browser, town: Town) -> None:
    async with at_the_door(chromium, town) as phone:
        await come(phone, 0)
        await phone.context.clear_cookies()
        await expect(phone.main.get_by_text("You are signed out")).to_be_visible()
        assert "Tom" not in await phone.page.content()


async def test_somebody_is_found_by_name_or_code(chromium: Browser, town: Town) -> None:
    async with at_the_door(chromium, town) as phone:
        shown = phone.main.locator("#people li:visible")
        code = await row(phone, "Zoë").locator("code").inner_text()
        for words, name in (("sian", "Siân Prys"), (code, "Zoë Example")):
            await phone.main.get_by_role("searchbox").fill(words)
            await expect(shown).to_have_count(1)
            await expect(shown).to_contain_text(name)


async def test_somebody_walks_in_and_that_was_a_mistake(chromium: Browser, town: Town) -> None:
    async with at_the_door(chromium, town) as phone:
        count = phone.main.locator("#count")
        await phone.main.get_by_label("Their organisation").select_option("iop")
        await phone.main.get_by_role("button", name="Add as arrived").click()
        await expect(count).to_contain_text("1 came without a place.")
        await phone.main.locator("#walked").get_by_role("button", name="Undo").click()
        await expect(count).not_to_contain_text("without a place")


async def test_an_answer_that_is_lost_on_the_way_counts_nobody_twice(chromium: Browser, town: Town) -> None:
    async with at_the_door(chromium, town) as phone:
        await come(phone, 0)
        lost: list[str] = []

        async def lose(route: Route) -> None:
            sent = str(route.request.post_data)
            if "walk_in" not in sent or len(lost) == 2:
                await route.continue_()
                return
            await route.fetch()
            lost.append(sent)
            await route.abort()

        await phone.page.route("**/m/*", lose)
        await phone.main.get_by_role("button", name="Add as arrived").click()
        await expect(phone.main.locator("#away")).to_contain_text("1 check-in waits here")
        await expect(phone.main.locator("#away")).to_be_hidden()
        assert len(lost) == 2
        await expect(phone.main.locator("#count")).to_contain_text("1 came without a place.")
        await phone.main.locator("#walked").get_by_role("button", name="Undo").click()
        await expect(phone.main.locator("#count")).not_to_contain_text("without a place")


async def test_people_are_checked_in_without_scripts(chromium: Browser, town: Town) -> None:
    async with at_the_door(chromium, town, java_script_enabled=False) as phone:
        await nobody_has_come(phone)
        await phone.main.get_by_role("searchbox").fill("tom")
        await phone.press("Find")
        await expect(phone.main.locator("#people li")).to_have_count(1)
        await tap(phone, "Tom Example")
        await expect(phone.main.locator(".said[role=status]")).to_have_text("Checked in.")
        await come(phone, 1)
        await expect(row(phone, "Tom").locator(".tag.ok")).to_be_visible()
        await tap(phone, "Tom Example", "Undo")
        await come(phone, 0)
        await phone.press("Add as arrived")
        await expect(phone.main.locator("#count")).to_contain_text("1 came without a place.")
        await phone.press("Undo the last one")
        await expect(phone.main.locator("#count")).not_to_contain_text("without a place")
