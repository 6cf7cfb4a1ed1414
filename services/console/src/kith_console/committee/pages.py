"""The committee: what waits, the next event, its networks: requests to join, turns and money, writing to all."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from starlette.responses import Response

from kith_console.committee.promises import after_events
from kith_console.committee.tasks import tasks
from kith_console.fields import pence_of
from kith_console.inside.pages import where_inside
from kith_console.listing import events_to_come, learn_names
from kith_console.node import Refusal
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.directory.announcements import AnswerAnnouncement
from kith_contracts.directory.duties import FinishDuty
from kith_contracts.directory.inside import Announce, SayWhereWeTalk
from kith_contracts.directory.membership import AnswerJoinRequest
from kith_contracts.directory.money import AskForMoney, RecordSpending
from kith_contracts.pages.agreements import AgreementLine
from kith_contracts.pages.events import LedEvent
from kith_contracts.pages.inside import InsidePage
from kith_contracts.pages.money import NetworkMoneyPage
from kith_contracts.pages.networks import OwnNetwork, SizePage
from kith_contracts.pages.people import Applicant, Asked
from kith_contracts.pages.shared_networks import DutiesPage, SharedNetworkLine, SharedNetworkPage
from kith_contracts.words import body_of

COMMITTEE = Room()
STANDING: Final = ("active", "amended", "ended")
"""A network of several owners is there if its agreement stands so."""


@COMMITTEE.signed_in("committee")
async def home(visit: Visit) -> Response:
    """In five lines: what waits, the next event, all of ours, partners, one quiet note."""
    if not visit.is_officer:
        return visit.nothing()
    await learn_names(visit)
    agreements, networks, shared, events = await asyncio.gather(
        visit.read_or([], "events", "agreements", list[AgreementLine]),
        visit.read_or([], "directory", "own-networks", list[OwnNetwork]),
        visit.read_or([], "directory", "shared-networks", list[SharedNetworkLine]),
        events_to_come(visit),
    )
    over = await after_events(visit, agreements)
    waiting = await tasks(visit, over)
    served = {*visit.session.serves}
    ours = [each for each in events if any(served & {*host.networks} for host in each[0].hosts)]
    forming = [each for each in agreements if each.missing and each.status not in ("withdrawn", "ended")]
    advice = [(each.charter.name, one.sentence) for each in networks for one in each.advice]
    return visit.show(
        "committee/home.html",
        tasks=waiting,
        next=ours[0] if ours else None,
        led=await _led(visit, ours[0][0].event) if ours else None,
        events=ours,
        over=over,
        forming=forming,
        note=advice[0] if advice else None,
        networks=served_networks(visit.session.serves, networks, shared),
    )


class Served(NamedTuple):
    """A network that they serve, and how it stands: `there`, `asked` while its text is not agreed on, or `nowhere`."""

    network: str
    stands: str


def served_networks(
    serves: Iterable[str], own: Iterable[OwnNetwork], shared: Iterable[SharedNetworkLine]
) -> list[Served]:
    """The networks that the sign-in names, in order of name; one may be named before it is founded."""
    there = {each.network for each in own} | {each.subject for each in shared if each.status in STANDING}
    asked = {each.subject for each in shared} - there
    stands = {name: "there" if name in there else "asked" if name in asked else "nowhere" for name in serves}
    return [Served(name, stands[name]) for name in sorted(stands)]


async def _led(visit: Visit, event: str) -> LedEvent | None:
    """How the places of an event stand, if this organisation leads it."""
    if body_of(event) != visit.body:
        return None
    return await visit.read_or(None, "events", f"led/{event.partition('/')[2]}", LedEvent)


@COMMITTEE.signed_in("committee/{owner}/{network}")
async def network(visit: Visit) -> Response:
    """One network, for its officers."""
    name = _name(visit)
    where = await where_inside(visit, name)
    size, inside, seen, owned = await asyncio.gather(
        visit.read_or(None, "directory", f"{where}/size", SizePage),
        visit.read("directory", f"{where}/inside", InsidePage),
        visit.read_or([], "directory", f"{where}/seen-by/committee", list[Applicant]),
        visit.read_or(None, "directory", f"shared-networks/{name}", SharedNetworkPage),
    )
    return visit.show(
        "committee/network.html", name=name, size=size, inside=inside, seen=seen, shared=owned is not None
    )


@COMMITTEE.signed_in("committee/{owner}/{network}/requests")
async def requests(visit: Visit) -> Response:
    """Who asks to join, without names unless they wanted it; each is answered with a sentence."""
    name = _name(visit)
    found = await visit.read("directory", f"{await where_inside(visit, name)}/requests", list[Asked])
    if visit.request.method != "POST":
        return visit.show("committee/requests.html", name=name, requests=found)
    answer = {"answer": visit.typed("do"), "sentence": visit.typed("sentence")}
    try:
        await visit.send(AnswerJoinRequest, network=name, request=visit.typed("request"), **answer)
    except Refusal as refusal:
        return visit.show_again("committee/requests.html", refusal, name=name, requests=found)
    return await visit.go(visit.private(visit.inner), "Answered. They read it on their own page.")


@COMMITTEE.signed_in("committee/{owner}/{network}/write")
async def write(visit: Visit) -> Response:
    """Write to the members: first a preview, then it goes out. What others wrote waits here where the text says so."""
    name = _name(visit)
    content: dict[str, Any] = {"name": name}
    content["inside"] = await visit.read("directory", f"{await where_inside(visit, name)}/inside", InsidePage)
    if visit.request.method != "POST" or visit.typed("do") == "change":
        return visit.show("committee/write.html", preview=False, **content)
    try:
        match visit.typed("do"):
            case "preview" if visit.typed("text"):
                return visit.show("committee/write.html", preview=True, **content)
            case "talk":
                talk = {key: visit.typed(key) or None for key in ("where_we_talk", "replies_to")}
                await visit.send(SayWhereWeTalk, network=name, **talk)
                said = "Saved."
            case "passed" | "declined":
                about = {"by": visit.typed("by"), "announcement": visit.typed("announcement")}
                sentence = {"sentence": why} if (why := visit.typed("sentence")) else {}
                await visit.send(AnswerAnnouncement, network=name, **about, answer=visit.typed("do"), **sentence)
                said = "Answered."
            case _:
                slug = visit.typed("announcement") or f"news-{visit.mark}"
                await visit.send(Announce, network=name, announcement=slug, text=visit.typed("text"))
                said = "It is out. Members who want mails get one, in neutral words; the others find it inside."
    except Refusal as refusal:
        return visit.show_again("committee/write.html", refusal, preview=False, **content)
    return await visit.go(visit.private(f"committee/{name}"), said)


@COMMITTEE.signed_in("committee/{owner}/{network}/work")
async def work(visit: Visit) -> Response:
    """Of a network that several own: whose turn it is, what the money is for, who has to say yes."""
    name = _name(visit)
    where = f"shared-networks/{name}"
    duties, money, _ = await asyncio.gather(
        visit.read("directory", f"{where}/duties", DutiesPage),
        visit.read_or(None, "directory", f"{where}/money", NetworkMoneyPage),
        learn_names(visit),
    )
    content: dict[str, Any] = {"name": name, "duties": duties, "money": money}
    if visit.request.method != "POST":
        return visit.show("committee/work.html", **content)
    try:
        if visit.typed("do") == "done":
            await visit.send(FinishDuty, subject=name, duty=visit.typed("duty"), period=visit.typed("period"))
            said = "Done. The other owners see it."
        elif visit.typed("do") == "spent":
            told = {"pence": pence_of(visit.typed("spent")), "report": visit.typed("report")}
            await visit.send(RecordSpending, subject=name, ask=visit.typed("ask"), **told)
            said = "Kept. What is left goes back to the line."
        else:
            ask = f"ask-{visit.mark}"
            about = {"line": visit.typed("line"), "what_for": visit.typed("what_for")}
            await visit.send(AskForMoney, subject=name, ask=ask, pence=pence_of(visit.typed("pence")), **about)
            said = "Asked. The lead grants it as soon as there is money."
    except Refusal as refusal:
        return visit.show_again("committee/work.html", refusal, **content)
    return await visit.go(visit.private(visit.inner), said)


def _name(visit: Visit) -> str:
    return f"{visit.path['owner']}/{visit.path['network']}"
