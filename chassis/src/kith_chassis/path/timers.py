"""Fires what has fallen due: time is a message too, so that any number of timers may fire it and it happens once."""

from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from pymongo import DeleteOne

from kith_chassis.bell import LONGEST, Bell
from kith_chassis.decision import Due, Keyed
from kith_chassis.errors import PASSING, told
from kith_chassis.kafka.clock import BrokerClock
from kith_chassis.kafka.sender import Sender
from kith_chassis.keys.vault import Vault
from kith_chassis.path.mark import HEADER
from kith_chassis.path.relay import as_record
from kith_chassis.path.wire import Record, marked, timestamp
from kith_contracts.registry import Envelope

log = structlog.get_logger()
PAUSE: Final = 0.5
AT_ONCE: Final = 100
DUE: Final = "kith-due"
"""The header of a command that a timer sends: not before then, by the broker's time."""


def timer_id(keyed: Keyed, source: str, id: str, due: Due) -> str:
    """The id of a timer and of the command that it sends, made of all that it names: what was decided, and when to send
    what. The same twice is one.
    """
    command = due.command
    return keyed("timer", command.contract.type, command.model_dump_json(), due.at.isoformat(), source, id)


def due_header(at: datetime) -> tuple[str, bytes]:
    return DUE, timestamp(at)


def timer(id: str, at: datetime, fired: Record, person: str | None) -> dict[str, Any]:
    """The document of a timer. The database keeps whole milliseconds, as the broker does: it fires in the next."""
    due = at + timedelta(microseconds=-at.microsecond % 1000)
    return {"_id": id, "due": due, "record": list(fired)} | ({"person": person} if person else {})


def fired_early(record: Any, envelope: Envelope[Any], source: str) -> dict[str, Any] | None:
    """The timer again of a command that it has sent too early, by the broker's time; None for all else."""
    due = next((value for name, value in record.headers if name == DUE), None)
    if due is None or envelope.source != source or (at := _moment(due)) is None or envelope.appended >= at:
        return None
    headers = [(name, value) for name, value in record.headers if value is not None]
    again = Record(record.topic, record.partition, record.key, record.value, headers)
    put_back = timer(envelope.id, at, again, envelope.message.about)
    return put_back | {"put_back": f"{record.partition}/{record.offset}"}


def _moment(text: bytes) -> datetime | None:
    try:
        at = datetime.fromisoformat(text.decode())
    except ValueError:
        return None
    return at if at.tzinfo else None


class Timers:
    """Sends the records of due commands; the claim on their ids makes a second firing harmless. One that is sent too
    early is put back, and its acknowledgement has told what time it is.
    """

    def __init__(self, collection: Any, sender: Sender, vault: Vault, clock: BrokerClock, bell: Bell) -> None:
        self._collection, self._sender, self._vault, self._clock = collection, sender, vault, clock
        self._bell = bell

    async def run(self) -> None:
        """Look when the next is due, or may have been decided; reads only, while nothing is due."""
        while True:
            heard, pause = self._bell.rung, LONGEST
            try:
                pause = await self._fire()
            except PASSING as error:
                log.warning("running timers failed, trying again", error=told(error))
            await self._bell.after(heard, PAUSE, pause)

    async def _fire(self) -> float:
        """Seconds until the next is due, at most those until the next look."""
        now = self._clock.now()
        soon = {"due": {"$lte": now + timedelta(seconds=LONGEST)}}
        found = await self._collection.find(soon).sort("due", 1).to_list(AT_ONCE)
        due = [each for each in found if each["due"] <= now]
        if due:
            await self._sender.send([fired(as_record(each["record"]), now, self._vault) for each in due])
            await self._collection.bulk_write([DeleteOne(_as_it_was(each)) for each in due])
        if len(due) < len(found):
            return float((found[len(due)]["due"] - now).total_seconds())
        return 0.0 if len(due) == AT_ONCE else LONGEST


def _as_it_was(timer: dict[str, Any]) -> dict[str, Any]:
    """It may have been put back meanwhile: then it is another."""
    return {"_id": timer["_id"], "put_back": timer.get("put_back")}


def fired(record: Record, now: datetime, vault: Vault) -> Record:
    """The record as it is sent: with the time at which it is, and the mark of that."""
    changed = {"ce_time": timestamp(now)}
    headers = [(name, changed.get(name, text)) for name, text in record.headers if name != HEADER]
    return marked(record._replace(headers=headers), vault)
