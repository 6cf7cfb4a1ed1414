"""Connections to the HTTP port: how large a head may be and how long it may take, how many may be open without a whole
request, and how one is answered whose head cannot be read. Whoever sends half of a request for ever closes the port for
nobody else.
"""

import asyncio
import sys
from collections import Counter
from typing import Any, Final, NamedTuple

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from kith_chassis.http.problems import HEADERS, Refused, answer

LONGEST_HEAD: Final = 32_768
"""Bytes of the request line and all headers."""
BAD_HEAD: Final = "The request line or a header cannot be read."
LONG_HEAD: Final = f"The request line and headers may have {LONGEST_HEAD} bytes at most."
TWO_LENGTHS: Final = "A request has one length: Content-Length, or Transfer-Encoding of HTTP/1.1, not both."
FULL: Final = "There are too many connections. Wait a little."
SLOW: Final = "The request line and headers did not come in time."


class Limits(NamedTuple):
    """Of one process."""

    head_seconds: float = 10.0
    """From the connection, or the first byte of a further request, to the end of its head."""
    content_seconds: float = 30.0
    """For what still comes once the answer is sent."""
    half_open: int = 100
    """Connections of one address that have not sent a whole head."""
    most: int = 2000
    """Connections."""


class Strict(h11.Connection):
    """As h11, but a head has a size however it arrives, and a request has one length (RFC 9112, section 6.3)."""

    def next_event(self) -> Any:
        event = super().next_event()
        if isinstance(event, h11.Request):
            _check(event)
        return event


def _check(request: h11.Request) -> None:
    size = len(request.target) + sum(len(name) + len(value) + 4 for name, value in request.headers)
    if size > LONGEST_HEAD:
        raise h11.RemoteProtocolError(LONG_HEAD, error_status_hint=431)
    names = Counter(name for name, _ in request.headers)
    coded = names[b"transfer-encoding"]
    if coded and (names[b"content-length"] or request.http_version < b"1.1"):
        raise h11.RemoteProtocolError(TWO_LENGTHS)


class Connections:
    """All of a process that are not at work on a request, oldest first."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.open: set[Connection] = set()
        self._half: dict[Connection, None] = {}
        self._idle: dict[Connection, None] = {}
        self._by_address: Counter[str] = Counter()

    def admit(self, connection: "Connection") -> bool:
        """Whether it may stay. Where all is full, one that does nothing makes room: first one with half of a head."""
        if len(self.open) >= self.limits.most:
            others = [*self._half, *self._idle][:1]
            for each in others:
                each.transport.abort()
                self.gone(each)
            if not others:
                return False
        self.open.add(connection)
        return self.half(connection)

    def half(self, connection: "Connection") -> bool:
        """It is sending a head; False if its address does so too often."""
        self._idle.pop(connection, None)
        if connection not in self._half:
            self._by_address[connection.address] += 1
            self._half[connection] = None
        return self._by_address[connection.address] <= self.limits.half_open

    def busy(self, connection: "Connection") -> None:
        """Its head is whole."""
        self._idle.pop(connection, None)
        if connection in self._half:
            del self._half[connection]
            self._by_address -= Counter({connection.address: 1})

    def idle(self, connection: "Connection") -> None:
        """It has its answer, and may ask again."""
        self.busy(connection)
        self._idle[connection] = None

    def gone(self, connection: "Connection") -> None:
        """It is closed."""
        self.idle(connection)
        del self._idle[connection]
        self.open.discard(connection)


class Connection(H11Protocol):
    """One, as uvicorn's, within limits."""

    def __init__(self, *arguments: Any, connections: Connections, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.conn = Strict(h11.SERVER, LONGEST_HEAD)
        self._all = connections
        self._timer: asyncio.TimerHandle | None = None
        self.address = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.address = self.client[0] if self.client else ""
        if self._all.admit(self):
            self._set_timer(self._all.limits.head_seconds, self._head_is_late)
        else:
            self._refuse(503, "too-many-connections", FULL)

    def connection_lost(self, exc: Exception | None) -> None:
        self._set_timer(0, None)
        self._all.gone(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self.transport.is_closing():
            super().data_received(data)

    def handle_events(self) -> None:
        super().handle_events()
        if self.transport.is_closing():
            return
        if self.conn.their_state is not h11.IDLE:
            self._begun()
        elif self.conn.trailing_data[0] and self._timer is None:  # the first bytes of a further request
            if self._all.half(self):
                self._set_timer(self._all.limits.head_seconds, self._head_is_late)
            else:
                self._refuse(503, "too-many-connections", FULL)

    def _begun(self) -> None:
        """A request is whole, except its content."""
        if self.cycle is None or not self.cycle.response_complete:
            self._set_timer(0, None)
            self._all.busy(self)

    def on_response_complete(self) -> None:
        self._set_timer(0, None)
        self._all.idle(self)
        super().on_response_complete()
        if self.conn.their_state is h11.SEND_BODY:
            self._set_timer(self._all.limits.content_seconds, self.transport.abort)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - says less than the error that uvicorn is handling
        error = sys.exception()
        status = error.error_status_hint if isinstance(error, h11.RemoteProtocolError) else 400
        if status == 431:  # noqa: PLR2004 - Request Header Fields Too Large
            self._refuse(431, "head-too-large", LONG_HEAD)
        else:
            self._refuse(400, "bad-head", TWO_LENGTHS if str(error) == TWO_LENGTHS else BAD_HEAD)

    def _head_is_late(self) -> None:
        self._refuse(408, "too-slow", SLOW)

    def _refuse(self, status: int, code: str, sentence: str) -> None:
        """Answer without the application, and close."""
        self._set_timer(0, None)
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            told = answer(Refused(status, code, sentence, headers={**HEADERS, "connection": "close"}))
            head = h11.Response(status_code=status, headers=told.raw_headers)
            for event in (head, h11.Data(data=bytes(told.body)), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _set_timer(self, seconds: float, late: Any) -> None:
        """One at a time; without `late`, none."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_later(seconds, late) if late else None
