"""What a node is told by its environment; every variable starts with `KITH_`."""

import base64
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, TypeAdapter, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from kith_chassis.cluster import Cluster, Protocol, on_loopback
from kith_chassis.connections import Limits
from kith_chassis.issuer import is_safe
from kith_chassis.limits import READ_WITHIN
from kith_contracts.words import BodySlug

SECRET_BYTES = 32


class Settings(BaseSettings):
    """Read once at start. A wrong value ends the process with a line that names the variable."""

    model_config = SettingsConfigDict(env_prefix="KITH_", frozen=True, extra="ignore")

    bodies: Annotated[tuple[BodySlug, ...], NoDecode] = Field(min_length=1)
    """Slugs of the bodies that this node serves, `bcs` or `bcs,ni`."""
    secret: SecretStr | None = None
    """32 bytes in base64 from which the keys of this node's bodies are derived; keep it outside the database."""
    secret_file: Path | None = None
    """A file with that secret, in its place."""
    keys: Path
    """The folder with a folder of keys for each body, see `keyring.py`: outside the database, backed up, and shared by
    all processes of a body."""
    office_key: str = ""
    """The public half of the key with which the consortium's office signs the registry, as JSON; by default it is read
    from `office.json` in the keyring of the first body."""
    office_key_file: Path | None = None
    """A file with that, in its place; several lines for several keys."""
    upkeep_seconds: float = Field(default=300, ge=0.1, le=3600)
    """How often keys are looked after: wrapped anew, destroyed, and old segments moved to compaction."""
    kafka_bootstrap: str = "127.0.0.1:9092"
    kafka_protocol: Protocol = "SASL_PLAINTEXT"
    """SASL_SSL wherever others share the network; SASL_PLAINTEXT on one machine; PLAINTEXT there too, to try things."""
    kafka_ca_file: Path | None = None
    """Who signed the brokers' certificates, where that is not one of the system's authorities."""
    mongo_url: str = "mongodb://127.0.0.1:27017/?directConnection=true"
    database_prefix: str = Field(default="kith", pattern=r"^[a-z][a-z0-9_]{0,20}$")
    smtp_url: str = "smtp://127.0.0.1:1025"
    """`smtp://host:port` or `smtps://user:password@host:port`."""
    mail_from: str = "events@{body}.example"
    """The address that mails come from; `{body}` is the slug of the home body."""
    issuer: str = Field(min_length=1, max_length=2000)
    """Whose tokens are taken: the `iss` claim, exactly. Its keys are found by OpenID discovery, unless in a file."""
    audience: str = Field(min_length=1, max_length=2000)
    """For whom the tokens must be: the `aud` claim."""
    jwks_file: Path | None = None
    """The issuer's public keys as a JWK set, for a node that cannot reach the issuer."""
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)
    http_rate: float = Field(default=50, gt=0, le=100_000)
    """Requests a second that one principal may send for long; four seconds' worth of them at once. The same for one
    address from which things are read that are open to all."""
    http_refused: float = Field(default=60, ge=1, le=1_000_000)
    """Tokens that may be refused in a minute, for one address; after that the answer is 429."""
    http_head_seconds: float = Field(default=10, ge=0.1, le=600)
    """In which the head of a request must come."""
    http_half_open: int = Field(default=100, ge=1, le=100_000)
    """Connections of one address on which only half of a head has come; a proxy is one address."""
    http_connections: int = Field(default=2000, ge=10, le=100_000)
    """Connections at once, at one process."""
    public_url: str = Field(default="", max_length=200, pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*[^\s/?#])?)?$")
    """The address at which everyone reaches this node, `https://kith.bcs.org`. Calendars and feeds name it; without it
    they name paths alone."""
    calendars: Path | None = None
    """A folder with iCalendar files (`*.ics`) of school holidays, read once at the start; without it none are known."""
    log_level: str = Field(default="info", pattern="^(debug|info|warning|error)$")
    batch: int = Field(default=2000, ge=1, le=5000)
    """Records handled in one transaction, at most."""
    session_timeout_ms: int = Field(default=6000, ge=1000, le=300_000)
    """How long Kafka waits for a silent member of a group before its partitions go to another."""
    crash: str = ""
    """For fault tests only: the point at which to die, see `crash.py`."""

    @field_validator("bodies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _has_secret(self) -> Self:
        if len(self.secret_bytes) != SECRET_BYTES:
            raise ValueError(
                "KITH_SECRET (or KITH_SECRET_FILE) must be 32 bytes in base64; make one with: openssl rand -base64 32"
            )
        return self

    @model_validator(mode="after")
    def _is_safe(self) -> Self:
        if self.kafka_protocol == "PLAINTEXT" and not on_loopback(self.kafka_bootstrap):
            raise ValueError("KITH_KAFKA_PROTOCOL may be PLAINTEXT on this machine alone; elsewhere take SASL_SSL")
        return self

    def cluster(self, body: str) -> Cluster:
        """The cluster as this body reaches it."""
        return Cluster(self.kafka_bootstrap, body, self.keys, self.kafka_protocol, self.kafka_ca_file)

    @model_validator(mode="after")
    def _knows_issuer(self) -> Self:
        if self.jwks_file is None and not is_safe(self.issuer):
            raise ValueError("KITH_ISSUER must be an https address, or KITH_JWKS_FILE must name a file with its keys")
        if self.jwks_file is not None and not self.jwks_file.is_file():
            raise ValueError("KITH_JWKS_FILE must name a file with the public keys of the issuer, as a JWK set")
        return self

    @cached_property
    def secret_bytes(self) -> bytes:
        """The node's secret."""
        try:
            given = SecretStr(self.secret_file.read_text()) if self.secret_file else self.secret or SecretStr("")
            return base64.b64decode(given.get_secret_value().strip(), validate=True)
        except (ValueError, OSError):
            return b""

    @property
    def http_limits(self) -> Limits:
        """What one connection may do."""
        return Limits(self.http_head_seconds, READ_WITHIN, self.http_half_open, self.http_connections)

    def for_body(self, body: str) -> Self:
        """These settings for one of its bodies."""
        return self.model_copy(update={"bodies": (TypeAdapter(BodySlug).validate_python(body),)})
