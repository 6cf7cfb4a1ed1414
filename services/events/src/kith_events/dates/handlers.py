"""The part of the catalogue that is about holds, one line a message."""

from typing import Any

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_chassis.members import Member
from kith_contracts.events.agreements import EventCommandRefused
from kith_contracts.events.holds import EndHold, HoldDate, HoldShared, ReleaseHold
from kith_contracts.words import body_of
from kith_events.dates import holds
from kith_events.dates.holds import HeldBy, Hold


def _hold(message: Any, _at: Circumstances) -> tuple[Ref, ...]:
    return (Hold.at(message.hold), HeldBy.at(body_of(message.hold)))


def _hold_and_bodies(message: HoldDate, at: Circumstances) -> tuple[Ref, ...]:
    return (*_hold(message, at), *[Member.at(body) for body in dict.fromkeys(message.partners)])


HANDLERS = (
    Handler(HoldDate, holds.hold_date, _hold_and_bodies, EventCommandRefused),
    Handler(ReleaseHold, holds.release_hold, _hold, EventCommandRefused),
    Handler(EndHold, holds.end_hold, _hold),
    Handler(HoldShared, holds.take_hold, _hold),
)
COMMANDS = (HoldDate, ReleaseHold)
