"""Who said it: a detached JWS (RFC 7515) with Ed25519 (RFC 9864) over what a message says and where it stands.

The signature is in the header `kith-signature`, `<protected header>..<signature>`. What is signed holds the hash of the
content in place of the content: so that can be erased, and the rest still be verified.
"""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any, Final, NamedTuple

from nacl.bindings import crypto_core_ed25519_is_valid_point
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey as PrivateKey
from nacl.signing import VerifyKey
from pydantic_core import to_json

from kith_contracts.consortium import BodyRegistered, SigningKey
from kith_contracts.registry import Headers, Unreadable
from kith_contracts.topics import Channel, address_of
from kith_contracts.words import OFFICE, Section

HEADER: Final = "kith-signature"
SIGNED: Final = frozenset({Channel.REGISTRY, Channel.SHARED, Channel.INBOX})
"""What leaves a body. Private and people topics are read by the body itself alone."""
TOKEN: Final = re.compile(r"([A-Za-z0-9_-]{1,300})\.\.([A-Za-z0-9_-]{86})")
ATTRIBUTES: Final[Mapping[str, str]] = {
    "id": "ce_id",
    "source": "ce_source",
    "type": "ce_type",
    "dataschema": "ce_dataschema",
    "time": "ce_time",
    "subject": "ce_subject",
    "stream": "kith-stream",
    "number": "kith-number",
}
"""What is signed of the headers, by the name that it has there."""


class PublicHalf(Section):
    """What a body gives to the office, and the office to everyone: whose key, and its public half."""

    body: str
    key: SigningKey

    @property
    def kid(self) -> str:
        return f"{self.body}/{self.key.name}"


def canonical(values: Mapping[str, str]) -> bytes:
    """The canonical JSON (RFC 8785) of an object whose names are ASCII and whose values are texts.

    For these pydantic's encoder writes the same bytes as `rfc8785`, in a fraction of the time; a test compares them.
    """
    return to_json(dict(sorted(values.items())))


def signed_bytes(topic: str, key: bytes, headers: Headers, value: bytes, version: int | None) -> bytes:
    """What is signed of a record. `version` is that of the entity, where the message has one.

    Raises UnicodeDecodeError where key or headers are no UTF-8.
    """
    given = dict(headers)
    texts = {name: text.decode() for name, header in ATTRIBUTES.items() if (text := given.get(header)) is not None}
    if version is not None:
        texts["version"] = str(version)
    return canonical({**texts, "topic": topic, "key": key.decode(), "data": sha256(value).hexdigest()})


def is_signed(topic: str) -> bool:
    """Whether what is on this topic must be signed."""
    address = address_of(topic)
    return address is not None and address.channel in SIGNED


def protected(kid: str) -> str:
    """The only protected header that a key of this name can have, encoded."""
    return _encoded(json.dumps({"alg": "Ed25519", "kid": kid, "typ": "kith+jws"}, separators=(",", ":")).encode())


class KeyPair:
    """A private key, and in whose name it signs."""

    def __init__(self, half: PublicHalf, jwk: Mapping[str, Any]) -> None:
        """`jwk` is the private JWK. Raises ValueError if it is none, or not the other half."""
        if (jwk.get("kty"), jwk.get("crv")) != ("OKP", "Ed25519"):
            raise ValueError("this is no Ed25519 JWK")
        try:
            self._key = PrivateKey(_decoded(jwk["d"]))
        except (TypeError, ValueError, KeyError):
            raise ValueError("this is no private half of a key") from None
        if _encoded(bytes(self._key.verify_key)) != half.key.x:
            raise ValueError("this is not the private half of that key")
        self.half, self._header = half, protected(half.kid)

    def sign(self, payload: bytes) -> str:
        """A detached JWS; the same payload gives the same one."""
        signature = self._key.sign(_signing_input(self._header, payload)).signature
        return f"{self._header}..{_encoded(signature)}"


class Known(NamedTuple):
    """A key whose signatures can be verified."""

    body: str
    key: SigningKey
    point: VerifyKey


class KeyBook:
    """All keys that a reader knows, by the protected header that they have. So no header is parsed that a stranger
    wrote: one that is not here byte for byte is none of ours, whatever algorithm or key it names.
    """

    def __init__(self, halves: Iterable[PublicHalf]) -> None:
        self._known: dict[str, Known] = {}
        for half in halves:
            if point := _point(half.key.x):
                self._known[protected(half.kid)] = Known(half.body, half.key, point)

    @classmethod
    def of(cls, office: Iterable[PublicHalf], bodies: Iterable[BodyRegistered]) -> "KeyBook":
        """The keys of the office, and of all bodies that it has registered."""
        registered = (PublicHalf(body=each.body, key=key) for each in bodies for key in each.keys)
        return cls([*(half for half in office if half.body == OFFICE), *registered])

    def key_of(self, token: str) -> Known:
        """The key that this signature names; raises Unreadable `unsigned`, `bad-header` or `unknown-key`."""
        if not token:
            raise Unreadable("unsigned", "what crosses between organisations must be signed")
        found = TOKEN.fullmatch(token)
        if found is None:
            raise Unreadable("bad-header", "the signature is not a detached JWS")
        if known := self._known.get(found[1]):
            return known
        raise _fault_of(found[1])

    def verify(self, token: str, payload: bytes, body: str, when: datetime) -> None:
        """That this body signed this, with a key that was good then; else raises Unreadable with the reason."""
        known = self.key_of(token)
        if known.body != body:
            raise Unreadable("wrong-signer", "it is signed by another than whom it names")
        if known.key.lost_at(when):
            raise Unreadable("revoked-key", "the key was revoked: somebody else may have had it by then")
        if not known.key.valid_at(when):
            raise Unreadable("expired-key", "the key was not valid at that time")
        header, _, signature = token.partition("..")
        try:
            known.point.verify(_signing_input(header, payload), _decoded(signature))
        except BadSignatureError:
            raise Unreadable("bad-signature", "the signature is not that of this message in this place") from None

    @cached_property
    def names(self) -> frozenset[str]:
        """Whose keys these are, `bcs/2026-11-22`."""
        return frozenset(f"{known.body}/{known.key.name}" for known in self._known.values())


@lru_cache(10_000)
def _point(x: str) -> VerifyKey | None:
    """None for 32 bytes that are no point of the curve's main group: anybody could sign with such a key, or nobody."""
    point = _decoded(x)
    return VerifyKey(point) if crypto_core_ed25519_is_valid_point(point) else None


def _fault_of(header: str) -> Unreadable:
    """What is wrong with a header of no key that we know: nothing but the key, or more."""
    try:
        found = json.loads(_decoded(header))
        kid = found["kid"] if isinstance(found, dict) else None
    except (ValueError, KeyError, RecursionError):
        kid = None
    if isinstance(kid, str) and protected(kid) == header:
        return Unreadable("unknown-key", "the registry has no key of this name")
    return Unreadable("bad-header", "the protected header must be alg Ed25519, kid, and typ kith+jws; nothing else")


def _signing_input(header: str, payload: bytes) -> bytes:
    return f"{header}.{_encoded(payload)}".encode()


def _encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
