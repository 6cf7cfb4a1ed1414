"""What is told to who has asked for places: the answer, and when the event changes or is called off, that, once."""

from collections.abc import Iterable
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed, State, Views
from kith_contracts.message import Message, Personal
from kith_contracts.notify import Occasion, TellChange
from kith_contracts.places import PartRegistration, RegistrationUpdated
from kith_contracts.words import FullName, PersonId, Section
from kith_notify.domain.recipients import Recipient, silent
from kith_notify.domain.telling import Calendar, Delivery, Entry, KnownEvent, identity

PAGE: Final = 200
ALL: Final = "attendance"
"""The tag of all attendances, whatever event they are of: by it a database tells nobody who meets whom."""

# States


class Thread(Section):
    """All that is told of one registration: how far it has come, and what stands in the person's calendar."""

    decision: int
    sequence: int
    in_calendar: bool
    parts: list[PartRegistration]

    @property
    def granted(self) -> set[str]:
        return {part.part for part in self.parts if _place(part)}


class Attendance(State):
    """What one person has been told of one event, over all their registrations, whose number nobody sees."""

    kind: ClassVar[str] = "attendance"
    attendance: str
    person: Personal[PersonId]
    event: Personal[FullName]
    threads: Personal[dict[str, Thread]] = {}  # noqa: RUF012 - pydantic copies it
    """By the keyed hash of the registration."""
    told: int = 0
    """The newest version of the event that they were told of."""

    @property
    def id(self) -> str:
        return self.attendance

    def tags(self, keyed: Keyed) -> tuple[str, ...]:  # noqa: ARG002 - a public word
        return (ALL,)


def attendance_of(keyed: Keyed, person: str, event: str) -> str:
    return keyed("attendance", person, event)


def thread_of(keyed: Keyed, registration: str) -> str:
    """The thread of a registration, by its pseudonym."""
    return keyed("thread", registration)


def _place(part: PartRegistration) -> bool:
    """Whether this is a place to be at; money is none."""
    return part.status == "granted" and part.pence is None


# Decisions


def tell_decision(
    at: Circumstances,
    fact: RegistrationUpdated,
    recipient: Recipient | None,
    attendance: Attendance | None,
    known: KnownEvent | None,
) -> Decision:
    """Tell the answer to a wish, once all that was asked is answered. One that comes after a newer is out of date. A
    place at an event that is called off meanwhile is told as that.
    """
    name = thread_of(at.keyed, fact.registration)
    own = attendance_of(at.keyed, fact.person, fact.event)
    attendance = attendance or Attendance(attendance=own, person=fact.person, event=fact.event)
    before = attendance.threads.get(name)
    unsettled = any(part.status == "asked" for part in fact.parts)
    told = before.decision if before else 0
    if fact.decision <= told or unsettled or silent(recipient):
        return NOTHING
    granted = any(_place(part) for part in fact.parts)
    gone: Calendar = "take out" if before and before.in_calendar else "nothing"
    parts = [part.model_copy(update={"entry": None}) for part in fact.parts]  # codes are on one's own page alone
    sequence = before.sequence + 1 if before else 1
    thread = Thread(decision=fact.decision, sequence=sequence, in_calendar=granted, parts=parts)
    kept = attendance.but(threads={**attendance.threads, name: thread})
    if granted and known and known.published.status == "cancelled":
        return _told(at, kept, "cancelled", known.published.version, [name])
    entry = Entry(thread=name, sequence=sequence, calendar="put" if granted else gone, parts=parts)
    which = f"{fact.registration}/{fact.decision}"
    return Decision(states=(kept, _delivery(at, kept, "decision", fact.decision, [entry], which)))


async def next_page(views: Views, command: TellChange, _at: Circumstances) -> list[Attendance]:
    """The next who have been told anything of any event; none if it is about one alone."""
    if command.attendance:
        return []
    found: list[Attendance] = await views.tagged(Attendance, (ALL,), command.after, PAGE)
    return found


def tell_change(
    at: Circumstances, command: TellChange, attendance: Attendance | None, page: list[Attendance]
) -> Decision:
    """Tell one who has a place that the event has changed, or is called off; or go on to each of a page of them."""
    if command.attendance is None:
        wanted = [each for each in page if each.event == command.event and _concerned(command, each)]
        says: list[Message] = [command.model_copy(update={"attendance": each.attendance}) for each in wanted]
        more = [command.model_copy(update={"after": page[-1].attendance})] if len(page) == PAGE else []
        return Decision(says=(*says, *more))
    if attendance is None or attendance.told >= command.number:
        return NOTHING
    return _told(at, attendance, command.occasion, command.number, _concerned(command, attendance))


def _concerned(command: TellChange, attendance: Attendance) -> list[str]:
    """The registrations in the calendar that this is about."""
    wanted = None if command.parts is None else {*command.parts}
    return [
        name
        for name, thread in attendance.threads.items()
        if thread.in_calendar and (wanted is None or thread.granted & wanted)
    ]


def _told(at: Circumstances, attendance: Attendance, occasion: Occasion, number: int, names: Iterable[str]) -> Decision:
    """One message for all registrations of a person that it concerns, each with its own entry in the calendar."""
    over = occasion == "cancelled"
    threads = {
        name: (thread := attendance.threads[name]).model_copy(
            update={"sequence": thread.sequence + 1, "in_calendar": not over}
        )
        for name in names
    }
    if not threads:
        return NOTHING
    calendar: Calendar = "take out" if over else "put"
    entries = [
        Entry(thread=name, sequence=thread.sequence, calendar=calendar, parts=thread.parts)
        for name, thread in threads.items()
    ]
    kept = attendance.but(threads={**attendance.threads, **threads}, told=number)
    which = "/".join([str(number), *sorted(threads)])  # the same version can be told of one registration, and another
    return Decision(states=(kept, _delivery(at, kept, occasion, number, entries, which)))


def _delivery(  # noqa: PLR0917 - what it is made of
    at: Circumstances, attendance: Attendance, occasion: Occasion, number: int, entries: list[Entry], which: str
) -> Delivery:
    return Delivery(
        delivery=identity(at.keyed, attendance.person, attendance.event, occasion, which),
        person=attendance.person,
        event=attendance.event,
        occasion=occasion,
        number=number,
        entries=entries,
        not_before=at.now,
    )
