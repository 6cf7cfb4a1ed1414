"""The hash of a value, the same in every node: over its canonical JSON."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import rfc8785
from pydantic import BaseModel


def digest(value: object) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON (RFC 8785); of models, only what differs from the default."""
    return sha256(rfc8785.dumps(_plain(value))).hexdigest()


def _plain(value: object) -> Any:
    """The value as JSON knows it: models as objects, times in UTC."""
    match value:
        case BaseModel():
            return _plain(value.model_dump(exclude_defaults=True))
        case Mapping():
            return {key: _plain(of_key) for key, of_key in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case datetime() if value.utcoffset() is None:
            raise ValueError("a time without an offset is no point in time")
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
    return value
