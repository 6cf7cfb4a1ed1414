"""What is put aside, sealed, and keeps no other waiting: what nobody could handle, and what is not heard for now."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from bson import decode, encode
from bson.binary import Binary

from kith_chassis.vault import PARKING_KEPT, Vault
from kith_contracts.registry import person_of


def parked(record: Any, reason: str, vault: Vault) -> dict[str, Any]:
    """The document of a parked record. Its content may be personal, so it is sealed: with the key of the person whom
    its header names, if there is one, to be forgotten with that person; else with a key that ends after 30 days.
    """
    named = person_of((name, value) for name, value in record.headers if value is not None)
    owner, sealed = vault.seal_parked(_packed(record), named)
    now = datetime.now(UTC)
    return {
        "_id": f"{record.topic}/{record.partition}/{record.offset}",
        "reason": reason,
        "at": now,
        "until": now + PARKING_KEPT,
        "size": len(record.value or b""),
        "person": owner,
        "record": sealed,
    }


def _packed(record: Any) -> bytes:
    headers = [[name, None if value is None else Binary(value)] for name, value in record.headers]
    return encode({"key": record.key, "value": record.value, "headers": headers, "timestamp": record.timestamp})


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
