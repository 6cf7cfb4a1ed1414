"""What is told to who has to do with an event: the answer to a wish; and that the event has changed or is called off,
once, to everybody who was told of anything of it.
"""

from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Views
from kith_contracts.events.places import PartRegistration, RegistrationUpdated
from kith_contracts.message import Message
from kith_contracts.notify.deliveries import Occasion
from kith_contracts.notify.occasions import TellChange
from kith_notify.deliveries.delivery import Delivery, identity
from kith_notify.occasions.attendance import ALL, Attendance, Thread, attendance_of, followed, thread_of
from kith_notify.occasions.events import KnownEvent

PAGE: Final = 200
THERE: Final = frozenset({"speaks", "helps"})
"""Roles of those who come to the event."""


def tell_decision(
    at: Circumstances,
    fact: RegistrationUpdated,
    attendance: Attendance | None,
    known: KnownEvent | None,
) -> Decision:
    """Tell the answer to a wish, once all that was asked is answered. One that comes after a newer is out of date. What
    comes when the event is called off is told as that.
    """
    name = thread_of(at.keyed, fact.registration)
    own = attendance_of(at.keyed, fact.person, fact.event)
    attendance = attendance or Attendance(attendance=own, person=fact.person, event=fact.event)
    before = attendance.threads.get(name)
    unsettled = any(part.status == "asked" for part in fact.parts)
    if fact.decision <= (before.decision if before else 0) or unsettled:
        return NOTHING
    parts = [part.model_copy(update={"entry": None}) for part in fact.parts]  # codes are on one's own page alone
    thread = Thread(decision=fact.decision, parts=parts)
    kept = attendance.but(threads={**attendance.threads, name: thread})
    if known and known.published.status == "cancelled" and (kept.over or thread.live):
        return _told(at, kept, "cancelled", known.published.version, known, kept.parts(kept.live))
    which = f"{fact.registration}/{fact.decision}"
    return _told(at, kept, "decision", fact.decision, known, parts, which)


async def next_page(views: Views, command: TellChange, _at: Circumstances) -> list[Attendance]:
    """The next who have been told anything of any event, unless it is about one."""
    return await views.tagged(Attendance, (ALL,), command.after, PAGE) if command.attendance is None else []


def tell_change(
    at: Circumstances,
    command: TellChange,
    attendance: Attendance | None,
    known: KnownEvent | None,
    page: list[Attendance],
) -> Decision:
    """Tell one that the event has changed, or is called off; or go on to each of a page of them. To who has only
    answered a question to members it is a matter of these.
    """
    if command.attendance is None:
        wanted = [each for each in page if each.event == command.event and _concerned(command, each, known)]
        says: list[Message] = [command.model_copy(update={"attendance": each.attendance}) for each in wanted]
        more = len(page) == PAGE
        goes_on = [command.model_copy(update={"after": page[-1].attendance})] if more else []
        return Decision(says=(*says, *goes_on))
    if attendance is None or attendance.told >= command.number or not _concerned(command, attendance, known):
        return NOTHING
    told = _told(at, attendance, command.occasion, command.number, known, attendance.parts(attendance.live))
    comes = attendance.live or THERE & {*attendance.roles.values()}
    return told if comes or known is None else _of_members(told, known.networks_of(at.body))


def _of_members(told: Decision, networks: list[str]) -> Decision:
    """The same as a matter of the members of these networks."""
    states = [each.but(networks=networks) if isinstance(each, Delivery) else each for each in told.states]
    return told._replace(states=tuple(states))


def _concerned(command: TellChange, attendance: Attendance, known: KnownEvent | None) -> bool:
    """Whether they have anything there that this is about: something asked for or granted; a role. An answer that they
    have given is about no day, but nobody will hear of it when all is called off.
    """
    if attendance.over:
        return False
    if command.occasion == "cancelled":
        return bool(attendance.live or attendance.roles)
    touched = None if command.parts is None else {*command.parts}
    plan = known.published.plan if known else None
    whole = touched is None or (plan is not None and touched >= {*plan.names} - {fund.fund for fund in plan.funds})
    there = {part.part for part in attendance.parts(attendance.live) if part.pence is None}
    return bool(there if touched is None else there & touched) or (whole and bool(THERE & {*attendance.roles.values()}))


def _told(  # noqa: PLR0917 - what it is made of
    at: Circumstances,
    attendance: Attendance,
    occasion: Occasion,
    number: int,
    known: KnownEvent | None,
    parts: list[PartRegistration],
    which: str = "",
) -> Decision:
    """One message, with the entry of the calendar that changed; the others that did follow it. Who was told that all is
    called off hears nothing more of it.
    """
    entries = attendance.entries(at.keyed, known)
    kept = attendance.with_entries(entries)
    if occasion != "decision":
        kept = kept.but(told=max(number, kept.told), over=occasion == "cancelled")
    told = Delivery(
        delivery=identity(at.keyed, kept.person, kept.event, occasion, which or str(number)),
        person=kept.person,
        subject=kept.event,
        occasion=occasion,
        number=number,
        parts=parts,
        entry=entries[0] if entries else None,
        not_before=at.now,
    )
    if attendance.over:
        return Decision(states=(kept, *followed(at, kept, entries, number)))
    return Decision(states=(kept, told, *followed(at, kept, entries[1:], number)))
