"""A receiver of webhooks on this machine, over TLS or without, that answers as a test says; and ways to reach it."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

import httpcore2
import trustme

NAME: Final = "receiver.example"
PUBLIC: Final = "93.184.215.14"
"""An address on the internet, to which no test connects."""
Reply = Callable[[asyncio.StreamWriter], Awaitable[None]]


class Receiver:
    """Counts its connections, keeps what it is sent, and replies."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        self.connections = 0
        self.open = 0
        self.requests: list[bytes] = []
        self.heard = asyncio.Event()
        self.port = 0
        self.places: list[str] = []
        self.names: list[str | None] = []
        """As clients said them in TLS (SNI)."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open += 1
        try:
            with suppress(OSError, EOFError):
                while True:
                    self.requests.append(await _request(reader))
                    self.heard.set()
                    await self.reply(writer)
                    await writer.drain()
        finally:
            self.open -= 1
            writer.transport.abort()

    def headers(self, at: int = -1) -> dict[str, str]:
        """Those of a request, in lower case."""
        lines = self.requests[at].split(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
        return {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}


async def _request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    size = next((line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), b":0")
    return head + await reader.readexactly(int(size.split(b":")[1]))


def replying(content: bytes, *, closing: bool = False) -> Reply:
    """Says this to each request."""

    async def reply(writer: asyncio.StreamWriter) -> None:
        writer.write(content)
        if closing:
            await writer.drain()
            writer.close()

    return reply


OK: Final = replying(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nyes\n")


def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@asynccontextmanager
async def receiver(
    reply: Reply = OK, context: ssl.SSLContext | None = None, places: Iterable[str] = ("127.0.0.1",)
) -> AsyncIterator[Receiver]:
    """Runs at one port of those of these addresses that this machine has."""
    running = Receiver(reply)
    if context is not None:
        context.sni_callback = lambda _, name, __: running.names.append(name)
    tasks = set[asyncio.Task[None]]()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.ensure_future(running.serve(reader, writer)))

    servers = list[asyncio.Server]()
    for place in places:
        try:
            servers.append(await asyncio.start_server(begin, place, running.port, ssl=context))
        except OSError:
            continue  # not every machine has all of them
        running.port = servers[0].sockets[0].getsockname()[1]
        running.places.append(place)
    try:
        yield running
    finally:
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for server in servers:
            server.close()


class Directed(httpcore2.AsyncNetworkBackend):
    """A network in which one receiver stands at every address; keeps the addresses that were asked for. Some may be
    away, and a wall may swallow what goes to others.
    """

    def __init__(self, port: int, away: Iterable[str] = (), silent: Iterable[str] = ()) -> None:
        self._port, self._away, self._silent = port, frozenset(away), frozenset(silent)
        self.asked: list[str] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - its base has it
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        self.asked.append(host)
        if host in self._away:
            raise httpcore2.ConnectError
        if host in self._silent:
            await asyncio.Event().wait()
        return await httpcore2.AnyIOBackend().connect_tcp("127.0.0.1", self._port)


class Book:
    """A name server that a test steers: each look-up of a name takes its next answer, the last one for ever."""

    def __init__(self, names: Mapping[str, Sequence[Sequence[str]]]) -> None:
        self._names = {name: list(answers) for name, answers in names.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """Numbers in all their forms are read as C libraries do."""
        self.asked.append(host)
        answers = self._names.get(host)
        if answers is None:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
            return [str(place[0]) for *_, place in found]
        return answers.pop(0) if len(answers) > 1 else answers[0]


def authority(folder: Path) -> tuple[trustme.CA, Path]:
    """An authority of its own, and the file of its certificate."""
    made, file = trustme.CA(), folder / "authority.pem"
    made.cert_pem.write_to_path(str(file))
    return made, file
