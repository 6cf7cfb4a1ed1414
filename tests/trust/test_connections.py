"""The HTTP port under connections that mean no good: half of a head, heads without end, requests of two lengths."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest
import uvicorn
from support.eventually import eventually
from support.evidence import record

from kith_chassis.http.api import application
from kith_chassis.http.connections import LONGEST_HEAD, Connection, Connections, Limits
from kith_lab.servers.ports import free_port

LIVE = b"GET /health/live HTTP/1.1\r\nHost: node\r\n\r\n"
HALF = b"GET /health/live HTTP/1.1\r\nHost: node\r\nX-Slow: "
Port = Callable[[Limits], Any]


class Client:
    """A connection that says what it is told to."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def say(self, content: bytes) -> None:
        self._writer.write(content)
        await self._writer.drain()

    async def hear(self) -> tuple[int, dict[str, str], dict[str, Any]]:
        """The next answer: status, headers, content."""
        async with asyncio.timeout(10):
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.split("\r\n")[:-2]
            headers = dict(line.lower().split(": ", 1) for line in lines)
            content = await self._reader.readexactly(int(headers["content-length"]))
        return int(first.split()[1]), headers, json.loads(content)

    async def ended(self) -> bool:
        async with asyncio.timeout(10):
            try:
                return not await self._reader.read()
            except ConnectionResetError:
                return True

    def close(self) -> None:
        self._writer.close()


@asynccontextmanager
async def node(**limits: Any) -> AsyncIterator[Callable[[], Any]]:
    """The port of a node that serves nobody, with these limits; the result opens a connection to it."""
    port, clients = free_port(), list[Client]()
    connection: Any = partial(Connection, connections=Connections(Limits(**limits)))
    config = uvicorn.Config(application([], {}, "test"), port=port, http=connection, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve())

    async def connect() -> Client:
        clients.append(Client(*await asyncio.open_connection("127.0.0.1", port)))
        return clients[-1]

    try:
        await eventually(_started(server))
        yield connect
    finally:
        for each in clients:
            each.close()
        server.should_exit = True
        await serving


def _started(server: uvicorn.Server) -> Callable[[], Any]:
    async def started() -> bool:
        return server.started

    return started


async def _lives(connect: Callable[[], Any]) -> bool:
    client = await connect()
    await client.say(LIVE)
    return bool((await client.hear())[0] == 200)


async def test_half_requests_of_one_address_leave_room_for_all_others() -> None:
    async with node(half_open=50, most=1000) as connect:
        slow = [await connect() for _ in range(300)]
        for each in slow[:50]:
            await each.say(HALF)
        status, headers, problem = await slow[200].hear()
        assert (status, problem["code"]) == (503, "too-many-connections")
        assert headers["content-type"] == "application/problem+json"
        assert await slow[200].ended()
        for each in slow[:10]:
            each.close()

        async def lives() -> bool:
            return await _lives(connect)

        await eventually(lives)
        record("connections", tried=len(slow), shut_out=0)


async def test_where_all_is_full_half_requests_make_room_first_and_who_is_at_work_stays() -> None:
    async with node(half_open=10_000, most=40) as connect:
        idle = await connect()
        await idle.say(LIVE)
        assert (await idle.hear())[0] == 200
        slow = [await connect() for _ in range(300)]
        assert await _lives(connect)
        assert await slow[0].ended(), "the oldest of them made room"
        await idle.say(LIVE)
        assert (await idle.hear())[0] == 200, "a connection without half of a request was left alone"


async def test_a_head_has_ten_seconds_however_often_a_byte_comes() -> None:
    async with node(head_seconds=0.5) as connect:
        client, silent, again = await connect(), await connect(), await connect()
        await client.say(HALF)
        await again.say(LIVE)
        assert (await again.hear())[0] == 200
        await again.say(HALF)
        for _ in range(4):
            await client.say(b"x")
        for each in (client, silent, again):
            status, headers, problem = await each.hear()
            assert (status, problem["code"], headers["connection"]) == (408, "too-slow", "close")
            assert await each.ended()


async def test_content_that_drips_after_the_answer_ends_the_connection() -> None:
    async with node(content_seconds=0.5) as connect:
        client = await connect()
        await client.say(b"GET /health/live HTTP/1.1\r\nHost: node\r\nContent-Length: 100000\r\n\r\nx")
        assert (await client.hear())[0] == 200
        await client.say(b"x")
        assert await client.ended()


@pytest.mark.parametrize(
    ("head", "refused"),
    [
        (b"GET / HTTP/1.1\r\nHost: node\r\nX-Long: " + b"x" * 100_000 + b"\r\n\r\n", (431, "head-too-large")),
        (b"GET /?" + b"x" * LONGEST_HEAD + b" HTTP/1.1\r\nHost: node\r\n\r\n", (431, "head-too-large")),
        (LIVE + LIVE[:-2] + b"X-Long: " + b"x" * LONGEST_HEAD + b"\r\n\r\n", (431, "head-too-large")),
        (b"GET / HTTP/1.1\r\nX-Long: " + b"x" * 200_000, (431, "head-too-large")),
        (b"GET / HTTP/1.1\r\nHost: node\r\nno colon\r\n\r\n", (400, "bad-head")),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", (400, "bad-head")),
        (b"GET / HTTP/1.1\r\n\r\n", (400, "bad-head")),
        (
            b"POST / HTTP/1.1\r\nHost: node\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            (400, "bad-head"),
        ),
        (b"POST / HTTP/1.1\r\nHost: node\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd", (400, "bad-head")),
        (b"POST / HTTP/1.0\r\nHost: node\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", (400, "bad-head")),
    ],
    ids=[
        "100 kB",
        "a long line",
        "a second request",
        "no end",
        "no colon",
        "TLS",
        "no host",
        "two",
        "twice",
        "HTTP/1.0",
    ],
)
async def test_a_head_that_is_wrong_is_refused_with_a_problem_document(head: bytes, refused: tuple[int, str]) -> None:
    async with node() as connect:
        client = await connect()
        await client.say(head)
        status, headers, problem = await client.hear()
        if head.startswith(LIVE):
            assert status == 200
            status, headers, problem = await client.hear()
        assert (status, problem["code"]) == refused
        assert headers["content-type"] == "application/problem+json"
        assert headers["x-content-type-options"] == "nosniff"
        assert await client.ended()
        assert await _lives(connect)


async def test_a_head_of_just_under_32_kb_passes() -> None:
    async with node() as connect:
        client = await connect()
        await client.say(LIVE[:-2] + b"X-Long: " + b"x" * (LONGEST_HEAD - 200) + b"\r\n\r\n")
        assert (await client.hear())[0] == 200
