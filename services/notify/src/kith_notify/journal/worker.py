"""Lets go what has been in the journal for long enough."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog

from kith_chassis.errors import PASSING, told
from kith_chassis.service import BodyService
from kith_notify.journal.journal import Entry, day_tag

log = structlog.get_logger()
KEPT: Final = timedelta(days=30)
EACH: Final = 3600.0
"""Seconds between two looks."""


async def tidy(running: BodyService) -> None:
    """Look again and again, until cancelled."""
    while True:
        try:
            await let_go(running.ledger.states, datetime.now(UTC))
        except PASSING as error:
            log.warning("tidying the journal failed, trying again", error=told(error))
        await asyncio.sleep(EACH)


async def let_go(states: Any, now: datetime) -> int:
    """Delete what the broker took more than 30 days before this; the result says how many."""
    old = {"$gte": day_tag(""), "$lt": day_tag((now - KEPT).date().isoformat())}
    entries = {"$gte": f"{Entry.kind}/", "$lt": f"{Entry.kind}/\U0010ffff"}
    deleted = await states.delete_many({"tags": {"$elemMatch": old}, "_id": entries})
    return int(deleted.deleted_count)
