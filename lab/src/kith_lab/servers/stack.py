"""Kafka and a database for one folder: started together, found again, and never left behind."""

import asyncio
import os
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import TypeAdapter, ValidationError
from pymongo.errors import PyMongoError

from kith_chassis.addresses import of_kafka, of_mongo
from kith_chassis.kafka.cluster import Cluster, Protocol
from kith_cli.errors import StackError
from kith_contracts.words import OFFICE
from kith_lab.servers.folder import StackFolder, State, recorded
from kith_lab.servers.kafka import EmbeddedKafka
from kith_lab.servers.mongo import EmbeddedMongo
from kith_lab.servers.processes import end

KAFKA_VARIABLE = "KITH_KAFKA_BOOTSTRAP"
PROTOCOL_VARIABLE = "KITH_KAFKA_PROTOCOL"
CA_VARIABLE = "KITH_KAFKA_CA_FILE"
KEYS_VARIABLE = "KITH_KEYS"
MONGO_VARIABLE = "KITH_MONGO_URL"

_GRACE = 10.0
_ANSWERS_WITHIN = 5
_JOIN_WITHIN = 120.0
_PAUSE = 0.1


class Stack:
    """`async with Stack(folder) as stack:` gives `stack.kafka_bootstrap` and `stack.mongo_url`.

    An address in KITH_KAFKA_BOOTSTRAP or KITH_MONGO_URL is used as it is, and that server is not started; the office's
    credential for that Kafka is then in KITH_KEYS.
    fresh:  remove what an earlier run left in this folder, before the start.
    reuse:  when another process runs the stack of this folder, use that one, whatever `fresh` says, and leave
            it running at the end; without it that is a StackError.
    name:   what the status calls the process that runs the stack.
    say:    told what takes long, in words for a person.
    """

    def __init__(
        self,
        folder: Path,
        *,
        fresh: bool = False,
        reuse: bool = False,
        name: str = "stack",
        say: Callable[[str], None] | None = None,
    ) -> None:
        self.folder = StackFolder(folder)
        self.kafka: EmbeddedKafka | None = None
        self.mongo: EmbeddedMongo | None = None
        self._fresh = fresh
        self._reuse = reuse
        self._name = name
        self._say = say
        self._state: State | None = None
        self._owned = False

    @property
    def owned(self) -> bool:
        """False when another process runs it and this one only uses it."""
        return self._owned

    @property
    def kafka_bootstrap(self) -> str:
        return self._address("kafka")

    @property
    def keys(self) -> Path:
        """The folder of keys: the office's, and those that are made for bodies."""
        elsewhere = os.environ.get(KAFKA_VARIABLE) and os.environ.get(KEYS_VARIABLE)
        return Path(elsewhere or self.folder.path / "keys").absolute()

    @property
    def office(self) -> Cluster:
        """The cluster as the consortium's office reaches it."""
        return office_cluster(self.kafka_bootstrap, self.keys)

    @property
    def mongo_url(self) -> str:
        return self._address("mongodb")

    async def start(self) -> None:
        """Returns when both answer; on any failure nothing is left running."""
        deadline = time.monotonic() + _JOIN_WITHIN
        while not self.folder.claim():
            if self._join():
                return
            if time.monotonic() > deadline:
                raise StackError(f"The stack in {self.folder.path} is being started and does not get ready.")
            await asyncio.sleep(_PAUSE)
        self._owned = True
        try:
            await self._end_recorded(but=())
            if self._fresh:
                self.folder.wipe()
            self._note(State(recorded(self._name, os.getpid(), "")))
            await self._start_servers()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stops what this process started or recorded; a stack that was only reused goes on."""
        if not self._owned:
            return
        servers = [server for server in (self.kafka, self.mongo) if server]
        try:
            await self._end_recorded(but=[server.pid for server in servers])
            await _all([server.stop() for server in servers])
            self.folder.forget()
        finally:
            self._owned = False
            self.folder.release()

    def record(self, name: str, pid: int, address: str) -> None:
        """Notes a further process, so that `kith status` shows it and the end of the stack ends it.

        A name stands for one process: the newer one replaces the older.
        """
        state = self._running()
        if not self._owned:
            raise StackError(f"The stack in {self.folder.path} belongs to process {state.owner.process.pid}.")
        others = tuple(one for one in state.processes if one.name != name)
        self._note(replace(state, processes=(*others, recorded(name, pid, address))))

    def forget(self, name: str) -> None:
        """Notes that this process is to be gone, so that nobody is told of trouble."""
        state = self._running()
        self._note(replace(state, processes=tuple(one for one in state.processes if one.name != name)))

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _start_servers(self) -> None:
        path, logs = self.folder.path, self.folder.path / "logs"
        starts: list[Coroutine[Any, Any, None]] = []
        if not (bootstrap := os.environ.get(KAFKA_VARIABLE)):
            self.kafka = EmbeddedKafka(path / "kafka", keys=self.keys, logs=logs, record=self.record, say=self._say)
            starts.append(self.kafka.start())
        if not (url := os.environ.get(MONGO_VARIABLE)):
            self.mongo = EmbeddedMongo(path / "mongodb", logs=logs, record=self.record)
            starts.append(self.mongo.start())
        await _all(starts)
        addresses = {
            "kafka": self.kafka.address if self.kafka else bootstrap or "",
            "mongodb": self.mongo.url if self.mongo else url or "",
        }
        self._note(replace(self._running(), addresses=addresses, ready=True))

    async def _end_recorded(self, but: Sequence[int | None]) -> None:
        """Ends what is noted and lives; before a start that is what a killed run left."""
        if state := self.folder.read():
            noted = (one.process for one in state.processes)
            await end([process for process in noted if process.pid not in but], _GRACE)

    def _join(self) -> bool:
        """Uses the stack that another process runs in this folder; False while that one is still starting."""
        state = self.folder.read()
        running = state if state and state.owner.alive else None
        if not self._reuse:
            who = f"Process {running.owner.process.pid}" if running else "Another process"
            raise StackError(f"{who} already runs the stack in {self.folder.path}. To end it: kith stop")
        if running and running.ready:
            self._state = running
            return True
        return False

    def _address(self, name: str) -> str:
        return self._running().addresses[name]

    def _running(self) -> State:
        if not self._state:
            raise StackError(f"The stack in {self.folder.path} is not started.")
        return self._state

    def _note(self, state: State) -> None:
        self._state = state
        self.folder.write(state)


def office_cluster(bootstrap: str, keys: Path) -> Cluster:
    """The cluster as the consortium's office reaches it; the embedded one, unless the environment says otherwise."""
    elsewhere = os.environ if os.environ.get(KAFKA_VARIABLE) else {}
    try:
        protocol = TypeAdapter(Protocol).validate_python(elsewhere.get(PROTOCOL_VARIABLE, "SASL_PLAINTEXT"))
    except ValidationError as error:
        raise StackError(f"{PROTOCOL_VARIABLE}: {error.errors()[0]['msg']}.") from None
    authority = elsewhere.get(CA_VARIABLE)
    return Cluster(bootstrap, OFFICE, keys, protocol, Path(authority) if authority else None)


async def demand_others() -> None:
    """Servers of somebody else's, which the environment names, must answer; StackError, which says where to look."""
    try:
        if bootstrap := os.environ.get(KAFKA_VARIABLE):
            office_cluster(bootstrap, Path())
            variable = KAFKA_VARIABLE
            address = of_kafka(bootstrap).partition(",")[0].strip()
            host, _, port = address.rpartition(":")
            _, writer = await asyncio.wait_for(asyncio.open_connection(host.strip("[]"), int(port)), _ANSWERS_WITHIN)
            writer.close()
        if url := os.environ.get(MONGO_VARIABLE):
            variable = MONGO_VARIABLE
            client: Any = AsyncIOMotorClient(of_mongo(url), serverSelectionTimeoutMS=1000 * _ANSWERS_WITHIN)
            await client.admin.command("ping")
            client.close()
    except ValueError as error:
        raise StackError(f"{variable}: {error}. Unset it, and a server is started here.") from None
    except (OSError, TimeoutError, PyMongoError) as error:
        raise StackError(
            f"{variable}: nothing answers there as it should ({type(error).__name__}). "
            "Unset it, and a server is started here."
        ) from None


async def _all(steps: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Runs them together and lets every one end before the first failure is raised."""
    for result in await asyncio.gather(*steps, return_exceptions=True):
        if isinstance(result, BaseException):
            raise result
