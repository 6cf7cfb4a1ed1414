"""What calendars are made of: published events, and the addresses of people's own calendars."""

from collections.abc import Iterable

from kith_chassis.catalogue import many, on, one, page
from kith_chassis.decision import Circumstances
from kith_contracts.events.agreements import EventCommandRefused, EventPublished, ListEvent
from kith_contracts.events.calendar_links import MakeCalendarLink, RevokeCalendarLink
from kith_contracts.events.places import PlaceCommandRefused
from kith_events.calendar import home, links, listing
from kith_events.calendar.face import Announced
from kith_events.calendar.links import CalendarLink
from kith_events.calendar.listing import ListedEvent
from kith_events.event.loads import EVENT, GUEST, PROPOSAL, SHOWN
from kith_events.places.codes.stock import Stock, stock_id


def _closed_parts(fact: EventPublished, at: Circumstances) -> Iterable[str]:
    parts = fact.plan.parts if fact.plan else ()
    return [stock_id(at.keyed, fact.event, part.part) for part in parts if part.closed]


LISTED = one(ListedEvent, "event")
LINK = one(CalendarLink, "person")
ANNOUNCED = one(Announced, "event")
STOCKS = many(Stock, _closed_parts)

HANDLERS = (
    on(ListEvent, listing.list_event, EventCommandRefused)(event=EVENT, listed=LISTED, known=page(listing.announced)),
    on(MakeCalendarLink, links.make_link, PlaceCommandRefused)(guest=GUEST, link=LINK),
    on(RevokeCalendarLink, links.revoke_link, PlaceCommandRefused)(link=LINK),
    on(EventPublished, home.see)(shown=SHOWN, announced=ANNOUNCED, proposal=PROPOSAL, stocks=STOCKS),
)
