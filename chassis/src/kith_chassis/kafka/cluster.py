"""How one principal reaches the cluster: where it is, who asks, and what every client is told of that."""

import json
import secrets
import ssl
from contextlib import suppress
from dataclasses import dataclass, replace
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from kith_chassis.kafka.aiokafka_private import set_password
from kith_chassis.keys.keyring import Keyring, KeyringError

if TYPE_CHECKING:
    from faststream.security import SASLScram512

Protocol = Literal["SASL_PLAINTEXT", "SASL_SSL", "PLAINTEXT"]
MECHANISM: Final = "SCRAM-SHA-512"
ITERATIONS: Final = 4096
"""The least that Kafka takes: our passwords are random, so no number of them makes guessing more hopeless."""
FILE: Final = "kafka.json"
"""The name of a principal's file in its keyring."""

FETCH_MS: Final = 1000
"""How long the broker waits for records before it says that there are none: an idle node does little else than ask.
Whatever else is asked on that connection waits too."""


@dataclass(frozen=True)
class Credential:
    """A user of the cluster, as its office made it."""

    user: str
    password: str

    def __repr__(self) -> str:
        return f"Credential({self.user!r})"

    @property
    def kept(self) -> bytes:
        """What its file holds."""
        return json.dumps({"user": self.user, "password": self.password}).encode() + b"\n"


def new_credential(user: str) -> Credential:
    """256 random bits, in letters that mean nothing to Kafka's settings."""
    return Credential(user, secrets.token_urlsafe(32))


@dataclass(frozen=True)
class Cluster:
    """Everything that a client needs to know; but the password stays in its file, which may be renewed meanwhile."""

    bootstrap: str
    """`host:port`, several with commas."""
    principal: str
    """A body, its systems or the office: the name of its folder of keys."""
    keys: Path | None
    """The folder of all folders of keys; needed except with PLAINTEXT."""
    protocol: Protocol = "SASL_PLAINTEXT"
    ca_file: Path | None = None
    """Who signed the brokers' certificates, where that is not one of the system's authorities."""

    def arguments(self) -> dict[str, Any]:
        """The keyword arguments that aiokafka's and kafka-python's clients share; raises KeyringError."""
        found: dict[str, Any] = {"bootstrap_servers": self.bootstrap, "security_protocol": self.protocol}
        if self.protocol == "PLAINTEXT":
            return found
        credential = self.credential()
        return found | {
            "ssl_context": self._tls(),
            "sasl_mechanism": MECHANISM,
            "sasl_plain_username": credential.user,
            "sasl_plain_password": credential.password,
        }

    def security(self) -> "SASLScram512 | None":
        """The same for FastStream; raises KeyringError."""
        if self.protocol == "PLAINTEXT":
            return None
        from faststream.security import SASLScram512  # noqa: PLC0415 - half a second that commands do without

        credential, tls = self.credential(), self._tls()
        return SASLScram512(credential.user, credential.password, ssl_context=tls, use_ssl=tls is not None)

    def credential(self) -> Credential:
        """What its file says now; raises KeyringError."""
        if self.keys is None:
            raise KeyringError(
                f"KITH_KEYS is not set: the folder in which {self.principal}/{FILE} is, which the office gave you."
            )
        keyring = Keyring(self.keys, self.principal)
        try:
            found = json.loads(keyring.read(FILE))
            return Credential(str(found["user"]), str(found["password"]))
        except KeyringError as error:
            raise KeyringError(
                f"KITH_KEYS: {error} It is the credential of {self.principal} for Kafka, which the office gives."
            ) from None
        except (ValueError, KeyError, TypeError):
            path = keyring.folder / FILE
            raise KeyringError(
                f'KITH_KEYS: {path} is not {{"user": ..., "password": ...}}. Ask the office for a new one.'
            ) from None

    @property
    def credential_file(self) -> Path:
        """Where user and password are."""
        return (self.keys or Path()) / self.principal / FILE

    def renew(self, client: Any) -> None:
        """Let a client of aiokafka use what the file says now, from its next connection on.

        A file that cannot be read, because somebody is just writing it, leaves all as it is.
        """
        if self.protocol != "PLAINTEXT":
            with suppress(KeyringError):
                set_password(client, self.credential().password)

    def for_principal(self, principal: str) -> Self:
        """The same cluster as another sees it, whose keys are in the same folder."""
        return replace(self, principal=principal)

    def _tls(self) -> ssl.SSLContext | None:
        """Certificates are checked against their authority and their host name."""
        if self.protocol != "SASL_SSL":
            return None
        try:
            return ssl.create_default_context(cafile=self.ca_file)
        except OSError:
            raise KeyringError(
                f"KITH_KAFKA_CA_FILE: {self.ca_file} is no file with certificates in PEM form, or cannot be read."
            ) from None


def on_loopback(bootstrap: str) -> bool:
    """Whether all these addresses are of this machine."""
    return all(_is_loopback(address.strip().rpartition(":")[0].strip("[]")) for address in bootstrap.split(","))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
