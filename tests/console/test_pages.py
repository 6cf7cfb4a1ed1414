"""Every page, as each role comes to it: for all eyes, in valid HTML, small, and without a complaint of the browser."""

from pathlib import Path

from playwright.async_api import Browser
from support.browser import NOBODY, WHO, Town, visitor
from support.crawl import Found, crawl, html_errors, judged, loaded, too_wide, unlinked
from support.evidence import note

KILOBYTES = 100
"""At most so much on first view."""
OF_LINKS = ("/sign-in/sent", "/bcs/link/none")
"""To these lead a form and a mail."""
LEAST = 25
"""Fewer pages would mean that the links were not found."""


async def test_every_page_is_for_all_eyes_valid_small_and_quiet(chromium: Browser, town: Town, tmp_path: Path) -> None:
    pages: list[Found] = []
    wrong: list[str] = []
    wide: list[str] = []
    errors: list[str] = []
    policy: list[str] = []
    for who in (NOBODY, *WHO):
        async with visitor(chromium, town, who) as guest:
            found = await crawl(guest, town)
            found += await unlinked(guest, town, OF_LINKS) if who == NOBODY else []
            for page in found:
                wrong += await judged(guest, page)
                wide += [page.name] if await too_wide(guest) else []
            pages += found
            errors += guest.noted.errors
            policy += guest.noted.policy
            guest.noted.clear()
    async with visitor(chromium, town) as guest:
        first = await loaded(guest)
    invalid = await html_errors(pages, tmp_path)
    largest = max((first + len(page.text.encode())) / 1000 for page in pages)
    note(
        "pages",
        pages=len(pages),
        axe_violations=len(wrong),
        html_errors=len(invalid),
        csp_reports=len(policy),
        kilobytes_max=round(largest),
    )
    assert not wrong + wide + errors + policy + invalid, "\n".join([*wrong, *wide, *errors, *policy, *invalid])
    assert largest < KILOBYTES
    assert len(pages) >= LEAST
