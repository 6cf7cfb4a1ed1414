"""The journey of an administrator who has a system told what happens: from an address to what was taken."""

import asyncio
import secrets

import pytest
from playwright.async_api import Browser, expect
from support.browser import ADMINISTRATOR, Town, visitor
from support.eventually import eventually
from support.receiver import receiver

GONE = b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
AGREED = b"HTTP/1.1 200 OK\r\nWebHook-Allowed-Origin: *\r\nContent-Length: 0\r\n\r\n"


@SCRIPTS
async def test_an_administrator_reads_what_a_system_sent_that_could_not_be_handled(
    chromium: Browser, town: Town, scripts: bool
) -> None:
    async with visitor(chromium, town, ADMINISTRATOR, java_script_enabled=scripts) as admin:
        await admin.menu("Organisation")
        await expect(admin.main).to_contain_text("set aside")
        await admin.link("What our systems sent, and could not be handled")
        card = admin.main.locator("li.card").filter(has_text="unreadable-1")
        await expect(card.get_by_role("heading")).to_have_text("The content is not as the contract says")
        for words in (
            "intranet",
            "org.kith.directory.describe-network.v1",
            "yes, by a fact with its id",
            "What to do:",
        ):
            await expect(card).to_contain_text(words)
        await expect(admin.main).to_contain_text("kith parked show bcs")
        assert "Ada" not in await admin.text()
    async with visitor(chromium, town, ADMINISTRATOR, "iop", java_script_enabled=scripts) as other:
        await other.menu("Organisation")
        await other.link("What our systems sent, and could not be handled")
        await expect(other.main).to_contain_text("Nothing. All that our systems sent was read and handled.")


@SCRIPTS
async def test_administrators_are_mailed_once_when_a_system_stops_and_the_page_says_so(
    chromium: Browser, town: Town, scripts: bool
) -> None:
    name, mails = f"gone-{secrets.token_hex(3)}", town.mails
    assert mails, "a village of this test's own keeps its mails"
    team = "administrators@bcs.example"
    mine = f"Your system {name} needs you"
    async with receiver() as server, visitor(chromium, town, ADMINISTRATOR, java_script_enabled=scripts) as admin:

        async def reply(writer: asyncio.StreamWriter) -> None:
            writer.write(AGREED if server.requests[-1].startswith(b"OPTIONS") else GONE)

        server.reply = reply
        await admin.menu("Organisation")
        await admin.link("Systems that are sent what happens")
        for field, text in (("webhook", name), ("url", f"http://127.0.0.1:{server.port}/kith")):
            await admin.main.locator(f"[name={field}]").fill(text)
        await admin.press("Begin")

        async def told() -> bool:
            await admin.page.reload()
            return "Those who speak for us were told by mail, once." in await admin.main.inner_text()

        await eventually(told)
        [mail] = [each for each in mails.sent_to(team) if each["Subject"] == mine]
        body = mail.get_body(("plain",))
        assert body
        words = body.get_content()
        for said in (
            f'"{name}" at 127.0.0.1',
            "The server has answered 410",
            'presses "Ask it again"',
            town.pages["bcs"],
        ):
            assert said in words
        await admin.press("Ask it again")

        async def again() -> bool:
            return len([each for each in mails.sent_to(team) if each["Subject"] == mine]) == 2

        await eventually(again)  # it stopped once more
        await eventually(told)
        await admin.press("Send nothing there any more")


@SCRIPTS
async def test_an_administrator_has_facts_sent_to_a_system_and_again_and_no_more(
    chromium: Browser, town: Town, scripts: bool
) -> None:
    name = f"crm-{secrets.token_hex(3)}"
    async with receiver() as server, visitor(chromium, town, ADMINISTRATOR, java_script_enabled=scripts) as admin:

        async def reply(writer: asyncio.StreamWriter) -> None:
            writer.write(AGREED)

        server.reply = reply
        await admin.menu("Organisation")
        await admin.link("Systems that are sent what happens")
        await admin.main.locator("[name=webhook]").fill(name)
        await admin.main.locator("[name=url]").fill("crm.example")
        await admin.press("Begin")
        await expect(admin.main.locator("[role=alert]")).to_be_visible()
        await admin.main.locator("[name=url]").fill(f"http://127.0.0.1:{server.port}/kith")
        await admin.press("Begin")
        await expect(admin.main.locator("h1")).to_have_text(name)

        async def shows(text: str) -> bool:
            if not scripts:
                await admin.page.reload()
            return text in await admin.main.inner_text()

        await eventually(lambda: shows("all well"))
        await admin.link("Show them")
        before = await admin.main.locator("code.key").all_inner_texts()
        await admin.press("Make new keys")
        await admin.link("Show them")
        after = await admin.main.locator("code.key").all_inner_texts()
        assert set(before) < set(after)
        await eventually(lambda: shows("taken"))  # what was said of the webhook itself
        sent = len(server.requests)
        await admin.press("Send it again")
        async with asyncio.timeout(30):
            while len(server.requests) <= sent:
                server.heard.clear()
                await server.heard.wait()
        await admin.press("Send nothing there any more")
        await expect(admin.main).not_to_contain_text(name)
