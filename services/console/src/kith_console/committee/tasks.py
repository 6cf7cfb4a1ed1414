"""What waits for the officers of a network: each with its one page, and about how many minutes it takes."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from kith_console.committee.promises import NUDGE, Over, standing
from kith_console.inside.pages import where_inside
from kith_console.organisation.questions import ask_id, owed_answers
from kith_console.visit import Visit
from kith_contracts.pages.agreements import AgreementLine, SuggestionPage
from kith_contracts.pages.asks import SeenAsk
from kith_contracts.pages.inside import InsidePage
from kith_contracts.pages.people import Asked
from kith_contracts.pages.shared_networks import DutiesPage, NetworkSuggestionPage, SharedNetworkLine
from kith_contracts.words import body_of

OPEN = ("proposed", "partly-accepted", "amended")
LIVING = (*OPEN, "active")


class Task(NamedTuple):
    """Something to do."""

    sentence: str
    inner: str
    """The inner path of the page on which it is done."""
    minutes: int


async def tasks(visit: Visit, over: Iterable[Over]) -> list[Task]:
    """All that waits, what others wait for first; and what we said we would do after the events that are over."""
    agreements, shared, networks = await asyncio.gather(
        visit.read_or([], "events", "agreements", list[AgreementLine]),
        visit.read_or([], "directory", "shared-networks", list[SharedNetworkLine]),
        asyncio.gather(*[_of_network(visit, name) for name in visit.session.serves]),
    )
    changes, owed = await asyncio.gather(suggested(visit, agreements, shared), owed_answers(visit, datetime.now(UTC)))
    served = [each for each in shared if each.subject in visit.session.serves]
    return [
        *_agreements(visit, agreements),
        *_texts(served),
        *changes,
        *asked(visit, owed),
        *promised(over),
        *(task for each in networks for task in each),
    ]


def _agreements(visit: Visit, found: Iterable[AgreementLine]) -> list[Task]:
    short = visit.console.names.short
    return [
        Task(
            f"{short(each.subject.partition('/')[0])} asks: {each.title}, {each.starts:%-d %B}",
            f"agreements/{each.subject}",
            3,
        )
        for each in found
        if each.status in OPEN and "network" not in each.answers and each.starts > datetime.now(UTC)
    ]


def _texts(found: Iterable[SharedNetworkLine]) -> list[Task]:
    return [
        Task(f"The text of {each.name}, version {each.version}", f"agreements/network/{each.subject}", 5)
        for each in found
        if each.status in OPEN and "network" not in each.answers
    ]


def asked(visit: Visit, owed: Iterable[SeenAsk]) -> list[Task]:
    """Questions to the organisation: an officer may answer them, as its administrator may."""
    short = visit.console.names.short
    return [
        Task(
            f"{short(body_of(each.ask.subject))} asks: {each.ask.title}, until {each.ask.until:%-d %B}",
            f"organisation/asks/{ask_id(each)}",
            3,
        )
        for each in owed
    ]


def promised(over: Iterable[Over]) -> list[Task]:
    """What is due of what we said; and after a new event, to say something at all."""
    now, found = datetime.now(UTC), []
    for each in over:
        inner = f"after/{each.line.subject}"
        for one in each.open:
            if (stands := standing(one, now.date())) in ("due", "overdue"):
                late = "overdue" if stands == "overdue" else f"due on {one.action.by:%-d %B}"
                found.append(Task(f"{each.line.title}: {one.action.text.rstrip('.')}, {late}", inner, 2))
        if not each.ours and now - each.line.ends < NUDGE:
            found.append(Task(f"{each.line.title} is over: what will we do?", inner, 3))
    return found


async def suggested(visit: Visit, events: Iterable[AgreementLine], networks: Iterable[SharedNetworkLine]) -> list[Task]:
    """Changes that others suggest to a text that this organisation leads."""
    led_events = [each for each in events if body_of(each.subject) == visit.body and each.status in LIVING]
    led_networks = [each for each in networks if each.lead == visit.body and each.status in LIVING]
    of_events, of_networks = await asyncio.gather(
        asyncio.gather(*[_open(visit, "events", f"agreements/{each.subject}") for each in led_events]),
        asyncio.gather(*[_open(visit, "directory", f"shared-networks/{each.subject}") for each in led_networks]),
    )
    found = [
        (each.title, f"agreements/{each.subject}", count) for each, count in zip(led_events, of_events, strict=True)
    ]
    found += [
        (each.name, f"agreements/network/{each.subject}", count)
        for each, count in zip(led_networks, of_networks, strict=True)
    ]
    return [
        Task(f"{title}: {'1 change is' if count == 1 else f'{count} changes are'} suggested", inner, 2 * count)
        for title, inner, count in found
        if count
    ]


async def _open(visit: Visit, service: str, path: str) -> int:
    """How many suggestions wait for the lead's answer."""
    page = list[SuggestionPage] if service == "events" else list[NetworkSuggestionPage]
    found: list[Any] = await visit.read_or([], service, f"{path}/suggestions", page)
    return sum(each.suggestion.status == "open" for each in found)


async def _of_network(visit: Visit, name: str) -> list[Task]:
    where = await where_inside(visit, name)
    requests, inside, duties = await asyncio.gather(
        visit.read_or([], "directory", f"{where}/requests", list[Asked]),
        visit.read_or(None, "directory", f"{where}/inside", InsidePage),
        _duties(visit, name),
    )
    title, found = name.partition("/")[2].replace("-", " ").capitalize(), []
    if requests:
        count = len(requests)
        asks = "1 person asks" if count == 1 else f"{count} people ask"
        found.append(Task(f"{title}: {asks} to join", f"committee/{name}/requests", 1 + count))
    if inside and (waiting := [each for each in inside.waiting if each.by != visit.body]):
        found.append(Task(f"{title}: {len(waiting)} to read before it goes out", f"committee/{name}/write", 2))
    return found + duties


async def _duties(visit: Visit, name: str) -> list[Task]:
    """Our turns in a network that several own, and those that we are offered; none in another."""
    page = await visit.read_or(None, "directory", f"shared-networks/{name}/duties", DutiesPage)
    if page is None:
        return []
    due = [each for each in page.turns if each.owner == visit.body and each.status in ("due", "overdue")]
    offered = [each for each in page.swaps if each.to == visit.body and each.status == "offered"]
    return [
        *[Task(f"{turn.task} (by {turn.due:%-d %B})", f"committee/{name}/work", 2) for turn in due],
        *[Task(f"{visit.console.names.short(one.by)} wants to swap a turn", f"swaps/{name}", 1) for one in offered],
    ]
