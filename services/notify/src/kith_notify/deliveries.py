"""The worker that delivers: takes what is due, under a lease, sends it, and has the flow record what came of it."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog
from pymongo.errors import BulkWriteError

from kith_chassis import crash
from kith_chassis.errors import PASSING
from kith_chassis.service import BodyService
from kith_contracts.notify import RecordDelivery
from kith_notify.channels import smtp
from kith_notify.channels.smtp import Sent
from kith_notify.domain.recipients import Recipient
from kith_notify.domain.telling import DUE, Delivery, KnownEvent
from kith_notify.letters import letter

log = structlog.get_logger()
PAUSE: Final = 0.2
AT_ONCE: Final = 100
LEASE: Final = timedelta(seconds=60)
"""How long one process alone may try a delivery; after a kill another tries again then, with the same Message-ID."""


async def deliver(running: BodyService) -> None:
    """Deliver until cancelled."""
    leases = running.ledger.about.database["leases"]
    await leases.create_index("until", expireAfterSeconds=0)
    while True:
        try:
            delivered = await _deliver_some(running, leases)
        except PASSING as error:
            log.warning("deliveries wait", error=repr(error))
            delivered = 0
        if not delivered:
            await asyncio.sleep(PAUSE)


async def _deliver_some(running: BodyService, leases: Any) -> int:
    due: list[Delivery] = await running.views.tagged(Delivery, (DUE,), "", AT_ONCE * 5)
    now = datetime.now(UTC)
    taken = await _leased(leases, [each for each in due if each.not_before <= now][:AT_ONCE], now)
    if not taken:
        return 0
    refs = tuple(ref for each in taken for ref in (Recipient.at(each.person), KnownEvent.at(each.event)))
    known = await running.views.many(refs)
    ready = [each for each in taken if all(ref.path in known for ref in _needs(each))]
    results = await _send(running, ready, known, now)
    commands = [(_record(each, sent), "") for each, sent in zip(ready, results, strict=True)]
    if commands:
        await running.submit.all(commands, source=running.source)
        crash.point("delivery-recorded")
    return len(commands)


def _needs(delivery: Delivery) -> tuple[Any, ...]:
    return (Recipient.at(delivery.person), KnownEvent.at(delivery.event))


async def _send(
    running: BodyService, deliveries: Sequence[Delivery], known: dict[str, Any], now: datetime
) -> list[Sent]:
    body = running.body
    sender = running.settings.mail_from.format(body=body)
    mails = []
    for each in deliveries:
        recipient, event = (known[ref.path] for ref in _needs(each))
        mails.append(letter(each, recipient, event, body=body, sender=sender, now=now))
    crash.point("before-delivery")
    results = await smtp.send(running.settings.smtp_url, mails)
    crash.point("after-delivery")
    return results


def _record(delivery: Delivery, sent: Sent) -> RecordDelivery:
    return RecordDelivery(person=delivery.person, delivery=delivery.delivery, **sent._asdict())


async def _leased(leases: Any, deliveries: Sequence[Delivery], now: datetime) -> list[Delivery]:
    """Those that no other process is trying: the unique id of the lease decides."""
    if not deliveries:
        return []
    entries = {f"{each.delivery}/{each.attempts}": each for each in deliveries}
    try:
        await leases.insert_many([{"_id": id, "until": now + LEASE} for id in entries], ordered=False)
    except BulkWriteError as error:
        taken = {failure["op"]["_id"] for failure in (error.details or {})["writeErrors"]}
        expired = [id for id in taken if await _take_expired(leases, id, now)]
        return [each for id, each in entries.items() if id not in taken or id in expired]
    return list(deliveries)


async def _take_expired(leases: Any, id: str, now: datetime) -> bool:
    changed = await leases.update_one({"_id": id, "until": {"$lt": now}}, {"$set": {"until": now + LEASE}})
    return bool(changed.matched_count)
