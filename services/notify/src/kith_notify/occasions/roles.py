"""What people do at an event, or have said about it, besides their places: so that they hear when it is called off."""

from kith_chassis.decision import NOTHING, Circumstances, Decision
from kith_contracts.events.answers import AnswerUpdated
from kith_contracts.notify.occasions import NoteRole, Role
from kith_notify.deliveries.delivery import Delivery
from kith_notify.occasions.asks import tell_author
from kith_notify.occasions.attendance import Attendance, attendance_of


def note_role(at: Circumstances, command: NoteRole, attendance: Attendance | None) -> Decision:
    """Somebody speaks or helps at an event, or no longer does."""
    known = attendance or _new(at, command.person, command.event)
    kept = _kept(known, command.began, None if command.ends else command.role)
    return Decision(states=(kept,)) if kept else NOTHING


def note_answer(
    at: Circumstances,
    fact: AnswerUpdated,
    delivery: Delivery | None,
    attendance: Attendance | None,
) -> Decision:
    """Somebody has answered something about an event; of an entry they hear when it is decided."""
    told = tell_author(at, fact, delivery)
    counts: Role | None = None if fact.status in ("refused", "declined") else "answered"
    known = attendance or _new(at, fact.person, fact.subject)
    kept = _kept(known, at.keyed("answer", fact.answer), counts)
    return Decision(states=(*told.states, kept)) if kept else told


def _new(at: Circumstances, person: str, event: str) -> Attendance:
    return Attendance(attendance=attendance_of(at.keyed, person, event), person=person, event=event)


def _kept(known: Attendance, began: str, role: Role | None) -> Attendance | None:
    """The attendance with this role, or without it; None if that is what it was."""
    roles = {key: each for key, each in known.roles.items() if key != began} | ({began: role} if role else {})
    return None if roles == known.roles else known.but(roles=roles)
