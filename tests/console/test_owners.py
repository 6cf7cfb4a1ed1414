"""Journeys of the owners of a network: its text is changed, turns are swapped, the lead is handed over, one leaves."""

import secrets
from functools import partial

import pytest
from playwright.async_api import Browser, expect
from support.browser import ADMINISTRATOR, CHAIR, Town, Visitor, visitor
from support.crawl import Found, judged, too_wide
from support.eventually import eventually

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
SAVE = "Save and go on"
AGREED = "What the owners have agreed on"


async def says(who: Visitor, what: str) -> bool:
    await who.page.reload()
    return what in await who.text()


async def looks_right(who: Visitor, name: str) -> None:
    """For all eyes, and not wider than the window."""
    assert not await judged(who, Found(who.who, name, who.page.url, ""))
    assert not await too_wide(who)


async def agreement(who: Visitor) -> None:
    """The page of what the owners of Returners have agreed on."""
    if who.who == ADMINISTRATOR:
        await who.menu("Organisation")
        await who.main.get_by_role("region", name="Our networks").get_by_role("link", name="Returners").click()
    else:
        await who.menu("Committee")
        await who.main.get_by_role("region", name="Your networks").get_by_role("link", name="Returners").click()
        await who.link(AGREED)


@SCRIPTS
async def test_the_lead_changes_the_text_and_the_others_read_what_is_new(
    chromium: Browser, town: Town, scripts: bool
) -> None:
    purpose = f"Back to work, together, by {secrets.token_hex(3)}."
    async with (
        visitor(chromium, town, CHAIR, body="iop", java_script_enabled=scripts) as dora,
        visitor(chromium, town, CHAIR, java_script_enabled=scripts) as chair,
    ):
        await agreement(dora)
        await dora.link("Change the text")
        await dora.press("Begin")
        await expect(dora.main).to_contain_text("14 of 14 steps are done")
        await dora.link("Check your answers")
        await expect(dora.main).to_contain_text("Nothing yet: it says what all have agreed on.")
        await dora.page.go_back()
        await dora.link("What it is")
        await dora.main.locator("[name='terms.charter.purpose']").fill(purpose)
        await dora.press(SAVE)
        await dora.link("Check your answers")
        changed = dora.main.get_by_role("region", name="What changes").first
        await expect(changed).to_contain_text(purpose)
        assert await changed.locator("tbody tr").count() == 1, "all else stays as it is"
        if scripts:
            await looks_right(dora, "amendments/{draft}/check")
        await dora.press("Send to BCS")
        await expect(dora.main).to_contain_text("Until the last yes, the text before counts.")
        if scripts:
            await looks_right(dora, "amendments/{draft}/sent")
        await agreement(chair)
        await eventually(lambda: says(chair, purpose))
        await expect(chair.main.get_by_role("link", name="Change the text")).to_have_count(0)
        await dora.link("See who has said yes")
        for who in (chair, dora):
            await eventually(partial(yes, who))


async def yes(who: Visitor) -> bool:
    """Say yes for the network, unless that was said; the text may be a newer one by then."""
    await who.page.reload()
    button = who.main.get_by_role("button", name="Yes, to version")
    if await button.count():
        async with who.page.expect_navigation():
            await button.first.click()
    return "you have said yes" in await who.text()


@SCRIPTS
async def test_two_owners_swap_a_turn(chromium: Browser, town: Town, scripts: bool) -> None:
    async with (
        visitor(chromium, town, CHAIR, java_script_enabled=scripts) as chair,
        visitor(chromium, town, CHAIR, body="iop", java_script_enabled=scripts) as dora,
    ):
        await agreement(chair)
        await chair.link("Swap a turn with another owner")
        before = await chair.main.get_by_role("region", name="Offered by us").locator("li").count()
        await chair.main.get_by_role("region", name="Which of our turns").get_by_role("link").last.click()
        await chair.press("Offer it")
        await expect(chair.main.locator("#faults")).to_be_visible()
        await expect(chair.main.locator("#for_duty-fault")).to_contain_text("Choose the turn that you take.")
        if scripts:
            await looks_right(chair, "swaps/{owner}/{network}/{duty}/{period}")
        await chair.main.get_by_role("radio").nth(1 + scripts).check()
        await chair.press("Offer it")
        await expect(chair.main.locator(".said").first).to_contain_text("Until they say yes, it is yours")
        await agreement(dora)
        await dora.link("Swap a turn with another owner")
        await eventually(lambda: says(dora, "BCS would take our turn"))
        if scripts:
            await looks_right(dora, "swaps/{owner}/{network}")
        await dora.press("Yes, swap" if scripts else "No, keep ours")
        await expect(dora.main.locator(".said").first).to_contain_text("Swapped" if scripts else "You keep your turn")
        await eventually(lambda: says(chair, "swapped" if scripts else "they keep theirs"))
        assert await chair.main.get_by_role("region", name="Offered by us").locator("li").count() == before + 1


@SCRIPTS
async def test_money_is_asked_for_and_what_was_spent_is_said(chromium: Browser, town: Town, scripts: bool) -> None:
    what = f"Tea for {secrets.token_hex(3)}"
    async with visitor(chromium, town, CHAIR, java_script_enabled=scripts) as chair:
        await chair.menu("Committee")
        await chair.main.get_by_role("region", name="Your networks").get_by_role("link", name="Returners").click()
        await chair.link("Whose turn it is, and the money")
        await chair.main.locator("[name=pence]").fill("12.50")
        await chair.main.locator("[name=what_for]").fill(what)
        await chair.press("Ask for it")
        ask = chair.main.locator("li", has_text=what)

        async def stands(how: str) -> bool:
            await chair.page.reload()
            return how in await ask.inner_text()

        await eventually(lambda: stands("granted"))
        await ask.locator("summary").click()
        await ask.locator("[name=spent]").fill("10")
        async with chair.page.expect_navigation():
            await ask.get_by_role("button", name="Keep it").click()
        await expect(ask.locator(".fault")).to_be_visible()
        await ask.locator("[name=report]").fill("Twenty came.")
        async with chair.page.expect_navigation():
            await ask.get_by_role("button", name="Keep it").click()
        await expect(chair.main.locator(".said").first).to_contain_text("goes back to the line")
        await eventually(lambda: stands("£10 were spent. Twenty came."))
        if scripts:
            await looks_right(chair, "committee/{owner}/{network}/work")


async def test_what_follows_is_read_before_an_owner_leaves_or_hands_over(chromium: Browser, town: Town) -> None:
    async with (
        visitor(chromium, town, ADMINISTRATOR, java_script_enabled=False) as bcs,
        visitor(chromium, town, ADMINISTRATOR, body="iop", java_script_enabled=False) as iop,
    ):
        await agreement(bcs)
        await bcs.link("Leave the network")
        await bcs.main.locator("[name=why]").fill("No hands left.")
        await bcs.press("Go on")
        for said in ("Check before you send it", "The notice is", "No hands left.", "nobody is named"):
            await expect(bcs.main).to_contain_text(said)
        await bcs.link("Not now")
        await agreement(iop)
        await iop.link("Leave the network")
        await iop.link("Hand over the lead")
        await iop.press("Go on")
        await expect(iop.main).to_contain_text("From now on BCS")
        await iop.link("Not now")
        await agreement(bcs)
        await bcs.link("Who leads, and who follows")
        await expect(bcs.main).to_contain_text("While it is heard, nobody else can take it")
