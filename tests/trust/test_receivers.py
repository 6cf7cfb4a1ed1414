"""Receivers of webhooks that mean no good, or are only broken: each has its trouble, in time, and fills no memory."""

import asyncio
import gzip
import socket
import ssl
import tracemalloc
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

import pytest
import trustme
from support.eventually import elapse
from support.receiver import NAME, OK, PUBLIC, Book, Directed, Receiver, Reply, authority, receiver, replying
from support.receiver import server_context as certified

from kith_chassis.http.answer import LARGEST, TROUBLES, Answer
from kith_chassis.http.client import EXCERPT, Outgoing
from kith_chassis.http.destination import Reach

DEADLINE: Final = 0.6
SLACK: Final = 1.0
"""Seconds that a busy machine may take to notice a deadline."""
MEMORY: Final = 3_000_000
"""Bytes, with what the receiver itself needs."""
HEAD: Final = b"HTTP/1.1 200 OK\r\n"
BOMB: Final = gzip.compress(bytes(30_000_000))


class Authority(NamedTuple):
    ca: trustme.CA
    file: Path


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(*authority(tmp_path_factory.mktemp("authority")))


@pytest.fixture(scope="module")
async def context(trusted: Authority) -> ssl.SSLContext:
    """Of a good receiver, which was reached once: so all modules are loaded before memory is measured."""
    good = certified(trusted.ca.issue_cert(NAME))
    async with receiver(OK, good) as running, sending(trusted, running) as outgoing:
        assert (await post(outgoing)).accepted
    return good


@asynccontextmanager
async def sending(trusted: Authority, to: Receiver) -> AsyncIterator[Outgoing]:
    outgoing = Outgoing(Reach(ca_file=trusted.file), Book({NAME: [[PUBLIC]]}), Directed(to.port))
    try:
        yield outgoing
    finally:
        await outgoing.close()


async def post(outgoing: Outgoing, content: bytes = b"{}") -> Answer:
    return await outgoing.send("POST", f"https://{NAME}/hook", {}, content, DEADLINE)


def drop_by_drop(start: bytes, drop: bytes = b"x") -> Reply:
    async def reply(writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            await elapse(0.02, "a receiver is slow")
            writer.write(drop)
            await writer.drain()

    return reply


def without_end(start: bytes, more: bytes) -> Reply:
    async def reply(writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(more)
            await writer.drain()

    return reply


async def reset(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


def chunks(size: int, rest: bytes = b"") -> bytes:
    return b"%x%s\r\n%s\r\n" % (size, rest, b"x" * size)


CHUNKED: Final = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
CASES: Final[dict[str, tuple[Reply, str, int | None]]] = {
    "silent": (drop_by_drop(b"", b""), "too-slow", None),
    "a head by drops": (drop_by_drop(HEAD + b"X-Slow: "), "too-slow", None),
    "headers by drops": (drop_by_drop(HEAD, b"X: y\r\n"), "too-slow", None),
    "interim answers by drops": (drop_by_drop(b"", b"HTTP/1.1 102 Wait\r\n\r\n"), "too-slow", None),
    "a body by drops": (drop_by_drop(HEAD + b"Content-Length: 1000\r\n\r\n"), "too-slow", 200),
    "chunks by drops": (drop_by_drop(CHUNKED, chunks(1)), "too-slow", 200),
    "a body without an end": (drop_by_drop(HEAD + b"\r\n"), "too-slow", 200),
    "no end of a line": (without_end(HEAD + b"X-Long: ", b"x" * 10_000), "too-large", None),
    "no end of the status": (without_end(b"HTTP/1.1 200 ", b"x" * 10_000), "too-large", None),
    "no end of headers": (without_end(HEAD, b"X: y\r\n" * 1_000), "too-large", None),
    "no end of interim answers": (without_end(b"", b"HTTP/1.1 103 Hints\r\nX: y\r\n\r\n" * 500), "too-large", None),
    "a head of 17 kB": (replying(HEAD + b"X: " + b"x" * 17_000 + b"\r\nContent-Length: 0\r\n\r\n"), "too-large", None),
    "no end of the body": (without_end(HEAD + b"\r\n", b"x" * 10_000), "too-large", 200),
    "a gigabyte": (without_end(HEAD + b"Content-Length: 1000000000\r\n\r\n", b"x" * 10_000), "too-large", 200),
    "no end of chunks": (without_end(CHUNKED, chunks(5_000)), "too-large", 200),
    "no end of a chunk's frame": (without_end(CHUNKED + b"1;", b"x" * 10_000), "too-large", 200),
    "small chunks in large frames": (without_end(CHUNKED, chunks(1, b";" + b"x" * 1_000)), "too-large", 200),
    "no end of trailers": (without_end(CHUNKED + b"0\r\n", b"X: y\r\n" * 1_000), "too-large", 200),
    "one byte too many": (replying(HEAD + b"Content-Length: 65537\r\n\r\n" + b"x" * 65_537), "too-large", 200),
    "a compressed bomb": (
        without_end(HEAD + b"Content-Encoding: gzip\r\n\r\n", BOMB),
        "too-large",
        200,
    ),
    "a redirect with a large body": (
        without_end(b"HTTP/1.1 302 F\r\nLocation: /\r\n\r\n", b"x" * 9_000),
        "redirect",
        302,
    ),
    "no answer": (replying(b"", closing=True), "broken", None),
    "a reset": (reset, "broken", None),
    "half a head": (replying(HEAD + b"X-Half", closing=True), "broken", None),
    "half a body": (replying(HEAD + b"Content-Length: 10\r\n\r\nhalf", closing=True), "broken", 200),
    "half of the chunks": (replying(CHUNKED + chunks(3), closing=True), "broken", 200),
    "HTTP/0.9": (replying(b"<html>Hello</html>\n", closing=True), "broken", None),
    "HTTP/2": (replying(b"\0\0\x12\x04\0\0\0\0\0" + bytes(18) + b"\r\n\r\n"), "broken", None),
    "another protocol": (replying(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), "broken", None),
    "mail": (replying(b"220 mail.example ESMTP\r\n\r\n"), "broken", None),
    "garbage": (replying(bytes(range(256)) * 4 + b"\r\n\r\n"), "broken", None),
    "a status of words": (replying(b"HTTP/1.1 fine\r\n\r\n"), "broken", None),
    "a header without a colon": (replying(HEAD + b"no colon\r\n\r\n"), "broken", None),
    "a header with a zero": (replying(HEAD + b"X: a\0b\r\n\r\n"), "broken", None),
    "two lengths": (replying(HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"), "broken", None),
    "a length below zero": (replying(HEAD + b"Content-Length: -1\r\n\r\n"), "broken", None),
    "a length of words": (replying(HEAD + b"Content-Length: many\r\n\r\n"), "broken", None),
    "a chunk of no size": (replying(CHUNKED + b"zz\r\nx\r\n"), "broken", 200),
    "an unknown transfer coding": (replying(HEAD + b"Transfer-Encoding: gzip\r\n\r\n"), "broken", None),
    "another protocol from now on": (
        replying(b"HTTP/1.1 101 Switch\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"),
        "broken",
        None,
    ),
}


@pytest.mark.parametrize("case", CASES)
async def test_what_is_wrong_with_an_answer_is_told_in_time(
    case: str, trusted: Authority, context: ssl.SSLContext
) -> None:
    reply, trouble, status = CASES[case]
    async with receiver(reply, context) as running, sending(trusted, running) as outgoing:
        tracemalloc.start()
        answer = await post(outgoing)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert (answer.trouble, answer.status, answer.accepted) == (trouble, status, False)
    assert answer.trouble in TROUBLES
    assert answer.seconds < DEADLINE + SLACK
    assert len(answer.excerpt) <= EXCERPT
    assert peak < MEMORY
    assert running.connections == 1


@pytest.mark.parametrize("status", [200, 204, 299, 400, 404, 410, 429, 500, 503, 599, 999])
async def test_any_other_status_is_an_answer_and_only_2xx_is_a_yes(
    status: int, trusted: Authority, context: ssl.SSLContext
) -> None:
    body = b"" if status == 204 else b"so"
    reply = replying(f"HTTP/1.1 {status} So\r\nRetry-After: 7\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    async with receiver(reply, context) as running, sending(trusted, running) as outgoing:
        answer = await post(outgoing)
    assert (answer.trouble, answer.status, answer.accepted) == ("", status, 200 <= status < 300)
    assert (answer.headers["retry-after"], answer.excerpt) == ("7", body)


async def test_an_answer_of_http_1_0_is_one(trusted: Authority, context: ssl.SSLContext) -> None:
    reply = replying(b"HTTP/1.0 202 Accepted\r\n\r\nso", closing=True)
    async with receiver(reply, context) as running, sending(trusted, running) as outgoing:
        answer = await post(outgoing)
    assert (answer.accepted, answer.status, answer.excerpt) == (True, 202, b"so")


async def test_a_small_bomb_stays_compressed(trusted: Authority, context: ssl.SSLContext) -> None:
    bomb = BOMB[:40_000]
    reply = replying(HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb) + bomb)
    async with receiver(reply, context) as running, sending(trusted, running) as outgoing:
        tracemalloc.start()
        answer = await post(outgoing)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert (answer.trouble, answer.status, answer.excerpt) == ("", 200, b"")
    assert peak < MEMORY


async def test_the_largest_answer_is_read_and_its_beginning_kept(trusted: Authority, context: ssl.SSLContext) -> None:
    for start in (HEAD + b"Content-Length: %d\r\n\r\n" % LARGEST, HEAD + b"Connection: close\r\n\r\n"):
        reply = replying(start + b"y" * LARGEST, closing=b"close" in start)
        async with receiver(reply, context) as running, sending(trusted, running) as outgoing:
            answer = await post(outgoing)
        assert (answer.trouble, answer.status, answer.excerpt) == ("", 200, b"y" * EXCERPT)


def of_another(_: trustme.CA) -> trustme.LeafCert:
    return trustme.CA().issue_cert(NAME)


DAY: Final = timedelta(days=1)
CERTIFICATES: Final[dict[str, Callable[[trustme.CA], trustme.LeafCert]]] = {
    "another name": lambda ca: ca.issue_cert("other.example"),
    "a name below it": lambda ca: ca.issue_cert(f"www.{NAME}"),
    "its address only": lambda ca: ca.issue_cert(PUBLIC, "127.0.0.1"),
    "a wildcard of too much": lambda ca: ca.issue_cert("*.example.org"),
    "the name as common name only": lambda ca: ca.issue_cert("other.example", common_name=NAME),
    "expired": lambda ca: ca.issue_cert(NAME, not_after=datetime.now(UTC) - DAY),
    "not yet valid": lambda ca: ca.issue_cert(NAME, not_before=datetime.now(UTC) + DAY),
    "of an authority that nobody trusts": of_another,
}


@pytest.mark.parametrize("kind", CERTIFICATES)
async def test_who_lies_about_a_certificate_is_sent_nothing(kind: str, trusted: Authority) -> None:
    async with receiver(OK, certified(CERTIFICATES[kind](trusted.ca))) as running:
        async with sending(trusted, running) as outgoing:
            answer = await post(outgoing)
        assert (answer.trouble, answer.status, running.requests) == ("certificate", None, [])


async def test_who_speaks_no_tls_is_broken(trusted: Authority) -> None:
    async def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        await reader.read()
        writer.close()

    server = await asyncio.start_server(begin, "127.0.0.1", 0)
    running = Receiver(OK)
    running.port = server.sockets[0].getsockname()[1]
    async with server, sending(trusted, running) as outgoing:
        answer = await post(outgoing)
    assert (answer.trouble, answer.status) == ("broken", None)


async def test_who_asks_for_a_certificate_of_ours_is_broken(trusted: Authority) -> None:
    asking = certified(trusted.ca.issue_cert(NAME))
    asking.verify_mode = ssl.CERT_REQUIRED
    trusted.ca.configure_trust(asking)
    async with receiver(OK, asking) as running, sending(trusted, running) as outgoing:
        answer = await post(outgoing)
    assert (answer.trouble, answer.status, running.requests) == ("broken", None, [])


async def test_who_accepts_a_connection_and_says_nothing_is_too_slow_and_is_left(trusted: Authority) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.setblocking(False)
        running = Receiver(OK)
        running.port = silent.getsockname()[1]
        async with sending(trusted, running) as outgoing:
            answer = await post(outgoing)
            assert (answer.trouble, answer.status) == ("too-slow", None)
            assert answer.seconds < DEADLINE + SLACK
            loop = asyncio.get_running_loop()
            connection, _ = await loop.sock_accept(silent)
            with connection:
                async with asyncio.timeout(10):
                    while await loop.sock_recv(connection, 1_000):
                        pass


async def test_who_reads_nothing_of_a_large_request_is_too_slow(trusted: Authority, context: ssl.SSLContext) -> None:
    async def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.pause_reading()  # type: ignore[attr-defined] # transports of sockets have it
        writers.append(writer)

    writers = list[asyncio.StreamWriter]()
    server = await asyncio.start_server(begin, "127.0.0.1", 0, ssl=context)
    running = Receiver(OK)
    running.port = server.sockets[0].getsockname()[1]
    async with sending(trusted, running) as outgoing:
        answer = await post(outgoing, bytes(30_000_000))
    assert (answer.trouble, answer.status) == ("too-slow", None)
    for writer in writers:
        writer.transport.abort()
    server.close()


async def test_nobody_there_and_no_such_name_are_told_apart(trusted: Authority) -> None:
    async def unknown(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    async def slow(host: str, port: int) -> Sequence[str]:
        await asyncio.Event().wait()
        return []

    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    for resolve, trouble in (
        (unknown, "no-such-name"),
        (slow, "no-such-name"),
        (Book({NAME: [[PUBLIC]]}), "no-connection"),
    ):
        outgoing = Outgoing(Reach(ca_file=trusted.file), resolve, Directed(port))
        answer = await post(outgoing)
        await outgoing.close()
        assert (answer.trouble, answer.status) == (trouble, None)


@pytest.mark.parametrize("ending", ["after the answer", "when it is asked again"])
async def test_a_kept_connection_that_has_ended_is_replaced(
    ending: str, trusted: Authority, context: ssl.SSLContext
) -> None:
    async with receiver(OK, context) as running, sending(trusted, running) as outgoing:
        running.reply = replying(HEAD + b"Content-Length: 0\r\n\r\n", closing=ending == "after the answer")
        assert (await post(outgoing)).accepted

        async def once(writer: asyncio.StreamWriter) -> None:
            running.reply = OK
            writer.transport.abort()

        running.reply = once if ending == "when it is asked again" else OK
        assert (await post(outgoing)).accepted
        assert running.connections == 2


async def test_a_connection_that_is_old_is_replaced(trusted: Authority, context: ssl.SSLContext) -> None:
    async with receiver(OK, context) as running, sending(trusted, running) as outgoing:
        assert (await post(outgoing)).accepted
        for line in outgoing._kept.values():
            line._until = 0.0
        for _ in range(2):
            assert (await post(outgoing)).accepted
            assert running.connections == 2


async def test_a_request_that_is_given_up_leaves_no_connection(trusted: Authority, context: ssl.SSLContext) -> None:
    async with receiver(drop_by_drop(HEAD), context) as running, sending(trusted, running) as outgoing:
        request = asyncio.create_task(outgoing.send("POST", f"https://{NAME}/", {}, b"{}", 60.0))
        await running.heard.wait()
        request.cancel()
        with pytest.raises(asyncio.CancelledError):
            await request
        running.reply = OK
        assert (await post(outgoing)).accepted
        assert running.connections == 2
