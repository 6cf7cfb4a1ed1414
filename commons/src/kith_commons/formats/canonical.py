"""The hash of a value, the same in every node: over its canonical JSON."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Final

from pydantic import BaseModel

LARGEST: Final = 2**53 - 1
"""The largest integer that JSON carries between languages without loss."""


def digest(value: object) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON (RFC 8785); of models, only what differs from the default."""
    return sha256(canonical(value)).hexdigest()


def canonical(value: object) -> bytes:
    """The canonical JSON (RFC 8785) of a value without fractions.

    For these Python's own encoder writes the same bytes as `rfc8785`, in a fraction of the time; a test compares them.
    """
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    """The value as JSON knows it: models as objects, names in order, times in UTC. What is frequent is asked first."""
    match value:
        case str() | bool() | None:
            pass
        case int():
            if abs(value) > LARGEST:
                raise ValueError("an integer from 2**53 is not read alike everywhere")
        case dict():
            value = {name: _plain(value[name]) for name in sorted(value, key=_in_order)}
        case list() | tuple():
            value = [_plain(one) for one in value]
        case date():
            value = _written(value)
        case BaseModel():
            value = _plain(value.model_dump(exclude_defaults=True))
        case Mapping():
            value = _plain(dict(value))
        case _:
            raise ValueError(f"{type(value).__name__} has no canonical JSON: it is unsupported")
    return value


def _in_order(name: str) -> bytes:
    """Names are sorted as UTF-16 is."""
    return name.encode("utf-16-be")


def _written(day_or_time: date) -> str:
    if not isinstance(day_or_time, datetime):
        return day_or_time.isoformat()
    if day_or_time.utcoffset() is None:
        raise ValueError("a time without an offset is no point in time")
    return day_or_time.astimezone(UTC).isoformat().replace("+00:00", "Z")
