"""How a command of the tool reaches the cluster: the same settings as a node's, from options or the environment."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from kith_chassis.addresses import of_kafka
from kith_chassis.kafka.cluster import Cluster, Protocol
from kith_contracts.words import OFFICE


def _addresses(_type: object, value: str) -> None:
    try:
        of_kafka(value)
    except ValueError as error:
        raise ValueError(f"An address of Kafka {error}.") from None


@Parameter(name="*")
@dataclass(frozen=True)
class Reach:
    """Where the cluster is, and who asks."""

    kafka: Annotated[str, Parameter(env_var="KITH_KAFKA_BOOTSTRAP", validator=_addresses)]
    """Address of the cluster, host:port."""
    keys: Annotated[Path | None, Parameter(env_var="KITH_KEYS")] = None
    """The folder with a folder of keys for each principal."""
    protocol: Annotated[Protocol, Parameter(env_var="KITH_KAFKA_PROTOCOL")] = "SASL_PLAINTEXT"
    """SASL_SSL wherever others share the network."""
    ca_file: Annotated[Path | None, Parameter(env_var="KITH_KAFKA_CA_FILE")] = None
    """Who signed the brokers' certificates."""

    def as_principal(self, principal: str = OFFICE) -> Cluster:
        """The cluster for one who asks."""
        return Cluster(self.kafka, principal, self.keys, self.protocol, self.ca_file)
