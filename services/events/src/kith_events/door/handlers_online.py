"""The part of the catalogue about joining online, one line a message."""

from kith_chassis.catalogue import on, one
from kith_contracts.events.online import (
    CloseJoinAddresses,
    JoinAddressesRefused,
    JoinAddressesTold,
    PassJoinAddresses,
    SetJoinAddresses,
)
from kith_events.door import online
from kith_events.door.online import JoinAddresses, Joining
from kith_events.event.loads import EVENT, PROPOSAL

ADDRESSES = one(JoinAddresses, "event")

HANDLERS = (
    # as lead
    on(SetJoinAddresses, online.set_addresses, JoinAddressesRefused)(event=EVENT, kept=ADDRESSES),
    on(PassJoinAddresses, online.pass_addresses)(event=EVENT, kept=ADDRESSES),
    on(CloseJoinAddresses, online.close_addresses)(event=EVENT, kept=ADDRESSES),
    # as home
    on(JoinAddressesTold, online.take_addresses)(proposal=PROPOSAL, kept=one(Joining, "event")),
)
