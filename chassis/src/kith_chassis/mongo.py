"""The database: one client per process, one database per body and service, durable by default."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

from bson.errors import BSONError
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import ReadPreference, WriteConcern
from pymongo.client_session import TransactionOptions  # type: ignore[attr-defined]
from pymongo.errors import BulkWriteError, DocumentTooLarge, DuplicateKeyError, OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern

from kith_chassis.errors import Conflict, Unwritable

WRITE_CONFLICT: Final = 112
TIME_EXPIRED: Final = 50
DUPLICATE_KEY: Final = 11000
FAULTS_OF_A_RECORD: Final = frozenset({2, 9, 52, 55, 57, 121, 225, 10334, 17280, 17419})
"""Codes with which the server refuses a document for what it says: bad value, bad field name, too large
(225: for a transaction), invalid."""


DURABLE: Final = WriteConcern(w="majority", j=True)
"""Journalled by a majority."""
IDS_AT_ONCE: Final = 100
TRANSACTION: Final = TransactionOptions(ReadConcern("snapshot"), DURABLE, ReadPreference.PRIMARY)
"""Repeated for each transaction, because transactions do not inherit these from the database."""


def connect(url: str) -> Any:
    """A client that waits for a server for at most 5 seconds, and for an answer for at most 30."""
    return AsyncIOMotorClient(
        url,
        tz_aware=True,
        uuidRepresentation="standard",
        serverSelectionTimeoutMS=5000,
        connectTimeoutMS=5000,
        socketTimeoutMS=30_000,
    )


def database(client: Any, prefix: str, body: str, service: str) -> Any:
    """The database of one service of one body, `kith_bcs_directory`: it reads what a majority has."""
    return client.get_database(
        f"{prefix}_{body}_{service}",
        write_concern=DURABLE,
        read_concern=ReadConcern("majority"),
        read_preference=ReadPreference.PRIMARY,
    )


async def by_ids(collection: Any, ids: Iterable[Any], fields: dict[str, int] | None = None) -> list[dict[str, Any]]:
    """The documents with these ids, those that are there, in no order. Asked for in pieces, all at once: a server may
    hold each document that it finds against all ids of its question.
    """
    wanted = list(ids)
    pieces = [wanted[first : first + IDS_AT_ONCE] for first in range(0, len(wanted), IDS_AT_ONCE)]
    found = await asyncio.gather(*[collection.find({"_id": {"$in": piece}}, fields).to_list(None) for piece in pieces])
    return [document for part in found for document in part]


def translated(error: Exception) -> Exception:
    """What an error of the driver means on the path of a message."""
    codes: set[int | None] = {error.code} if isinstance(error, OperationFailure) else set()
    if isinstance(error, BulkWriteError):
        codes = {failure["code"] for failure in (error.details or {}).get("writeErrors", [])} | codes
    if isinstance(error, DuplicateKeyError) or DUPLICATE_KEY in codes:
        return Conflict(str(codes))
    if codes & FAULTS_OF_A_RECORD or isinstance(error, DocumentTooLarge | BSONError):
        return Unwritable(f"the database refuses the record, codes {sorted(code or 0 for code in codes)}")
    return error


DRIVER_ERRORS: Final = (PyMongoError, BSONError)
