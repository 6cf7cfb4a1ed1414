"""CloudEvents 1.0.2 over HTTP: what came in binary, structured or batch mode, as the headers and bytes of a record.

Sources: CloudEvents HTTP protocol binding 1.0.2 (sections 3.1 to 3.3), JSON event format 1.0.2.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from kith_contracts.headers import Unreadable
from kith_contracts.pages.cloud_events import BATCH, MOST, STRUCTURED

PREFIX: Final = "ce-"
CONTENT: Final = ("data", "data_base64")


class Given(NamedTuple):
    """One event as it came: its attributes as a record has them, and its content."""

    headers: list[tuple[str, bytes | None]]
    data: bytes | None


def given_in(kind: str, headers: Iterable[tuple[str, str]], content: bytes) -> list[Given]:
    """The events of a request of this media type, in order. Raises Unreadable for what has not the form of any."""
    if kind not in (STRUCTURED, BATCH):
        return [_binary(headers, content)]
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise Unreadable("not-json", "The request is not JSON.") from None
    events = found if kind == BATCH else [found]
    if not isinstance(events, list) or not 1 <= len(events) <= MOST:
        raise Unreadable("no-envelope", f"A batch is a list of 1 to {MOST} events.")
    return [_structured(each) for each in events]


def _binary(headers: Iterable[tuple[str, str]], content: bytes) -> Given:
    """The attributes are headers, percent-encoded where they are not visible ASCII."""
    told = [(name[len(PREFIX) :], _plain(value)) for name, value in headers if name.startswith(PREFIX)]
    return Given([(f"ce_{name}", value.encode()) for name, value in told], content or None)


def _plain(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return unquote(value)


def _structured(event: Any) -> Given:
    if not isinstance(event, dict):
        raise Unreadable("no-envelope", "An event is a JSON object with id, source, type, specversion and data.")
    if all(name in event for name in CONTENT):
        raise Unreadable("no-envelope", "An event has data or data_base64, and not both.")
    return Given([*_attributes(event)], _data(event))


def _attributes(event: dict[str, Any]) -> Iterator[tuple[str, bytes | None]]:
    for name, value in event.items():
        if name in CONTENT or value is None:
            continue
        if isinstance(value, dict | list | float):
            raise Unreadable("bad-header", "An attribute of an event is a text, a whole number, or true or false.")
        text = json.dumps(value) if isinstance(value, bool | int) else value
        key = "content-type" if name == "datacontenttype" else f"ce_{name}"
        yield key, text.encode("utf-8", "surrogatepass")


def _data(event: dict[str, Any]) -> bytes | None:
    if "data" in event:
        return json.dumps(event["data"], ensure_ascii=False).encode("utf-8", "surrogatepass")
    if (encoded := event.get("data_base64")) is None:
        return None
    try:
        return base64.b64decode(encoded, validate=True)
    except (ValueError, TypeError):
        raise Unreadable("no-data", "data_base64 is not base64.") from None
