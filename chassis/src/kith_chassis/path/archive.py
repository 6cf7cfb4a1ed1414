"""The letters that were sent, as long as their receiver could still miss them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pymongo import IndexModel, ReplaceOne, WriteConcern

from kith_contracts.topics import DAY_MS

KEPT: Final = timedelta(milliseconds=30 * DAY_MS)
"""As long as a letter stays in an inbox."""
PIECES: Final = 5
SENT: Final = WriteConcern(w=1)
"""No wait for the disk: the outbox is emptied after this, and no server remembers that without remembering this."""


class Archive:
    """A document for each stream of letters and each document of the outbox. Their ids are in order of number."""

    def __init__(self, collection: Any) -> None:
        self._collection = collection

    async def prepare(self) -> None:
        """Make the index by which they end."""
        await self._collection.create_indexes([IndexModel("until", expireAfterSeconds=0)])

    async def keep(self, documents: Iterable[dict[str, Any]]) -> None:
        """Keep the letters of these documents of the outbox; before they are sent, so that what has arrived is here."""
        if kept := [each for document in documents for each in _kept(document)]:
            writes = [ReplaceOne({"_id": each["_id"]}, each, upsert=True) for each in kept]
            await self._collection.with_options(write_concern=SENT).bulk_write(writes, ordered=False)

    async def since(self, stream: str, number: int) -> list[dict[str, Any]]:
        """The next pieces of a stream from this number on, in order."""
        ids = {"$gte": _id(stream, number), "$lt": f"{stream}0"}  # the sign after the slash
        found: list[dict[str, Any]] = await self._collection.find({"_id": ids}).sort("_id", 1).to_list(PIECES)
        return found


def _kept(document: dict[str, Any]) -> Iterable[dict[str, Any]]:
    streams: dict[str, list[Any]] = defaultdict(list)
    for entry in document["messages"]:
        if entry[0].startswith("kith.inbox."):
            streams[dict(map(tuple, entry[4]))["kith-stream"].decode()].append(entry)
    until = datetime.now(UTC) + KEPT
    for stream, letters in streams.items():
        last = number_of(letters[-1])
        yield {"_id": _id(stream, last), "partition": document["stream"], "letters": letters, "until": until}


def number_of(letter: list[Any]) -> int:
    """The number of a letter in its stream."""
    return int(dict(map(tuple, letter[4]))["kith-number"])


def _id(stream: str, number: int) -> str:
    return f"{stream}/{number:015}"
