"""The pictures of pages in the documents: small, told of, and taken anew by one command.

After a change of pages: `KITH_PICTURES=write pytest tests/console/test_pictures.py`, then look at each.
"""

import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from PIL import Image
from playwright.async_api import Browser
from support.browser import ADMINISTRATOR, CHAIR, MEMBER, NOBODY, OFFICE, SECRETARY, Town, Visitor, visitor
from support.eventually import eventually

from kith_console.paths import Addresses

FOLDER: Final = Path(__file__).parents[2] / "docs" / "pages"
TOLD: Final = [FOLDER.parent / "console.md", FOLDER.parents[1] / "README.md"]
LARGEST: Final = 60_000
COLOURS: Final = 64
"""A page has few; more would be larger, and look the same."""
PHONE, WIDE = 390, 1100
DAY: Final = "iop/returning-to-work"
NETWORK: Final = "iop/returners"


class Picture(NamedTuple):
    """One page, as one person sees it in a window of this size."""

    who: str
    path: str
    """Behind sign-in it is the inner path."""
    width: int = WIDE
    height: int = 1000
    scheme: str = "light"
    before: Callable[[Visitor], Awaitable[None]] | None = None
    """What is done first."""


async def say_something(guest: Visitor) -> None:
    """After the lunch: one thing is done, and one is to come."""
    for days, text in ((14, "Send everyone the slides."), (40, "Ask our members who would speak next time.")):
        await guest.main.locator("a.button").click()
        await guest.main.locator("[name=text]").fill(text)
        await guest.main.locator("[name=by]").fill(f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%d}")
        await guest.press("Say it")


async def begin(guest: Visitor) -> None:
    """The steps to own a network together, and one of them."""
    await guest.main.get_by_role("radio").first.check()
    await guest.press("Begin")
    await guest.link("Who owns it")
    await guest.main.get_by_role("checkbox", name="Institute of Physics").check()
    await guest.press("Save and go on")
    await guest.link("All steps")
    await guest.link("What comes round")
    await guest.main.locator("[name='terms.duties.0.task']").fill("Write the newsletter")
    await guest.press("Work it out")


PICTURES: Final = {
    "front": Picture(NOBODY, "/bcs"),
    "front-welsh": Picture(NOBODY, "/bcs?", PHONE, 1100),
    "networks": Picture(NOBODY, "/bcs/networks", PHONE, 1100),
    "home": Picture(CHAIR, "home", PHONE, 1100, "dark"),
    "join": Picture(MEMBER, f"networks/{NETWORK}", PHONE, 1300),
    "booking": Picture(MEMBER, f"events/{DAY}", WIDE, 1300),
    "committee": Picture(CHAIR, "committee", WIDE, 1300),
    "agreement": Picture(CHAIR, "agreements/iop/summer-school", WIDE, 1300),
    "door": Picture(CHAIR, "led/open-day/door/talk", PHONE, 1100),
    "after": Picture(CHAIR, "after/iop/spring-lunch", WIDE, 900, before=say_something),
    "together": Picture(SECRETARY, "shared-networks", WIDE, 1150, before=begin),
    "organisation": Picture(ADMINISTRATOR, "organisation", WIDE, 1300, "dark"),
    "systems": Picture(ADMINISTRATOR, "organisation/systems", WIDE, 1000),
    "aside": Picture(ADMINISTRATOR, "organisation/aside", WIDE, 800),
    "office": Picture(OFFICE, "office", WIDE, 1100),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_small_and_stands_in_the_documents(name: str) -> None:
    file = FOLDER / f"{name}.png"
    assert file.stat().st_size < LARGEST
    with Image.open(file) as picture:
        assert picture.width == PICTURES[name].width
    assert any(f"pages/{name}.png" in each.read_text() for each in TOLD)


def test_no_picture_is_of_a_page_that_nobody_takes_anew() -> None:
    assert {each.stem for each in FOLDER.glob("*.png")} == PICTURES.keys()


if os.environ.get("KITH_PICTURES") == "write":

    @pytest.mark.parametrize("name", PICTURES)
    async def test_a_picture_is_taken_anew(chromium: Browser, town: Town, name: str) -> None:
        wanted = PICTURES[name]
        look: dict[str, Any] = {"viewport": {"width": wanted.width, "height": wanted.height}}
        look |= {"color_scheme": wanted.scheme, "locale": "cy" if name.endswith("-welsh") else "en-GB"}
        async with visitor(chromium, town, wanted.who, java_script_enabled=name == "door", **look) as guest:
            await eventually(lambda: opened(guest, town, wanted))
            if wanted.before:
                await wanted.before(guest)
            height = min(await guest.page.evaluate("document.documentElement.scrollHeight"), wanted.height)
            shot = await guest.page.screenshot(clip={"x": 0, "y": 0, "width": wanted.width, "height": height})
            (FOLDER / f"{name}.png").write_bytes(small(shot))


async def opened(guest: Visitor, town: Town, wanted: Picture) -> bool:
    address = wanted.path if wanted.who == NOBODY else Addresses(town.secrets["bcs"]).of(wanted.path)
    return await guest.open(address) == 200


def small(content: bytes) -> bytes:
    """The same picture in as few bytes."""
    made = BytesIO()
    with Image.open(BytesIO(content)) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()
