"""What many messages are decided on: the event and the agreement on it, who is at home here, who is forgotten."""

from kith_chassis.catalogue import one
from kith_contracts.registry import subject_of
from kith_events.event.erasure import Erased, Erasure, erased_of
from kith_events.event.guest import Guest
from kith_events.event.in_force import AgreedEvent
from kith_events.event.lead import JointEvent
from kith_events.event.leadership import Leading
from kith_events.event.party import Proposal
from kith_events.event.public import Shown

EVENT = one(JointEvent, "event")
"""The event, as its lead keeps it."""
PROPOSAL = one(Proposal, "event")
"""The agreement, as a party keeps it."""
LED = one(JointEvent, "subject")
"""The same of a message of its agreement, as its lead."""
LEADING = one(Leading, "subject")
"""Who leads it now, of a message of its agreement."""
AGREED = one(AgreedEvent, "subject")
"""The text that is in force, of a message of its agreement."""
OFFERED = one(Proposal, "subject")
"""The same of a message of its agreement, as a party."""
SHOWN = one(Shown, "event")
"""The event, as everyone sees it."""
GUEST = one(Guest, "person")
ERASURE = one(Erasure, "pseudonym")
ERASED = one(Erased, lambda m, at: erased_of(at.keyed, at.sender, subject_of(m), m.pseudonym) if m.pseudonym else None)
"""Whether the pseudonym of a sender is forgotten."""
