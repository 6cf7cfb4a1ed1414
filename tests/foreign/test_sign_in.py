"""Journeys of signing in at a foreign provider, going on when its token has ended, and out again."""

from playwright.async_api import Browser, expect
from support.browser import Town, Visitor, visitor


async def signs_in(guest: Visitor, who: str) -> None:
    """At the provider's own pages: it asks for a name, then whether these pages may act for them."""
    await guest.open("/sign-in")
    await guest.page.get_by_role("link", name="Sign in through your organisation").click()
    await guest.page.get_by_placeholder("Enter any login").fill(who)
    await guest.page.get_by_placeholder("and password").fill("any")
    await guest.page.get_by_role("button", name="Sign-in").click()
    await guest.page.get_by_role("button", name="Continue").click()
    await guest.page.get_by_role("link", name="Sign out").wait_for()


async def test_an_administrator_signs_in_there_and_the_node_believes_it(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town) as admin:
        await signs_in(admin, "admin")
        await admin.menu("Organisation")
        await expect(admin.main).to_contain_text("You speak for the organisation")


async def test_a_session_outlives_the_providers_token(chromium: Browser, town: Town) -> None:
    """A token of this provider is good for five seconds. That is too short for a page, so each page gets another."""
    async with visitor(chromium, town) as ada:
        await signs_in(ada, "ada")
        for name in ("Networks", "Home", "Networks"):
            await ada.menu(name)
            await expect(ada.page.get_by_role("link", name="Sign out")).to_be_visible()


async def test_who_signs_out_is_signed_out_there_too(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town) as ada:
        await signs_in(ada, "ada")
        await ada.page.get_by_role("link", name="Sign out").click()
        await ada.press("Sign out here")
        await ada.link("Sign out of your organisation too")
        await ada.page.get_by_role("button", name="Yes, sign me out").click()
        await ada.page.wait_for_url(f"{ada.base}/")
        await ada.open("/sign-in")
        await ada.page.get_by_role("link", name="Sign in through your organisation").click()
        await expect(ada.page.get_by_placeholder("Enter any login")).to_be_visible()


async def test_who_says_no_there_is_not_signed_in_and_reads_what_to_do(chromium: Browser, town: Town) -> None:
    async with visitor(chromium, town) as ada:
        await ada.open("/sign-in")
        await ada.page.get_by_role("link", name="Sign in through your organisation").click()
        await ada.page.get_by_role("link", name="Cancel").click()
        await expect(ada.main).to_contain_text("try again")
        await expect(ada.page.get_by_role("link", name="Sign in").first).to_be_visible()
