"""Nodes as processes, each with its own port, secret and databases, on one cluster."""

import asyncio
import base64
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol
from uuid import uuid4

import httpx2

from kith_chassis.kafka.cluster import Cluster
from kith_cli.errors import StackError
from kith_cli.keys import office_text
from kith_lab.demo.waits import Say, answered, eventually, silent
from kith_lab.issuer import FOLDER, Issuer
from kith_lab.servers.ports import PLAIN, free_port
from kith_lab.servers.server import opened_log

STOP_WITHIN: Final = 20.0
AT_ONCE: Final = 100


class Process(Protocol):
    """A process that was started, as asyncio has it."""

    pid: int

    @property
    def returncode(self) -> int | None: ...
    def send_signal(self, signal: int, /) -> None: ...
    def kill(self) -> None: ...
    async def wait(self) -> int: ...


async def spawn_process(environment: Mapping[str, str], log: Path) -> Process:
    """`kith node` as a process of its own."""
    with opened_log(log) as output:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "kith_cli.main", "node"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=os.environ | environment,
            start_new_session=True,
        )


class Surroundings(NamedTuple):
    """What all nodes of one federation share."""

    office: Cluster
    """The cluster as its office reaches it; the credentials of all nodes are in the same folder of keys."""
    mongo_url: str
    smtp_url: str
    database_prefix: str
    logs: Path
    record: Callable[[str, int, str], None]
    """Told of each process: name, pid, address."""
    spawn: Callable[[Mapping[str, str], Path], Awaitable[Process]] = spawn_process
    say: Say = silent
    """Told what is waited for."""


class NodeProcess:
    """The node of one body, as a process, and what can be asked of it over HTTP."""

    def __init__(self, body: str, around: Surroundings, **more: str) -> None:
        """`more` are further settings, by the names of their variables; they may be changed before the next start."""
        self.body, self.settings = body, more
        self.url = f"http://127.0.0.1:{free_port()}"
        limits = httpx2.Limits(keepalive_expiry=2)
        self.client = httpx2.AsyncClient(base_url=self.url, timeout=30, limits=limits, verify=PLAIN)
        self._around = around
        self.log = around.logs / f"node-{body}.log"
        self._secret = base64.b64encode(os.urandom(32)).decode()
        self.issuer = Issuer.create(around.logs.parent / FOLDER, body)
        self._tokens: dict[tuple[str, ...], str] = {}
        self._process: Process | None = None
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def start(self) -> None:
        """Start the process; `ready` waits for it."""
        self._process = await self._around.spawn(self.environment, self.log)
        self._around.record(f"node {self.body}", self._process.pid, self.url)

    @property
    def environment(self) -> dict[str, str]:
        """All its settings, by the names of their variables."""
        return {
            "KITH_BODIES": self.body,
            "KITH_SECRET": self._secret,
            "KITH_KAFKA_BOOTSTRAP": self._around.office.bootstrap,
            "KITH_KAFKA_PROTOCOL": self._around.office.protocol,
            "KITH_KEYS": str(self._around.office.keys or self._around.logs.parent / "keys"),
            "KITH_OFFICE_KEY": office_text(self._around.office.keys),
            "KITH_MONGO_URL": self._around.mongo_url,
            "KITH_DATABASE_PREFIX": self._around.database_prefix,
            "KITH_SMTP_URL": self._around.smtp_url,
            "KITH_HTTP_PORT": self.url.rpartition(":")[2],
            "KITH_CONSOLE_PORT": "-1",
            "KITH_WEBHOOK_INSIDE": "127.0.0.0/8",
            "KITH_HTTP_RATE": "1000",
            "KITH_HTTP_REFUSED": "100000",
            **self.issuer.environment,
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }

    async def ready(self) -> None:
        """Wait until the node says so; a node that ends instead shows the end of its log."""
        try:
            await eventually(f"the node of {self.body} is ready", self._is_ready, self._around.say)
        except StackError as error:
            raise StackError(f"{error}\n{_end_of(self.log)}") from None

    async def _is_ready(self) -> bool:
        if not self._alive():
            raise StackError(f"The node of {self.body} ended:")
        try:
            return (await self.client.get("/health/ready")).status_code == httpx2.codes.OK
        except httpx2.HTTPError:
            return False

    async def ended(self) -> int:
        """Wait for its end; the result is its exit code, negative for a signal."""
        assert self._process is not None
        return await self._process.wait()

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

    def bearer(
        self, *roles: str, person: str = "", networks: Iterable[str] = (), scopes: Iterable[str] = ()
    ) -> dict[str, str]:
        """The header that lets in somebody with these roles; the same token each time."""
        wanted = (*roles, person, *networks, *scopes)
        if wanted not in self._tokens:
            made = self.issuer.token(self.body, *roles, person=person or None, networks=networks, scopes=scopes)
            self._tokens[wanted] = made
        return {"authorization": f"Bearer {self._tokens[wanted]}"}

    async def command(
        self, service: str, name: str, data: dict[str, Any], key: str = "", bearer: dict[str, str] | None = None
    ) -> httpx2.Response:
        """Send a command and wait for its outcome, however long the node takes; as whoever may send it, if not told."""
        bearer = bearer or await self._suited(name, data)
        headers = {"idempotency-key": key or str(uuid4()), **bearer}
        url = f"/{service}/v1/{self.body}/commands/{name}"
        async with self._gate:
            answer = await self._answer(lambda: self.client.post(url, json=data, headers=headers))
            ask = answer.headers.get("location", "")
            while answer.status_code == httpx2.codes.ACCEPTED:
                await asyncio.sleep(0.1)
                answer = await self._answer(lambda: self.client.get(ask, headers=bearer))
        return answer

    async def _answer(self, ask: Callable[[], Awaitable[httpx2.Response]]) -> httpx2.Response:
        """Asked again with the same idempotency key, or for the same outcome, if it takes too long."""
        return await answered(f"the node of {self.body} answers", ask, self._alive, self._around.say)

    def _alive(self) -> bool:
        return self._process is None or self._process.returncode is None

    async def read(self, service: str, path: str, bearer: dict[str, str] | None = None) -> Any:
        """What the node answers to a question: a person's own page to the person, all else to the administrator."""
        step, _, rest = path.partition("/")
        suited = self.bearer("member", person=rest.partition("/")[0]) if step == "people" else self.bearer("body-admin")
        if step == "led" and "/" in rest:  # at a door
            suited = await self._officer(f"{self.body}/{rest.partition('/')[0]}")
        url = f"/{service}/v1/{self.body}/{path}"
        async with self._gate:
            answer = await self._answer(lambda: self.client.get(url, headers=bearer or suited))
        return answer.json() if answer.is_success else None

    async def _suited(self, name: str, data: dict[str, Any]) -> dict[str, str]:
        """Who sends such a command in earnest: the person, an officer of the network, a system, the administrator."""
        if name == "enrol-person":
            return self.bearer("system", scopes=["people:write"])
        if name == "admit-to-network":
            return self.bearer("officer", networks=[data["network"]])
        if "person" in data:
            return self.bearer("member", person=data["person"])
        if name == "answer-agreement" and data.get("on_behalf") == "network":
            return await self._officer(data["subject"])
        return self.bearer("body-admin")

    async def _officer(self, event: str) -> dict[str, str]:
        """Of the networks that the agreement on this event names."""
        agreement = await self.read("events", f"agreements/{event}")
        parties = agreement["terms"]["parties"] if agreement else []
        return self.bearer("officer", networks=[name for each in parties for name in each["networks"]])


class Federation:
    """All nodes, by body."""

    def __init__(self, bodies: Iterable[str], around: Surroundings) -> None:
        self.nodes = {body: NodeProcess(body, around) for body in bodies}

    def __getitem__(self, body: str) -> NodeProcess:
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


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])
