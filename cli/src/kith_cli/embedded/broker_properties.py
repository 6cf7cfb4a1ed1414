"""The properties of the one broker, and of its listeners, which is where security will differ."""

from collections.abc import Mapping
from pathlib import Path

from kith_cli.embedded.ports import HOST

LISTENERS = ("CLIENT", "INTERNAL", "CONTROLLER")


def render(properties: Mapping[str, str]) -> str:
    """The text of a properties file."""
    return "".join(f"{name}={value}\n" for name, value in properties.items())


def broker(data: Path, controller_port: int) -> dict[str, str]:
    """One broker that is its own controller, small, quick to start, and quick to come back when killed."""
    return {
        "process.roles": "broker,controller",
        "node.id": "1",
        "log.dirs": str(data),
        # Bootstrap servers, never voters: with them the controller's port may change from start to start.
        "controller.quorum.bootstrap.servers": f"{HOST}:{controller_port}",
        "controller.quorum.election.timeout.ms": "100",
        # After a kill a broker waits for its former session to end: 9 s by default.
        "broker.session.timeout.ms": "3000",
        "broker.heartbeat.interval.ms": "500",
        "auto.create.topics.enable": "false",
        "group.initial.rebalance.delay.ms": "0",
        "group.min.session.timeout.ms": "1000",
        "connections.max.reauth.ms": "3600000",
        **_ONE_REPLICA,
        **_SMALL,
    }


def plaintext(ports: Mapping[str, int]) -> dict[str, str]:
    """The listeners without security: who reaches the loopback address may do anything."""
    addresses = ",".join(f"{name}://{HOST}:{ports[name]}" for name in LISTENERS)
    return {
        "listeners": addresses,
        "advertised.listeners": addresses,
        "inter.broker.listener.name": "INTERNAL",
        "controller.listener.names": "CONTROLLER",
        "listener.security.protocol.map": ",".join(f"{name}:PLAINTEXT" for name in LISTENERS),
    }


_ONE_REPLICA = {
    "num.partitions": "1",
    "default.replication.factor": "1",
    "min.insync.replicas": "1",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "4",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "share.coordinator.state.topic.num.partitions": "1",
}

_SMALL = {
    "num.network.threads": "2",
    "num.io.threads": "4",
    "background.threads": "2",
    "log.cleaner.dedupe.buffer.size": "2097152",
    "log.index.size.max.bytes": "1048576",
}
