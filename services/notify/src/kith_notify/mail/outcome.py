"""What the mail server said to a mail: told, later, or never; and what a mail could not bring yet follows it."""

from datetime import timedelta
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision
from kith_contracts.notify.deliveries import MessageTold, RecordDelivery
from kith_notify.occasions.attendance import Attendance, followed
from kith_notify.occasions.events import Delivery, KnownEvent

PAUSES: Final = tuple(timedelta(seconds=seconds) for seconds in (2, 15, 60, 300, 1800, 7200, 36_000))
"""How long to wait after each failed attempt; after the last the delivery has failed."""


def record(
    at: Circumstances,
    command: RecordDelivery,
    delivery: Delivery | None,
    attendance: Attendance | None,
    known: KnownEvent | None,
) -> Decision:
    """What the mail server said: told; try again later; or never."""
    if delivery is None or delivery.status != "due":
        return NOTHING
    attempts = delivery.attempts + 1
    tried = delivery.but(attempts=attempts, version=delivery.version + 1)
    if not command.told and not command.permanent and attempts <= len(PAUSES):
        return Decision(states=(tried.but(not_before=at.now + PAUSES[attempts - 1]),))
    done = tried.but(status="told" if command.told else "failed")
    fact = MessageTold(
        person=done.person,
        delivery=done.delivery,
        occasion=f"{done.occasion} {done.number}",
        subject=done.subject,
        status="told" if command.told else "failed",
        attempts=attempts,
        version=done.version,
    )
    return Decision(states=(done, *_late(at, done, attendance, known)), says=(fact,))


def _late(
    at: Circumstances, delivery: Delivery, attendance: Attendance | None, known: KnownEvent | None
) -> tuple[Attendance | Delivery, ...]:
    """The entries of an answer that was decided before the event was known here: it waited for that to be written."""
    if attendance is None or delivery.occasion != "decision" or delivery.entry:
        return ()
    entries = attendance.entries(at.keyed, known)
    following = followed(at, attendance, entries, delivery.number)
    return (attendance.with_entries(entries), *following) if entries else ()
