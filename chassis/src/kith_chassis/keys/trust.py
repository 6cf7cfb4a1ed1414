"""What one body signs with, and whom it believes: judged by the registry and by the broker's time of each record."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError
from pydantic_core import from_json

from kith_chassis.kafka.registry import Registered, Registry
from kith_chassis.keys.keyring import Keyring, KeyringError
from kith_chassis.keys.signing import Signer
from kith_chassis.path.letters import appended
from kith_chassis.path.wire import partition_of
from kith_contracts.headers import body_of_source
from kith_contracts.letters import OfLetters
from kith_contracts.registry import MODELS, Envelope, Unreadable
from kith_contracts.signing import HEADER, KeyBook, PublicHalf, is_signed, signed_bytes
from kith_contracts.topics import Channel, address_of, partitions_of
from kith_contracts.words import OFFICE

if TYPE_CHECKING:
    from kith_chassis.settings import Settings  # with it comes the HTTP server, which the office's commands do without

OFFICE_FILE: Final = "office.json"
"""The public halves of the office's keys in the keyring of a body: it comes with the credential for Kafka."""
OFFICE_KEY: Final = (
    "KITH_OFFICE_KEY, KITH_OFFICE_KEY_FILE or office.json in the body's folder of KITH_KEYS must be the public half of "
    "the office's key. The office shows it with: kith keys list office"
)


def office_keys(settings: "Settings") -> tuple[PublicHalf, ...]:
    """Whose registry this node believes; raises KeyringError, which says what to set."""
    file = settings.office_key_file
    if settings.keys and not (settings.office_key or file):
        file = settings.keys / settings.bodies[0] / OFFICE_FILE
    return public_halves(settings.office_key, file)


def public_halves(text: str, file: Path | None) -> tuple[PublicHalf, ...]:
    """The keys of the office in this text, or in this file in its place; raises KeyringError."""
    try:
        lines = (file.read_text() if file else text).splitlines()
        halves = tuple(PublicHalf.model_validate_json(line) for line in lines if line.strip())
    except (OSError, ValidationError):
        halves = ()
    if not any(each.body == OFFICE for each in halves):
        raise KeyringError(OFFICE_KEY)
    return halves


def keyring_of(settings: "Settings", body: str) -> Keyring:
    """The keyring of a body of this node; raises KeyringError where the node is told of none."""
    if settings.keys is None:
        raise KeyringError(f"KITH_KEYS is not set: the folder of the node's keys. Make one with: kith keys new {body}")
    return Keyring(settings.keys, body)


@lru_cache(10_000)
def channel_of(topic: str) -> Channel | None:
    """The channel of a topic whose messages are signed; None for all others."""
    address = address_of(topic) if is_signed(topic) else None
    return address.channel if address else None


@lru_cache(5_000)
def _proves(book: KeyBook, body: str, payload: bytes, signature: str, when: datetime) -> bool:
    """Remembered, for what is published is published again with each change of anything else."""
    try:
        book.verify(signature, payload, body, when)
    except Unreadable:
        return False
    return True


def _payload(record: Any, version: int | None) -> bytes:
    return signed_bytes(record.topic, record.key, record.headers, record.value, version)


class Trust:
    """One for each body of a node. A service that is built without signs nothing and believes everything."""

    def __init__(self, body: str, keyring: Keyring, registry: Registry) -> None:
        """Raises KeyringError when the body has no key to sign with."""
        self.body, self._registry = body, registry
        self._signer = Signer(body, keyring, lambda: registry.bodies.get(body))

    def sign(self, payload: bytes) -> str:
        """In the name of the body; raises NoKey while no key may sign."""
        return self._signer(payload)

    def proves(self, body: str, payload: bytes, signature: str, when: datetime) -> bool:
        """Whether this body has signed this, with a key that was good then."""
        return _proves(self.known.book, body, payload, signature, when)

    @property
    def known(self) -> Registered:
        """The registry as it is now. A batch is judged by one such, however much time it takes."""
        return self._registry.known

    async def caught_up(self, topics: Iterable[str]) -> None:
        """Know all that the office has said so far, before records of these topics are judged."""
        if any(map(channel_of, topics)):
            await self._registry.caught_up()

    def check(self, record: Any, envelope: Envelope[Any], known: Registered) -> None:
        """That a record which crosses between bodies is what its sender has signed, in its place; raises Unreadable."""
        channel = channel_of(record.topic)
        if channel is None:
            return
        if channel is not Channel.REGISTRY and not envelope.stream and not isinstance(envelope.message, OfLetters):
            raise Unreadable("bad-header", "what crosses between organisations has a kith-stream and a kith-number")
        payload = _payload(record, envelope.message.__dict__.get("version"))
        known.book.verify(envelope.signature, payload, envelope.body, envelope.appended)
        if record.partition != partition_of(record.key, partitions_of(channel)):
            raise Unreadable("wrong-partition", "the record is in another partition than its key belongs to")

    def believes(self, record: Any, known: Registered) -> bool:
        """Whether a shared fact that nobody has read yet is signed by the body that it names, and that is heard."""
        given = dict(record.headers)
        try:
            body = body_of_source(given["ce_source"].decode())
            payload, at = _payload(record, from_json(record.value).get("version")), appended(record)
            known.book.verify(given[HEADER].decode(), payload, body, at)
        except (Unreadable, AttributeError, KeyError, ValueError):
            return False
        return not self.unheard(record.topic, body, at, known)

    def unheard(self, topic: str, body: str, appended: datetime, known: Registered) -> bool:
        """Whether it comes from a body that was suspended by then. A body always hears itself."""
        if channel_of(topic) not in (Channel.SHARED, Channel.INBOX) or body == self.body:
            return False
        registered = known.bodies.get(body)
        return registered is not None and registered.silent_at(appended)

    def standing(self, topic: str, known: Registered) -> str:
        """By what the facts on a shared topic are judged: how their body stands, and which types are known here. When
        that changes, they are folded again: so a node that is upgraded takes in what it could not read before.
        """
        address = address_of(topic)
        if address is None or address.channel is not Channel.SHARED or address.body == self.body:
            return ""
        registered = known.bodies.get(address.body)
        return f"{registered.standing} {_types_on(topic)}" if registered else ""


@lru_cache(1_000)
def _types_on(topic: str) -> str:
    """A short text that is another one when other types of messages on this topic are known here."""
    address = address_of(topic)
    on = address and (address.channel, address.service)
    types = sorted(
        each.contract.type for each in MODELS.values() if (each.contract.channel, each.contract.service) == on
    )
    return blake2b("\n".join(types).encode(), digest_size=6).hexdigest()
