"""How much a request may cost: bytes, depth and keys of its content, requests of one principal; what answers add."""

import asyncio
import json
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final, NamedTuple

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kith_chassis.http.problems import HEADERS, Refused
from kith_contracts.bounds import DEEPEST, too_complex
from kith_contracts.pages.cloud_events import BATCH, STRUCTURED

JSON: Final = "application/json"
LARGEST_BODY: Final = 256_000
"""Bytes."""
MOST_READ: Final = 64 * LARGEST_BODY
"""Bytes that are read, and thrown away, so that a client that has sent far too much still hears why it is refused."""
READ_WITHIN: Final = 30.0
"""Seconds."""
MOST_KEYS: Final = 20_000
"""Names in all objects of a request, and items in all lists."""
MOST_PRINCIPALS: Final = 10_000
BURST: Final = 4
"""Seconds' worth of requests that one may send at once."""


async def bounded(request: Request) -> Request:
    """The same request with its content read, if that keeps the limits; raises Refused (400, 408, 413)."""
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > len(str(MOST_READ)) or int(length) > MOST_READ:
        raise _too_large(LARGEST_BODY)
    taken = taken_by(request)
    try:
        async with asyncio.timeout(READ_WITHIN):
            content = await _content(request, taken.largest)
    except TimeoutError:
        raise Refused(408, "too-slow", "The content did not come in time.", headers={"Connection": "close"}) from None
    if content and kind_of(request) not in taken.kinds:
        names = ", ".join(taken.kinds)
        raise Refused(415, "not-json", f"Content is taken as {names} alone.", "content-type", {"Accept": names})
    if taken is not TABLE:
        _check_json(content)

    async def receive() -> Message:
        return {"type": "http.request", "body": content, "more_body": False}

    return Request(request.scope, receive)


def kind_of(request: Request) -> str:
    """The media type of its content."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


class Taken(NamedTuple):
    """What an operation takes."""

    kinds: tuple[str, ...]
    largest: int
    """Bytes."""


ALL: Final = Taken((JSON,), LARGEST_BODY)
EVENTS: Final = Taken((JSON, STRUCTURED, BATCH), LARGEST_BODY)
OF_TABLES: Final = ("-take-in-list", "-find-columns")
"""How operations end that take a table."""
TABLE: Final = Taken(("text/csv",), 4_000_000)


def taken_by(request: Request) -> Taken:
    """What is taken at this address."""
    operation = str(getattr(request.scope.get("route"), "operation_id", ""))
    return EVENTS if operation.endswith("-send") else TABLE if operation.endswith(OF_TABLES) else ALL


def _check_json(content: bytes) -> None:
    """That it is UTF-8, not too complex, and says nothing twice: readers differ in which of the two counts."""
    try:
        content.decode()
    except UnicodeDecodeError:
        raise Refused(400, "not-json", "The request is not JSON in UTF-8.") from None
    if b"\0" in content:
        raise Refused(400, "not-json", "The request is not JSON in UTF-8.")
    if too_complex(content, MOST_KEYS):
        raise Refused(400, "too-complex", f"Content may be {DEEPEST} deep and have {MOST_KEYS} names and items.")
    try:
        json.loads(content, object_pairs_hook=_unique, parse_int=str)  # a number may have too many digits for Python
    except UnicodeDecodeError:
        raise Refused(400, "not-json", "The request is not JSON.") from None
    except json.JSONDecodeError:
        return  # whoever reads it says so


def _unique(pairs: list[tuple[str, Any]]) -> None:
    if len({name for name, _ in pairs}) < len(pairs):
        raise Refused(400, "name-twice", "An object has a name twice. Say each once.")


async def _content(request: Request, largest: int) -> bytes:
    """All of it. What is too much is read to its end and thrown away: a client that still sends hears no answer."""
    content, length = bytearray(), 0
    async for piece in request.stream():
        length += len(piece)
        if length > MOST_READ:
            break
        if length <= largest:
            content += piece
    if length > largest:
        raise _too_large(largest)
    return bytes(content)


def _too_large(largest: int) -> Refused:
    return Refused(413, "too-large", f"A request may have {largest} bytes at most.", headers={"Connection": "close"})


class Rates:
    """A token bucket for each principal: so many requests a second, and for a moment some more."""

    def __init__(self, per_second: float, clock: Callable[[], float] = time.monotonic, *, burst: float = BURST) -> None:
        """`burst`: how many seconds' worth may come at once."""
        self._rate, self._most, self._clock = per_second, max(1.0, per_second * burst), clock
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, who: Hashable) -> int:
        """Count a request; 0 if it may pass, else the seconds to wait."""
        now = self._clock()
        left, at = self._buckets.pop(who, (self._most, now))
        left = min(self._most, left + (now - at) * self._rate)
        passes = left >= 1
        self._buckets[who] = (left - 1 if passes else left, now)
        if len(self._buckets) > MOST_PRINCIPALS:
            self._buckets.popitem(last=False)
        return 0 if passes else math.ceil((1 - left) / self._rate)


class Cautious:
    """ASGI middleware that puts `HEADERS` on every answer that does not say otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def cautiously(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, cautiously if scope["type"] == "http" else send)
