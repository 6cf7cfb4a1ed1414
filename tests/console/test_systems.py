"""The journey of an administrator who has a system told what happens: from an address to what was taken."""

import asyncio
import secrets

import pytest
from playwright.async_api import Browser, expect
from support.browser import ADMINISTRATOR, Town, visitor
from support.eventually import eventually
from support.receiver import receiver

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
AGREED = b"HTTP/1.1 200 OK\r\nWebHook-Allowed-Origin: *\r\nContent-Length: 0\r\n\r\n"


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
