"""Content that only the holder of a private key can read: HPKE (RFC 9180), as the library has it.

Base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305; a box is the encapsulated key and the
ciphertext, in base64. What it is bound to goes into the key (as `info`): a box that is put elsewhere does not
open.
"""

import base64
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kith_contracts.message import Letter, Message

SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
PURPOSE: Final = b"kith box 1\0"


def new_private_key() -> bytes:
    """The private half of a fresh key pair, 32 bytes."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_key(private: bytes) -> str:
    """The public half, in base64url without padding; raises ValueError for what is no key."""
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    return base64.urlsafe_b64encode(public).decode().rstrip("=")


def seal(key: str, content: bytes, bound_to: str) -> str:
    """Seal for the holder of the private half; raises ValueError for what is no key."""
    public = X25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(f"{key}="))
    return base64.b64encode(SUITE.encrypt(content, public, info=_info(bound_to))).decode()


def open_box(private: bytes, box: str, bound_to: str) -> bytes:
    """The reverse of `seal`; raises ValueError for another key, another place, or an altered box."""
    try:
        sealed = base64.b64decode(box, validate=True)
        return SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info=_info(bound_to))
    except InvalidTag:
        raise ValueError("altered, or sealed for someone else") from None


def filled(letter: Letter) -> Message:
    """The message of a letter, with its box sealed if it has one."""
    if letter.box is None:
        return letter.message
    return letter.message.model_copy(update={"box": seal(*letter.box)})


def _info(bound_to: str) -> bytes:
    return PURPOSE + bound_to.encode()
