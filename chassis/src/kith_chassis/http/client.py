"""Requests of ours to addresses that others have typed: such an address is trusted by nobody, and nor is the answer."""

import asyncio
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from types import MappingProxyType
from typing import Final, NamedTuple

import httpcore2

from kith_chassis.http.answer import (
    BROKEN,
    CERTIFICATE,
    LARGEST,
    NO_CONNECTION,
    NO_SUCH_NAME,
    REDIRECT,
    REFUSED_ADDRESS,
    TOO_LARGE,
    TOO_SLOW,
    Answer,
)
from kith_chassis.http.destination import Destination, Reach, destination
from kith_chassis.http.line import Line, TooMuch, causes, line_over
from kith_chassis.http.names import Names, Resolve
from kith_contracts.message import Refusal

EXCERPT: Final = 1_024
"""Bytes of the body of an answer that are kept, for people to see."""
MOST_ADDRESSES: Final = 4
"""Addresses of a name that are tried, one after the other."""
MOST_KEPT: Final = 20
"""Connections that are kept for the next request."""

Route = tuple[str, str, int, str]
"""Scheme, name, port and the address that was checked."""
REDIRECTS: Final = range(300, 400)
FAILED: Final = (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.RemoteProtocolError, OSError)
"""What the other side can do to a connection."""


class _Trouble(Exception):
    """The request has failed; the argument is the code."""


class _Head(NamedTuple):
    status: int | None
    headers: Mapping[str, str]


_NO_HEAD: Final = _Head(None, MappingProxyType({}))


@dataclass
class _Attempt:
    to: Destination
    request: httpcore2.Request
    until: float
    """When it has to be over, by the clock of the event loop."""
    wanted: int = 0
    """Bytes of the answer that are kept, where it is read for what it says."""
    late: str = NO_SUCH_NAME
    """The trouble if time runs out now."""
    head: _Head = _NO_HEAD
    """Of the answer, as soon as it is there."""

    def route(self, address: str) -> Route:
        return (self.to.scheme, self.to.host, self.to.port, address)


class Outgoing:
    """Sends requests to whatever address, but never to the inside: see `Reach`."""

    def __init__(
        self,
        reach: Reach,
        resolve: Resolve | None = None,
        network: httpcore2.AsyncNetworkBackend | None = None,
    ) -> None:
        """`resolve` looks up names, `network` connects to addresses; by default both are the system's. Raises OSError
        if the file of certificates cannot be read.
        """
        self._reach = reach
        self._names = Names()
        self._resolve = resolve or self._names
        self._network = network or httpcore2.AnyIOBackend()
        self._context = _context(reach)
        self._kept: dict[Route, Line] = {}

    async def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: bytes = b"",
        seconds: float = 15.0,
        *,
        wanted: int = 0,
    ) -> Answer:
        """Make one attempt. Whatever the other side does is told in the answer, after so many seconds at the latest.
        `wanted`: keep the whole body of the answer, if it has no more bytes than this.
        """
        begun = time.monotonic()
        to = destination(url, self._reach)
        if isinstance(to, Refusal):
            return Answer(None, {}, b"", REFUSED_ADDRESS, 0.0)
        until = asyncio.get_running_loop().time() + seconds
        attempt = _Attempt(to, _request(method, to, headers, content), until, wanted)
        trouble, excerpt = "", b""
        try:
            async with asyncio.timeout_at(until):
                excerpt = await self._send(attempt)
        except TimeoutError:
            trouble = attempt.late
        except _Trouble as error:
            trouble = str(error)
        return Answer(*attempt.head, excerpt, trouble, time.monotonic() - begun)

    async def close(self) -> None:
        """Close what was kept for further requests."""
        while self._kept:
            await self._kept.popitem()[1].close()
        self._names.close()

    async def _send(self, attempt: _Attempt) -> bytes:
        """The first bytes of the answer."""
        addresses = await self._addresses(attempt.to)
        attempt.late = TOO_SLOW
        for address in addresses:
            line = self._kept.pop(attempt.route(address), None)
            if line is None:
                continue
            if not line.is_idle:
                await line.close()
                continue
            try:
                return await self._converse(attempt, address, line)
            except _Trouble as error:
                # It may have been closed just now. What was not answered may come twice: its id is the same.
                if attempt.head.status or str(error) != BROKEN:
                    raise
        return await self._converse(attempt, *await self._connect(attempt, addresses))

    async def _addresses(self, to: Destination) -> list[str]:
        """Where the destination is, looked up once: every address that its name has may be reached."""
        if to.literal is not None:
            return [str(to.literal)]
        try:
            found = [ip_address(each) for each in await self._resolve(to.host, to.port)]
        except (OSError, ValueError):
            raise _Trouble(NO_SUCH_NAME) from None
        if not found:
            raise _Trouble(NO_SUCH_NAME)
        if not all(map(self._reach.admits, found)):
            raise _Trouble(REFUSED_ADDRESS)
        return [str(each) for each in dict.fromkeys(found)][:MOST_ADDRESSES]

    async def _connect(self, attempt: _Attempt, addresses: list[str]) -> tuple[str, Line]:
        """A connection to the first of the addresses where there is one; each has its share of the time."""
        for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            now = asyncio.get_running_loop().time()
            try:
                async with asyncio.timeout_at(now + (attempt.until - now) / left if left > 1 else None):
                    attempt.late = NO_CONNECTION
                    stream = await self._network.connect_tcp(address, attempt.to.port)
                    attempt.late = TOO_SLOW
                    return address, await line_over(stream, attempt.to, self._context)
            except TimeoutError:
                continue
            except FAILED as error:
                kinds = [*causes(error)]
                if any(isinstance(each, ssl.SSLCertVerificationError) for each in kinds):
                    raise _Trouble(CERTIFICATE) from None
                if any(isinstance(each, ssl.SSLError) for each in kinds):
                    raise _Trouble(BROKEN) from None
        raise _Trouble(NO_CONNECTION)

    async def _converse(self, attempt: _Attempt, address: str, line: Line) -> bytes:
        """Ask and hear the answer; afterwards the line is kept, if another request can go over it."""
        try:
            answer = await line.ask(attempt.request)
            attempt.head = _Head(answer.status, _told(answer.headers))
            if answer.status in REDIRECTS:
                raise _Trouble(REDIRECT)
            excerpt = await line.hear(answer, attempt.wanted or LARGEST, attempt.wanted or EXCERPT)
        except TooMuch:
            raise _Trouble(TOO_LARGE) from None
        except FAILED:
            raise _Trouble(BROKEN) from None
        finally:
            await self._put_back(attempt.route(address), line)
        return excerpt if attempt.head.headers.get("content-encoding", "identity") == "identity" else b""

    async def _put_back(self, route: Route, line: Line) -> None:
        """Keep a line that can be used again, and close those that cannot, or are too many."""
        surplus = [] if line.is_idle else [line]
        if line.is_idle:
            surplus += [self._kept.pop(route)] if route in self._kept else []
            self._kept[route] = line
        idle = [each for each, kept in self._kept.items() if kept.is_idle]
        for each in self._kept.keys() - set(idle[-MOST_KEPT:]):
            surplus.append(self._kept.pop(each))
        for closing in surplus:
            await closing.close()


def _context(reach: Reach) -> ssl.SSLContext:
    """Trusts whom the system trusts, and the authorities of the reach."""
    context = httpcore2.default_ssl_context()
    if reach.ca_file:
        context.load_verify_locations(reach.ca_file)
    context.options |= ssl.OP_NO_RENEGOTIATION
    context.set_alpn_protocols(["http/1.1"])
    return context


def _request(method: str, to: Destination, headers: Mapping[str, str], content: bytes) -> httpcore2.Request:
    own = {"host": to.authority, "user-agent": "Kith", "accept": "*/*", "accept-encoding": "identity"}
    length = {"content-length": str(len(content))} if content or method == "POST" else {}
    merged = {**own, **{name.lower(): value for name, value in headers.items()}, **own, **length}
    url = httpcore2.URL(scheme=to.scheme, host=to.host, port=to.port, target=to.target)
    return httpcore2.Request(method, url, headers=[*merged.items()], content=content)


def _told(headers: Sequence[tuple[bytes, bytes]]) -> Mapping[str, str]:
    told: dict[str, str] = {}
    for key, value in headers:
        name, text = key.decode("ascii").lower(), value.decode("latin-1")
        if name != "set-cookie":
            told[name] = f"{told[name]}, {text}" if name in told else text
    return told
