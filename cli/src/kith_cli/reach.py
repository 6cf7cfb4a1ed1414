"""How a command of the tool reaches cluster and database: a node's settings, from options or the environment."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

from cyclopts import Parameter

from kith_chassis.addresses import of_kafka, of_mongo
from kith_chassis.kafka.cluster import Cluster, Protocol
from kith_chassis.mongo import connect
from kith_cli.environment import given
from kith_contracts.words import OFFICE

LOCAL: Final = "mongodb://127.0.0.1:27017"


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


def _database(_type: object, value: str) -> None:
    try:
        of_mongo(value)
    except ValueError as error:
        raise ValueError(f"It {error}.") from None


@Parameter(name="*")
@dataclass(frozen=True)
class Store:
    """Where the databases of a node are."""

    mongo: Annotated[str, Parameter(env_var="KITH_MONGO_URL", validator=_database)] = LOCAL
    """Address of the database of the node; KITH_MONGO_URL_FILE may name a file with it."""
    prefix: Annotated[str, Parameter(env_var="KITH_DATABASE_PREFIX")] = "kith"
    """How the names of its databases begin."""

    def client(self) -> Any:
        """A client of it; raises StackError where the file cannot be read."""
        return connect((given("KITH_MONGO_URL") if self.mongo == LOCAL else None) or self.mongo)
