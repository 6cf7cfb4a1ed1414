"""Journeys to a network that two organisations own: from an empty page to the yes of all, and a change on the way."""

import secrets
from collections.abc import Iterable
from functools import partial

import pytest
from playwright.async_api import Browser, Locator, expect
from support.browser import ADMINISTRATOR, CHAIR, SECRETARY, Town, Visitor, visitor
from support.crawl import Found, judged, too_wide
from support.eventually import eventually

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
SAVE = "Save and go on"
LIVE = 3_000
"""Milliseconds in which sums must follow what is typed."""
BOTH = ("bcs", "iop")


def field(name: str) -> str:
    return f"[name='{name}']"


async def fill(who: Visitor, typed: dict[str, str]) -> None:
    for name, value in typed.items():
        await who.main.locator(field(name)).fill(value)


async def free_name(who: Visitor) -> str:
    """The first of the networks to come that nobody has founded or proposed."""
    await who.menu("Committee")
    await who.link("Own a network together with others")
    choices = who.main.locator(".choice", has_text="It is not there yet").locator(field("network"))
    return str(await choices.first.get_attribute("value"))


async def say_what(who: Visitor, name: str) -> None:
    charter = "terms.charter."
    typed = {"name": name, "purpose": "To meet and plan.", "for_you_if": "You look after children."}
    await fill(who, {charter + each: value for each, value in typed.items()})
    await who.press(SAVE)
    await fill(who, {f"{charter}aims": "A meeting each term"})
    await who.press(SAVE)
    await who.main.locator(f"{field(charter + 'joinable')}[value=ask]").check()
    await who.press(SAVE)
    await fill(
        who, {f"{charter}terms.text": "Each year we choose a committee.", f"{charter}terms.review_by": "2029-03-01"}
    )
    await who.press(SAVE)


async def say_who(who: Visitor) -> None:
    await who.press(SAVE)
    await expect(who.main.locator("#terms-parties-fault")).to_contain_text("Nobody owns this with you")
    await who.main.get_by_role("checkbox", name="Institute of Physics").check()
    await who.press(SAVE)
    await who.main.locator(f"{field('size.iop')}[value=large]").check()
    await who.press(SAVE)
    await expect(who.main.locator(field("deputy.0"))).to_have_value("iop")
    await who.press(SAVE)
    await expect(who.main.locator(field("terms.offices.0.role"))).to_have_value("Chair")
    await fill(who, {"terms.offices.1.role": "Secretary"})
    await who.main.locator(field("terms.offices.1.body")).select_option("iop")
    await who.press(SAVE)
    await who.main.locator(f"{field('writing')}[value=read-first]").check()
    await who.press(SAVE)


async def say_work_and_money(who: Visitor, scripts: bool) -> None:
    await fill(who, {"terms.duties.0.task": "Write the newsletter"})
    await who.press("Add another")
    await expect(who.main.locator(field("terms.duties.0.task"))).to_have_value("Write the newsletter")
    await fill(who, {"terms.duties.1.task": "Find a room"})
    await summed(who, scripts, "#turns", "turns a year")
    await who.press(SAVE)
    await fill(who, {"pays.bcs": "300", "pays.iop": "600"})
    await summed(who, scripts, "#sums", "£900 a year")
    await who.press(SAVE)
    await fill(who, {"terms.lines.0.what_for": "The yearly day", "terms.lines.0.pence": "1000"})
    await summed(who, scripts, "#sums", "£100 more than is paid")
    await who.press(SAVE)
    await expect(who.main).to_contain_text("The lines come to £1,000.00")
    await fill(who, {"terms.lines.0.pence": "800"})
    await who.press(SAVE)
    await fill(who, {"share.bcs.cash": "40", "share.iop.cash": "70"})
    await summed(who, scripts, "#sums", "110 %")
    await who.press(SAVE)
    await expect(who.main).to_contain_text("The shares in cash add up to 110 percent")
    await fill(who, {"share.iop.cash": "60"})
    await who.press(SAVE)
    await who.main.locator(f"{field('terms.rule')}[value=unanimity]").check()
    await who.press(SAVE)


async def summed(who: Visitor, scripts: bool, where: str, says: str) -> None:
    """What it comes to is said beside what is typed; without scripts once it is asked for."""
    if not scripts:
        await who.press("Work it out")
    await expect(who.main.locator(where)).to_contain_text(says, timeout=LIVE)


async def written(who: Visitor, title: str, scripts: bool) -> None:
    await who.press("Begin")
    await who.link("What it is")
    await say_what(who, title)
    await say_who(who)
    await say_work_and_money(who, scripts)
    await expect(who.main).to_contain_text("14 of 14 steps are done")


async def looks_right(who: Visitor, kinds: Iterable[str]) -> None:
    """Each page of the proposal, for all eyes."""
    tasks = who.page.url
    for kind in kinds:
        await who.page.goto(tasks)
        if kind:
            await who.link(kind)
        assert not await judged(who, Found(who.who, f"shared-networks/{{draft}}: {kind}", who.page.url, ""))
        assert not await too_wide(who)
        await who.page.set_viewport_size({"width": 1280, "height": 900})
    await who.page.goto(tasks)


async def sent(who: Visitor) -> None:
    await who.link("Check your answers")
    said = await who.text()
    for part in (
        "BCS then IOP",
        "£800: The yearly day",
        "BCS 40 %, IOP 60 %",
        "All decide on changes",
        "filled by IOP",
        "Who asks, and is welcomed at home",
        "the lead reads it first",
    ):
        assert part in said, said
    await who.press("Send to IOP")
    await expect(who.main).to_contain_text("It is on its way")


async def waits(who: Visitor, page: str, title: str) -> bool:
    await who.menu(page)
    return title in await who.text()


def networks_of(who: Visitor) -> Locator:
    """What the committee's first page lists as its networks."""
    return who.main.get_by_role("region", name="Your networks")


async def is_there(who: Visitor, called: str) -> bool:
    """Whether a network stands there as one that all have said yes to."""
    await who.menu("Committee")
    line = await networks_of(who).get_by_role("listitem").filter(has_text=called).inner_text()
    return "not all have said yes" not in line


async def says(who: Visitor, what: str) -> bool:
    await who.page.reload()
    return what in await who.text()


async def say_yes(chromium: Browser, town: Town, title: str, version: int, scripts: bool) -> None:
    """All four who have to, each from their own first page."""
    for body in BOTH:
        for person, page in ((ADMINISTRATOR, "Organisation"), (SECRETARY, "Committee")):
            async with visitor(chromium, town, person, body=body, java_script_enabled=scripts) as other:
                await eventually(partial(waits, other, page, title))
                await other.link(title)
                await other.press(f"Yes, to version {version}")
                await expect(other.main.locator(".said").first).to_contain_text("You have said yes")


@SCRIPTS
async def test_a_network_is_founded_together(chromium: Browser, town: Town, scripts: bool) -> None:
    title = f"Parents in science {secrets.token_hex(3)}"
    async with visitor(chromium, town, SECRETARY, java_script_enabled=scripts) as sunita:
        network = await free_name(sunita)
        await sunita.main.locator(f"{field('network')}[value={network}]").check()
        await written(sunita, title, scripts)
        if scripts:
            await looks_right(
                sunita, ("", "Its offices", "What comes round", "What the money is for", "Check your answers")
            )
        await sent(sunita)
        if scripts:
            assert not await judged(sunita, Found(SECRETARY, "shared-networks/{draft}/sent", sunita.page.url, ""))
        await eventually(partial(waits, sunita, "Committee", title))
        await sunita.link(title)
        await suggested(chromium, town, title, scripts)
        await eventually(lambda: says(sunita, "One change is suggested"))
        async with visitor(chromium, town, ADMINISTRATOR, java_script_enabled=scripts) as admin:
            await eventually(partial(waits, admin, "Organisation", f"{title}: 1 change is suggested"))
        await sunita.press("Take it into the text")
        await eventually(lambda: says(sunita, "£500 a year"))
        await say_yes(chromium, town, title, 2, scripts)
        called = network.replace("-", " ").capitalize()
        await eventually(lambda: is_there(sunita, called))
        async with sunita.page.expect_navigation():
            await networks_of(sunita).get_by_role("link", name=called, exact=True).click()
        await sunita.link("What the owners have agreed on")
        await eventually(lambda: says(sunita, "All have said yes."))
        await sunita.open("/bcs/networks")
        await expect(sunita.main).to_contain_text(title)
    async with visitor(chromium, town, body="iop", java_script_enabled=scripts) as anyone:
        await anyone.open("/iop/networks")
        await eventually(lambda: says(anyone, title))
    await handed_over_and_left(chromium, town, title, scripts)


async def handed_over_and_left(chromium: Browser, town: Town, title: str, scripts: bool) -> None:
    """The founder gives the lead to the other owner, and leaves."""
    async with visitor(chromium, town, ADMINISTRATOR, java_script_enabled=scripts) as admin:
        await admin.menu("Organisation")
        await admin.link(title)
        await admin.link("Hand over the lead")
        if scripts:
            assert not await judged(admin, Found(ADMINISTRATOR, "lead/{owner}/{network}", admin.page.url, ""))
        await admin.press("Go on")
        await admin.press("Hand it over")
        await eventually(lambda: says(admin, f"Institute of Physics leads {title}"))
        await admin.link("What the owners have agreed on")
        await admin.link("Leave the network")
        if scripts:
            assert not await judged(admin, Found(ADMINISTRATOR, "leave/{owner}/{network}", admin.page.url, ""))
        await admin.press("Go on")
        await admin.press("Say that we leave")
        await expect(admin.main.locator(".said").first).to_contain_text("The lead has been told")
        await eventually(lambda: says(admin, f"We leave {title}"))


async def suggested(chromium: Browser, town: Town, title: str, scripts: bool) -> None:
    """The administrator of the other organisation wants to pay less."""
    async with visitor(chromium, town, ADMINISTRATOR, body="iop", java_script_enabled=scripts) as admin:
        await eventually(partial(waits, admin, "Organisation", title))
        await admin.link(title)
        await admin.main.locator("summary", has_text="Suggest a change").click()
        await admin.main.get_by_label("What?").select_option(label="what we pay in a year, in pounds")
        await admin.main.get_by_label("What should it say?").fill("500")
        await admin.main.get_by_label("Why, in one line").fill("That is what is left.")
        await admin.press("Send the suggestion")


@SCRIPTS
async def test_a_network_that_there_is_becomes_one_of_both(chromium: Browser, town: Town, scripts: bool) -> None:
    """What it says is there already; more people than before cannot find it; with the yes of all it is one of both."""
    title = f"Night shift {secrets.token_hex(3)}"
    async with visitor(chromium, town, SECRETARY, java_script_enabled=scripts) as sunita:
        network = await free_name(sunita)
    async with visitor(chromium, town, ADMINISTRATOR, java_script_enabled=scripts) as admin:
        await chartered(admin, title, network)
        await admin.link("Propose it to others")
        await expect(admin.main.get_by_role("radio", name=title)).to_be_checked()
        await admin.press("Begin")
        await admin.link("What it is")
        await expect(admin.main.locator(field("terms.charter.name"))).to_have_value(title)
        await admin.press(SAVE)
        await admin.link("All steps")
        await admin.link("Who can find and join it")
        await admin.main.locator(f"{field('terms.charter.findable')}[value=everyone]").check()
        await admin.press(SAVE)
        await admin.link("All steps")
        await admin.link("Who owns it")
        await admin.main.get_by_role("checkbox", name="Institute of Physics").check()
        await admin.press(SAVE)
        await admin.link("All steps")
        await admin.link("Check your answers")
        await admin.press("Send to IOP")
        await expect(admin.main.locator(".checked #terms-charter-findable")).to_contain_text("more people than now")
        async with admin.page.expect_navigation():
            await admin.main.locator("section[aria-labelledby=joining]").get_by_role("link", name="Change").click()
        await admin.main.locator(f"{field('terms.charter.findable')}[value=name-only]").check()
        await admin.press(SAVE)
        await admin.press("Send to IOP")
        await expect(admin.main).to_contain_text("Until then nothing of it changes")
        await say_yes(chromium, town, title, 1, scripts)
        await admin.link("See who has said yes")
        await eventually(lambda: says(admin, "All have said yes."))
        await admin.menu("Organisation")
        await expect(admin.main.locator("li", has_text=title)).to_contain_text("of several, led by us")


async def chartered(admin: Visitor, title: str, network: str) -> None:
    """A network of the organisation alone, that everyone finds by its name; the page of it is shown."""
    await admin.menu("Organisation")
    await admin.link("Start a network")
    typed = {"name": title, "purpose": "To talk.", "for_you_if": "You work at night.", "terms.text": "We meet online."}
    await fill(admin, {f"charter.{each}": value for each, value in typed.items()})
    await fill(admin, {"network": network})
    await admin.main.locator(f"{field('charter.findable')}[value=name-only]").check()
    await admin.press("Start it")
    await eventually(partial(waits, admin, "Organisation", title))
    await admin.link(title)


async def test_nobody_else_is_shown_how_to_propose_one(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town, CHAIR) as chair:
        await chair.menu("Committee")
        await chair.link("Own a network together with others")
        shown = await chair.text()
        assert "A new one" not in shown
        await expect(chair.main.get_by_role("radio", name="BCS Women's Forum")).to_be_visible()
    async with visitor(chromium, town, SECRETARY, body="iop") as tom:
        await tom.menu("Committee")
        assert not await tom.main.get_by_role("link", name="Own a network together with others").count()
