"""What one person has been told of one event: what became of what they asked for, what else they have to do with it,
and what stands in their calendar.
"""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Final

from kith_chassis.decision import Circumstances, Keyed, State
from kith_contracts.events.places import PartRegistration
from kith_contracts.message import Personal
from kith_contracts.notify.occasions import Role
from kith_contracts.words import FullName, PersonId, Section
from kith_notify.deliveries.delivery import Delivery, identity
from kith_notify.mail.days import Entry, changed, days
from kith_notify.occasions.events import KnownEvent

ALL: Final = "attendance"
"""The tag of all attendances, whatever event they are of: by it a database tells nobody who meets whom."""
OVER: Final = frozenset({"refused", "released"})


class Thread(Section):
    """All that is told of one registration, and how far it has come."""

    decision: int
    parts: list[PartRegistration]

    @property
    def granted(self) -> set[str]:
        """The places to be at; money is none."""
        return {part.part for part in self.parts if part.status == "granted" and part.pence is None}

    @property
    def live(self) -> set[str]:
        """What is granted, offered, waited for or in a draw, money too."""
        return {part.part for part in self.parts if part.status not in OVER}


class Attendance(State):
    """What one person has been told of one event, over all their registrations, whose number nobody sees."""

    kind: ClassVar[str] = "attendance"
    attendance: str
    person: Personal[PersonId]
    event: Personal[FullName]
    threads: Personal[dict[str, Thread]] = {}  # noqa: RUF012 - pydantic copies it
    """By the keyed hash of the registration."""
    roles: Personal[dict[str, Role]] = {}  # noqa: RUF012 - pydantic copies it
    """What they do or have said there besides, by the keyed hash of where that began."""
    calendar: Personal[dict[str, Entry]] = {}  # noqa: RUF012 - pydantic copies it
    """By `uid`, also those that were taken out."""
    told: int = 0
    """The newest version of the event that they were told of."""
    over: bool = False
    """Whether they were told that it is called off."""

    @property
    def id(self) -> str:
        return self.attendance

    def tags(self, keyed: Keyed) -> tuple[str, ...]:  # noqa: ARG002 - a public word
        return (ALL,)

    @property
    def live(self) -> set[str]:
        """All that is still wanted or held in any registration."""
        return {part for thread in self.threads.values() for part in thread.live}

    @property
    def granted(self) -> set[str]:
        return {part for thread in self.threads.values() for part in thread.granted}

    def parts(self, names: Iterable[str] | None = None) -> list[PartRegistration]:
        """What became of the wishes that are about these parts; of all."""
        wanted = None if names is None else {*names}
        return [
            part
            for thread in self.threads.values()
            for part in thread.parts
            if wanted is None or (part.part in wanted and part.part in thread.live)
        ]

    def entries(self, keyed: Keyed, known: KnownEvent | None) -> list[Entry]:
        """What has to change in the calendar, by what is granted and the plan as all hosts have agreed on it. While the
        event is not known, nothing.
        """
        if known is None or (plan := known.plan) is None:
            return []
        wanted = days(known.published, plan, self._granted_parts())
        return changed(self.calendar, wanted, lambda number: keyed("calendar-entry", self.attendance, str(number)))

    def with_entries(self, told: Iterable[Entry]) -> "Attendance":
        """The same, once these entries are told."""
        return self.but(calendar=self.calendar | {each.uid: each for each in told})

    def _granted_parts(self) -> Iterator[PartRegistration]:
        for thread in self.threads.values():
            for part in thread.parts:
                if part.part in thread.granted:
                    yield part


def attendance_of(keyed: Keyed, person: str, event: str) -> str:
    return keyed("attendance", person, event)


def thread_of(keyed: Keyed, registration: str) -> str:
    """The thread of a registration, by its pseudonym."""
    return keyed("thread", registration)


def followed(at: Circumstances, attendance: Attendance, entries: Iterable[Entry], number: int) -> list[Delivery]:
    """A mail for each of these entries, which brings nothing else: calendars take one entry from a mail, and ignore the
    others (RFC 5546, 3.2: one identity in one message).
    """
    return [
        Delivery(
            delivery=identity(at.keyed, attendance.person, attendance.event, "calendar", f"{each.uid}/{each.sequence}"),
            person=attendance.person,
            subject=attendance.event,
            occasion="calendar",
            number=number,
            entry=each,
            not_before=at.now,
        )
        for each in entries
    ]
