"""What is put aside, sealed, and keeps no other waiting: what nobody could handle, and what is not heard for now."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, Final

import structlog
from bson import decode, encode
from bson.binary import Binary
from pymongo import ReplaceOne, UpdateOne

from kith_chassis.errors import PASSING, told
from kith_chassis.keys.vault import PARKING_KEPT, Vault
from kith_chassis.path import shelf
from kith_chassis.path.excerpt import Excerpt, size_of
from kith_contracts.headers import person_of

log = structlog.get_logger()
MOST_KEPT: Final = 5_000_000
"""Bytes of one sender that are kept whole. Beyond that an excerpt of each record is."""
MOST_PARKED: Final = 1_000
"""Records of one sender of which anything is kept. Beyond that they are counted."""
LOOK: Final = 3600.0
"""Seconds until one looks again how much is there, for it ends by itself."""
PAUSE: Final = 5.0
"""Seconds between two looks at what is parked now."""
LONGEST_REASON: Final = 500


@dataclass(slots=True)
class Tally:
    """How much of one sender is kept, as far as this process knows."""

    records: int
    size: int
    looked: float


@dataclass(frozen=True, slots=True)
class Parked:
    """How many records are parked for one reason, and since when."""

    count: int
    since: datetime


class Overview:
    """What is parked now, by reason, for those who look after the node. Looked up when something was parked, and
    now and then, for it ends by itself.
    """

    def __init__(self, look: Callable[[], Awaitable[list[dict[str, Any]]]]) -> None:
        self._look = look
        self.parked: dict[str, Parked] = {}
        self.changed = True
        """Whether something was parked since the last look."""

    async def watch(self) -> None:
        """Look until cancelled."""
        looked = 0.0
        while True:
            if self.changed or time.monotonic() - looked > LOOK:
                self.changed, looked = False, time.monotonic()
                try:
                    self.parked = {each["_id"]: Parked(each["count"], each["since"]) for each in await self._look()}
                except PASSING as error:
                    self.changed = True
                    log.warning("cannot count parked records", error=told(error))
            await asyncio.sleep(PAUSE)


class Parking:
    """Makes the documents of parked records, so that no sender can fill the database, and that it can refuse none."""

    def __init__(self, kept_of: Callable[[str], Awaitable[list[int]]], vault: Vault) -> None:
        """`kept_of` tells the sizes of what is kept of a sender."""
        self._kept_of, self._vault = kept_of, vault
        self._tallies: dict[str, Tally] = {}

    async def document(self, record: Any, reason: str, body: str = "") -> dict[str, Any]:
        """That of a record. `body` is its proven sender; of all others it is known where they have put it.

        Its content may be personal, so it is sealed: with the key of the person whom its header names, if there is one,
        to be forgotten with that person; else with a key that ends after 30 days.
        """
        sender = f"{record.topic} {body}".rstrip()
        tally = await self._tally(sender)
        code, now = reason.partition(":")[0][:LONGEST_REASON], datetime.now(UTC)
        entry = {"sender": sender, "code": code, "at": now, "until": now + PARKING_KEPT, "count": 1}
        if tally.records >= MOST_PARKED:
            return {"_id": f"{sender}/{code}", "kept": 0, **entry}
        whole = None if isinstance(record.value, Excerpt) else _packed(record)
        if whole is None or tally.size + len(whole) > MOST_KEPT:
            whole = _excerpt(record)
        await self._vault.ensure_parking()
        owner, sealed = self._vault.seal_parked(whole, person_of(record.headers))
        place = f"{record.topic}/{record.partition}/{record.offset}"
        log.warning("parked a record", code=code, place=place)
        tally.records += 1
        tally.size += len(sealed)
        if tally.records == MOST_PARKED:
            log.error("too many unreadable records of one sender: further ones are counted and not kept", sender=sender)
        return {
            "_id": place,
            "kept": len(sealed),
            "reason": reason[:LONGEST_REASON],
            "size": getattr(record.value, "size", None) or size_of(record),
            "person": owner,
            "record": sealed,
            **entry,
        }

    async def _tally(self, sender: str) -> Tally:
        tally = self._tallies.get(sender)
        if tally is None or time.monotonic() - tally.looked > LOOK:
            sizes = await self._kept_of(sender)
            tally = self._tallies[sender] = Tally(len(sizes), sum(sizes), time.monotonic())
        return tally


def writes(documents: Iterable[dict[str, Any]]) -> list[ReplaceOne[dict[str, Any]] | UpdateOne]:
    """What puts these documents into the database. The same record again takes the place of the earlier: a partition
    that is read anew parks anew. What is only counted is added up.
    """
    kept: list[ReplaceOne[dict[str, Any]] | UpdateOne] = []
    counted: dict[str, dict[str, Any]] = {}
    for each in documents:
        if "record" in each:
            kept.append(ReplaceOne({"_id": each["_id"]}, each, upsert=True))
        elif each["_id"] in counted:
            counted[each["_id"]]["count"] += 1
        else:
            counted[each["_id"]] = dict(each)
    for each in counted.values():
        count, until = each.pop("count"), each.pop("until")
        change = {"$inc": {"count": count}, "$set": {"until": until}, "$setOnInsert": each}
        kept.append(UpdateOne({"_id": each["_id"]}, change, upsert=True))
    return kept


def _packed(record: Any) -> bytes:
    headers = [[name, None if value is None else Binary(value)] for name, value in record.headers]
    return encode({"key": record.key, "value": record.value, "headers": headers, "timestamp": record.timestamp})


def _of_no_person(record: Any) -> list[list[Any]]:
    """The headers by which its sender finds it again, each where it is of its form, and so short."""
    whole = shelf.Content(None, None, tuple(record.headers), is_whole=False)
    return [[name, Binary(text.encode())] for name, text in whole.envelope.items()]


def _excerpt(record: Any) -> bytes:
    value = record.value if isinstance(record.value, Excerpt) else Excerpt.of(record.value or b"", "", "")
    key = None if record.key is None else Excerpt.of(record.key, "", "")
    told = {"beginning": bytes(value), "sha256": value.digest, "size": value.size, "timestamp": record.timestamp}
    return encode({"key": key and bytes(key), "headers": _of_no_person(record), **told})


def held(record: Any, body: str, stream: str, vault: Vault) -> dict[str, Any]:
    """The document of a record that waits until its sender is heard again; `stream` is the partition as we own it."""
    return {
        "_id": f"{record.topic}/{record.partition}/{record.offset}/{record.timestamp}",  # a log can be made anew
        "stream": stream,
        "offset": record.offset,
        "body": body,
        "at": datetime.now(UTC),
        "record": Binary(vault.seal_held(_packed(record))),
    }


def as_held(document: dict[str, Any], vault: Vault) -> Any:
    """The record again, as far as a reader uses one."""
    topic, partition, offset = document["_id"].split("/")[:3]
    packed = decode(vault.open_held(document["record"]))
    packed["headers"] = [(name, value) for name, value in packed["headers"]]
    return SimpleNamespace(topic=topic, partition=int(partition), offset=int(offset), **packed)
