"""The part of the catalogue about joining online, one line a message."""

from typing import Any

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.events.online import (
    CloseJoinAddresses,
    JoinAddressesRefused,
    JoinAddressesTold,
    PassJoinAddresses,
    SetJoinAddresses,
)
from kith_events.door import online
from kith_events.door.online import JoinAddresses, Joining
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal


def _event_and_addresses(message: Any, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), JoinAddresses.at(message.event))


def _proposal_and_joining(message: JoinAddressesTold, _at: Circumstances) -> tuple[Ref, ...]:
    return (Proposal.at(message.event), Joining.at(message.event))


HANDLERS = (
    # as lead
    Handler(SetJoinAddresses, online.set_addresses, _event_and_addresses, JoinAddressesRefused),
    Handler(PassJoinAddresses, online.pass_addresses, _event_and_addresses),
    Handler(CloseJoinAddresses, online.close_addresses, _event_and_addresses),
    # as home
    Handler(JoinAddressesTold, online.take_addresses, _proposal_and_joining),
)
COMMANDS = (SetJoinAddresses,)
