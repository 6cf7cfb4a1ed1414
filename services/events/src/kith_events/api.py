"""What the events service answers over HTTP: events for everyone, agreements for their parties, one's own places."""

from fastapi import APIRouter

from kith_chassis.http.api import After, Find, Most, below
from kith_contracts.events.agreements import EventPublished
from kith_contracts.words import BodySlug, Slug
from kith_events.actions.api import add_actions
from kith_events.agreements.api import add_agreements
from kith_events.agreements.api_series import add_series
from kith_events.asks.api import add_asks
from kith_events.calendar.api import add_feeds
from kith_events.calendar.api_own import add_own_calendar
from kith_events.dates.api import add_dates
from kith_events.dates.api_holds import add_holds
from kith_events.door.api import add_arrivals
from kith_events.door.api_list import add_door
from kith_events.door.api_online import add_joining
from kith_events.event.access import found
from kith_events.event.public import Shown
from kith_events.introductions.api import add_introductions
from kith_events.introductions.api_facilitators import add_facilitating
from kith_events.mixing.api import add_tables
from kith_events.mixing.api_lead import add_seating
from kith_events.pages.event import add_led_event
from kith_events.pages.office import add_office
from kith_events.pages.own_registrations import add_own_registrations
from kith_events.places.api import add_explain
from kith_events.places.api_delegates import add_delegates
from kith_events.places.draws.api import add_draws
from kith_events.programme.api import add_programme
from kith_events.settlement.api import add_settling
from kith_events.year.api import add_checks
from kith_events.year.api_draft import add_drafts

READS = (
    add_feeds,  # first: `/events/iop/day.ics` is no event of that name
    add_agreements,
    add_actions,
    add_settling,
    add_door,
    add_arrivals,
    add_introductions,
    add_facilitating,
    add_joining,
    add_tables,
    add_seating,
    add_own_calendar,
    add_dates,
    add_draws,
    add_explain,
    add_programme,
    add_asks,
    add_series,
    add_holds,
    add_checks,
    add_drafts,
    add_delegates,
    add_office,
    add_led_event,
    add_own_registrations,
)


def router(find: Find) -> APIRouter:
    """The reads of the events service, for the services that `find` gives."""
    routes = below("events")
    for add in READS:
        add(routes, find)

    @routes.get("/events", operation_id="events-events", summary="The events of all bodies.")
    async def events(body: BodySlug, after: After = "", most: Most = 200) -> list[EventPublished]:
        return [shown.face for shown in await find(body).views.page(Shown, after=after, most=most)]

    @routes.get("/events/{lead}/{event}", operation_id="events-event", summary="One event.")
    async def event(body: BodySlug, lead: BodySlug, event: Slug) -> EventPublished:
        shown: Shown = found(await find(body).views.get(Shown.at(lead, event)))
        return shown.face

    return routes
