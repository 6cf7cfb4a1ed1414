"""The part of the catalogue about joining online, one line a message."""

from typing import Any

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.joining import (
    CloseJoinAddresses,
    JoinAddressesRefused,
    JoinAddressesTold,
    PassJoinAddresses,
    SetJoinAddresses,
)
from kith_events.domain.agreements.joint import JointEvent
from kith_events.domain.agreements.party import Proposal
from kith_events.domain.day import joining
from kith_events.domain.day.joining import JoinAddresses, Joining


def _event_and_addresses(message: Any, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), JoinAddresses.at(message.event))


def _proposal_and_joining(message: JoinAddressesTold, _at: Circumstances) -> tuple[Ref, ...]:
    return (Proposal.at(message.event), Joining.at(message.event))


JOINING = (
    # as lead
    Handler(SetJoinAddresses, joining.set_addresses, _event_and_addresses, JoinAddressesRefused),
    Handler(PassJoinAddresses, joining.pass_addresses, _event_and_addresses),
    Handler(CloseJoinAddresses, joining.close_addresses, _event_and_addresses),
    # as home
    Handler(JoinAddressesTold, joining.take_addresses, _proposal_and_joining),
)
JOINING_COMMANDS = (SetJoinAddresses,)
