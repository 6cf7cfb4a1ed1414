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
    """Full name of the event after which the person set themselves this action, such as `iop/women-in-physics`."""
    text: str
    """What the person wants to do, in their own words. Only the person reads it, unless `shared` is true."""
    by: date
    """The last day for it."""
    status: ActionStatus
    """How the action stands."""
    why: str
    """Why it was not done, in the person's own words; empty otherwise. Only the person reads it."""
    carried: bool
    """Whether it was moved from an earlier date to this one. That is possible once."""
    counted: bool
    """Whether it is counted in the published account of the event, as one of many. The host learns nothing else of it.
    """
    shared: bool
    """Whether the sentence is shown in the published account, without a name."""
    mail: str
    """What reminders by mail say: `words` for the text of the action, `link` for only where to find it."""


class BodyActionPage(Described):
    """What an organisation means to do; `overdue` if its day is over and nothing was heard."""

    action: BodyAction
    """What the organisation has promised, and what became of it."""
    overdue: bool
    """Whether its last day is over and the organisation has not answered."""


class OutcomeTold(Described):
    """What came of an event that is over, for everyone."""

    event: str
    """Full name of the event: its lead and a short name, such as `iop/women-in-physics`."""
    title: str
    """Title of the event, as its plan says."""
    venue: str
    """Where it was: all its venues, separated by semicolons."""
    starts: datetime
    """When the event began, with the offset from UTC."""
    ends: datetime
    """When the event ended, with the offset from UTC."""
    hosts: list[Host]
    """The organisations that ran it together, with their networks."""
    guest_hosts: list[GuestHost]
    """Hosts without a node of their own, in the words that all parties accepted."""
    sponsors: list[Sponsor]
    """Who paid for something, in the words that all parties accepted."""
    parts: list[EventPart]
    """The parts of the event, as they were announced."""
    outcome: OutcomePublished
    """What the lead has published: figures, and what the hosts said they would do. Actions of others are left out."""
