"""Events of this body that are booked elsewhere: they are listed, and no place is given here."""

from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, refuse
from kith_commons.times import faults_of_times
from kith_contracts.agreements import Host
from kith_contracts.events import EventPublished, ListEvent
from kith_contracts.words import body_of
from kith_events.domain.agreements.joint import JointEvent

# States


class ListedEvent(State):
    """An event of this body that is booked elsewhere."""

    kind: ClassVar[str] = "listed"
    published: EventPublished

    @property
    def id(self) -> str:
        return self.published.event


# Decisions


def list_event(at: Circumstances, command: ListEvent, event: JointEvent | None, listed: ListedEvent | None) -> Decision:
    """Show an event that is booked elsewhere; said again, it replaces what was said.

    Refused: `not-our-event`, `slug-taken`; `zone-unknown`, `year-out-of-range`, `ends-before-start`.
    """
    if body_of(command.event) != at.body:
        return refuse("not-our-event", "An event can be listed by its own organisation only.", "event")
    if event:
        return refuse("slug-taken", "An event of this name exists; choose another short name.", "event")
    listing = command.listing
    if wrong := next(faults_of_times(listing.starts, listing.ends, listing.zone, "listing."), None):
        return Decision(refusal=wrong)
    published = EventPublished(
        event=command.event,
        status="listed",
        listing=listing,
        hosts=[Host(body=at.body)],
        version=listed.published.version + 1 if listed else 1,
    )
    if listed and published.listing == listed.published.listing:
        return NOTHING
    return Decision(states=(ListedEvent(published=published),), says=(published,))
