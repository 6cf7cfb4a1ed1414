"""The secret address of a person's own calendar: known by the keyed hash of its token, and to nobody by the token."""

from datetime import datetime
from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed, State, refuse
from kith_contracts.events.calendar_links import MakeCalendarLink, RevokeCalendarLink, Titles
from kith_contracts.message import Personal
from kith_contracts.renewal import said
from kith_contracts.words import KeyedHash, PersonId
from kith_events.event.guest import Guest

# States


class CalendarLink(State):
    """That a person's calendar can be read at a secret address. Each person has one at most."""

    kind: ClassVar[str] = "calendar-link"
    person: Personal[PersonId]
    link: Personal[KeyedHash]
    free: Personal[bool]
    titles: Personal[Titles] = "neutral"
    made: Personal[datetime]

    @property
    def id(self) -> str:
        return self.person

    def tags(self, keyed: Keyed) -> tuple[str, ...]:  # noqa: ARG002 - it is a keyed hash already
        return (self.link,)


def link_of(keyed: Keyed, token: str) -> str:
    """By what a token is known here."""
    return keyed("calendar-link", token)


# Decisions


def make_link(at: Circumstances, command: MakeCalendarLink, guest: Guest | None, link: CalendarLink | None) -> Decision:
    """From now on the calendar can be read at the new address, and no longer at the one before."""
    if guest is None:
        return refuse("person-unknown", "There is nobody of this id at home here.", "person")
    made = at.now if link is None or link.link != command.link else link.made
    new = CalendarLink(**dict(command), made=made) if link is None else link.but(**said(command), made=made)
    return NOTHING if new == link else Decision(states=(new,))


def revoke_link(_at: Circumstances, _command: RevokeCalendarLink, link: CalendarLink | None) -> Decision:
    """From now on there is nothing at that address."""
    if link is None:
        return refuse("no-calendar-link", "There is no address of your calendar to take back.", "person")
    return Decision(forgets=(CalendarLink.at(link.person),))
