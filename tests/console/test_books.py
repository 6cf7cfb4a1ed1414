"""Journeys of the money of an event: costs, the account, and who pays whom."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from playwright.async_api import Browser, expect
from support.browser import ADMINISTRATOR, CHAIR, Town, Visitor, visitor
from support.eventually import eventually

from kith_console.paths import Addresses

DAY: Final = "iop/returning-to-work"
LUNCH: Final = "iop/spring-lunch"


@asynccontextmanager
async def at_books(
    chromium: Browser, town: Town, who: str, body: str, event: str, *, scripts: bool = True
) -> AsyncIterator[Visitor]:
    async with visitor(chromium, town, who, body, java_script_enabled=scripts) as guest:
        await guest.open(Addresses(town.secrets[body]).of(f"books/{event}"))
        yield guest


async def record(guest: Visitor, what: str, sum: str) -> None:
    if not await guest.main.get_by_label("What for?").is_visible():
        await guest.main.get_by_text("Record a cost, or change one").click()
    await guest.main.get_by_label("What for?").fill(what)
    await guest.main.get_by_label("How much?").fill(sum)
    await guest.main.get_by_label("We paid it").check()
    await guest.press("Record it")


async def test_a_wrong_sum_is_said_at_its_field_and_a_cost_can_be_taken_back(chromium: Browser, town: Town) -> None:
    async with at_books(chromium, town, CHAIR, "bcs", DAY) as chloe:
        await record(chloe, "Badges", "twelve")
        await expect(chloe.main.locator("#pence-fault")).to_be_visible()
        await record(chloe, "Badges", "12.50")
        row = chloe.main.get_by_role("row", name="Badges")
        await expect(row).to_contain_text("£12.50")
        await chloe.main.get_by_text("Record a cost, or change one").click()
        await chloe.main.get_by_label("Which?").select_option(label="Badges, £12.50")
        await record(chloe, "Badges", "0")
        await expect(row).to_have_count(0)
        await expect(chloe.main.get_by_role("button", name="Close the books")).to_have_count(0)


async def test_books_are_closed_accepted_by_all_and_paid_without_scripts(chromium: Browser, town: Town) -> None:
    async with (
        at_books(chromium, town, ADMINISTRATOR, "iop", LUNCH, scripts=False) as lead,
        at_books(chromium, town, ADMINISTRATOR, "bcs", LUNCH, scripts=False) as partner,
    ):
        await record(lead, "Lunch", "90")
        await record(partner, "Flowers", "10")
        await shows(lead, "Flowers")

        async def closed() -> bool:
            await lead.press("Close the books")
            return await lead.main.get_by_text("The books are closed. Is the account right?").count() > 0

        await eventually(closed)
        for each in (lead, partner):
            await shows(each, "BCS pays IOP £30.")
            await each.press("Yes, we accept the account")
        await shows(partner, "All have accepted the account.")
        await partner.press("We have paid it")
        await shows(lead, "paid, says BCS")
        await lead.press("It has come")
        await shows(partner, "has come, says IOP")


async def shows(guest: Visitor, text: str) -> None:
    """Load the page until it says so."""

    async def there() -> bool:
        await guest.page.reload()
        return await guest.main.get_by_text(text).count() > 0

    await eventually(there)
