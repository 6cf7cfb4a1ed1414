"""What people do at an event, or have said about it, besides their places: so that they hear when it is called off."""

from kith_chassis.decision import NOTHING, Circumstances, Decision
from kith_contracts.events.answers import AnswerUpdated
from kith_contracts.notify.deliveries import NoteRole, Role
from kith_notify.occasions.asks import tell_author
from kith_notify.occasions.attendance import Attendance, attendance_of
from kith_notify.occasions.events import Delivery
from kith_notify.recipients.recipient import Recipient, silent


def note_role(
    at: Circumstances, command: NoteRole, recipient: Recipient | None, attendance: Attendance | None
) -> Decision:
    """Somebody speaks or helps at an event, or no longer does."""
    kept = _kept(at, command, attendance, recipient, command.began, None if command.ends else command.role)
    return Decision(states=(kept,)) if kept else NOTHING


def note_answer(
    at: Circumstances,
    fact: AnswerUpdated,
    recipient: Recipient | None,
    delivery: Delivery | None,
    attendance: Attendance | None,
) -> Decision:
    """Somebody has answered something about an event; of an entry they hear when it is decided."""
    told = tell_author(at, fact, recipient, delivery)
    counts: Role | None = None if fact.status in ("refused", "declined") else "answered"
    kept = _kept(at, fact, attendance, recipient, at.keyed("answer", fact.answer), counts)
    return Decision(states=(*told.states, kept)) if kept else told


def _kept(  # noqa: PLR0917 - what it is made of
    at: Circumstances,
    about: NoteRole | AnswerUpdated,
    attendance: Attendance | None,
    recipient: Recipient | None,
    began: str,
    role: Role | None,
) -> Attendance | None:
    """The attendance with this role, or without it; None if that is what it was. Who wants to hear nothing has none."""
    own = attendance_of(at.keyed, about.person, about.event)
    kept = attendance or Attendance(attendance=own, person=about.person, event=about.event)
    role = None if silent(recipient) else role
    roles = {key: each for key, each in kept.roles.items() if key != began} | ({began: role} if role else {})
    return None if roles == kept.roles else kept.but(roles=roles)
