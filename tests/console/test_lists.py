"""The journey of an administrator with a list of people: sent, mended, its columns named, tried, taken in."""

import secrets
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect
from support.browser import ADMINISTRATOR, Town, Visitor, visitor
from support.crawl import Found, html_errors, judged, too_wide
from support.eventually import eventually

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])


async def chosen(admin: Visitor, content: str | bytes) -> None:
    raw = content.encode("utf-16") if isinstance(content, str) else content
    await admin.main.locator("[name=list]").set_input_files(
        {"name": "Members of Ada.csv", "mimeType": "text/csv", "buffer": raw}
    )
    await admin.press("Check it first")


async def shown(admin: Visitor, words: str) -> str:
    """What stands beside these words in the sums."""
    row = admin.main.locator("dl.facts > div").filter(has_text=words)
    return await row.locator("dd").inner_text()


async def opened(admin: Visitor) -> None:
    """The first page, with nothing kept of columns."""
    await admin.menu("Organisation")
    await admin.link("A list of our people, as a file")
    if await admin.main.get_by_role("button", name="Go by the usual names again").count():
        await admin.press("Go by the usual names again")


async def name_columns(admin: Visitor) -> None:
    for what, name in (("number", "Ref"), ("name", "Who"), ("address", "Post")):
        await admin.main.locator(f"[name='column.{what}']").select_option(name)
    await admin.press("Check with these columns")


@SCRIPTS
async def test_what_is_wrong_with_a_list_is_said_at_its_place_and_names_nobody(
    chromium: Browser, town: Town, scripts: bool
) -> None:
    async with visitor(chromium, town, ADMINISTRATOR, "bcs", java_script_enabled=scripts) as admin:
        await opened(admin)
        alert = admin.main.locator("[role=alert]")
        await admin.press("Check it first")
        await expect(alert).to_contain_text("Choose a file first")
        await chosen(admin, b"\0\1\2")
        await expect(alert).to_contain_text("The file is no text")
        await chosen(admin, b"x" * 4_100_000)
        await expect(alert).to_contain_text("larger than 4 MB")
        await chosen(admin, "Ref,Who,Post\n1,Ada Canary,ada@example.org\n2,Bo Canary,nowhere\n1,,x\n")
        await expect(alert).to_contain_text("There is no column for number")
        await name_columns(admin)
        rows = admin.main.locator("table tbody tr")
        assert [(await each.locator("td").all_inner_texts())[:2] for each in await rows.all()] == [
            ["3", "Post"],
            ["4", "Who"],
            ["4", "Post"],
        ]
        assert "Canary" not in await admin.text(), "a page names lines and nobody"
        await admin.press("Delete this file, and choose another")
        await expect(admin.main).to_contain_text("the file is deleted")


@SCRIPTS
async def test_an_administrator_takes_in_a_list_and_sees_nobody(chromium: Browser, town: Town, scripts: bool) -> None:
    mark = secrets.token_hex(4)
    one, two = f"{mark}-1,Ada Canary,ada-{mark}@example.org", f"{mark}-2,Bo Canary,bo-{mark}@example.org"
    async with visitor(chromium, town, ADMINISTRATOR, "iop", java_script_enabled=scripts) as admin:
        await opened(admin)
        await chosen(admin, f"Ref,Who,Post\n{one}\n{two}\n")
        await name_columns(admin)
        assert (await shown(admin, "New here"), await shown(admin, "People in the list")) == ("2", "2")
        assert "Canary" not in await admin.text()
        await admin.press("Take it in")
        await expect(admin.main).to_contain_text("2 new, 0 changed")

        async def again() -> bool:
            """With the columns that were kept with the last one, as soon as they and the people are there."""
            await chosen(admin, f"Ref,Who,Post\n{one}\n")
            if await admin.main.locator("dl.facts").count() and await shown(admin, "As before") == "1":
                return True
            await admin.link("A list of our people")
            return False

        await eventually(again)
        left = await shown(admin, "In an earlier list, and not in this one")
        await admin.main.locator("[name=forget]").fill(str(int(left) + 1))
        await admin.press("Take it in")
        await expect(admin.main.locator("[role=alert]")).to_contain_text(f"leaves out {left} people")
        await admin.main.locator("[name=forget]").fill(left)
        await admin.press("Take it in")
        await expect(admin.main).to_contain_text(f"{left} forgotten")
        await admin.press("Go by the usual names again")


async def test_the_page_that_checks_a_list_is_for_all_eyes_and_valid(
    chromium: Browser, town: Town, tmp_path: Path
) -> None:
    wrong: list[str] = []
    pages: list[Found] = []
    async with visitor(chromium, town, ADMINISTRATOR, "bcs") as admin:
        await opened(admin)
        first = admin.page.url
        for kind, content in {
            "right": "number,name,email\n1,Ada,ada@example.org\n",
            "lines wrong": "number,name,email\n1,Ada,nowhere\n",
            "columns wrong": "Ref,Who,Post\n1,Ada,ada@example.org\n",
        }.items():
            await admin.page.goto(first)
            await chosen(admin, content)
            text = await (await admin.context.request.get(admin.page.url)).text()
            pages.append(Found(ADMINISTRATOR, kind, admin.page.url, text))
            wrong += await judged(admin, pages[-1])
            wrong += [f"{kind} is too wide"] if await too_wide(admin) else []
    assert wrong + await html_errors(pages, tmp_path) == []
