"""Journeys of somebody who has no provider: a link by mail, asked for, used once, and over."""

import re
from email.message import EmailMessage

import pytest
from playwright.async_api import Browser, expect
from support.browser import Town, Visitor, visitor
from support.eventually import eventually

from kith_console.paths import Addresses
from kith_lab.servers.mail import MailCatcher

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
BEN, CHLOE, EVE = (f"p-village-{each}@mail.example" for each in ("ben", "chair", "eve"))
"""Three mails to one address at most, for a few minutes."""
LINK = re.compile(r"http://\S+/bcs/link/[\w-]{43}\b")
OVER = "This link is not valid, or not any more"


def mails_of(town: Town) -> MailCatcher:
    assert town.mails, "the mails of a village that runs elsewhere are kept there"
    return town.mails


async def ask(guest: Visitor, address: str) -> str:
    """Ask for a link; what the page says then."""
    await guest.open("/sign-in")
    await guest.main.get_by_label("Your mail address").fill(address)
    await guest.press("Send me a link")
    return await guest.text()


async def mailed(guest: Visitor, town: Town, address: str) -> str:
    """Ask for a link, and read it in the mail."""
    before = len(mails_of(town).sent_to(address))
    assert "If we know this address, a link is on its way." in await ask(guest, address)
    return await read(town, address, before)


async def read(town: Town, address: str, before: int = 0) -> str:
    """The link in the first mail with one that comes after so many others."""

    def found() -> list[EmailMessage]:
        return [each for each in mails_of(town).sent_to(address)[before:] if each["Subject"] == "Kith"]

    async def came() -> bool:
        return bool(found())

    await eventually(came)
    body = found()[0].get_body(("plain",))
    assert body
    [link] = LINK.findall(body.get_content())
    return str(link)


@SCRIPTS
async def test_one_signs_in_by_a_mailed_link_is_a_member_and_signs_out(
    chromium: Browser, town: Town, scripts: bool
) -> None:
    async with visitor(chromium, town, java_script_enabled=scripts) as ben:
        link = await mailed(ben, town, BEN)
        for _ in range(2):  # as scanners of mail do: it changes nothing
            assert (await ben.context.request.get(link)).ok
        await ben.page.goto(link)
        await expect(ben.main).not_to_contain_text("was not asked for in this browser")
        await ben.press("Sign in")
        await ben.menu("Networks")
        await expect(ben.main).to_contain_text("Open Circle")
        assert await ben.page.title() == "Kith"
        menu = ben.page.get_by_role("navigation", name="Main")
        assert not await menu.get_by_role("link", name=re.compile("Committee|Organisation|office")).count()
        private = ben.page.url
        await ben.page.get_by_role("link", name="Sign out").click()
        await ben.press("Sign out here")
        await ben.page.goto(private)
        await expect(ben.main).to_contain_text("You sign in at")
        await ben.page.goto(link)
        await ben.press("Sign in")
        await expect(ben.main).to_contain_text(OVER)


async def test_a_link_is_good_in_another_browser_which_says_so_before(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town) as asked, visitor(chromium, town) as phone:
        link = await mailed(asked, town, CHLOE)
        await phone.page.goto(link)
        await expect(phone.main).to_contain_text("was not asked for in this browser")
        await phone.press("Sign in")
        await expect(phone.page.get_by_role("link", name="Sign out")).to_be_visible()
        await asked.page.goto(link)
        await asked.press("Sign in")
        await expect(asked.main).to_contain_text(OVER)
        await expect(asked.page.get_by_role("link", name="Sign out")).to_have_count(0)


async def test_who_is_not_known_sees_the_same_page_and_gets_no_mail(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town) as known, visitor(chromium, town) as stranger:
        unknown = await ask(stranger, "nobody@mail.example")
        await mailed(known, town, CHLOE)  # asked for later, and here
        assert (await known.text(), known.page.url) == (unknown, stranger.page.url)
        assert not mails_of(town).sent_to("nobody@mail.example")


async def test_what_is_no_address_is_said_at_its_field(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, java_script_enabled=False) as guest:
        await ask(guest, "ben at home")
        await expect(guest.main.locator("#address")).to_have_value("ben at home")
        await expect(guest.page.locator("#faults")).to_contain_text(
            "Write your mail address, such as name@example.org."
        )


async def test_a_link_leads_to_where_one_wanted(chromium: Browser, town: Town) -> None:
    messages = Addresses(town.secrets["bcs"]).of("messages")
    async with visitor(chromium, town) as eve:
        before = len(mails_of(town).sent_to(EVE))
        await eve.open(messages)
        await eve.main.get_by_label("Your mail address").fill(EVE)
        await eve.press("Send me a link")
        await eve.page.goto(await read(town, EVE, before))
        await eve.press("Sign in")
        assert eve.page.url == f"{eve.base}{messages}"
