"""Signatures of webhooks, as Standard Webhooks 1.0.0 has them: https://www.standardwebhooks.com.

A secret is shared with one receiver (`whsec_`, HMAC-SHA256, `v1`), or it is an Ed25519 key (`whsk_`, `v1a`), of which
the receiver has the public half (`whpk_`).
"""

import base64
import binascii
import hmac
import re
import secrets
from collections.abc import Sequence
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SHARED: Final = "whsec_"
PRIVATE: Final = "whsk_"
PUBLIC: Final = "whpk_"
NEW_BYTES: Final = 32
FEWEST_BYTES: Final = 24
MOST_BYTES: Final = 64
"""Of a shared secret."""
_ID: Final = re.compile(r"[A-Za-z0-9_:/-]{1,256}", re.ASCII)
"""No full stop: what is signed would have two meanings."""


def new_secret() -> str:
    """A new shared secret."""
    return SHARED + _base64(secrets.token_bytes(NEW_BYTES))


def new_private_key() -> str:
    """A new Ed25519 key."""
    return PRIVATE + _base64(Ed25519PrivateKey.generate().private_bytes_raw())


def public_key(private_key: str) -> str:
    """The public half of an Ed25519 key, which receivers get; raises ValueError."""
    return PUBLIC + _base64(_ed25519(private_key).public_key().public_bytes_raw())


def signature_headers(keys: Sequence[str], id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers with which this body is sent. `id` stays the same in every attempt, `timestamp` is the time of this
    attempt in seconds since 1970 (UTC). While keys are changed there are two, the new one first: each signs.

    Raises ValueError for what is no key, no id or no time. The error quotes no key.
    """
    if not keys or not _ID.fullmatch(id) or timestamp < 0:
        raise ValueError("a webhook needs a key, an id without full stops or spaces, and a time")
    content = f"{id}.{timestamp}.".encode() + body
    signatures = " ".join(_signature(key, content) for key in keys)
    return {"webhook-id": id, "webhook-timestamp": str(timestamp), "webhook-signature": signatures}


def _signature(key: str, content: bytes) -> str:
    if key.startswith(PRIVATE):
        return f"v1a,{_base64(_ed25519(key).sign(content))}"
    return f"v1,{_base64(hmac.digest(_shared(key), content, 'sha256'))}"


def _shared(key: str) -> bytes:
    secret = _bytes(key, SHARED)
    if not FEWEST_BYTES <= len(secret) <= MOST_BYTES:
        raise ValueError(f"a secret of webhooks must have {FEWEST_BYTES} to {MOST_BYTES} bytes")
    return secret


def _ed25519(key: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_bytes(key, PRIVATE))


def _bytes(text: str, prefix: str) -> bytes:
    try:
        if text.startswith(prefix):
            return base64.b64decode(text.removeprefix(prefix), validate=True)
    except (binascii.Error, ValueError):
        pass
    raise ValueError(f"a key of webhooks must be {prefix} and base64")


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
