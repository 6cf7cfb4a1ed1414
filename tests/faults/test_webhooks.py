"""A node is killed while it sends to a webhook: after it is back, its server has had each fact."""

import asyncio
import json
import signal
from pathlib import Path
from typing import Final

from support.eventually import eventually
from support.joint import charter
from support.lone import BODY, bare_node
from support.receiver import receiver

NETWORKS: Final = 12
AGREED: Final = b"HTTP/1.1 200 OK\r\nWebHook-Allowed-Origin: *\r\nContent-Length: 0\r\n\r\n"
TAKEN: Final = b"HTTP/1.1 204 No Content\r\n\r\n"


async def test_a_node_that_is_killed_while_it_sends_has_sent_each_fact_in_the_end(tmp_path: Path) -> None:
    stuck, got = asyncio.Event(), set[str]()

    async with bare_node(tmp_path) as node, receiver() as server:

        async def reply(writer: asyncio.StreamWriter) -> None:
            content = server.requests[-1].partition(b"\r\n\r\n")[2]
            if content and stuck.is_set():
                await asyncio.Event().wait()  # this request is never answered
            if content:
                got.add(json.loads(content)["data"]["network"])
            writer.write(TAKEN if content else AGREED)

        server.reply = reply
        await node.start()
        await node.ready()
        wanted = {"webhook": f"{BODY}/crm", "url": f"http://127.0.0.1:{server.port}/"}
        types = ["org.kith.directory.network-published.v1"]
        assert (await node.command("notify", "set-webhook", {**wanted, "types": types})).is_success

        async def active() -> bool:
            found: list[dict[str, str]] = await node.read("notify", "webhooks")
            return found[0]["status"] == "active"

        await eventually(active)
        networks = [f"{BODY}/network-{number}" for number in range(NETWORKS)]
        for number, network in enumerate(networks):
            if number == NETWORKS // 2:
                stuck.set()
            data = {"network": network, "charter": charter()}
            assert (await node.command("directory", "charter-network", data)).is_success
        await eventually(lambda: _so(server.open >= 1 and 0 < len(got) < NETWORKS))
        await node.stop(signal.SIGKILL)
        stuck.clear()
        await node.start()
        await node.ready()
        await eventually(lambda: _so(got == {*networks}))


async def _so(what: bool) -> bool:
    return what
