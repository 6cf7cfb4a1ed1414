"""What is put aside, sealed, and keeps no other waiting: what nobody could handle, and what is not heard for now."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from bson import decode, encode
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


def held(record: Any, body: str, stream: str, vault: Vault) -> dict[str, Any]:
    """The document of a record that waits until its sender is heard again; `stream` is the partition as we own it."""
    return {
        "_id": f"{record.topic}/{record.partition}/{record.offset}",
        "stream": stream,
        "offset": record.offset,
        "body": body,
        "at": datetime.now(UTC),
        "record": Binary(vault.seal_parked(_packed(record))),
    }


def as_held(document: dict[str, Any], vault: Vault) -> Any:
    """The record again, as far as a reader uses one."""
    topic, partition, offset = document["_id"].rsplit("/", 2)
    packed = decode(vault.open_parked(document["record"]))
    packed["headers"] = [(name, value) for name, value in packed["headers"]]
    return SimpleNamespace(topic=topic, partition=int(partition), offset=int(offset), **packed)
