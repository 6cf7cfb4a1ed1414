"""Kafka and a database for tests: those of the environment, else in Docker, else the embedded ones."""

import asyncio
import os
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kith_cli.embedded.ports import free_port
from kith_cli.embedded.stack import KAFKA_VARIABLE, MONGO_VARIABLE, Stack

KAFKA_IMAGE = "apache/kafka:4.3.1"
MONGO_IMAGE = "mongo:8"

_INITIATE = """
try { rs.status() } catch { rs.initiate({_id: "rs0", members: [{_id: 0, host: "localhost:27017"}]}) }
quit(db.hello().isWritablePrimary ? 0 : 1)
"""


@dataclass(frozen=True)
class Servers:
    """Where the servers of a test run are reached."""

    kafka_bootstrap: str
    mongo_url: str


@asynccontextmanager
async def test_stack() -> AsyncIterator[Servers]:
    kafka, mongo = os.environ.get(KAFKA_VARIABLE), os.environ.get(MONGO_VARIABLE)
    async with AsyncExitStack() as running:
        if not (kafka and mongo) and await asyncio.to_thread(docker_answers):
            kafka = kafka or await _kafka_in_docker(running)
            mongo = mongo or await _mongo_in_docker(running)
        if not (kafka and mongo):
            folder = running.enter_context(tempfile.TemporaryDirectory(prefix="kith-test-"))
            stack = await running.enter_async_context(Stack(Path(folder)))
            kafka, mongo = stack.kafka_bootstrap, stack.mongo_url
        yield Servers(kafka, mongo)


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


async def _kafka_in_docker(running: AsyncExitStack) -> str:
    """The advertised address must be known before the start, so the port is chosen here."""
    from testcontainers.core.container import DockerContainer
    from testcontainers.core.wait_strategies import LogMessageWaitStrategy

    container = DockerContainer(KAFKA_IMAGE)
    address = f"{container.get_docker_client().host()}:{(port := free_port())}"
    container.with_bind_ports(9092, port).with_envs(
        KAFKA_NODE_ID="1",
        KAFKA_PROCESS_ROLES="broker,controller",
        KAFKA_LISTENERS="CLIENT://:9092,CONTROLLER://:9093",
        KAFKA_ADVERTISED_LISTENERS=f"CLIENT://{address}",
        KAFKA_LISTENER_SECURITY_PROTOCOL_MAP="CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        KAFKA_INTER_BROKER_LISTENER_NAME="CLIENT",
        KAFKA_CONTROLLER_LISTENER_NAMES="CONTROLLER",
        KAFKA_CONTROLLER_QUORUM_VOTERS="1@localhost:9093",
        KAFKA_AUTO_CREATE_TOPICS_ENABLE="false",
        KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS="0",
        KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS="1000",
        KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR="1",
        KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR="1",
        KAFKA_TRANSACTION_STATE_LOG_MIN_ISR="1",
    ).waiting_for(LogMessageWaitStrategy("Kafka Server started"))
    await _start(running, container)
    return address


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
