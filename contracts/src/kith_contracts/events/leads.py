"""The messages by which all parties know that the lead of a joint event is there, and by which the lead changes."""

from typing import ClassVar

from kith_contracts.agreements import leads
from kith_contracts.events.terms import EventTerms
from kith_contracts.message import Message

# To ourselves


class ShowEventLead(leads.ShowLead):
    """The day on which the lead says again that it is there. The events service sends this to itself."""

    contract: ClassVar = leads.ShowLead.contract.of("events", name="show-event-lead")


# Between bodies


class EventAgreed(leads.Agreed[EventTerms]):
    """The lead to each party, with each change and every day: the text that all parties have accepted last, with their
    signatures. So each of them could go on as lead, and all know that the lead is there. The highest term counts, and
    in that the highest version.
    """

    contract: ClassVar = leads.Agreed.contract.of("events", name="event-agreed")


MESSAGES: tuple[type[Message], ...] = (ShowEventLead, EventAgreed)
