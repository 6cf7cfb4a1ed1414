"""Which states a message is decided on, where many messages want the same."""

from typing import Any

from kith_chassis.decision import Circumstances, Ref
from kith_events.event.erased import Erased, erased_of
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal


def event_of(message: Any, _at: Circumstances) -> tuple[Ref, ...]:
    """The event, as its lead keeps it."""
    return (JointEvent.at(message.event),)


def proposal_of(message: Any, _at: Circumstances) -> tuple[Ref, ...]:
    """The agreement, as a party keeps it."""
    return (Proposal.at(message.event),)


def erased(message: Any, at: Circumstances) -> Ref:
    """Whether the pseudonym of a sender is forgotten."""
    return Erased.at(erased_of(at.keyed, at.sender, message.event, message.pseudonym))
