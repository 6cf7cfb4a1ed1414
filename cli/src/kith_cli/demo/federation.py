"""Seven nodes as seven processes, each with its own port, secret and databases, on one cluster."""

import asyncio
import base64
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any, Final

import httpx2

from kith_cli.demo.cast import BODIES, Body
from kith_cli.embedded.errors import StackError
from kith_cli.embedded.ports import free_port
from kith_cli.embedded.stack import Stack

READY_WITHIN: Final = 90.0
STOP_WITHIN: Final = 20.0
AT_ONCE: Final = 100


class DemoNode:
    """The node of one body, as a process, and what can be asked of it over HTTP."""

    def __init__(self, body: Body, stack: Stack, smtp_url: str, prefix: str) -> None:
        self.body = body
        self.url = f"http://127.0.0.1:{free_port()}"
        self._stack, self._smtp_url, self._prefix = stack, smtp_url, prefix
        self._secret = base64.b64encode(os.urandom(32)).decode()
        self._process: asyncio.subprocess.Process | None = None
        self._gate = asyncio.Semaphore(AT_ONCE)
        self.client = httpx2.AsyncClient(base_url=self.url, timeout=30, limits=httpx2.Limits(keepalive_expiry=2))

    async def start(self) -> None:
        """Start the process; `ready` waits for it."""
        log = self._stack.folder.path / "logs" / f"node-{self.body.slug}.log"
        with log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "kith_cli.main", "node",
                stdin=asyncio.subprocess.DEVNULL, stdout=output, stderr=output,
                env=os.environ | self._environment(), start_new_session=True,
            )  # fmt: skip
        self._stack.record(f"node {self.body.slug}", self._process.pid, self.url)
        self._log = log

    def _environment(self) -> dict[str, str]:
        return {
            "KITH_BODIES": self.body.slug,
            "KITH_SECRET": self._secret,
            "KITH_KAFKA_BOOTSTRAP": self._stack.kafka_bootstrap,
            "KITH_MONGO_URL": self._stack.mongo_url,
            "KITH_DATABASE_PREFIX": self._prefix,
            "KITH_SMTP_URL": self._smtp_url,
            "KITH_HTTP_PORT": self.url.rpartition(":")[2],
            "PYTHONUNBUFFERED": "1",
        }

    async def ready(self) -> None:
        """Wait until the node says so; a node that ends instead shows the end of its log."""
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            if self._process and self._process.returncode is not None:
                raise StackError(f"The node of {self.body.slug} ended:\n{_end_of(self._log)}")
            try:
                if (await self.client.get("/health/ready")).status_code == httpx2.codes.OK:
                    return
            except httpx2.HTTPError:
                await asyncio.sleep(0.1)
            await asyncio.sleep(0.1)
        raise StackError(f"The node of {self.body.slug} did not get ready:\n{_end_of(self._log)}")

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Stop the process and wait for its end."""
        if self._process and self._process.returncode is None:
            self._process.send_signal(number)
            try:
                async with asyncio.timeout(STOP_WITHIN):
                    await self._process.wait()
            except TimeoutError:
                self._process.kill()
                await self._process.wait()

    async def command(self, service: str, name: str, data: dict[str, Any], key: str = "") -> httpx2.Response:
        """Send a command and wait for its outcome, however long the node takes."""
        headers = {"idempotency-key": key} if key else {}
        url = f"/{service}/v1/{self.body.slug}/commands/{name}"
        async with self._gate:
            answer = await self.client.post(url, json=data, headers=headers)
            while answer.status_code == httpx2.codes.ACCEPTED:
                await asyncio.sleep(0.1)
                answer = await self.client.get(answer.json()["ask"])
        return answer

    async def read(self, service: str, path: str) -> Any:
        """What the node answers to a question."""
        async with self._gate:
            answer = await self.client.get(f"/{service}/v1/{self.body.slug}/{path}")
        return answer.json() if answer.is_success else None


class Federation:
    """All nodes, by body."""

    def __init__(self, stack: Stack, smtp_url: str, prefix: str) -> None:
        self.nodes = {body.slug: DemoNode(body, stack, smtp_url, prefix) for body in BODIES}

    def __getitem__(self, body: str) -> DemoNode:
        return self.nodes[body]

    async def start(self) -> None:
        """Start all nodes, and wait until all are ready."""
        await together(node.start() for node in self.nodes.values())
        await together(node.ready() for node in self.nodes.values())

    async def stop(self) -> None:
        await together(node.stop() for node in self.nodes.values())
        await together(node.client.aclose() for node in self.nodes.values())


async def together(steps: Iterable[Awaitable[Any]]) -> list[Any]:
    """Do these at the same time; the results in order."""
    return list(await asyncio.gather(*steps))


async def eventually(what: str, check: Callable[[], Awaitable[bool]], within: float = 30.0) -> None:
    """Wait until it is so; raises StackError that says what never came."""
    deadline = time.monotonic() + within
    while not await check():
        if time.monotonic() > deadline:
            raise StackError(f"After {within:.0f} seconds still not so: {what}.")
        await asyncio.sleep(0.1)


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])
