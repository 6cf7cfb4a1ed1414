"""What everyone may read of events without a token: calendars, feeds and linked data, here or on any other page."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from pydantic.json_schema import SkipJsonSchema

from kith_chassis.http.api import Find
from kith_chassis.http.problems import Refused
from kith_chassis.http.public import OPEN_TO_ALL, UNCHANGED, LinkedData, beside, conditional
from kith_chassis.members import Member
from kith_chassis.service import BodyService
from kith_commons.formats import atom, icalendar
from kith_commons.formats.icalendar import stable_id
from kith_contracts.words import BodySlug, FullName, Slug
from kith_events.calendar.face import MOST_OF_A_BODY, Announced, heard, year_tag
from kith_events.calendar.jsonld import linked
from kith_events.calendar.presentation import Addresses, Names, entries, told
from kith_events.calendar.turns import PAST, in_turn
from kith_events.event.in_force import AgreedEvent

MOST: Final = 500
"""Events in a calendar or feed."""
YEARS_AHEAD: Final = 3

Host = Annotated[BodySlug | SkipJsonSchema[None], Query(description="Only events that this body hosts.")]
Network = Annotated[
    FullName | SkipJsonSchema[None], Query(description="Only events that this network hosts, `bcs/womens-forum`.")
]
Before = Annotated[str, Query(max_length=60, pattern=atom.CURSOR)]


class ICalendar(Response):
    """iCalendar (RFC 5545)."""

    media_type = icalendar.MEDIA_TYPE


class Atom(Response):
    """Atom (RFC 4287)."""

    media_type = atom.MEDIA_TYPE


def add_feeds(routes: APIRouter, find: Find) -> None:
    """The reads that need no token."""
    public = beside(routes)
    _add_calendars(public, find)
    _add_linked(public, find)

    @public.get(
        "/feed.atom",
        operation_id="events-feed",
        summary="What is new about events, newest first, to follow in a feed reader.",
        response_class=Atom,
        responses=UNCHANGED,
    )
    async def feed(
        request: Request, body: BodySlug, host: Host = None, network: Network = None, before: Before = ""
    ) -> Response:
        running, names = find(body), await names_of(find(body))
        found = await announced_of(running, host, network, datetime.now(UTC))
        addresses, query = Addresses(running.settings.public_url, body), _query(host, network)
        author = names.get(body, body)
        about = atom.Feed(
            id=stable_id("feed", f"events/{body}?{query}"),
            title=f"Events, as {author} shows them",
            author=author,
            address=addresses.feed,
            query=query,
        )
        items = [atom.Item(each.changed, stable_id("event", each.id), each) for each in found]
        page = atom.page(about, items, before, lambda each: told(each, names, addresses))
        content = await asyncio.to_thread(atom.feed, page)
        return conditional(request, content, atom.MEDIA_TYPE, None if query else page.updated)

    routes.routes.extend(public.routes)


def _add_calendars(public: APIRouter, find: Find) -> None:
    """A choice of events has no date of its own: one that leaves it changes it, and is no longer seen."""

    @public.get(
        "/calendar.ics",
        operation_id="events-calendar",
        summary="All events that everyone may find, or those of one host or network, to subscribe to.",
        response_class=ICalendar,
        responses=UNCHANGED,
    )
    async def calendar(request: Request, body: BodySlug, host: Host = None, network: Network = None) -> Response:
        running = find(body)
        found = await announced_of(running, host, network, datetime.now(UTC))
        if chosen := network or host:
            return conditional(request, await _content(running, f"Events: {chosen}", found), ICalendar.media_type, None)
        changed = max((each.changed for each in found), default=None)
        return conditional(request, await _content(running, "Events", found), ICalendar.media_type, changed)

    @public.get(
        "/events/{lead}/{event}.ics",
        operation_id="events-event-calendar",
        summary="One event, as a calendar that is brought up to date.",
        response_class=ICalendar,
        responses=UNCHANGED,
    )
    async def one(request: Request, body: BodySlug, lead: BodySlug, event: Slug) -> Response:
        found = await _announced(find(body), lead, event)
        content = await _content(find(body), found.title, [found])
        return conditional(request, content, ICalendar.media_type, found.changed)


def _add_linked(public: APIRouter, find: Find) -> None:
    @public.get(
        "/events/{lead}/{event}.jsonld",
        operation_id="events-event-linked",
        summary="One event in the words of schema.org.",
        response_class=LinkedData,
        response_model=dict[str, object],
        responses=UNCHANGED,
    )
    async def one(request: Request, body: BodySlug, lead: BodySlug, event: Slug) -> Response:
        running = find(body)
        found = await _announced(running, lead, event)
        made = LinkedData(linked(found, await names_of(running), Addresses(running.settings.public_url, body)))
        return conditional(request, bytes(made.body), LinkedData.media_type, found.changed)


async def _content(running: BodyService, name: str, found: Sequence[Announced]) -> bytes:
    names, addresses = await names_of(running), Addresses(running.settings.public_url, running.body)

    def written() -> bytes:
        return icalendar.calendar(name, tuple(one for each in found for one in entries(each, names, addresses)))

    return await asyncio.to_thread(written)


async def announced_of(running: BodyService, host: str | None, network: str | None, now: datetime) -> list[Announced]:
    """The events of this host and network that are over lately or still to come, in the order of their days."""
    years = range((now - PAST).year, now.year + YEARS_AHEAD + 1)
    chosen = network or host
    found = await hosted_by(running, years, [chosen] if chosen else await names_of(running))
    if host and network:
        found = [each for each in found if any(one.body == host for one in each.face.hosts)]
    return await _heard(running, in_turn(found, now, MOST), now)


async def hosted_by(running: BodyService, years: Iterable[int], hosts: Iterable[str]) -> list[Announced]:
    """The events of these hosts in these years, each once; of none of them more than a body may list."""
    found: dict[str, Announced] = {}
    for host in hosts:
        tags = tuple(year_tag(host, year) for year in years)
        found |= {each.id: each for each in await running.views.tagged(Announced, tags, "", MOST_OF_A_BODY)}
    return list(found.values())


async def names_of(running: BodyService) -> Names:
    """What the bodies are called."""
    return {each.id: each.registered.name for each in await running.views.page(Member, most=500)}


async def _announced(running: BodyService, lead: str, event: str) -> Announced:
    found: Announced | None = await running.views.get(Announced.at(lead, event))
    if found is None:
        raise Refused(404, "event-unknown", "There is nothing here for this name.", "event", headers=OPEN_TO_ALL)
    return (await _heard(running, [found], datetime.now(UTC)))[0]


async def _heard(running: BodyService, found: Sequence[Announced], now: datetime) -> list[Announced]:
    """The same, with what is known here of leads that are silent."""
    agreed: dict[str, AgreedEvent] = await running.views.many(tuple(AgreedEvent.at(each.id) for each in found))
    return [heard(each, agreed.get(AgreedEvent.at(each.id).path), now) for each in found]


def _query(host: str | None, network: str | None) -> str:
    return "&".join(f"{name}={value}" for name, value in (("host", host), ("network", network)) if value)
