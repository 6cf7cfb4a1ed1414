"""What a node is told by its environment; every variable starts with `KITH_`."""

import base64
from collections.abc import Callable
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from kith_chassis import addresses
from kith_chassis.http.connections import Limits
from kith_chassis.http.issuer import is_safe
from kith_chassis.http.limits import READ_WITHIN
from kith_chassis.kafka.cluster import Cluster, Protocol, on_loopback
from kith_chassis.secret import both_given, read_secret
from kith_contracts.words import BodySlug

SECRET_BYTES: Final = 32
KEY_FORM: Final = "must be 32 bytes in base64; make one with: openssl rand -base64 32"


def _checked(check: Callable[[str], str]) -> Callable[[SecretStr], SecretStr]:
    """The same check of a secret."""

    def checked(given: SecretStr) -> SecretStr:
        check(given.get_secret_value())
        return given

    return checked


class Settings(BaseSettings):
    """Read once at start. A wrong value ends the process with a line that names the variable."""

    model_config = SettingsConfigDict(env_prefix="KITH_", frozen=True, extra="ignore")

    bodies: Annotated[tuple[BodySlug, ...], NoDecode] = Field(min_length=1, examples=["bcs,ni"])
    """Slugs of the bodies that this node serves, `bcs` or `bcs,ni`."""
    secret_file: Path | None = None
    """A file with the secret, in its place."""
    secret: SecretStr | None = Field(default=None, validate_default=True)
    """32 bytes in base64 from which the keys of this node's bodies are derived; keep it outside the database."""
    keys: Path = Field(examples=["/keys"])
    """The folder with a folder of keys for each body, see `keyring.py`: outside the database, backed up, and shared by
    all processes of a body."""
    office_key: str = ""
    """The public half of the key with which the consortium's office signs the registry, as JSON; by default it is read
    from `office.json` in the keyring of the first body."""
    office_key_file: Path | None = None
    """A file with that, in its place; several lines for several keys."""
    upkeep_seconds: float = Field(default=300, ge=0.1, le=3600, examples=["300"])
    """How often keys are looked after: wrapped anew, destroyed, and old segments moved to compaction."""
    kafka_bootstrap: Annotated[str, AfterValidator(addresses.of_kafka)] = Field(
        default="127.0.0.1:9092", examples=["kafka.example:9092"]
    )
    kafka_protocol: Protocol = Field(default="SASL_PLAINTEXT", examples=["SASL_SSL"])
    """SASL_SSL wherever others share the network; SASL_PLAINTEXT on one machine; PLAINTEXT there too, to try things."""
    kafka_ca_file: Path | None = None
    """Who signed the brokers' certificates, where that is not one of the system's authorities."""
    mongo_url_file: Path | None = None
    """A file with the address of the database, in its place."""
    mongo_url: Annotated[SecretStr, AfterValidator(_checked(addresses.of_mongo))] = Field(
        default=SecretStr("mongodb://127.0.0.1:27017/?directConnection=true"),
        examples=["mongodb://kith:secret@db.example:27017/?replicaSet=rs0"],
        validate_default=True,
    )
    database_prefix: str = Field(default="kith", pattern=r"^[a-z][a-z0-9_]{0,20}$", examples=["kith"])
    smtp_url_file: Path | None = None
    """A file with the address of the mail server, in its place."""
    smtp_url: Annotated[SecretStr, AfterValidator(_checked(addresses.of_mail_server))] = Field(
        default=SecretStr("smtp://127.0.0.1:1025"),
        examples=["smtps://kith:secret@mail.example:465"],
        validate_default=True,
    )
    """`smtp://host:port` or `smtps://user:password@host:port`."""
    mail_from: Annotated[str, AfterValidator(addresses.of_sender)] = Field(
        default="events@{body}.example", examples=["events@{body}.example"]
    )
    """The address that mails come from; `{body}` is the slug of the home body."""
    mail_reply_to: str = Field(default="", examples=["office@{body}.example"])
    """Who reads what people answer to a mail, and who wants to hear less; by default the sender."""
    mail_administrators: Annotated[str, AfterValidator(addresses.of_team)] = Field(
        default="", examples=["administrators@{body}.example"]
    )
    """Who is mailed when a webhook was stopped: those who speak for the organisation. By default, whoever reads the
    answers to mails."""
    webhook_inside: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        default=(), examples=["10.20.0.0/16,fd00:20::/32"]
    )
    """Networks of one's own in which servers of webhooks may stand. Without it facts are sent to the internet alone."""
    webhook_ca_file: Path | None = None
    """Who signed the certificates of such servers, where that is not one of the system's authorities."""
    issuer: str = Field(min_length=1, max_length=2000, examples=["https://login.example"])
    """Whose tokens are taken: the `iss` claim, exactly. Its keys are found by OpenID discovery, unless in a file."""
    audience: str = Field(min_length=1, max_length=2000, examples=["https://kith.example"])
    """For whom the tokens must be: the `aud` claim."""
    jwks_file: Path | None = None
    """The issuer's public keys as a JWK set, for a node that cannot reach the issuer."""
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535, examples=["8080"])
    http_rate: float = Field(default=50, gt=0, le=100_000, examples=["50"])
    """Requests a second that one principal may send for long; four seconds' worth of them at once. The same for one
    address from which things are read that are open to all."""
    http_refused: float = Field(default=60, ge=1, le=1_000_000, examples=["60"])
    """Tokens that may be refused in a minute, for one address; after that the answer is 429."""
    http_head_seconds: float = Field(default=10, ge=0.1, le=600, examples=["10"])
    """In which the head of a request must come."""
    http_half_open: int = Field(default=100, ge=1, le=100_000, examples=["100"])
    """Connections of one address on which only half of a head has come; a proxy is one address."""
    http_connections: int = Field(default=2000, ge=10, le=100_000, examples=["2000"])
    """Connections at once, at one process."""
    public_url: str = Field(
        default="",
        max_length=200,
        pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*[^\s/?#])?)?$",
        examples=["https://kith.bcs.org, without a slash at its end"],
    )
    """The address at which everyone reaches this node, `https://kith.bcs.org`. Calendars and feeds name it; without it
    they name paths alone."""
    console_url: str = Field(
        default="", max_length=200, pattern=r"^(https?://[^\s/?#]+)?$", examples=["https://kith.bcs.org"]
    )
    """The address at which people reach the pages; mailed links lead there."""
    console_mail_links: bool = Field(default=False, examples=["true"])
    """Whether people sign in to the pages by links that they get by mail, without a provider."""
    calendars: Path | None = None
    """A folder with iCalendar files (`*.ics`) of school holidays, read once at the start; without it none are known."""
    log_level: str = Field(default="info", pattern="^(debug|info|warning|error)$", examples=["info"])
    batch: int = Field(default=2000, ge=1, le=5000, examples=["2000"])
    """Records handled in one transaction, at most."""
    look_ahead: bool = Field(default=True, examples=["true"])
    """Whether the next batch is read and decided while one is committed; false is slower, and there to compare."""
    session_timeout_ms: int = Field(default=6000, ge=1000, le=300_000, examples=["6000"])
    """How long Kafka waits for a silent member of a group before its partitions go to another."""
    crash: str = Field(default="", pattern=r"^([a-z-]+(:[1-9][0-9]*)?)?$", examples=["committed:3"])
    """For fault tests only: the point at which to die, see `crash.py`."""

    @field_validator("bodies", "webhook_inside", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(dict.fromkeys(part.strip() for part in value.split(","))) if isinstance(value, str) else value

    @field_validator("secret", "mongo_url", "smtp_url", mode="before")
    @classmethod
    def _from_file(cls, given: object, info: ValidationInfo) -> object:
        """What its file says, if there is one; the field of the file comes first."""
        variable, file = f"KITH_{(info.field_name or '').upper()}", info.data.get(f"{info.field_name}_file")
        if file is None:
            return given
        if given is not cls.model_fields[info.field_name or ""].default:
            raise ValueError(both_given(variable))
        return read_secret(variable, file)

    @model_validator(mode="after")
    def _has_secret(self) -> Self:
        if self.secret is None:
            raise ValueError(f"KITH_SECRET or KITH_SECRET_FILE is missing: it {KEY_FORM}")
        if len(self.secret_bytes) != SECRET_BYTES:
            raise ValueError(f"KITH_SECRET{'_FILE' if self.secret_file else ''} {KEY_FORM}")
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
        return self

    @model_validator(mode="after")
    def _mails_links(self) -> Self:
        if self.console_mail_links and not is_safe(self.console_url):
            raise ValueError("KITH_CONSOLE_URL must be an https address, or one on this machine: links lead there")
        return self

    @cached_property
    def secret_bytes(self) -> bytes:
        """The node's secret."""
        try:
            return base64.b64decode((self.secret or SecretStr("")).get_secret_value().strip(), validate=True)
        except ValueError:
            return b""

    @property
    def http_limits(self) -> Limits:
        """What one connection may do."""
        return Limits(self.http_head_seconds, READ_WITHIN, self.http_half_open, self.http_connections)

    def for_body(self, body: str) -> Self:
        """These settings for one of its bodies."""
        return self.model_copy(update={"bodies": (TypeAdapter(BodySlug).validate_python(body),)})


def in_words(error: ValidationError) -> list[str]:
    """What is wrong with settings: for each its variable, what it should be, and an example, but not what it was."""
    return [_in_words([str(step) for step in each["loc"]], each["msg"]) for each in error.errors()]


def _in_words(place: list[str], message: str) -> str:
    sentence = message.removeprefix("Value error, ")
    if not place or sentence.startswith("KITH_"):
        return sentence  # it is about several, and names them
    example = (Settings.model_fields[place[0]].examples or [""])[0]
    return f"KITH_{place[0].upper()}: {sentence}" + (f". Example: {example}" if example else "")
