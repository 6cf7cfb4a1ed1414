"""What the node hears of bodies and of its own people."""

from kith_chassis import members
from kith_chassis.catalogue import on, one
from kith_chassis.members import Member
from kith_contracts.consortium import BodyRegistered
from kith_contracts.directory.networks import PersonUpdated
from kith_events.event import guest
from kith_events.event.loads import GUEST

HANDLERS = (
    on(BodyRegistered, members.register)(known=one(Member, "body")),
    on(PersonUpdated, guest.know)(guest=GUEST),
)
