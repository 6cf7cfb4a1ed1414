"""The database: one client per process, one database per body and service, durable by default."""

from typing import Any, Final

from bson.errors import BSONError
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import ReadPreference, WriteConcern
from pymongo.errors import BulkWriteError, DocumentTooLarge, DuplicateKeyError, OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern

from kith_chassis.errors import Conflict, Unwritable

WRITE_CONFLICT: Final = 112
TIME_EXPIRED: Final = 50
DUPLICATE_KEY: Final = 11000
FAULTS_OF_A_RECORD: Final = frozenset({2, 9, 52, 55, 57, 121, 10334, 17280, 17419})
"""Codes with which the server refuses a document for what it says: bad value, bad field name, too large, invalid."""


def connect(url: str) -> Any:
    """A client whose writes are journalled by a majority, and whose reads see only such writes."""
    return AsyncIOMotorClient(url, tz_aware=True, uuidRepresentation="standard", serverSelectionTimeoutMS=5000)


def database(client: Any, prefix: str, body: str, service: str) -> Any:
    """The database of one service of one body, `kith_bcs_directory`."""
    return client.get_database(
        f"{prefix}_{body}_{service}",
        write_concern=WriteConcern(w="majority", j=True),
        read_concern=ReadConcern("majority"),
        read_preference=ReadPreference.PRIMARY,
    )


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
