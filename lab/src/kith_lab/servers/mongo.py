"""A database that speaks MongoDB's protocol, as a child process: SecantusDB, which is never imported here."""

import asyncio
import sys
from pathlib import Path
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import PyMongoError

from kith_cli.errors import StackError
from kith_lab.servers.ports import HOST, kept_ports, listens
from kith_lab.servers.server import Record, Server

_READY_WITHIN = 180.0
_GRACE = 15.0
_PROBE_MS = 1_000
_PAUSE = 0.05
_WEEK = 7 * 24 * 3600

_FLAGS = (
    "--sync-on-commit",
    # A ceiling, taken as data come. With 256M, transactions of some thousand documents wedged it for good: what is not
    # yet committed cannot leave the cache, and every thread waits for the room that only the commit would give.
    "--cache-size=1G",
    "--log-level=WARNING",
    # So that a change stream can be taken up again after a pause of days.
    "--oplog-max-entries=50000000",
    f"--oplog-retention-seconds={_WEEK}",
)


class EmbeddedMongo:
    """A single-node replica set: transactions and change streams work. `logs` and `record` as for Kafka."""

    def __init__(self, folder: Path, *, logs: Path | None = None, record: Record | None = None) -> None:
        self._folder = folder.absolute()
        self._server = Server("mongodb", (logs or self._folder / "logs").absolute() / "mongodb.log", record)
        self._port = 0

    @property
    def url(self) -> str:
        """The connection string, known from the first start on."""
        if not self._port:
            raise StackError("The database has no address before its first start.")
        return f"mongodb://{HOST}:{self._port}/?directConnection=true"

    @property
    def pid(self) -> int | None:
        return self._server.pid

    async def start(self) -> None:
        """Returns when a ping is answered; on a second start the data are those of the first."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._port:
            self._port = kept_ports(self._folder / "ports.json", ["mongodb"])["mongodb"]
        try:
            await self._server.spawn(self._command(), address=self.url, cwd=self._folder, env={})
            await self._server.ready(self._answers, _READY_WITHIN)
        except BaseException:
            await self._server.kill()
            raise

    async def stop(self) -> None:
        stopping = asyncio.create_task(self._server.stop(_GRACE))
        while not stopping.done():
            # It waits 2 s for its accept() to return, which closing the socket does not bring about: a
            # connection does.
            await asyncio.wait([stopping], timeout=_PAUSE)
            await listens(self._port)
        await stopping

    async def kill(self) -> None:
        """Ends it as a power failure would."""
        await self._server.kill()

    async def restart(self) -> None:
        """Kills it and starts it again with the same port and data."""
        await self.kill()
        await self.start()

    def _command(self) -> list[str]:
        # An empty settings file of its own, or it would take one from the user's home or /etc.
        settings = self._folder / "secantusd.toml"
        settings.touch()
        place = ("--host", HOST, "--port", str(self._port), "--storage-path", str(self._folder / "data"))
        return [sys.executable, "-P", "-m", "secantus", "--config", str(settings), *place, *_FLAGS]

    async def _answers(self) -> bool:
        if not await listens(self._port):
            return False
        client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(self.url, serverSelectionTimeoutMS=_PROBE_MS)
        try:
            await client.admin.command("ping")
        except PyMongoError:
            return False  # it listens, but is not ready: the caller asks again
        finally:
            client.close()
        return True
