"""Journeys of officers before an event: a proposal from an empty page to its parties, and what becomes of it."""

import secrets
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from playwright.async_api import Browser, expect
from playwright.async_api import Error as PageError
from support.browser import ADMINISTRATOR, CHAIR, MEMBER, Town, Visitor, visitor
from support.crawl import Found, judged
from support.eventually import eventually

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
SAVE = "Save and go on"
LIVE = 3_000
"""Milliseconds in which advice and sums must follow what is typed."""


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%d")


def new_title() -> str:
    return f"Careers evening {secrets.token_hex(3)}"


async def fill(who: Visitor, **typed: str) -> None:
    """Fill fields by the ends of their names."""
    for name, value in typed.items():
        await who.main.locator(f"[name$='{name}']").first.fill(value)


async def begin(chair: Visitor) -> None:
    await chair.menu("Committee")
    await chair.link("Propose an event")
    await chair.link("Begin")


async def say_what_and_when(chair: Visitor, title: str) -> None:
    await chair.link("What it is")
    await fill(chair, **{"plan.title": title, "plan.summary": "Talks, and time to meet."})
    await chair.press(SAVE)
    await fill(chair, day=in_days(50), until="21:00")
    await chair.main.locator("[name=from]").fill("18:00")
    await chair.press(SAVE)
    for _ in range(3):  # what else is on that day is seen once, and again if it has changed
        if await chair.main.locator("[name=day]").count():
            await chair.press(SAVE)
    await fill(chair, **{"plan.venue": "1 High Street, London"})
    await chair.press(SAVE)


async def say_the_parts(chair: Visitor) -> None:
    await chair.link("Add the first one")
    await fill(chair, **{".title": "Talks", ".capacity": "40"})
    await chair.press("Save this part")
    await expect(chair.main).to_contain_text("room for 40")
    await chair.link("Add another part")
    await fill(chair, **{".title": "Circle", ".capacity": "12", ".for_whom": "for people returning to work"})
    await chair.main.locator("[name$='.who'][value=closed]").check()
    await fill(chair, **{".audience": "returner"})
    await chair.press("Save this part")
    await chair.press(SAVE)


async def say_with_whom(chair: Visitor) -> None:
    await chair.main.get_by_role("checkbox", name="Institute of Physics").check()
    await chair.press(SAVE)
    await expect(chair.main.get_by_role("checkbox", name="BCS Women's Forum")).to_be_visible()
    for network in ("BCS Women's Forum", "Women in Physics Group"):
        await chair.main.get_by_role("checkbox", name=network).check()
    await chair.press(SAVE)


async def say_who_bears_what(chair: Visitor, scripts: bool) -> None:
    await fill(chair, **{"terms.cost_pence": "450", "share.bcs.cash": "40", "share.iop.cash": "60"})
    if not scripts:
        await chair.press("Work it out")
    sums = chair.main.locator("#sums")
    await expect(sums).to_contain_text("pays £270 of £450", timeout=LIVE)
    await expect(sums).to_contain_text("pays £180 of £450")
    await chair.press(SAVE)


async def say_who_comes(chair: Visitor) -> None:
    await fill(chair, **{"seats.0.quotas.bcs": "10", "seats.0.quotas.iop": "10", "seats.0.pool": "20"})
    await fill(chair, **{"seats.1.quotas.bcs": "1", "seats.1.quotas.iop": "1", "seats.1.pool": "1"})
    await chair.press(SAVE)
    await chair.main.get_by_role("checkbox", name="A name for the door").check()
    await chair.press(SAVE)
    await chair.main.locator("[name$='access.answer'][value=yes]").check()
    await fill(chair, **{"access.line": "ramp at the side door"})
    await chair.press(SAVE)
    await chair.press(SAVE)


async def written(chair: Visitor, title: str, scripts: bool) -> None:
    """Everything is said; the list of tasks is shown."""
    await begin(chair)
    await say_what_and_when(chair, title)
    await say_the_parts(chair)
    await say_with_whom(chair)
    await say_who_bears_what(chair, scripts)
    await say_who_comes(chair)
    await expect(chair.main).to_contain_text("12 of 12 steps are done")


async def reads_it(who: Visitor, title: str) -> bool:
    """Whether what they are asked stands on their first page."""
    await who.menu("Committee")
    return title in await who.text()


@SCRIPTS
async def test_an_event_is_proposed_changed_and_opens_with_the_yes_of_all(
    chromium: Browser, town: Town, scripts: bool
) -> None:
    """One event all the way, as writing it in eleven steps takes long."""
    title = new_title()
    async with visitor(chromium, town, CHAIR, java_script_enabled=scripts) as chair:
        await step_by_step_and_sent_once(chair, title, scripts)
        async with visitor(chromium, town, CHAIR, body="iop", java_script_enabled=scripts) as dora:
            await a_suggestion_is_taken_and_another_declined_with_a_line(chair, dora, title, scripts)
        await with_the_yes_of_all_it_opens(chromium, town, chair, title, scripts)


async def step_by_step_and_sent_once(chair: Visitor, title: str, scripts: bool) -> None:
    await written(chair, title, scripts)
    await chair.link("Check your answers")
    said = await chair.text()
    for part in (
        "£450 in all: BCS 40 %, IOP 60 %",
        "door name, from 3 days before",
        "£270 of the cost",
        "10 places: Talks",
    ):
        assert part in said, said
    if scripts:
        assert not await judged(chair, Found(CHAIR, "propose/{draft}/check", chair.page.url, ""))
    once = await chair.main.locator("input[name=once]").last.get_attribute("value")
    sent_from = chair.page.url
    await chair.press("Send to IOP")
    await expect(chair.main).to_contain_text("It is on its way")
    if scripts:
        assert not await judged(chair, Found(CHAIR, "propose/{draft}/sent", chair.page.url, ""))
    again = await chair.context.request.post(sent_from, form={"once": str(once)})
    assert again.ok
    assert "It is on its way" in await again.text()
    await eventually(lambda: reads_it(chair, title))
    await chair.link(title)
    await expect(chair.main).to_contain_text("its network: not yet")


@SCRIPTS
async def test_a_draft_is_kept_and_all_that_is_missing_is_said_at_once(
    chromium: Browser, town: Town, scripts: bool
) -> None:
    title = new_title()
    async with visitor(chromium, town, CHAIR, java_script_enabled=scripts) as chair:
        await begin(chair)
        await chair.link("What it is")
        await chair.press(SAVE)
        await expect(chair.main.locator("#terms-plan-title-fault")).to_be_visible()
        await say_what_and_when_by_hand(chair, title)
    async with visitor(chromium, town, CHAIR, java_script_enabled=scripts) as chair:
        await chair.menu("Committee")
        await chair.link("Propose an event")
        await chair.link(title)
        await chair.link("Check your answers")
        await chair.press("Propose it")
        for step in ("terms-plan-venue", "terms-plan-parts", "terms-seats"):
            await expect(chair.main.locator(f".checked #{step}")).to_be_visible()
        await chair.page.locator("#faults a").first.click()
        assert "#terms-" in chair.page.url
        await chair.page.go_back()
    async with visitor(chromium, town, CHAIR, body="iop") as dora:
        await dora.menu("Committee")
        await dora.link("Propose an event")
        assert title not in await dora.text()


@SCRIPTS
async def test_an_evening_on_more_days_with_a_guest_who_gives_the_hall(
    chromium: Browser, town: Town, scripts: bool
) -> None:
    title = new_title()
    async with visitor(chromium, town, CHAIR, java_script_enabled=scripts) as chair:
        await begin(chair)
        await say_what_and_when(chair, title)
        await chair.link("Add the first one")
        await fill(chair, **{".title": "Talks", ".capacity": "40"})
        await chair.press("Save this part")
        await chair.link("On more days")
        await chair.press("Add these days")
        await expect(chair.main.locator("#days-0-fault")).to_be_visible()
        await fill(chair, **{"days.0": in_days(57), "days.1": in_days(64)})
        await chair.press("Add these days")
        for day in (50, 57, 64):
            await expect(chair.main).to_contain_text(in_days(day))
        await chair.link("All steps")
        await chair.link("Who else helps")
        await fill(chair, **{"guest_hosts.0.gives": "the hall"})
        await chair.press(SAVE)
        await expect(chair.main.locator("[id='terms-guest_hosts-0'] .fault").first).to_be_visible()
        if scripts:
            assert not await judged(chair, Found(CHAIR, "propose/{draft}/helpers", chair.page.url, ""))
        typed = {"guest_hosts.0.name": "City University", "guest_hosts.0.gives": "the hall"}
        await fill(chair, **typed, **{"sponsors.0.name": "Ada Fund", "sponsors.0.what_for": "the speakers"})
        await chair.press(SAVE)
        await chair.link("Check your answers")
        for said in ("City University", "gives the hall", "funds the speakers"):
            await expect(chair.main).to_contain_text(said)
        assert await chair.main.get_by_role("region", name="The parts of the day").get_by_text("Talks").count() == 3


async def say_what_and_when_by_hand(chair: Visitor, title: str) -> None:
    """A title with a word that leaves people out, an evening that ends before it begins, and then better ones."""
    await fill(chair, **{"plan.title": f"{title} with the chairman"})
    await chair.press(SAVE)
    await expect(chair.main.locator(".advice")).to_contain_text("The office is open to all")
    await fill(chair, **{"plan.title": title})
    await chair.press(SAVE)
    await fill(chair, day="2027-12-24", until="17:00")
    await chair.main.locator("[name=from]").fill("18:00")
    await chair.press(SAVE)
    await expect(chair.main.locator("#terms-plan-ends-fault")).to_contain_text("ends before it starts")
    await fill(chair, until="21:00")
    await chair.press(SAVE)
    await expect(chair.main.locator(".advice")).to_contain_text("Christmas")
    await chair.press(SAVE)


async def agreement(who: Visitor, title: str) -> None:
    """The page of the agreement, from the committee's first page."""
    await eventually(lambda: reads_it(who, title))
    await who.link(title)


async def says(who: Visitor, what: str) -> bool:
    """Whether the page says so once it is loaded again; not yet, if the browser is on its way to another."""
    try:
        await who.page.reload()
    except PageError:
        return False
    return what in await who.text()


async def suggest(who: Visitor, what: str, value: str, why: str) -> None:
    await who.main.locator("summary", has_text="Suggest a change").click()
    await who.main.get_by_label("What?").select_option(label=what)
    await who.main.get_by_label("What should it say?").fill(value)
    await who.main.get_by_label("Why, in one line").fill(why)
    await who.press("Send the suggestion")


async def a_suggestion_is_taken_and_another_declined_with_a_line(
    chair: Visitor, dora: Visitor, title: str, scripts: bool
) -> None:
    await agreement(dora, title)
    await suggest(dora, "what it costs in all, in pounds", "500", "The hall costs more.")
    await suggest(dora, "places kept for us: Talks", "12", "Twelve of us want to come.")
    await agreement(chair, title)
    await eventually(lambda: says(chair, "2 changes are suggested"))
    await dora.page.reload()
    assert not await dora.main.get_by_role("button", name="Take it into the text").count()
    if scripts:
        assert not await judged(chair, Found(CHAIR, "agreements/{lead}/{event}", chair.page.url, ""))
    asked = chair.main.locator("li.card", has_text="Twelve of us want to come.")
    await asked.locator("summary").click()
    await asked.get_by_role("button", name="Decline it").click()
    await expect(chair.main.locator("#reason-fault")).to_be_visible()
    await chair.main.locator("#reason").fill("The room is full.")
    await chair.main.locator("li.card", has_text="Twelve of us").get_by_role("button", name="Decline it").click()
    await expect(chair.main.locator(".said").first).to_contain_text("All read why")
    await chair.press("Take it into the text")
    await expect(chair.main.locator(".said").first).to_contain_text("next version")
    await eventually(lambda: says(chair, "£500 in all"))
    await eventually(lambda: says(dora, "The room is full."))
    await eventually(lambda: says(dora, "£500 in all"))


async def test_a_suggestion_to_a_shared_network_is_taken_by_its_lead(chromium: Browser, town: Town) -> None:
    days, why = str(30 + secrets.randbelow(300)), f"A year is long: {secrets.token_hex(3)}."
    async with visitor(chromium, town, CHAIR) as chair, visitor(chromium, town, CHAIR, body="iop") as dora:
        for each in (chair, dora):
            await each.menu("Committee")
            await each.main.get_by_role("region", name="Your networks").get_by_role("link", name="Returners").click()
            await each.link("What the owners have agreed on")
        await suggest(chair, "days of notice", days, why)
        await eventually(lambda: says(dora, why))
        wish = dora.main.locator("li.card", has_text=why)
        async with dora.page.expect_navigation():
            await wish.get_by_role("button", name="Take it into the text").click()
        await expect(dora.main.locator(".said").first).to_contain_text("next version")
        await eventually(lambda: says(dora, f"{days} days' notice"))
        await eventually(lambda: says(chair, f"{days} days' notice"))


async def say_yes(who: Visitor, title: str) -> None:
    """On the page of the agreement, from one's own first page."""
    await who.menu("Committee" if who.who == CHAIR else "Organisation")
    await who.link(title)
    await who.press("Yes, to version 2")
    await expect(who.main.locator(".said").first).to_contain_text("You have said yes")


async def waits(who: Visitor, page: str, title: str) -> bool:
    await who.menu(page)
    return title in await who.text()


async def with_the_yes_of_all_it_opens(
    chromium: Browser, town: Town, chair: Visitor, title: str, scripts: bool
) -> None:
    await eventually(lambda: waits(chair, "Committee", title))
    await say_yes(chair, title)
    await expect(chair.main).to_contain_text("you have said yes")
    for who, body, page in (
        (CHAIR, "iop", "Committee"),
        (ADMINISTRATOR, "iop", "Organisation"),
        (ADMINISTRATOR, "bcs", "Organisation"),
    ):
        async with visitor(chromium, town, who, body=body, java_script_enabled=scripts) as other:
            await eventually(partial(waits, other, page, title))
            if who == ADMINISTRATOR:
                await expect(other.main).to_contain_text("£300" if body == "iop" else "£200")
            await say_yes(other, title)
    await eventually(lambda: says(chair, "All have said yes."))
    await chair.open("/bcs/events")
    await expect(chair.main).to_contain_text(title)


@SCRIPTS
async def test_a_member_looks_for_a_network_and_the_administrator_founds_the_new_one(
    chromium: Browser, town: Town, scripts: bool
) -> None:
    name = f"Physics beekeepers {secrets.token_hex(3)}"
    async with (
        visitor(chromium, town, MEMBER, java_script_enabled=scripts) as ben,
        visitor(chromium, town, ADMINISTRATOR, java_script_enabled=scripts) as admin,
    ):
        await ben.menu("Networks")
        await ben.link("Is there none for you?")
        await ben.main.get_by_role("searchbox").fill("women physics")
        await ben.page.keyboard.press("Enter")
        await expect(ben.main.get_by_role("link", name="Women in Physics Group")).to_be_visible()
        await ben.link("None of these: describe a new one")
        await ben.press("Send it to the administrator")
        await expect(ben.page.locator("#charter-purpose-fault")).to_be_visible()
        await fill(ben, **{"charter.name": name, "charter.purpose": "Honey.", "charter.for_you_if": "You keep bees."})
        await ben.press("Send it to the administrator")
        await expect(ben.main).to_contain_text("If it is another one, send it all the same.")
        await expect(ben.main.get_by_role("link", name="Women in Physics Group")).to_be_visible()
        await ben.press("Send it to the administrator")
        await expect(ben.main.locator(".tasks")).to_contain_text(name)
        await admin.menu("Organisation")
        await admin.link("Your people wish for")
        assert "Ben" not in await admin.text()
        await admin.main.locator("li.card", has_text=name).get_by_role("link").click()
        await expect(admin.main.locator("#charter-name")).to_have_value(name)
        if scripts:
            assert not await judged(admin, Found(ADMINISTRATOR, "organisation/new-network", admin.page.url, ""))
        await fill(admin, **{"charter.terms.text": "We meet in spring."})
        await admin.press("Start it")
        await expect(admin.main.locator(".said").first).to_contain_text("It is founded.")
        await ben.page.reload()
        assert name not in await ben.text()
        await ben.main.get_by_role("searchbox").fill("beekeepers")
        await ben.press("Find")
        await eventually(lambda: says(ben, name))
