"""Each page behind sign-in, opened by each role and by nobody, and each form sent by who may not open its page; and the
pages of mailed links, which are for everyone.

What happens is compared with `roles.txt`, which people have read. After a change of pages look at what is new:
`KITH_ROLES=write pytest tests/console/test_roles.py` writes it anew.
"""

import os
import re
from functools import partial
from pathlib import Path
from typing import Final

from playwright.async_api import APIResponse, Browser
from support.browser import NOBODY, WHO, Town, Visitor, visitor
from support.evidence import note

from kith_console.app import ROOMS
from kith_console.paths import Addresses

TABLE: Final = Path(__file__).with_name("roles.txt")
ABOUT: Final = {
    "lead": "iop",
    "event": "returning-to-work",
    "owner": "bcs",
    "network": "womens-forum",
    "subject": "returning-to-work",
    "practice": "yearly-survey",
    "step": "1",
    "introduction": "none",
    "round_up": "1",
    "part": "1",
    "number": "1",
    "webhook": "website",
}
"""What the addresses of pages are about, where they name something."""
SHARED: Final = {"owner": "iop", "network": "returners"}
LED: Final = {"event": "open-day", "part": "talk", "session": "first"}
OF_LED: Final = "led/"
"""These pages are there for events that the organisation leads."""
OF_SHARED: Final = ("agreements/network/", "committee/{owner}/{network}/work", "swaps/", "lead/", "leave/")
"""These pages are there for networks with several owners."""
OF_LINKS: Final = ("/sign-in", "/sign-in/sent", "/bcs/link/none")
"""For everyone, and the same whoever comes."""
NAMED: Final = re.compile(r"{(\w+)(?::\w+)?}")
OPENS, NOTHING, SIGN_IN = "opens", "-", "sign-in"
FORBIDDEN: Final = ("p-village-ben", "p-village-eve", "Your places", "You are in it")


def inner_paths() -> list[str]:
    """All pages behind sign-in, each about something that there is."""
    routes = (route.path.removeprefix("/") for room in ROOMS for route in room.private)
    return sorted(NAMED.sub(partial(_about, path=each), each) for each in routes)


def _about(found: re.Match[str], path: str) -> str:
    name = found[1]
    if name in SHARED and path.startswith(OF_SHARED):
        return SHARED[name]
    if name in LED and path.startswith(OF_LED):
        return LED[name]
    return ABOUT.get(name, "none")


async def opened(guest: Visitor, address: str) -> tuple[str, APIResponse]:
    """What somebody gets at an address."""
    answer = await guest.context.request.get(f"{guest.base}{address}", max_redirects=0, max_retries=3)
    if answer.status == 303:
        return SIGN_IN if answer.headers["location"].startswith("/sign-in?to=") else OPENS, answer
    return {200: OPENS, 404: NOTHING}.get(answer.status, str(answer.status)), answer


def same(text: str) -> str:
    """A page without what is new each time it is made."""
    return re.sub(r'back=[^"]*|name="once" value="[^"]*"', "", text)


async def test_each_role_opens_its_own_pages_and_no_others(chromium: Browser, town: Town) -> None:
    addresses = Addresses(town.secrets["bcs"])
    paths = {inner: addresses.of(inner) for inner in inner_paths()} | {each: each for each in OF_LINKS}
    rows: dict[str, list[str]] = {each: [] for each in paths}
    surprises: list[str] = []
    checks = 0
    for who in (NOBODY, *WHO):
        async with visitor(chromium, town, who) as guest:
            await guest.open("/bcs/events")  # from now on the names of organisations are known
            nowhere = same(await (await opened(guest, addresses.of("no/such/page")))[1].text())
            for inner, row in rows.items():
                said, answer = await opened(guest, paths[inner])
                row.append(said)
                text = await answer.text()
                if said == NOTHING and same(text) != nowhere:
                    surprises.append(f"{inner} as {who}: the page for nothing is another one")
                if who not in ("member", "chair") and any(each in text for each in FORBIDDEN):
                    surprises.append(f"{inner} as {who}: it tells of a member")
                checks += 1
                if said != OPENS:
                    surprises += await sent(guest, who, inner, paths[inner])
                    checks += 1
    now = table(rows)
    if os.environ.get("KITH_ROLES") == "write":
        TABLE.write_text(now)
    known = TABLE.read_text().splitlines()
    surprises += [line for line in now.splitlines() if line not in known]
    note("roles", role_checks=checks, role_surprises=len(surprises))
    assert not surprises, "\n".join(surprises)
    assert len(now.splitlines()) == len(known)


async def sent(guest: Visitor, who: str, inner: str, address: str) -> list[str]:
    """What is wrong if a form is sent to a page that does not open."""
    answer = await guest.context.request.post(
        f"{guest.base}{address}", form={"do": "join"}, max_redirects=0, max_retries=3
    )
    refused = answer.status in (400, 403, 404, 409, 422)
    asked_in = answer.status == 303 and answer.headers["location"].startswith("/sign-in?to=")
    return [] if refused or asked_in else [f"{inner} as {who}: a form was answered with {answer.status}"]


def table(rows: dict[str, list[str]]) -> str:
    """One line for each page."""
    lines = [("page", NOBODY, *WHO), *((inner, *row) for inner, row in rows.items())]
    return "".join(f"{first:<56}{''.join(f'{each:<15}' for each in rest).rstrip()}\n" for first, *rest in lines)


async def test_no_trick_opens_a_page_of_a_member(chromium: Browser, town: Town) -> None:
    """A member's own links, opened by others; addresses that were changed; another organisation's addresses."""
    async with visitor(chromium, town, "member") as ben:
        await ben.menu("Events")
        own = [str(await each.get_attribute("href")) for each in await ben.page.locator("nav a, main a").all()]
    private = [each for each in own if each.startswith("/m/")]
    foreign = Addresses(town.secrets["iop"]).of("you")
    for who in (NOBODY, "administrator", "office"):
        async with visitor(chromium, town, who) as guest:
            home = Addresses(town.secrets["bcs"]).of("home")
            for address in private:
                said, answer = await opened(guest, address)
                assert said != OPENS or address == home, (who, address)
                assert "p-village" not in await answer.text()
            for address in (foreign, private[0][:-1], f"{private[0]}x", "/m/you", "/m/../you"):
                assert (await opened(guest, address))[0] == NOTHING, (who, address)
