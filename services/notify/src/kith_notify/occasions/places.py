"""What is told to who has to do with an event: the answer to a wish; and that the event has changed or is called off,
once, to everybody who was told of anything of it.
"""

from typing import Final, NamedTuple

from kith_chassis.decision import NOTHING, Circumstances, Decision, Views
from kith_contracts.events.places import PartRegistration, RegistrationUpdated
from kith_contracts.message import Message
from kith_contracts.notify.deliveries import Occasion, TellChange
from kith_notify.occasions.attendance import ALL, Attendance, Thread, attendance_of, followed, thread_of
from kith_notify.occasions.events import Delivery, KnownEvent, identity
from kith_notify.recipients.openness import to_mail
from kith_notify.recipients.recipient import Recipient, silent

PAGE: Final = 200
THERE: Final = frozenset({"speaks", "helps"})
"""Roles of those who come to the event."""


def tell_decision(
    at: Circumstances,
    fact: RegistrationUpdated,
    recipient: Recipient | None,
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
    if fact.decision <= (before.decision if before else 0) or unsettled or silent(recipient):
        return NOTHING
    parts = [part.model_copy(update={"entry": None}) for part in fact.parts]  # codes are on one's own page alone
    thread = Thread(decision=fact.decision, parts=parts)
    kept = attendance.but(threads={**attendance.threads, name: thread})
    if known and known.published.status == "cancelled" and (kept.over or thread.live):
        return _told(at, kept, "cancelled", known.published.version, known, kept.parts(kept.live))
    which = f"{fact.registration}/{fact.decision}"
    return _told(at, kept, "decision", fact.decision, known, parts, which)


class Page(NamedTuple):
    """The next who have been told anything of any event; or of the one whom it is about, whether they may be mailed
    what only members of the hosting networks are told.
    """

    attending: list[Attendance]
    mailed: bool = False


async def next_page(views: Views, command: TellChange, at: Circumstances) -> Page:
    """A page of all, or what is to be known of the one."""
    if command.attendance is None:
        return Page(await views.tagged(Attendance, (ALL,), command.after, PAGE))
    own, event = Attendance.at(command.attendance), KnownEvent.at(command.event)
    found = await views.many((own, event))
    if own.path not in found or event.path not in found:
        return Page([])
    hosts = found[event.path].published.hosts
    networks = [network for host in hosts if host.body == at.body for network in host.networks]
    people = await views.many((Recipient.at(found[own.path].person),))
    return Page([], mailed=bool(await to_mail(views, people.values(), networks)))


def tell_change(
    at: Circumstances, command: TellChange, attendance: Attendance | None, known: KnownEvent | None, page: Page
) -> Decision:
    """Tell one that the event has changed, or is called off; or go on to each of a page of them. Who has only answered
    a question to members is told on their own page, where a mail would tell who is one.
    """
    if command.attendance is None:
        wanted = [each for each in page.attending if each.event == command.event and _concerned(command, each, known)]
        says: list[Message] = [command.model_copy(update={"attendance": each.attendance}) for each in wanted]
        more = len(page.attending) == PAGE
        goes_on = [command.model_copy(update={"after": page.attending[-1].attendance})] if more else []
        return Decision(says=(*says, *goes_on))
    if attendance is None or attendance.told >= command.number or not _concerned(command, attendance, known):
        return NOTHING
    private = not attendance.live and not THERE & {*attendance.roles.values()}
    told = _told(at, attendance, command.occasion, command.number, known, attendance.parts(attendance.live))
    return _shown(told) if private and not page.mailed else told


def _shown(told: Decision) -> Decision:
    """The same on their own page, without a mail."""
    states = [each.but(status="shown") if isinstance(each, Delivery) else each for each in told.states]
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
