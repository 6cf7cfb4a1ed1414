"""Journeys of a member: networks, places, what they typed, their data, and the end of a session."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Locator, expect
from support.browser import MEMBER, Town, Visitor, visitor
from support.eventually import eventually

LIVE = 2_000
"""Milliseconds in which a change must be seen."""
ANSWERED = 60_000
"""In which the other organisation must have answered."""
TALKS = "Morning talks"
CONFIRMED = "your place is confirmed"
SEEN = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""
"""Whether one sees what has the focus."""
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])


async def at_network(ben: Visitor, name: str) -> None:
    await ben.menu("Networks")
    await ben.link(name)


@asynccontextmanager
async def outside(ben: Visitor, name: str) -> AsyncIterator[None]:
    """At the page of a network that they are not in; they are in it again when all is over."""
    await at_network(ben, name)
    if await ben.main.get_by_role("button", name="Leave").count():
        await ben.press("Leave")
    yield
    await at_network(ben, name)
    if not await ben.main.get_by_role("button", name="Leave").count():
        await ben.press("Join")
        await ben.main.get_by_role("button", name="Leave").wait_for()


@SCRIPTS
async def test_a_member_joins_chooses_who_sees_them_and_leaves(chromium: Browser, town: Town, scripts: bool) -> None:
    async with visitor(chromium, town, MEMBER, java_script_enabled=scripts) as ben, outside(ben, "Open Circle"):
        sees = ben.main.locator(".sees").first
        await expect(sees).to_contain_text("committee")
        await ben.press("Join")
        await expect(ben.main.locator(".said").first).to_contain_text("Nobody was told your name")
        for choice in ("committee", "nobody"):
            await ben.main.locator(f"input[name=seen_by][value={choice}]").check()
            await ben.press("Save")
            await expect(ben.main.locator(f"input[name=seen_by][value={choice}]")).to_be_checked()
        await ben.press("Leave")
        await expect(ben.main.locator(".said").first).to_contain_text("You have left")


def part(ben: Visitor, title: str) -> Locator:
    """A part of the event, where one's own places stand."""
    return ben.main.locator("#live li", has_text=title)


async def give_up(ben: Visitor) -> None:
    """Give the place up, and see that it is gone."""
    await part(ben, TALKS).locator("button[value=give-up]").click()
    await expect(part(ben, TALKS)).to_contain_text("given up")


async def at_event(ben: Visitor) -> None:
    """The page of the event, without a place of one's own."""
    await ben.menu("Events")
    await ben.link("Returning to work")
    if await part(ben, TALKS).locator("button[value=give-up]").count():
        await give_up(ben)
        await ben.page.reload()
    await expect(ben.main.get_by_role("checkbox", name=TALKS)).not_to_be_checked()


async def ask_for_talks(ben: Visitor) -> None:
    await ben.main.get_by_role("checkbox", name=TALKS).check()
    await ben.press("Ask for these places")


async def said_again(ben: Visitor, what: str) -> bool:
    """Whether the page says so once it is loaded again."""
    await ben.page.reload()
    return what in await ben.text()


async def test_a_place_is_booked_seen_elsewhere_at_once_and_given_up(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, MEMBER) as ben, visitor(chromium, town, MEMBER) as phone:
        await at_event(ben)
        await at_event(phone)
        await expect(ben.main.locator(".book .sees")).to_contain_text("under a made-up name")
        await ask_for_talks(ben)
        await expect(part(ben, TALKS)).to_contain_text(CONFIRMED, timeout=ANSWERED)
        await expect(part(phone, TALKS)).to_contain_text(CONFIRMED, timeout=LIVE)
        await ben.menu("Home")
        await expect(ben.main).to_contain_text("Returning to work")
        await phone.page.reload()
        await ben.menu("Events")
        await ben.link("Returning to work")
        await give_up(ben)
        await expect(part(phone, TALKS)).to_contain_text("given up", timeout=LIVE)


async def test_a_place_is_booked_without_scripts(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, MEMBER, java_script_enabled=False) as ben:
        await at_event(ben)
        await ask_for_talks(ben)
        await expect(ben.main.locator("#live")).to_contain_text(TALKS)
        await eventually(lambda: said_again(ben, CONFIRMED))
        await part(ben, TALKS).locator("button[value=give-up]").click()
        await eventually(lambda: said_again(ben, "given up"))


async def test_a_place_is_booked_with_the_keyboard_alone(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, MEMBER) as ben:
        await at_event(ben)
        await ben.page.reload()
        await ben.page.keyboard.press("Tab")
        await expect(ben.page.get_by_role("link", name="Skip to the page")).to_be_focused()
        await ben.page.keyboard.press("Enter")
        await tab_to(ben, "input[name=parts]")
        await ben.page.keyboard.press("Space")
        await tab_to(ben, "section.book button")
        await ben.page.keyboard.press("Enter")
        await expect(part(ben, TALKS)).to_contain_text(CONFIRMED, timeout=ANSWERED)
        await give_up(ben)


async def tab_to(ben: Visitor, selector: str) -> None:
    """Press the tab key until this has the focus, which must be seen wherever it is."""
    for _ in range(60):
        await ben.page.keyboard.press("Tab")
        assert await ben.page.evaluate(SEEN), await ben.page.evaluate("document.activeElement.outerHTML")
        if await ben.page.evaluate("(what) => document.activeElement.matches(what)", selector):
            return
    raise AssertionError(selector)


async def test_what_is_wrong_is_said_at_its_field(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, MEMBER) as ben:
        await at_event(ben)
        await ben.main.locator("section.book summary").last.click()
        await ben.main.locator("#guests").fill("Nia Example")
        await ben.press("Ask for these places")
        await expect(ben.page.locator("#faults")).to_be_focused()
        await expect(ben.page.locator("#parts .fault")).to_be_visible()
        await expect(ben.main.locator("#guests")).to_have_value("Nia Example")
        await ben.page.locator("#faults a").first.click()
        assert ben.page.url.endswith("#parts")


async def test_a_form_that_is_sent_twice_takes_effect_once(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, MEMBER) as ben, outside(ben, "Open Circle"):
        once = await ben.main.locator("input[name=once]").first.get_attribute("value")
        for do, key in (("join", once), ("leave", f"{once}-other"), ("join", once)):
            answer = await ben.context.request.post(ben.page.url, form={"do": do, "once": str(key)})
            assert answer.ok
        await at_network(ben, "Open Circle")
        await expect(ben.main.get_by_role("button", name="Join")).to_be_visible()


async def test_sign_out_everywhere_ends_the_other_browser(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, MEMBER) as ben, visitor(chromium, town, MEMBER) as phone:
        private = phone.page.url
        await ben.page.get_by_role("link", name="Sign out").click()
        await ben.press("Sign out everywhere")
        await expect(ben.main).to_contain_text("You are signed out")
        for each in (ben, phone):
            await each.page.goto(private)
            await expect(each.main).to_contain_text("You sign in at")


async def test_a_session_that_ended_loses_nothing_that_was_typed(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, MEMBER) as ben:
        await at_event(ben)
        await ben.main.get_by_role("checkbox", name=TALKS).check()
        await ben.main.locator("section.book summary").last.click()
        await ben.main.locator("#guests").fill("Nia Example\nTom Example")
        await ben.context.clear_cookies()
        await ben.press("Ask for these places")
        await expect(ben.main.locator(".said")).to_contain_text("What you typed is kept")
        await ben.page.get_by_role("link", name="Sign in through your organisation").click()
        await ben.page.locator("a[href*='as=0']").click()
        await expect(ben.main.locator(".said").first).to_contain_text("What you typed is here")
        await expect(ben.main.locator("#guests")).to_have_value("Nia Example\nTom Example")
        await expect(ben.main.get_by_role("checkbox", name=TALKS)).to_be_checked()
        await ben.page.reload()
        await expect(ben.main.locator("#guests")).to_have_value("")


async def test_a_member_takes_their_data_away(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, MEMBER) as ben:
        await ben.menu("You")
        async with ben.page.expect_download() as coming:
            await ben.main.get_by_role("link", name="Download everything that we keep of you").click()
        file = await coming.value
        assert file.suggested_filename == "my-data.json"
        kept = json.loads((await file.path()).read_text())
        assert kept["directory/person"]["person"] == "p-village-ben"
        assert "events/registrations" in kept


async def test_a_member_chooses_how_much_they_are_told(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, MEMBER) as ben:
        for choice in ("booked", "everything"):
            await ben.menu("You")
            await ben.main.locator(f"input[name=how_much][value={choice}]").check()
            await ben.press("Save")
            await expect(ben.main.locator(".said").first).to_have_text("Saved.")
            await expect(ben.main.locator(f"input[name=how_much][value={choice}]")).to_be_checked()


async def test_a_calendar_address_is_made_and_ended(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, MEMBER) as ben:
        await ben.menu("You")
        async with ben.page.expect_navigation():
            await ben.main.get_by_role("button", name=re.compile("address")).first.click()
        address = re.search(rf"{ben.base}/\S+", await ben.text())
        assert address
        found = await ben.context.request.get(address[0])
        assert (await found.text()).startswith("BEGIN:VCALENDAR")
        await ben.menu("You")
        await ben.press("Let it show nothing any more")
        assert (await ben.context.request.get(address[0])).status == 404
