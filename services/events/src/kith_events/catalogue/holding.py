"""The part of the catalogue that is about holds, one line a message."""

from typing import Any

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_chassis.members import Member
from kith_contracts.events import EventCommandRefused
from kith_contracts.holds import EndHold, HoldDate, HoldShared, ReleaseHold
from kith_contracts.words import body_of
from kith_events.domain.shown import holding
from kith_events.domain.shown.holding import HeldBy, Hold


def _hold(message: Any, _at: Circumstances) -> tuple[Ref, ...]:
    return (Hold.at(message.hold), HeldBy.at(body_of(message.hold)))


def _hold_and_bodies(message: HoldDate, at: Circumstances) -> tuple[Ref, ...]:
    return (*_hold(message, at), *[Member.at(body) for body in dict.fromkeys(message.partners)])


HOLDING = (
    Handler(HoldDate, holding.hold_date, _hold_and_bodies, EventCommandRefused),
    Handler(ReleaseHold, holding.release_hold, _hold, EventCommandRefused),
    Handler(EndHold, holding.end_hold, _hold),
    Handler(HoldShared, holding.take_hold, _hold),
)
HOLDING_COMMANDS = (HoldDate, ReleaseHold)
