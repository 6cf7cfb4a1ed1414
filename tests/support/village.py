"""Two organisations with something on every page: for tests of pages in a browser, and to look at pages by hand."""

import asyncio
import os
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from support.eventually import eventually
from support.joint import brief, charter, person
from support.open_day import COMING, today
from support.owned import text
from support.stack import test_stack
from support.story import done
from support.unreadable import send_unreadable
from support.village_plan import FORUM, NAMES, agreed, plan_of, shows

from kith_cli.keys import equip
from kith_cli.office import admit_bodies
from kith_contracts.access.table import Role
from kith_contracts.consortium import BodyRegistered
from kith_contracts.words import OFFICE
from kith_lab.demo.federation import Federation, Surroundings
from kith_lab.demo.nursery import Nursery
from kith_lab.provider import Guise, TrialProvider, console_settings
from kith_lab.servers.mail import MailCatcher
from kith_lab.servers.ports import free_port

DAY: Final = "iop/returning-to-work"
PROPOSED: Final = "iop/summer-school"
LUNCH: Final = "iop/spring-lunch"
RETURNERS: Final = "iop/returners"
BEN: Final = "p-village-ben"
CHAIR: Final = "p-village-chair"
SECRETARIES: Final = {"bcs": "p-village-sunita", "iop": "p-village-tom"}
TO_COME: Final = tuple(f"bcs/parents-{number}" for number in range(1, 7))
"""Networks that nobody has founded yet; each journey takes one."""


class Village(NamedTuple):
    """The running federation, and where its pages are."""

    federation: Federation
    provider: TrialProvider
    pages: dict[str, str]
    """Address of the pages of each organisation."""
    mails: MailCatcher


@asynccontextmanager
async def village(folder: Path) -> AsyncIterator[Village]:
    """Both nodes on real servers, with people in them."""
    async with MailCatcher() as mails, test_stack() as servers, Nursery() as nursery:
        made = equip(servers.office.keys, NAMES)
        registered = [
            BodyRegistered(body=slug, name=name, kind="professional-society", keys=[made[slug]], version=1)
            for slug, name in NAMES.items()
        ]
        await admit_bodies(servers.office, registered)
        where = (servers.office, servers.mongo_url, mails.url, "village", folder)
        federation = Federation(NAMES, Surroundings(*where, lambda *_process: None, nursery.spawn))
        provider = TrialProvider({body: node.issuer for body, node in federation.nodes.items()})
        pages = {body: f"http://127.0.0.1:{free_port()}" for body in NAMES}
        for body, node in federation.nodes.items():
            node.settings |= console_settings(pages[body], provider.issuer_of(body))
            node.settings["KITH_MAIL_ADMINISTRATORS"] = "administrators@{body}.example"
            node.settings["KITH_CONSOLE_MAIL_LINKS"] = "true"
            node.settings["KITH_SECRET"] = b64encode(os.urandom(32)).decode()
            provider.guises[body] = guises(body)
        async with provider:
            try:
                await federation.start()
                await furnish(federation)
                await send_unreadable(servers.office, "bcs", "unreadable-1")
                yield Village(federation, provider, pages, mails)
            finally:
                await federation.stop()


def guises(body: str) -> list[Guise]:
    """A member, a chair who is a member too, the administrator, the consortium's office, a secretary."""
    networks = {"iop": ("iop/women-in-physics", RETURNERS), "bcs": (FORUM, RETURNERS)}[body]
    return [
        Guise("Ben", "member", (Role.MEMBER,), BEN if body == "bcs" else "p-village-ada"),
        Guise("Chloe", "chair", (Role.MEMBER, Role.OFFICER), CHAIR if body == "bcs" else "p-village-dora", networks),
        Guise("Administrator", "speaks for the organisation", (Role.BODY_ADMIN,)),
        Guise("Kith office", "looks after the consortium", (Role.CONSORTIUM_ADMIN,), body=OFFICE),
        Guise("Sunita", "secretary of networks to come", (Role.MEMBER, Role.OFFICER), SECRETARIES[body], TO_COME),
    ]


async def furnish(federation: Federation) -> None:
    """Profiles, networks, people, a day that is agreed on, one that waits for answers, a network of both."""
    await asyncio.gather(*[_home(federation, body) for body in NAMES])
    await asyncio.gather(
        _day(federation), _proposed(federation), _over(federation), _shared(federation), today(federation)
    )
    await _people(federation)


async def _home(federation: Federation, body: str) -> None:
    profile = {"body": body, "name": NAMES[body], "region": "London", "website": f"https://www.{body}.org"}
    await done(federation, body, "directory", "publish-profile", profile)
    for name, more in _networks(body).items():
        await done(federation, body, "directory", "charter-network", {"network": name, "charter": charter(**more)})
    if body == "bcs":  # nothing listens there
        website = {"webhook": "bcs/website", "url": "http://127.0.0.1:9/kith"}
        await done(federation, body, "notify", "set-webhook", website)
    people = {"iop": ("p-village-ada", "p-village-dora"), "bcs": (BEN, CHAIR, "p-village-eve")}[body]
    for id in (*people, SECRETARIES[body], *[id for id, (home, *_) in COMING.items() if home == body]):
        await done(federation, body, "directory", "enrol-person", person(id, name=id.rpartition("-")[2].title()))


def _networks(body: str) -> dict[str, dict[str, Any]]:
    terms = {"text": "Run by volunteers, mostly online.\n\nAt least one meeting in person each year."}
    officers = [{"role": "Chair"}, {"role": "Secretary", "filled": False}]
    if body == "iop":
        return {
            "iop/women-in-physics": {
                "name": "Women in Physics Group",
                "purpose": "Supports and connects women who work in physics or left it.",
                "for_you_if": "You are a physicist, on a break, or on the way back.",
                "aims": ["Annual meeting", "Support in career breaks"],
                "regions": ["London"],
                "officers": officers,
                "terms": terms,
            }
        }
    return {
        FORUM: {
            "name": "BCS Women's Forum",
            "purpose": "Voice, support and contact for women in computing.",
            "for_you_if": "You are a woman in computing, or want more of us to stay.",
            "joinable": "ask",
            "officers": officers,
            "terms": terms,
        },
        "bcs/open-circle": {
            "name": "Open Circle",
            "purpose": "Meet people of other trades.",
            "for_you_if": "You like to.",
            "officers": officers,
            "terms": terms,
        },
    }


def _in_days(days: int) -> datetime:
    return (datetime.now(UTC) + timedelta(days=days)).replace(hour=10, minute=0, second=0, microsecond=0)


async def _day(federation: Federation) -> None:
    terms = plan_of(DAY, "Returning to work", _in_days(40))
    await done(federation, "iop", "events", "propose-agreement", {"subject": DAY, "terms": terms})
    for body in NAMES:
        await agreed(federation, body, DAY)
    await eventually(shows(federation["bcs"], "events", f"events/{DAY}", lambda page: page["status"] == "open"))


async def _over(federation: Federation) -> None:
    """A lunch that is over soon; nobody waits for that here."""
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=20)
    terms = brief(plan_of(LUNCH, "Spring lunch", starts), starts)
    terms["plan"]["parts"], terms["seats"] = terms["plan"]["parts"][:1], terms["seats"][:1]
    await done(
        federation, "iop", "events", "propose-agreement", {"subject": LUNCH, "terms": {**terms, "return_days": 0}}
    )
    for body in NAMES:
        await agreed(federation, body, LUNCH)


async def _proposed(federation: Federation) -> None:
    terms = plan_of(PROPOSED, "Summer school", _in_days(90))
    await done(federation, "iop", "events", "propose-agreement", {"subject": PROPOSED, "terms": terms})
    await agreed(federation, "iop", PROPOSED)
    await eventually(shows(federation["bcs"], "events", f"agreements/{PROPOSED}", lambda page: bool(page["hash"])))


async def _shared(federation: Federation) -> None:
    terms = text(RETURNERS)
    terms["parties"] = terms["parties"][:2]
    terms["parties"][0] |= {"kind_percent": 60}
    terms |= {"deputies": ["bcs"], "charter": charter(name="Returners", purpose="Back to work, together.")}
    await done(federation, "iop", "directory", "propose-network-agreement", {"subject": RETURNERS, "terms": terms})
    for body in NAMES:
        node, path = federation[body], f"shared-networks/{RETURNERS}"
        await eventually(shows(node, "directory", path, lambda page: bool(page["hash"])))
        digest = (await node.read("directory", path))["hash"]
        officer = node.bearer("officer", networks=[RETURNERS])
        for behalf, bearer in (("body", None), ("network", officer)):
            answer = {"subject": RETURNERS, "hash": digest, "on_behalf": behalf, "answer": "accepted"}
            await node.command("directory", "answer-network-agreement", answer, bearer=bearer)


async def _people(federation: Federation) -> None:
    await done(federation, "bcs", "directory", "join-network", {"person": BEN, "network": "bcs/open-circle"})
    asks = {"person": "p-village-eve", "network": FORUM, "note": "I am on a break."}
    await done(federation, "bcs", "directory", "join-network", asks)
    await done(federation, "bcs", "events", "ask-for-places", {"person": CHAIR, "event": DAY, "parts": ["talk"]})
