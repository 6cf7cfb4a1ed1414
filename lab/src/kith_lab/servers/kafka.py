"""Apache Kafka itself as a child process, from its jars, with one broker in one folder."""

import os
import secrets
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError

from kith_chassis.kafka.cluster import FILE, Cluster, new_credential
from kith_chassis.keys.keyring import Keyring
from kith_cli.errors import ServerEnded, StackError
from kith_contracts.words import OFFICE
from kith_lab.servers import broker_properties
from kith_lab.servers.commands import run
from kith_lab.servers.jars import kafka_jars
from kith_lab.servers.java import FLAGS, Java, find_java
from kith_lab.servers.ports import HOST, kept_ports, listens
from kith_lab.servers.server import Record, Server

_LOG4J = Path(__file__).with_name("log4j2.properties")
_READY_WITHIN = 180.0
_GRACE = 30.0  # the first stop writes the class archive
_TERMINATED = 128 + 15  # how Java ends after SIGTERM
_PROBE_MS = 2_000


class EmbeddedKafka:
    """`start` formats the folder when it is new; the data stay there until the folder is removed.

    `keys` is the folder of keys, by default `folder`/keys: `office/kafka.json` in it is made with the folder and is
    the one user that may do everything. `logs` is the folder for the log, by default `folder`/logs; `record` is told
    each process id, `say` what takes long.
    """

    def __init__(
        self,
        folder: Path,
        *,
        keys: Path | None = None,
        logs: Path | None = None,
        record: Record | None = None,
        say: Callable[[str], None] | None = None,
    ) -> None:
        self._folder = folder.absolute()
        self._data = self._folder / "data"
        self._settings = self._folder / "server.properties"
        self._server = Server("kafka", (logs or self._folder / "logs").absolute() / "kafka.log", record)
        self._say = say
        self._keys = (keys or self._folder / "keys").absolute()
        self._ports: dict[str, int] = {}
        self._java: Java | None = None
        self._jars = Path()

    @property
    def address(self) -> str:
        """host:port for clients, known from the first start on."""
        if not self._ports:
            raise StackError("Kafka has no address before its first start.")
        return f"{HOST}:{self._ports['CLIENT']}"

    @property
    def inside(self) -> tuple[str, ...]:
        """Where the broker and its controller speak to each other."""
        return tuple(f"{HOST}:{self._ports[name]}" for name in ("INTERNAL", "CONTROLLER"))

    @property
    def office(self) -> Cluster:
        """The cluster as its office reaches it."""
        return Cluster(self.address, OFFICE, self._keys)

    @property
    def pid(self) -> int | None:
        return self._server.pid

    async def start(self) -> None:
        """Returns when clients are served; on a second start the data are those of the first."""
        self._java = self._java or await find_java()
        self._jars = await kafka_jars(self._say)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._ports:
            self._ports = kept_ports(self._folder / "ports.json", broker_properties.LISTENERS)
        try:
            await self._launch()
        except ServerEnded:
            if not self._archive.exists():
                raise
            # Java crashes on an archive that is cut short, as a power failure may leave it: once without.
            self._archive.unlink(missing_ok=True)
            await self._launch()

    async def stop(self) -> None:
        """Stops in order, and keeps the class archive if this run makes one, which takes some seconds."""
        if self.pid and self._say and not self._archive.exists():
            self._say("keeping what makes the next start of Kafka faster, once")
        if await self._server.stop(_GRACE) == _TERMINATED and self._new_archive.exists():
            part = self._archive.with_suffix(f".{os.getpid()}.part")
            shutil.move(self._new_archive, part)
            part.replace(self._archive)

    async def kill(self) -> None:
        """Ends it as a power failure would."""
        await self._server.kill()

    async def restart(self) -> None:
        """Kills it and starts it again with the same ports and data."""
        await self.kill()
        await self.start()

    async def _launch(self) -> None:
        await self._format()
        self._new_archive.unlink(missing_ok=True)
        make_archive = [] if self._archive.exists() else [f"-XX:ArchiveClassesAtExit={self._new_archive}"]
        options = ("-Xms96m", "-Xmx256m", *make_archive)
        try:
            await self._server.spawn(
                self._command("kafka.Kafka", str(self._settings), options),
                address=self.address,
                cwd=self._folder,
                env=self._env,
            )
            await self._server.ready(self._answers, _READY_WITHIN)
        except BaseException:
            await self._server.kill()
            raise

    async def _format(self) -> None:
        """Prepares the data folder once; what a format that was interrupted left is thrown away."""
        properties = broker_properties.broker(self._data, self._ports["CONTROLLER"])
        # The broker's own password is new with each start: nobody but itself ever needs it.
        properties |= broker_properties.locked(self._ports, secrets.token_urlsafe(32))
        _write_private(self._settings, broker_properties.render(properties))
        done = self._folder / "formatted"
        if done.exists():
            return
        shutil.rmtree(self._data, ignore_errors=True)
        office = new_credential(OFFICE)
        Keyring(self._keys, OFFICE).write(FILE, office.kept)
        arguments = self._folder / "format.arguments"  # a file, because everyone may read the list of processes
        _write_private(arguments, broker_properties.format_arguments(str(self._settings), office))
        command = self._command("kafka.tools.StorageTool", f"@{arguments}", ["-Xmx128m"])
        try:
            finished = await run(*command, cwd=self._folder, env=self._env)
        finally:
            arguments.unlink()
        if finished.code:  # its output is not shown: it may hold keys
            raise ServerEnded(f"Kafka's folder {self._data} could not be prepared:\n{finished.err.strip()}")
        done.touch()

    def _command(self, main: str, argument: str, options: Sequence[str]) -> list[str]:
        if self._java is None:
            raise StackError("Kafka's Java is looked for at its start.")
        share = [f"-XX:SharedArchiveFile={self._archive}"] if self._archive.exists() else []
        log4j = f"-Dlog4j2.configurationFile={_LOG4J}"
        return [str(self._java.binary), *FLAGS, *share, *options, log4j, main, argument]

    @property
    def _archive(self) -> Path:
        """The parsed classes (AppCDS) next to the jars: with it Kafka starts in half the time."""
        return self._jars / f"classes-{self._java.build if self._java else ''}.jsa"

    @property
    def _new_archive(self) -> Path:
        """Where a run without an archive writes its own when it stops; only a whole one is moved to the jars."""
        return self._folder / "classes.jsa"

    @property
    def _env(self) -> dict[str, str]:
        # Sorted: the archive is good only for the same classes in the same order.
        return {"CLASSPATH": os.pathsep.join(str(jar) for jar in sorted(self._jars.glob("*.jar")))}

    async def _answers(self) -> bool:
        if not await listens(self._ports["CLIENT"]):
            return False
        client = AIOKafkaClient(**self.office.arguments(), request_timeout_ms=_PROBE_MS)
        try:
            await client.bootstrap()
            return bool(client.cluster.brokers())
        except KafkaError:
            return False  # it listens, but is not ready: the caller asks again
        finally:
            await client.close()


def _write_private(file: Path, text: str) -> None:
    file.touch(mode=0o600)
    file.write_text(text)
