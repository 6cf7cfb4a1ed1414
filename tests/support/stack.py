"""Kafka and a database for tests: those of the environment, else in Docker, else the embedded ones."""

import asyncio
import os
import secrets
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kith_chassis.kafka.cluster import FILE, Cluster, new_credential
from kith_chassis.keys.keyring import Keyring
from kith_cli.keys import equip
from kith_contracts.words import OFFICE
from kith_lab.servers import broker_properties
from kith_lab.servers.ports import free_port
from kith_lab.servers.stack import KAFKA_VARIABLE, KEYS_VARIABLE, MONGO_VARIABLE, Stack, office_cluster

KAFKA_IMAGE = "apache/kafka:4.3.1"
MONGO_IMAGE = "mongo:8"

_START = """
printf %s "$PROPERTIES" > /tmp/server.properties
printf %s "$ARGUMENTS" > /tmp/arguments
/opt/kafka/bin/kafka-storage.sh @/tmp/arguments > /dev/null
exec /opt/kafka/bin/kafka-server-start.sh /tmp/server.properties
"""
_INITIATE = """
try { rs.status() } catch { rs.initiate({_id: "rs0", members: [{_id: 0, host: "localhost:27017"}]}) }
quit(db.hello().isWritablePrimary ? 0 : 1)
"""


@dataclass(frozen=True)
class Servers:
    """Where the servers of a test run are reached."""

    office: Cluster
    """The cluster as its office reaches it."""
    mongo_url: str


@asynccontextmanager
async def test_stack() -> AsyncIterator[Servers]:
    bootstrap, mongo = os.environ.get(KAFKA_VARIABLE), os.environ.get(MONGO_VARIABLE)
    async with AsyncExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="kith-test-")))
        keys = Path(os.environ.get(KEYS_VARIABLE) or folder / "keys")
        office = office_cluster(bootstrap, keys) if bootstrap else None
        if not (office and mongo) and await asyncio.to_thread(docker_answers):
            office = office or await _kafka_in_docker(running, keys)
            mongo = mongo or await _mongo_in_docker(running)
        if not (office and mongo):
            stack = await running.enter_async_context(Stack(folder / "stack"))
            office, mongo = stack.office, stack.mongo_url
        equip(office.keys, ())
        yield Servers(office, mongo)


test_stack.__test__ = False  # type: ignore[attr-defined] # pytest would take it for a test


def docker_answers() -> bool:
    """Whether an engine answers a ping within a second."""
    engine = urlsplit(os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock"))
    if engine.scheme == "ssh":
        return True
    by_file = engine.scheme == "unix"
    address: Any = engine.path if by_file else (engine.hostname, engine.port)
    with socket.socket(socket.AF_UNIX if by_file else socket.AF_INET) as probe:
        probe.settimeout(1)
        try:
            probe.connect(address)
            probe.sendall(b"GET /_ping HTTP/1.0\r\n\r\n")
            return b" 200 " in probe.recv(64)
        except OSError:
            return False


async def _kafka_in_docker(running: AsyncExitStack, keys: Path) -> Cluster:
    """Locked as the embedded one is. The advertised address must be known before the start, so the port is chosen here;
    the image's own start cannot make the office's user.
    """
    from testcontainers.core.container import DockerContainer
    from testcontainers.core.wait_strategies import LogMessageWaitStrategy

    container = DockerContainer(KAFKA_IMAGE)
    address = f"{container.get_docker_client().host()}:{(port := free_port())}"
    Keyring(keys, OFFICE).write(FILE, (office := new_credential(OFFICE)).kept)
    inside = "INTERNAL://127.0.0.1:9094,CONTROLLER://127.0.0.1:9093"
    properties = {
        **broker_properties.broker(Path("/tmp/kafka"), 9093),
        **broker_properties.locked(dict.fromkeys(broker_properties.LISTENERS, 0), secrets.token_urlsafe(32)),
        "listeners": f"CLIENT://:9092,{inside}",
        "advertised.listeners": f"CLIENT://{address},{inside}",
    }
    container.with_bind_ports(9092, port).with_envs(
        PROPERTIES=broker_properties.render(properties),
        ARGUMENTS=broker_properties.format_arguments("/tmp/server.properties", office),
    )
    container.with_command(["bash", "-ec", _START]).waiting_for(LogMessageWaitStrategy("Kafka Server started"))
    await _start(running, container)
    return Cluster(address, OFFICE, keys)


async def _mongo_in_docker(running: AsyncExitStack) -> str:
    from testcontainers.core.container import DockerContainer
    from testcontainers.core.wait_strategies import ExecWaitStrategy

    container = DockerContainer(MONGO_IMAGE).with_command("--replSet rs0 --bind_ip_all").with_exposed_ports(27017)
    container.waiting_for(ExecWaitStrategy(["mongosh", "--quiet", "--eval", _INITIATE]))
    await _start(running, container)
    host, port = container.get_container_host_ip(), container.get_exposed_port(27017)
    return f"mongodb://{host}:{port}/?directConnection=true"


async def _start(running: AsyncExitStack, container: Any) -> None:
    running.push_async_callback(asyncio.to_thread, container.stop)
    await asyncio.to_thread(container.start)
