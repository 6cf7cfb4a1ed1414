"""Events of this body that are booked elsewhere: they are listed, and no place is given here."""

from collections.abc import Sequence
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, Views, refuse
from kith_commons.formats.times import faults_of_times
from kith_contracts.events.agreements import EventPublished, ListEvent
from kith_contracts.events.terms import Host
from kith_contracts.message import together
from kith_contracts.renewal import anew, said
from kith_contracts.words import body_of
from kith_events.calendar.face import MOST_OF_A_BODY, Announced, year_tag
from kith_events.event.lead import JointEvent

YEARS_ABOUT: Final = 1
"""Before and after the year of a listing, in which others are counted."""

# States


class ListedEvent(State):
    """An event of this body that is booked elsewhere."""

    kind: ClassVar[str] = "listed"
    published: EventPublished
    sequence: int = 0
    """Of what was said last, where it comes from."""

    @property
    def id(self) -> str:
        return self.published.event


# Decisions


async def announced(views: Views, command: ListEvent, at: Circumstances) -> list[str]:
    """The ids of our events that are announced about this time."""
    year = command.listing.starts.year
    tags = tuple(year_tag(at.body, each) for each in range(year - YEARS_ABOUT, year + YEARS_ABOUT + 1))
    return await views.ids(Announced, tags, "", MOST_OF_A_BODY)


def list_event(
    at: Circumstances,
    command: ListEvent,
    event: JointEvent | None,
    listed: ListedEvent | None,
    known: Sequence[str],
) -> Decision:
    """Show an event that is booked elsewhere, or that it is called off. Another listing replaces it, unless it is older
    where it comes from; what it leaves out stays as it is.

    Refused: `not-our-event`, `slug-taken`, `too-many-listings`; `zone-unknown`, `year-out-of-range`,
    `ends-before-start`.
    """
    if body_of(command.event) != at.body:
        return refuse("not-our-event", "An event can be listed by its own organisation only.", "event")
    if event:
        return refuse("slug-taken", "An event of this name exists; choose another short name.", "event")
    if listed is None and len(known) >= MOST_OF_A_BODY:
        sentence = (
            f"{MOST_OF_A_BODY} events of yours are announced about that year already. List the nearest ones first."
        )
        return refuse("too-many-listings", sentence, "event")
    given = said(command)
    sequence = given.get("sequence", listed.sequence if listed else 0)
    if listed and sequence < listed.sequence:
        return NOTHING
    off = given.get("called_off", listed is not None and listed.published.status == "cancelled")
    listing = anew(command.listing, listed.published.listing if listed else None)
    if wrong := together(faults_of_times(listing.starts, listing.ends, listing.zone, "listing.")):
        return Decision(refusal=wrong)
    published = EventPublished(
        event=command.event,
        status="cancelled" if off else "listed",
        listing=listing,
        hosts=[Host(body=at.body)],
        version=listed.published.version + 1 if listed else 1,
    )
    return _said(published, sequence, listed)


def _said(published: EventPublished, sequence: int, listed: ListedEvent | None) -> Decision:
    """Publish it, unless it says nothing new. What its source counts is kept in either case."""
    before = listed.published if listed else None
    if listed is None or before is None or (before.listing, before.status) != (published.listing, published.status):
        return Decision(states=(ListedEvent(published=published, sequence=sequence),), says=(published,))
    if sequence == listed.sequence:
        return NOTHING
    return Decision(states=(ListedEvent(published=before, sequence=sequence),))
