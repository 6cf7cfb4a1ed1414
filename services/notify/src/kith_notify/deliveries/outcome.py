"""What became of a mail: told, later, or never; what was not mailed at once; and what a mail could not bring yet."""

from datetime import datetime, timedelta
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due
from kith_contracts.notify.deliveries import MessageTold, RecordDelivery, SettleDelivery, WakeDelivery
from kith_notify.deliveries.delivery import DUE, Delivery
from kith_notify.deliveries.weekly import Weekly, wait
from kith_notify.occasions.attendance import Attendance, followed
from kith_notify.occasions.events import KnownEvent

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
    if delivery is None or delivery.status != DUE:
        return NOTHING
    attempts = delivery.attempts + 1
    tried = delivery.but(attempts=attempts, why=command.why, version=delivery.version + 1)
    if not command.told and not command.permanent and attempts <= len(PAUSES):
        return _put_off(tried, at.now + PAUSES[attempts - 1])
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


def settle(  # noqa: PLR0917 - what it is made of
    at: Circumstances,
    command: SettleDelivery,
    delivery: Delivery | None,
    attendance: Attendance | None,
    known: KnownEvent | None,
    weekly: Weekly | None,
) -> Decision:
    """Its person wants it later, in their weekly mail, or on their own page alone."""
    if delivery is None or delivery.status != DUE:
        return NOTHING
    if command.how == "weekly":
        return wait(at, command, delivery, weekly, known)
    settled = delivery.but(why=command.why, version=delivery.version + 1)
    if command.how == "later":
        return _put_off(settled, command.at or at.now)
    return Decision(states=(settled.but(status="shown"), *_late(at, settled, attendance, known)))


def wake(_at: Circumstances, _command: WakeDelivery, delivery: Delivery | None) -> Decision:
    """Its time has come; what the person wants is asked again then."""
    if delivery is None or delivery.status != "later":
        return NOTHING
    return Decision(states=(delivery.but(status=DUE),))


def _put_off(delivery: Delivery, until: datetime) -> Decision:
    """Nothing is done about it before."""
    wake = WakeDelivery(person=delivery.person, delivery=delivery.delivery)
    return Decision(states=(delivery.but(status="later", not_before=until),), due=(Due(until, wake),))


def _late(
    at: Circumstances, delivery: Delivery, attendance: Attendance | None, known: KnownEvent | None
) -> tuple[Attendance | Delivery, ...]:
    """The entries of an answer that was decided before the event was known here: it waited for that to be written."""
    if attendance is None or delivery.occasion != "decision" or delivery.entry:
        return ()
    entries = attendance.entries(at.keyed, known)
    following = followed(at, attendance, entries, delivery.number)
    return (attendance.with_entries(entries), *following) if entries else ()
