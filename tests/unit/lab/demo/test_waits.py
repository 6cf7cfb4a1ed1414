"""The demo waits for a slow node, says so, and asks again for the same thing; it does not wait for a dead one."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiokafka.errors import KafkaConnectionError

from kith_chassis.kafka.cluster import Cluster
from kith_cli.errors import StackError
from kith_lab.demo import waits
from kith_lab.demo.federation import NodeProcess, Surroundings
from kith_lab.demo.waits import eventually, seldom

DONE = b'{"id": "1", "status": "done", "ask": "/"}'


class SlowNode:
    """Takes requests, and does none but the fourth: 503, silence, 408, then done."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.never = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        self.keys.append(head.partition("idempotency-key: ")[2].partition("\r")[0])
        if len(self.keys) == 2:
            await self.never.wait()
        status = {1: b"503 Away", 3: b"408 Too slow"}.get(len(self.keys), b"200 OK")
        head_of_answer = b"content-type: application/json\r\ncontent-length: %d\r\nconnection: close" % len(DONE)
        writer.write(b"HTTP/1.1 " + status + b"\r\n" + head_of_answer + b"\r\n\r\n" + DONE)
        await writer.drain()
        writer.close()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
async def node(tmp_path: Path, said: list[str]) -> AsyncIterator[NodeProcess]:
    office = Cluster("127.0.0.1:9", "office", tmp_path)
    (tmp_path / "logs").mkdir()
    around = Surroundings(office, "", "", "demo", tmp_path / "logs", lambda *_process: None, say=said.append)
    made = NodeProcess("bcs", around)
    made.client.timeout = 0.3
    yield made
    await made.client.aclose()


async def test_a_slow_answer_is_asked_for_again_with_the_same_key(
    node: NodeProcess, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waits, "SAID_EVERY", 0.1)
    slow = SlowNode()
    server = await asyncio.start_server(slow.serve, "127.0.0.1", int(node.url.rpartition(":")[2]))
    answer = await node.command("directory", "publish-profile", {"body": "bcs", "name": "BCS"})
    assert answer.json()["status"] == "done"
    assert len(slow.keys) == 4
    assert len(set(slow.keys)) == 1
    assert slow.keys[0]
    assert set(said) == {"still waiting: the node of bcs answers"}
    slow.never.set()
    server.close()


async def test_a_node_that_has_ended_is_not_waited_for(node: NodeProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node, "_alive", lambda: False)
    with pytest.raises(StackError, match=r"the node of bcs answers\. The process has ended"):
        await node.read("directory", "networks")


async def test_what_never_comes_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never() -> bool:
        raise KafkaConnectionError

    with pytest.raises(StackError, match="still not so: everything is at rest"):
        await eventually("everything is at rest", never, within=0.0)


def test_the_same_thing_is_said_once_however_many_wait_for_it(said: list[str]) -> None:
    say = seldom(said.append)
    for _ in range(100):
        say("still waiting: the node of bcs answers")
    say("still waiting: the node of iop answers")
    assert len(said) == 2
