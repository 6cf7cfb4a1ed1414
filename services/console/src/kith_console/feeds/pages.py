"""Calendars and feeds that the node answers to everyone, at addresses beside the pages."""

from typing import Final

import httpx2
from starlette.responses import Response

from kith_console.room import Room
from kith_console.visit import Visit

FEEDS = Room()
KEPT: Final = ("content-type", "etag", "last-modified", "cache-control")
WHERE: Final = {
    "events.ics": ("events", "calendar.ics"),
    "events.atom": ("events", "feed.atom"),
    "networks.atom": ("directory", "feed.atom"),
}


@FEEDS.public("/feeds/{name}")
async def feed(visit: Visit) -> Response:
    """All events as a calendar, or what is new of events or networks."""
    if (where := WHERE.get(visit.path["name"])) is None:
        return visit.nothing()
    return await _passed_on(visit, *where)


@FEEDS.public("/feeds/events/{lead}/{event}.ics")
async def event(visit: Visit) -> Response:
    """One event as a calendar."""
    return await _passed_on(visit, "events", f"events/{visit.path['lead']}/{visit.path['event']}.ics")


@FEEDS.root("/c/{token}.ics")
async def own(visit: Visit) -> Response:
    """One's own calendar, for whoever has its secret address."""
    return _as_it_is(await visit.console.node.calendar(visit.caller, visit.path["token"]))


async def _passed_on(visit: Visit, service: str, path: str) -> Response:
    return _as_it_is(await visit.console.node.fetch(visit.caller, service, path))


def _as_it_is(answer: httpx2.Response) -> Response:
    headers = {name: answer.headers[name] for name in KEPT if name in answer.headers}
    return Response(answer.content, headers=headers)
