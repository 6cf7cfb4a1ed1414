"""A connection to one address that was checked: it knows no name to look up again, and reads no more than it may."""

import ssl
import time
from collections.abc import Iterable
from typing import Any, Final

from httpcore2 import AsyncHTTP11Connection, AsyncNetworkStream, Origin, Request, Response

from kith_chassis.http.destination import Destination

KEPT: Final = 30.0
"""Seconds for which a connection is kept for the next request."""
OLDEST: Final = 300.0
"""Seconds after which it is used no more: certificates are checked when a connection begins."""
LONGEST_HEAD: Final = 16_384
"""Bytes of status line and headers, with all interim answers before them."""
FRAMES: Final = 16_384
"""Bytes around the pieces of a body."""


class TooMuch(Exception):
    """The other side sends more than it may."""


class Meter(AsyncNetworkStream):
    """A stream from which so many bytes may be read as it has been allowed; compressed content counts as it comes."""

    def __init__(self, stream: AsyncNetworkStream) -> None:
        self._stream = stream
        self.allowed = 0

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - its base has it
        if self.allowed <= 0:
            raise TooMuch
        read = await self._stream.read(min(max_bytes, self.allowed), timeout)
        self.allowed -= len(read)
        return read

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - the same
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Line:
    """An HTTP connection to a destination, at one of its addresses."""

    def __init__(self, to: Destination, stream: AsyncNetworkStream) -> None:
        self._origin = Origin(to.scheme.encode(), to.host.encode(), to.port)
        self._meter = Meter(stream)
        self._connection = AsyncHTTP11Connection(self._origin, self._meter, keepalive_expiry=KEPT)
        self._until = time.monotonic() + OLDEST

    async def ask(self, request: Request) -> Response:
        """The head of the answer; raises errors of httpcore2, OSError, or TooMuch."""
        self._meter.allowed = LONGEST_HEAD
        return await self._connection.handle_async_request(request)

    async def hear(self, answer: Response, most: int, excerpt: int) -> bytes:
        """The first bytes of the body, after all of it has come; raises the same."""
        self._meter.allowed = most + FRAMES
        size, kept = 0, bytearray()
        async for piece in answer.aiter_stream():
            size += len(piece)
            if size > most:
                raise TooMuch
            kept += piece[: excerpt - len(kept)]
        await answer.aclose()
        return bytes(kept)

    @property
    def is_idle(self) -> bool:
        """Whether it can take another request: the last is answered, and nobody has closed it or said more."""
        fresh = time.monotonic() < self._until and not self._connection.has_expired()
        return fresh and self._connection.is_idle()

    async def close(self) -> None:
        await self._connection.aclose()


async def line_over(stream: AsyncNetworkStream, to: Destination, context: ssl.SSLContext) -> Line:
    """A line over a new connection, with TLS for https: the certificate must be of the destination's name. Raises what
    httpcore2 raises.
    """
    if to.scheme == "https":
        try:
            stream = await stream.start_tls(context, to.host)
        except BaseException:
            await stream.aclose()
            raise
    return Line(to, stream)


def causes(error: BaseException | None) -> Iterable[BaseException]:
    """An error, and what it comes from."""
    while error is not None:
        yield error
        error = error.__cause__
