"""What the node hears of bodies, of its own people, and of events that it lists."""

from kith_chassis import members
from kith_chassis.decision import Handler
from kith_chassis.members import Member
from kith_contracts.consortium import BodyRegistered
from kith_contracts.directory.networks import PersonUpdated
from kith_events.event import guest
from kith_events.event.guest import Guest

HANDLERS = (
    Handler(BodyRegistered, members.register, lambda m, _: (Member.at(m.body),)),
    Handler(PersonUpdated, guest.know, lambda m, _: (Guest.at(m.person),)),
)
COMMANDS = ()
