"""Scripts in every text field of every form: taken or refused, every page shows them as text, and none runs."""

from collections.abc import Iterable
from typing import Final

from lxml import html
from playwright.async_api import Browser
from support.browser import NOBODY, WHO, Town, Visitor, visitor
from support.crawl import Found, crawl

from kith_console.paths import Addresses

SCRIPT: Final = """'"><img src=x onerror=alert(1)>{{7*7}}"""
"""Leaves an attribute, then an element; and a template's braces."""
RAW: Final = "<img src=x onerror"
SHOWN: Final = "&lt;img src=x onerror"
SOUND: Final = {
    "network": "stored-scripts",
    "website": "https://www.example.org",
    "where_we_talk": "https://talk.example.org",
    "replies_to": "chair@example.org",
    "guests": "1",
}
"""What fields take that take no such text; each form is sent with these too, so that its other texts are kept."""
LEFT_ALONE: Final = ("you/delete", "you/forget")
"""Forms that would end what the others need."""
TEXTS: Final = ("text", "search", "email", "url", None)
FEWEST: Final = 15
"""Fewer fields would mean that the forms were not found."""


async def test_no_text_that_somebody_types_becomes_a_script(chromium: Browser, town: Town) -> None:
    typed = 0
    for who in (NOBODY, *WHO):
        async with visitor(chromium, town, who) as guest:
            for page in await crawl(guest, town):
                for form in forms(page.text):
                    typed += await sent(guest, page, form, Addresses(town.secrets["bcs"]))
    assert typed >= FEWEST
    shown: list[Found] = []
    for who in (NOBODY, *WHO):
        async with visitor(chromium, town, who) as guest:
            found = await crawl(guest, town)
            for page in found:
                assert RAW not in page.text, page.name
                await guest.page.goto(page.url)
            shown += [page for page in found if SHOWN in page.text]
            assert not guest.noted.dialogs
    assert shown, "nothing of it was kept"


def forms(text: str) -> Iterable[html.FormElement]:
    """Those with a field for text."""
    return [form for form in html.fromstring(text).forms if fields(form)]


def fields(form: html.FormElement) -> list[str]:
    """The names of its fields for text."""
    return [
        each.name
        for each in form.inputs
        if each.name and (each.tag == "textarea" or (each.tag == "input" and each.get("type") in TEXTS))
    ]


async def sent(guest: Visitor, page: Found, form: html.FormElement, addresses: Addresses) -> int:
    """Send it with the script in each text; how many texts that were."""
    action = form.action or page.url
    inner = addresses.read(action.partition("?")[0].rpartition("/m/")[2]) or ""
    if inner in LEFT_ALONE:
        return 0
    names = fields(form)
    content = {name: value for name, value in form.form_values() if name not in names}
    content |= _pressed(form)
    url = action if action.startswith("http") else f"{guest.base}{action}"
    for texts in (dict.fromkeys(names, SCRIPT), {name: SOUND.get(name, SCRIPT) for name in names}):
        typed = content | texts
        if form.method == "GET":
            answer = await guest.context.request.get(url, params=typed)
        else:
            answer = await guest.context.request.post(url, form=typed, headers={"origin": guest.base})
        assert answer.status < 500, (page.name, names, answer.status)
        assert RAW not in await answer.text(), (page.name, names)
    return len(names)


def _pressed(form: html.FormElement) -> dict[str, str]:
    """The name and value of its first button, which is part of what is sent."""
    buttons = form.xpath(".//button[@name][not(@formaction)]")
    return {buttons[0].get("name"): buttons[0].get("value", "")} if buttons else {}
