"""What calendars are made of: published events, and the addresses of people's own calendars."""

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.events.agreements import EventCommandRefused, EventPublished, ListEvent
from kith_contracts.events.calendar_links import MakeCalendarLink, RevokeCalendarLink
from kith_contracts.events.places import PlaceCommandRefused
from kith_events.calendar import home, links, listing
from kith_events.calendar.announced import Announced
from kith_events.calendar.links import CalendarLink
from kith_events.calendar.listing import ListedEvent
from kith_events.event.guest import Guest
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal
from kith_events.event.public import Shown
from kith_events.places.codes.stock import Stock, stock_id


def _link(message: MakeCalendarLink | RevokeCalendarLink) -> Ref:
    return CalendarLink.at(message.person)


def _guest_and_link(message: MakeCalendarLink, _at: Circumstances) -> tuple[Ref, ...]:
    return (Guest.at(message.person), _link(message))


def _around_face(message: EventPublished, at: Circumstances) -> tuple[Ref, ...]:
    parts = message.plan.parts if message.plan else ()
    codes = [Stock.at(stock_id(at.keyed, message.event, part.part)) for part in parts if part.closed]
    return (Shown.at(message.event), Announced.at(message.event), Proposal.at(message.event), *codes)


def _event_and_listing(message: ListEvent, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), ListedEvent.at(message.event))


HANDLERS = (
    Handler(ListEvent, listing.list_event, _event_and_listing, EventCommandRefused, reads=listing.announced),
    Handler(MakeCalendarLink, links.make_link, _guest_and_link, PlaceCommandRefused),
    Handler(RevokeCalendarLink, links.revoke_link, lambda m, _: (_link(m),), PlaceCommandRefused),
    Handler(EventPublished, home.see, _around_face),
)
COMMANDS = (ListEvent, MakeCalendarLink, RevokeCalendarLink)
