"""A person's own calendar at an address that is a secret: all that they have places in, in words that tell nothing."""

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from fastapi import APIRouter, Response

from kith_chassis.http.api import Find
from kith_chassis.http.problems import Refused, nobody
from kith_chassis.http.public import Public
from kith_chassis.service import BodyService
from kith_commons.formats.icalendar import calendar
from kith_contracts.pages.calendars import OwnCalendar
from kith_contracts.words import BodySlug, PersonId
from kith_events.calendar.api import ICalendar
from kith_events.calendar.face import Announced
from kith_events.calendar.links import CalendarLink, link_of
from kith_events.calendar.presentation import own_entries
from kith_events.event.guest import Guest
from kith_events.places.registration import Registration

TOKEN_BYTES: Final = 32
MOST: Final = 500
PAST: Final = timedelta(days=90)
NAME: Final = "Sessions"
NOT_FOR_SEARCH: Final = {"x-robots-tag": "noindex, nofollow"}


def add_own_calendar(routes: APIRouter, find: Find) -> None:
    """What a person is told of their own calendar."""

    @routes.get(
        "/people/{person}/calendar",
        operation_id="events-calendar-link",
        summary="Whether one's own calendar has an address, and a new one to take.",
    )
    async def own(body: BodySlug, person: PersonId) -> OwnCalendar:
        running = find(body)
        if await running.views.get(Guest.at(person)) is None:
            raise nobody()
        known: CalendarLink | None = await running.views.get(CalendarLink.at(person))
        token = secrets.token_urlsafe(TOKEN_BYTES)
        return OwnCalendar(
            made=known.made if known else None,
            free=known.free if known else False,
            titles=known.titles if known else "neutral",
            address=f"{running.settings.public_url}/c/{token}.ics",
            link=link_of(running.vault.keyed, token),
        )


def pages(here: Callable[[], Sequence[BodyService]]) -> APIRouter:
    """The secret addresses. They name neither a body nor anything else that tells."""
    routes = APIRouter(tags=["events"], route_class=Public)

    @routes.get(
        "/c/{token}.ics",
        operation_id="events-own-calendar",
        summary="One's own calendar, for whoever has its address.",
        response_class=ICalendar,
    )
    async def own(token: str) -> Response:
        for running in here():
            found = await running.views.tagged(CalendarLink, (link_of(running.vault.keyed, token),), "", 1)
            if found:
                content = await _written(running, found[0])
                return ICalendar(content, headers=NOT_FOR_SEARCH)
        raise Refused(404, "nothing-here", "There is nothing here for this address.", headers=NOT_FOR_SEARCH)

    return routes


async def _written(running: BodyService, link: CalendarLink) -> bytes:
    keyed, horizon = running.vault.keyed, datetime.now(UTC) - PAST
    own = await running.views.tagged(Registration, (keyed("person", link.person),), "", MOST)
    known = await running.views.many(tuple({Announced.at(each.event): None for each in own}))
    announced = {each.id: each for each in known.values() if each.plan.ends >= horizon}
    shown = {"busy": not link.free, "plain": link.titles == "plain"}
    entries = own_entries(own, announced, lambda *of: keyed("calendar", link.person, *of), **shown)
    return calendar(NAME, tuple(entries))
