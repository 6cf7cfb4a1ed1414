"""The part of the catalogue that is about holds, one line a message."""

from kith_chassis.catalogue import many, on, one
from kith_chassis.members import Member
from kith_contracts.events.agreements import EventCommandRefused
from kith_contracts.events.holds import EndHold, HoldDate, HoldShared, ReleaseHold
from kith_contracts.words import body_of
from kith_events.dates import holds
from kith_events.dates.holds import HeldBy, Hold

HOLD = one(Hold, "hold")
BY = one(HeldBy, lambda m, _: body_of(m.hold))

HANDLERS = (
    on(HoldDate, holds.hold_date, EventCommandRefused)(hold=HOLD, by=BY, members=many(Member, "partners")),
    on(ReleaseHold, holds.release_hold, EventCommandRefused)(hold=HOLD, by=BY),
    on(EndHold, holds.end_hold)(hold=HOLD, by=BY),
    on(HoldShared, holds.take_hold)(hold=HOLD, by=BY),
)
