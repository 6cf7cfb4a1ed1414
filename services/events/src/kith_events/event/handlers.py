"""What the node hears of bodies, of its own people, and of events that it lists."""

from kith_chassis import members
from kith_chassis.decision import Circumstances, Handler, Ref
from kith_chassis.members import Member
from kith_contracts.consortium import BodyRegistered
from kith_contracts.directory.networks import PersonUpdated
from kith_contracts.events.agreements import EventCommandRefused, ListEvent
from kith_events.event import guest, listing
from kith_events.event.guest import Guest
from kith_events.event.lead import JointEvent
from kith_events.event.listing import ListedEvent


def _event_and_listing(message: ListEvent, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), ListedEvent.at(message.event))


HANDLERS = (
    Handler(BodyRegistered, members.register, lambda m, _: (Member.at(m.body),)),
    Handler(PersonUpdated, guest.know, lambda m, _: (Guest.at(m.person),)),
    Handler(ListEvent, listing.list_event, _event_and_listing, EventCommandRefused, reads=listing.announced),
)
COMMANDS = (ListEvent,)
