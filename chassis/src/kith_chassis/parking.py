"""What nobody could handle is put aside with the reason, sealed, and keeps no other waiting."""

from datetime import UTC, datetime
from typing import Any

from bson import encode
from bson.binary import Binary

from kith_chassis.vault import Vault


def parked(record: Any, reason: str, vault: Vault) -> dict[str, Any]:
    """The document of a parked record; its content is sealed with the key of the body, for it may be personal."""
    return {
        "_id": f"{record.topic}/{record.partition}/{record.offset}",
        "reason": reason,
        "at": datetime.now(UTC),
        "size": len(record.value or b""),
        "record": Binary(vault.seal_parked(_packed(record))),
    }


def _packed(record: Any) -> bytes:
    headers = [[name, None if value is None else Binary(value)] for name, value in record.headers]
    return encode({"key": record.key, "value": record.value, "headers": headers, "timestamp": record.timestamp})
