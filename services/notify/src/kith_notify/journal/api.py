"""The journal over HTTP: a page of it, or each fact when it happens."""

import time
from collections.abc import AsyncIterator, Collection
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response

from kith_chassis.http.api import Asking, Find, Refused
from kith_chassis.http.event_stream import LONGEST, Event, event_stream, is_wanted
from kith_chassis.service import BodyService
from kith_contracts.access.table import Principal, Role, Scope
from kith_contracts.pages.journal import FactsPage
from kith_contracts.words import BodySlug
from kith_notify.journal.handlers import SERVICES
from kith_notify.journal.journal import NAME, Entry, Journal, numbered, place

PAGE = 200
"""Facts that are read at once, and the most of an answer."""
MOST_READS = 10
"""For one answer: whoever wants what is rare asks again, and goes on from there."""
LEAST, MOST_QUIET = 0.05, 10.0
"""Seconds between two looks: at least, and until the next sign of life."""

Number = Annotated[int, Query(ge=0, le=10**12)]
Names = Annotated[list[str], Query(max_length=50)]


class Wanted:
    """Which facts somebody wants, of those that they may read."""

    def __init__(self, services: frozenset[str], types: Collection[str], names: Collection[str]) -> None:
        self._services, self._types, self._names = services, frozenset(types), frozenset(names)

    def has(self, entry: Entry) -> bool:
        """Whether this is one of them."""
        return (
            entry.type.split(".")[2] in self._services
            and (not self._types or entry.type in self._types)
            and (not self._names or not self._names.isdisjoint(entry.names))
        )


def readable(principal: Principal) -> frozenset[str]:
    """The services whose facts this one may read."""
    if Role.BODY_ADMIN in principal.roles:
        return SERVICES
    scopes = {"directory": Scope.NETWORKS_READ, "events": Scope.EVENTS_READ, "notify": Scope.WEBHOOKS_WRITE}
    return frozenset(service for service, scope in scopes.items() if scope in principal.scopes)


def add(routes: APIRouter, find: Find) -> None:
    """The reads of the journal."""

    @routes.get(
        "/facts",
        operation_id="notify-facts",
        summary="What happened, in one order: facts about networks, agreements and events, and what became of "
        "commands. With Accept: text/event-stream each comes when it happens, and Last-Event-ID counts as `after`.",
        response_model=FactsPage,
    )
    async def facts(
        body: BodySlug,
        request: Request,
        asking: Asking,
        *,
        after: Number = 0,
        type: Names = [],  # noqa: B006 - FastAPI copies it
        names: Names = [],  # noqa: B006
        most: Annotated[int, Query(ge=1, le=PAGE)] = 100,
        last_event_id: Annotated[str, Header(pattern=r"^([0-9]{1,12})?$")] = "",
    ) -> Response | FactsPage:
        running, wanted = find(body), Wanted(readable(asking), type, names)
        after = int(last_event_id or after)
        first, last = await _bounds(running)
        if after > last:
            raise Refused(404, "number-unknown", f"The newest fact here is {last}. Begin again with 0.", "after")
        if is_wanted(request):
            return event_stream(_follow(running, wanted, after), asking)
        found, come = await page(running, wanted, after, most)
        return FactsPage(facts=[each.told() for each in found], next=come, first=first)


async def page(running: BodyService, wanted: Wanted, after: int, most: int) -> tuple[list[Entry], int]:
    """The next facts after this number, at most so many, and the number from which to go on."""
    found: list[Entry] = []
    for _ in range(MOST_READS):
        entries = await running.views.page(Entry, "", place(after), PAGE)
        for each in entries:
            if len(found) == most:
                break
            after = each.number
            if wanted.has(each):
                found.append(each)
        if len(entries) < PAGE or len(found) == most:
            break
    return found, after


async def _bounds(running: BodyService) -> tuple[int, int]:
    """The numbers of the oldest fact that is kept, and of the newest; 0 if there is none."""
    oldest = await running.views.page(Entry, f"{NAME}/", "", 1)
    journal: Journal | None = await running.views.get(Journal.at(NAME))
    return (oldest[0].number if oldest else 0), (journal.last if journal else 0)


async def _follow(running: BodyService, wanted: Wanted, after: int) -> AsyncIterator[Event]:
    until, quiet = time.monotonic() + LONGEST, time.monotonic()
    while (now := time.monotonic()) < until:
        heard = running.bell.rung
        found, after = await page(running, wanted, after, PAGE)
        for each in found:
            yield Event("fact", each.told().model_dump(exclude_none=True), numbered(each.number))
        if found:
            quiet = now
        elif now - quiet >= MOST_QUIET:
            yield Event()
            quiet = now
        await running.bell.after(heard, LEAST)
