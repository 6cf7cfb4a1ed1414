"""What was meant to be done after an event, and what came of the event, as HTTP answers it."""

from datetime import date, datetime

from kith_contracts.descriptions import Described
from kith_contracts.events.actions import ActionStatus, BodyAction
from kith_contracts.events.outcomes import OutcomePublished
from kith_contracts.events.plan import EventPart
from kith_contracts.events.terms import GuestHost, Host, Sponsor


class OwnActionPage(Described):
    """What one means to do after an event, and who knows what of it."""

    event: str
    text: str
    by: date
    status: ActionStatus
    why: str
    carried: bool
    counted: bool
    shared: bool
    mail: str


class BodyActionPage(Described):
    """What an organisation means to do; `overdue` if its day is over and nothing was heard."""

    action: BodyAction
    overdue: bool


class OutcomeTold(Described):
    """What came of an event that is over, for everyone."""

    event: str
    title: str
    venue: str
    starts: datetime
    ends: datetime
    hosts: list[Host]
    guest_hosts: list[GuestHost]
    sponsors: list[Sponsor]
    parts: list[EventPart]
    outcome: OutcomePublished
