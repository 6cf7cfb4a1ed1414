"""The properties of the one broker, and of its listeners: who may connect, and as whom."""

import base64
import uuid
from collections.abc import Mapping
from pathlib import Path

from kith_chassis.kafka.cluster import ITERATIONS, MECHANISM, Credential
from kith_contracts.words import OFFICE
from kith_lab.servers.ports import HOST

LISTENERS = ("CLIENT", "INTERNAL", "CONTROLLER")
_BROKER = "broker"
"""The broker and its controller to each other, on listeners where nobody else can log in."""
_PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule"
_SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule"


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
        # Records that say nothing, for replicas of the controller, of which there are none: a third of all idle work.
        "metadata.max.idle.interval.ms": "0",
        "auto.create.topics.enable": "false",
        "group.initial.rebalance.delay.ms": "0",
        "group.min.session.timeout.ms": "1000",
        "connections.max.reauth.ms": "3600000",
        **_ONE_REPLICA,
        **_SMALL,
    }


def locked(ports: Mapping[str, int], password: str) -> dict[str, str]:
    """The listeners and the access control. Clients log in by SCRAM-SHA-512 and have the rights that they were given;
    the broker's own two listeners know one user, by this password.
    """
    addresses = ",".join(f"{name}://{HOST}:{ports[name]}" for name in LISTENERS)
    inside = f'{_PLAIN} required username="{_BROKER}" password="{password}" user_{_BROKER}="{password}";'
    return {
        "listeners": addresses,
        "advertised.listeners": addresses,
        "inter.broker.listener.name": "INTERNAL",
        "controller.listener.names": "CONTROLLER",
        "listener.security.protocol.map": ",".join(f"{name}:SASL_PLAINTEXT" for name in LISTENERS),
        "sasl.mechanism.inter.broker.protocol": "PLAIN",
        "sasl.mechanism.controller.protocol": "PLAIN",
        "listener.name.client.sasl.enabled.mechanisms": MECHANISM,
        "listener.name.client.scram-sha-512.sasl.jaas.config": f"{_SCRAM} required;",
        **{f"listener.name.{name}.sasl.enabled.mechanisms": "PLAIN" for name in ("internal", "controller")},
        **{f"listener.name.{name}.plain.sasl.jaas.config": inside for name in ("internal", "controller")},
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": f"User:{_BROKER};User:{OFFICE}",
        "allow.everyone.if.no.acl.found": "false",
    }


def format_arguments(config: str, office: Credential) -> str:
    """What `kafka-storage` is told, one argument a line: for a file, as everyone may read the list of processes."""
    scram = f"{MECHANISM}=[name={office.user},iterations={ITERATIONS},password={office.password}]"
    lines = ("format", "--standalone", "--cluster-id", _new_cluster_id(), "--config", config, "--add-scram", scram)
    return "\n".join(lines)


def _new_cluster_id() -> str:
    """A base64 UUID, as Kafka wants it; the leading letter keeps it from looking like an option."""
    return "k" + base64.urlsafe_b64encode(uuid.uuid4().bytes).decode()[1:22]


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
