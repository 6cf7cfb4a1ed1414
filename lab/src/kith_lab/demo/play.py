"""The main story, played on running servers; then the checks, and the report."""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from rich.console import Console

import kith_cli.cluster.admin  # noqa: F401 - office.py leaves it to whoever needs it; here it is loaded meanwhile
from kith_cli.keys import equip
from kith_cli.office import admit_bodies
from kith_contracts.consortium import BodyRegistered
from kith_lab.demo import addresses, checks
from kith_lab.demo.audit import Auditor, Found
from kith_lab.demo.cast import (
    BODIES,
    CLOSED,
    EVENT,
    MAIN,
    NETWORKS,
    OUTSIDER,
    OWNERS,
    PAID,
    PARTIES,
    RETURNERS,
    SUCCESSOR,
    is_open,
)
from kith_lab.demo.federation import Federation, Surroundings
from kith_lab.demo.guises import guises
from kith_lab.demo.nursery import Nursery
from kith_lab.demo.people import players
from kith_lab.demo.report import Report
from kith_lab.demo.story import LEAD, Story
from kith_lab.demo.waits import Say, eventually, seldom
from kith_lab.provider import TrialProvider, console_settings
from kith_lab.servers.mail import CaughtMail, MailCatcher
from kith_lab.servers.mail_page import MailPage
from kith_lab.servers.mailbox import FOLDER
from kith_lab.servers.ports import free_port
from kith_lab.servers.stack import Stack

PREFIX: Final = "demo"


async def play(
    stack: Stack,
    nursery: Nursery,
    console: Console,
    say: Callable[[str], None],
    began: float,
    *,
    once: bool,
    as_json: bool,
) -> bool:
    """Admit the bodies, start their nodes, play, check, and report; whether all is as it should be.

    `began` is when all this was asked for, by the monotonic clock.
    """
    say = seldom(say)
    mails = stack.folder.path / FOLDER
    async with MailCatcher(mails) as catcher, MailPage(mails) as page:
        await _admit_all(stack)
        where = (stack.office, stack.mongo_url, catcher.url, PREFIX, stack.folder.path / "logs")
        around = Surroundings(*where, stack.record, nursery.spawn, say)
        federation = Federation([body.slug for body in BODIES], around)
        provider, pages = _with_pages(federation)
        say(f"seven nodes start, one for each of {', '.join(federation.nodes)}")
        auditor = Auditor(federation, stack.office, stack.mongo_url, PREFIX)
        try:
            await federation.start()
            ready = time.monotonic() - began
            report = await _played(federation, auditor, catcher, say, ready)
            stack.forget(f"node {OWNERS[0]}")  # it was destroyed for good
            _show(report, console, as_json=as_json)
            if not once:
                async with provider:
                    addresses.show(console, stack, federation, page.url, pages)
                    await asyncio.Event().wait()
        finally:
            auditor.close()
            await federation.stop()
    return report.ok


def _with_pages(federation: Federation) -> tuple[TrialProvider, dict[str, str]]:
    """Tell each node where its pages are to be, before it starts; who signs people in, and the addresses by body."""
    provider = TrialProvider({body: node.issuer for body, node in federation.nodes.items()})
    provider.guises |= {body: guises(body, players()) for body in provider.guises}
    pages = {body: f"http://127.0.0.1:{free_port()}" for body in federation.nodes}
    for body, node in federation.nodes.items():
        node.settings |= console_settings(pages[body], provider.issuer_of(body))
    return provider, pages


async def _admit_all(stack: Stack) -> None:
    """As the office does: topics, users, rights and the registry's word of each body of the cast."""
    made = equip(stack.office.keys, [b.slug for b in BODIES])
    registered = [BodyRegistered(body=b.slug, name=b.name, kind=b.kind, keys=[made[b.slug]], version=1) for b in BODIES]
    await admit_bodies(stack.office, registered)


async def _played(federation: Federation, auditor: Auditor, catcher: MailCatcher, say: Say, ready: float) -> Report:
    began = time.monotonic()
    story = Story(federation, say, auditor.quiet)
    await story.play()
    say("everything comes to rest; then the checks")
    await eventually("everything is at rest", auditor.quiet, say)
    found = await auditor.look(story.players, LEAD, EVENT)
    due = _due(story, found)
    records = await auditor.records()
    messages, told = checks.told_once(due, catcher.mails)
    statuses = [await node.read("events", f"events/{EVENT}") for node in federation.nodes.values()]
    directories = await checks.directories_agree(federation)
    await story.returners.lose_the_lead(auditor.office, auditor.forget)
    seconds = time.monotonic() - began
    outsiders = sum(len(player.asks) for player in story.players if player.body == OUTSIDER)
    return Report(
        seconds=round(seconds, 1),
        ready_seconds=round(ready, 1),
        bodies=_bodies(story, found, catcher.mails),
        networks=[{"network": name, "findable": each.get("findable", "everyone")} for name, each in NETWORKS.items()],
        shared=_shared(story),
        seats=_seats(found),
        messages=messages,
        lag=found.lag,
        refused=dict(story.refused),
        checks=[
            directories,
            *checks.moments(story),
            checks.listed_everywhere([one and one["status"] for one in statuses]),
            checks.nobody_oversold(found),
            checks.everyone_answered(found),
            checks.homes_agree_with_lead(found),
            checks.refusals_have_reasons(story.refused, outsiders),
            checks.places_returned(found),
            checks.silent_body_caught_up(found, story.players),
            checks.pseudonyms_are_fresh(found),
            checks.codes_are_with_one_each(found),
            checks.circle_stays_at_home(found, records),
            told,
            checks.nothing_personal_crossed(records, story.players),
            checks.nothing_left(found),
        ],
    )


def _due(story: Story, found: Found) -> dict[str, int]:
    """How many mails each address must have: one for the open event, where a network of theirs is open too (else it is
    on their page alone), one for the announcement to the members of Returners, and one for each decision on a
    registration.
    """
    due: Counter[str] = Counter()
    for player in story.players:
        if player.how_much == "everything" and player.body in PARTIES and any(map(is_open, player.joins)):
            due[player.address] += 1
        due[player.address] += player.how_much == "everything" and player in story.returners.members
        due[player.address] += sum(found.decided[each] for each in found.pseudonyms.get(player.id, []))
    return {address: count for address, count in due.items() if count}


def _seats(found: Found) -> dict[str, object]:
    main = found.places[MAIN]
    parts = [
        {
            "part": part,
            "capacity": places.capacity,
            **{status: places.by_status[status] for status in ("granted", "waiting", "refused", "released")},
            "by_body": dict(places.granted_by_body),
        }
        for part, places in found.places.items()
    ]
    return {
        "capacity": main.capacity,
        "granted": main.by_status["granted"],
        "waiting": main.by_status["waiting"],
        "refused": main.by_status["refused"],
        "oversold": sum(places.oversold for places in found.places.values()),
        "unanswered": sum(status == "asked" for status in found.wishes.values()),
        "parts": parts,
        "closed": {
            "part": CLOSED,
            "block": found.circle.block,
            "blocks": {body: len(numbers) for body, numbers in found.circle.held.items()},
            "pool": found.circle.pool,
            "handed_out": len(found.circle.entries),
        },
    }


def _shared(story: Story) -> dict[str, object]:
    turns = story.returners.turns
    return {"network": RETURNERS, "owners": list(OWNERS), "turns": turns, "paid": PAID, "lead": SUCCESSOR}


def _bodies(story: Story, found: Found, mails: list[CaughtMail]) -> list[dict[str, object]]:
    told = Counter(mail.recipients[0] for mail in mails)
    rows: list[dict[str, object]] = []
    for body in BODIES:
        people = [player for player in story.players if player.body == body.slug]
        statuses = Counter(status for player in people for status in found.of_person.get(player.id, []))
        rows.append(
            {
                "body": body.slug,
                "name": body.name,
                "networks": sum(name.startswith(f"{body.slug}/") for name in NETWORKS),
                "people": len(people),
                "granted": statuses["granted"],
                "waiting": statuses["waiting"],
                "told": sum(told[player.address] for player in people),
            }
        )
    return rows


def _show(report: Report, console: Console, *, as_json: bool) -> None:
    if as_json:
        print(report.as_json())
        sys.stdout.flush()
    else:
        report.show(console)
