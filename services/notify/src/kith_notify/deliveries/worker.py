"""The worker that delivers: takes what is due, under a lease, asks how its person wants to be told, mails it, and has
the flow record what came of it.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import structlog

from kith_chassis.bell import LONGEST
from kith_chassis.errors import PASSING, told
from kith_chassis.path import crash
from kith_chassis.service import BodyService
from kith_contracts.message import Message
from kith_contracts.notify.deliveries import RecordDelivery, SettleDelivery, Why
from kith_notify.deliveries.delivery import DUE, Delivery
from kith_notify.deliveries.leases import Leases
from kith_notify.deliveries.verdict import Verdict, around, judge, needs
from kith_notify.mail import smtp
from kith_notify.mail.letter import letter, of_no_day
from kith_notify.mail.smtp import Sent

log = structlog.get_logger()
PAUSE: Final = 0.2
SOON: Final = 2.0
"""Seconds until what is due is tried again: its time has not come, or another process holds it, which may have died."""
AT_ONCE: Final = 100
PAGE: Final = 500


async def deliver(running: BodyService) -> None:
    """Deliver until cancelled. It begins when all is read that was there at the start: a killed node may have told
    people, and said so, and nobody has taken that in yet.
    """
    leases = Leases(running.ledger.about.database["leases"])
    await leases.prepare()
    renewing = asyncio.create_task(leases.renew())
    begun = False
    try:
        while True:
            begun, heard = begun or running.ready, running.bell.rung
            try:
                pause = await _deliver_some(running, leases) if begun else PAUSE
            except PASSING as error:
                log.warning("sending deliveries failed, trying again", error=told(error))
                pause = SOON
            if pause:
                await running.bell.after(heard, PAUSE, pause)
    finally:
        renewing.cancel()


async def _deliver_some(running: BodyService, leases: Leases) -> float:
    """Seconds until the next look, if nothing has happened meanwhile."""
    due: list[Delivery] = await running.views.tagged(Delivery, (DUE,), "", PAGE)
    if len(due) < PAGE:
        leases.forget_all_but(due)
    now = datetime.now(UTC)
    timely = [each for each in due if each.not_before <= now]
    known = await running.views.many(tuple(ref for each in timely for ref in around(each))) if timely else {}
    ready = [each for each in timely if all(ref.path in known for ref in needs(each))]
    taken = await leases.take(ready[:AT_ONCE])
    if not taken:
        return SOON if due else LONGEST
    judged = [(each, judge(each, known, now)) for each in taken]
    commands = [_settled(each, how) for each, how in judged if how.how != "now"]
    to_mail = [(each, how.why) for each, how in judged if how.how == "now"]
    sent = await _send(running, [each for each, _ in to_mail], known, now)
    commands += [_record(each, why, one) for (each, why), one in zip(to_mail, sent, strict=True)]
    await running.submit.possible(commands, source=running.source)
    crash.point("delivery-recorded")
    return 0.0


async def _send(
    running: BodyService, deliveries: Sequence[Delivery], known: dict[str, Any], now: datetime
) -> list[Sent]:
    if not deliveries:
        return []
    house = smtp.house_of(running)
    mails = []
    for each in deliveries:
        recipient, *event = (known[ref.path] for ref in needs(each))
        write = partial(letter, event=event[0]) if event else of_no_day
        mails.append(write(each, recipient, house=house, now=now))
    crash.point("before-delivery")
    results = await smtp.send(running.settings.smtp_url.get_secret_value(), mails)
    crash.point("after-delivery")
    return results


def _record(delivery: Delivery, why: Why, sent: Sent) -> Message:
    return RecordDelivery(
        person=delivery.person, subject=delivery.subject, delivery=delivery.delivery, why=why, **sent._asdict()
    )


def _settled(delivery: Delivery, how: Verdict) -> Message:
    return SettleDelivery(person=delivery.person, subject=delivery.subject, delivery=delivery.delivery, **how._asdict())
