"""Opaque addresses: what somebody looks at stands in no log, no history and no proxy on the way.

The address of a page behind sign-in is `/m/` and its inner path, encrypted (AES-SIV, RFC 5297) under a key of the node.
The same page always has the same address, so it can be kept as a bookmark; it opens nothing for who may not see it.
"""

import base64
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

STEP: Final = 32
"""Inner paths are padded to a multiple of so many bytes, so that the length does not tell which it is."""
LONGEST: Final = 1_000
PRIVATE: Final = "/m/"
"""Below which the opaque addresses are."""


class Addresses:
    """Makes opaque addresses, and reads them."""

    def __init__(self, secret: bytes) -> None:
        self._cipher = AESSIV(HKDF(SHA256(), 64, None, b"kith console addresses").derive(secret))

    def of(self, inner: str) -> str:
        """The address of an inner path such as `networks/bcs/womens-forum`."""
        text = inner.encode()
        padded = text + b"\0" * (-len(text) % STEP)
        return f"{PRIVATE}{base64.urlsafe_b64encode(self._cipher.encrypt(padded, None)).decode().rstrip('=')}"

    def read(self, name: str) -> str | None:
        """The inner path of an address without its `/m/`; None if this node has not made it."""
        if len(name) > LONGEST or not name.isascii():
            return None
        try:
            sealed = base64.urlsafe_b64decode(name + "=" * (-len(name) % 4))
            inner = self._cipher.decrypt(sealed, None).rstrip(b"\0").decode()
        except (ValueError, InvalidTag):
            return None
        return inner if self.of(inner) == f"/m/{name}" else None  # base64 has other spellings of the same
