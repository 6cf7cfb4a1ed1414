"""Journeys about mail: when and where somebody is told, more or less of one network, and the link in a mail."""

import re

import pytest
from playwright.async_api import Browser, expect
from support.browser import MEMBER, NOBODY, Town, Visitor, visitor
from support.eventually import eventually

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
ADDRESS = "p-village-ben@mail.example"
LESS = re.compile(r"http://\S+/less/\S+")


async def at(ben: Visitor, link: str) -> None:
    await ben.menu("You")
    await ben.link(link)


@SCRIPTS
async def test_a_member_says_when_and_where_and_what_is_wrong_is_said_at_its_field(
    chromium: Browser, town: Town, scripts: bool
) -> None:
    async with visitor(chromium, town, MEMBER, java_script_enabled=scripts) as ben:
        await at(ben, "When and where we tell you")
        await ben.main.get_by_label("Each day from").fill("21:00")
        await ben.main.get_by_label("to", exact=True).fill("07:30")
        await ben.main.get_by_label("Day", exact=True).select_option("friday")
        await ben.main.get_by_label("Your time zone").fill("Europe/Atlantis")
        await ben.press("Save")
        await expect(ben.main.locator("#zone-fault")).to_contain_text("no such time zone")
        await expect(ben.main.get_by_label("Each day from")).to_have_value("21:00")
        await ben.main.get_by_label("Your time zone").fill("Europe/London")
        await ben.press("Save")
        await expect(ben.main.locator(".said").first).to_have_text("Saved.")
        await expect(ben.main.get_by_label("to", exact=True)).to_have_value("07:30")
        await expect(ben.main.get_by_label("Day", exact=True)).to_have_value("friday")
        await ben.main.get_by_label("Each day from").fill("")
        await ben.main.get_by_label("to", exact=True).fill("")
        await ben.press("Save")
        await expect(ben.main.get_by_label("to", exact=True)).to_have_value("")


async def test_a_member_wants_nothing_of_one_network_and_everything_again(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, MEMBER) as ben:
        for choice in ("nothing", "usual"):
            await at(ben, "More or less of one network")
            await ben.main.locator(f"input[value={choice}]").first.check()
            await ben.press("Save")
            await expect(ben.main.locator(f"input[value={choice}]").first).to_be_checked()


@SCRIPTS
async def test_the_link_in_a_mail_asks_and_its_button_acts_without_signing_in(
    chromium: Browser, town: Town, scripts: bool
) -> None:
    assert town.mails, "the mails of a village that runs elsewhere are kept there"
    mails = town.mails
    before = len(mails.sent_to(ADDRESS))
    async with visitor(chromium, town, MEMBER) as ben:
        given = ben.main.locator("#live li", has_text="Morning talks").locator("button[value=give-up]")
        await ben.menu("Events")
        await ben.link("Returning to work")
        if await given.count():
            await given.click()
        else:
            await ben.main.get_by_role("checkbox", name="Morning talks").check()
            await ben.press("Ask for these places")

        async def came() -> bool:
            return len(mails.sent_to(ADDRESS)) > before

        await eventually(came)
        body = mails.sent_to(ADDRESS)[-1].get_body(("plain",))
        assert body
        [link] = LESS.findall(body.get_content())
        async with visitor(chromium, town, NOBODY, java_script_enabled=scripts) as scanner:
            await scanner.open(link.removeprefix(scanner.base))
            assert await scanner.page.title() == "Kith"
            await ben.menu("You")
            await expect(ben.main.locator("input[name=how_much][value=nothing]")).not_to_be_checked()
            await scanner.press("Yes, fewer mails")
            await expect(scanner.main).to_contain_text("no more mails of that kind")
        await ben.menu("You")
        await expect(ben.main.locator("input[name=how_much][value=nothing]")).to_be_checked()
        one_click = await ben.context.request.post(link, form={"List-Unsubscribe": "One-Click"})
        assert one_click.ok, "as a program for mails sends it"
        wrong = await ben.context.request.post(f"{link}x", form={"List-Unsubscribe": "One-Click"})
        assert wrong.status == 404
        await ben.menu("You")
        await ben.main.locator("input[name=how_much][value=everything]").check()
        await ben.press("Save")
