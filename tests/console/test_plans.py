"""Journeys of a committee that plans an event that it leads: tables, sessions, codes."""

from datetime import datetime, timedelta

import pytest
from playwright.async_api import Browser, Locator, expect
from support.browser import CHAIR, Town, Visitor, at_day, visitor

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
ALL = 4
"""Who has a place in the talks of the open day."""


async def at_tables(chloe: Visitor) -> None:
    await at_day(chloe)
    await chloe.link("Tables and cards")


async def test_tables_are_planned_read_and_mended_when_somebody_does_not_come(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, CHAIR) as chloe:
        await at_tables(chloe)
        for name, many in (("rounds", "2"), ("tables", "2"), ("seats", "3")):
            await chloe.main.locator(f"#{name}").fill(many)
        await chloe.press("Plan again")
        await expect(chloe.main.locator(".said[role=status]")).to_contain_text("lanned")
        seats = chloe.main.locator(".tables ol li")
        await expect(chloe.main.locator(".round")).to_have_count(2)
        await expect(seats).to_have_count(2 * ALL)
        await expect(chloe.main.locator(".tables").first).to_contain_text("Siân Prys")
        await chloe.main.locator("#absent .choice", has_text="Tom Example").get_by_role("checkbox").check()
        await chloe.main.locator("#from_round").select_option("2")
        await chloe.press("Repair the tables")
        await expect(chloe.main.locator(".tables").last).not_to_contain_text("Tom Example")
        await expect(chloe.main.locator(".tables").first).to_contain_text("Tom Example")
        await chloe.link("Cards to print")
        await expect(chloe.main.locator(".card")).to_have_count(ALL)
        assert "Tom" not in await chloe.text()


async def test_a_wish_that_names_nobody_is_refused_at_its_field_without_scripts(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, CHAIR, java_script_enabled=False) as chloe:
        await at_tables(chloe)
        await chloe.main.locator("summary").last.click()
        await chloe.main.locator("#apart").fill("Tom Example, Nobody At All")
        await chloe.press("Plan again")
        await expect(chloe.main.locator("#apart-fault")).to_have_text(
            "Error: Nobody with a place has the name or code “Nobody At All”."
        )
        await expect(chloe.main.locator("#apart")).to_have_value("Tom Example, Nobody At All")
        await expect(chloe.main.locator(".round")).not_to_have_count(0)


async def test_a_plan_is_printed_without_the_forms_around_it(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, CHAIR) as chloe:
        await at_tables(chloe)
        await chloe.page.emulate_media(media="print")
        await expect(chloe.main.locator(".round").first).to_be_visible()
        for hidden in ("form:visible", "#new:visible", "#repair:visible"):
            await expect(chloe.main.locator(hidden)).to_have_count(0)


def session(chloe: Visitor, title: str) -> Locator:
    return chloe.main.locator("section.card", has_text=title)


@SCRIPTS
async def test_a_session_is_added_changed_and_taken_out(chromium: Browser, town: Town, scripts: bool) -> None:
    async with visitor(chromium, town, CHAIR, java_script_enabled=scripts) as chloe:
        await at_day(chloe)
        await chloe.link("The programme, and who speaks")
        await chloe.link("Add a session")
        begins = await chloe.main.locator("#starts").input_value()
        await chloe.main.locator("#starts").fill(later(begins, 60))
        await chloe.main.locator("#ends").fill(later(begins, 90))
        await chloe.main.locator("#speakers-0-speaker").fill("bea")
        await chloe.main.locator("#speakers-0-body").select_option("iop")
        await chloe.press("Save")
        await expect(chloe.main.locator("#title-fault")).to_be_visible()
        await expect(chloe.main.locator("#speakers-0-speaker")).to_have_value("bea")
        await chloe.main.locator("#title").fill("Questions")
        await chloe.press("Save")
        await expect(session(chloe, "Questions")).to_contain_text("bea")
        await expect(session(chloe, "Questions").locator("code")).to_be_visible()
        await chloe.link("Questions")
        await chloe.main.locator("#title").fill("Questions to all")
        await chloe.press("Save")
        await expect(session(chloe, "Questions to all")).to_contain_text("bea")
        await expect(session(chloe, "What a chairman does")).to_contain_text("Ann Other")
        async with chloe.page.expect_navigation():
            await session(chloe, "Questions to all").get_by_role("button", name="They cannot come").click()
        await expect(session(chloe, "Questions to all")).to_contain_text("cannot come")
        async with chloe.page.expect_navigation():
            await session(chloe, "Questions to all").get_by_role("button", name="Take this session out").click()
        await expect(session(chloe, "Questions to all")).to_have_count(0)


def later(typed: str, minutes: int) -> str:
    """So many minutes after the time in a field."""
    return (datetime.fromisoformat(typed) + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")


async def test_advice_stands_at_its_field_and_blocks_nothing(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, CHAIR) as chloe:
        await at_day(chloe)
        await chloe.link("The programme, and who speaks")
        advice = session(chloe, "What a chairman does").locator(".advice")
        await expect(advice).to_contain_text("chair")
        await chloe.link("What a chairman does")
        await expect(chloe.main.locator(".advice").first).to_contain_text("chair")
        await chloe.press("Save")
        await expect(chloe.main.locator(".said[role=status]")).to_have_text("Saved.")
        await advice.locator("summary").click()
        async with chloe.page.expect_navigation():
            await advice.get_by_role("button", name="Leave it").click()
        await expect(chloe.page.locator("#faults")).to_be_visible()


async def test_codes_are_counted_and_nobody_is_named(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, CHAIR) as chloe:
        await at_day(chloe)
        await chloe.link("Codes of closed parts and of delegates")
        await expect(chloe.main).to_contain_text("BCS")
        await expect(chloe.main).to_contain_text("holds 4 codes")
        await expect(chloe.main).to_contain_text("0 of 2 are used")
        await expect(chloe.main.locator("section", has_text="Delegates of").locator("code")).to_have_count(2)


async def test_the_committee_of_another_host_finds_its_codes_at_the_agreement(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, CHAIR, body="iop") as dora:
        await dora.menu("Committee")
        async with dora.page.expect_navigation():
            await dora.main.locator("section[aria-labelledby=events]").get_by_role("link", name="Open day").click()
        await dora.link("Codes for our delegates and our people")
        await expect(dora.main).to_contain_text("4 codes are ours by the agreement")
        await expect(dora.main).to_contain_text("no delegates")
