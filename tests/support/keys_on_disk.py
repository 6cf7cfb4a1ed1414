"""Whoever has taken all disks and all keys: tries every key that is left on every sealed text that is left.

Shares no code with the vault: keys of the day, wrapped keys and sealed texts are opened by hand.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kith_lab.servers.search import files, pieces

SEALED: Final = re.compile(rb"[A-Za-z0-9+/]{40,}={0,2}")


class Home(NamedTuple):
    """What a thief has of one body: its secret, and its folder of keys."""

    body: str
    secret: bytes
    folder: Path

    def days(self) -> dict[str, bytes]:
        return {path.stem: path.read_bytes() for path in (self.folder / "days").glob("*.key")}

    def wrapping(self, day: bytes) -> AESGCM:
        own = hashlib.blake2b(f"{self.body}/wrap".encode(), key=self.secret, digest_size=32).digest()
        return AESGCM(hashlib.blake2b(day, key=own, digest_size=32).digest())


def opened(key: AESGCM, sealed: bytes, bound_to: bytes) -> bytes | None:
    try:
        return key.decrypt(sealed[:12], sealed[12:], bound_to)
    except (InvalidTag, ValueError):
        return None


def data_keys(home: Home, wrapped: Iterable[dict[str, Any]]) -> list[AESGCM]:
    """All keys of persons that this thief can unwrap, whatever day they say that they are of."""
    wrappings = [home.wrapping(day) for day in home.days().values()]
    found = (
        opened(key, each["wrapped"], each["_id"].encode()) for each in wrapped if "wrapped" in each for key in wrappings
    )
    return [AESGCM(each) for each in found if each]


def sealed_texts(folder: Path) -> Iterator[bytes]:
    """Whatever looks like a sealed text in any file, journals and compressed records included; each once."""
    seen: set[bytes] = set()
    for path in files(folder):
        for piece in pieces(path):
            for match in SEALED.finditer(piece):
                text = match.group()
                if text not in seen:
                    seen.add(text)
                    yield from _decodings(text)


def _decodings(text: bytes) -> Iterator[bytes]:
    """A match may begin with characters that happen to stand before the text: only its end is sure."""
    bare = text.rstrip(b"=")
    padded = bare + b"=" * (-len(bare) % 4)
    try:
        yield base64.b64decode(padded)
    except ValueError:
        return


def readable(folder: Path, keys: Iterable[AESGCM], persons: Iterable[str]) -> list[bytes]:
    """All that these keys open of what is on disk, for any of these persons."""
    trials = [(key, person.encode()) for key in keys for person in persons]
    return [text for sealed in sealed_texts(folder) for key, person in trials if (text := opened(key, sealed, person))]
