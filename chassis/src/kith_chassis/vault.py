"""Keys: one per person, so that what is sealed can be forgotten with it; and hashes that only this body can compute."""

import base64
import hashlib
import os
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any, Final

from bson.binary import Binary
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pymongo import UpdateOne

NONCE: Final = 12
CACHED: Final = 50_000


class Vault:
    """The keys of one body. Data keys lie in the database, wrapped by a key that is derived from the node's secret."""

    def __init__(self, secret: bytes, body: str, keys: Any) -> None:
        """`keys` is the collection of wrapped data keys, shared by the Kith services of the body."""
        self._keys = keys
        self._hash_key = _derived(secret, body, "hash")
        self._wrapping = AESGCM(_derived(secret, body, "wrap"))
        self._opened: OrderedDict[str, AESGCM] = OrderedDict()

    def keyed(self, *parts: str) -> str:
        """A hash of these words that nobody without the body's secret can compute or check: 32 hexadecimal digits."""
        text = "\0".join(parts).encode()
        return hashlib.blake2b(text, key=self._hash_key, digest_size=16).hexdigest()

    async def load(self, persons: Iterable[str]) -> None:
        """Bring the keys of these persons into memory, where there are any."""
        wanted = set(persons)
        for person in wanted & self._opened.keys():
            self._opened.move_to_end(person)  # in use: others are forgotten first
        if missing := wanted - self._opened.keys():
            ids = {self.keyed("person", person): person for person in missing}
            async for found in self._keys.find({"_id": {"$in": list(ids)}}):
                person = ids[found["_id"]]
                self._remember(person, self._unwrapped(person, found["wrapped"]))

    async def ensure(self, persons: Iterable[str]) -> None:
        """Bring the keys of these persons into memory, and make those that are not there yet."""
        if not (wanted := set(persons)):
            return
        await self.load(wanted)
        if new := wanted - self._opened.keys():
            await self._keys.bulk_write([self._insertion(person) for person in new], ordered=False)
            await self.load(new)

    def seal(self, person: str, data: bytes) -> str:
        """Encrypt with the person's key (AES-256-GCM, random nonce, bound to the person); base64."""
        return _sealed(self._key(person), data, person.encode())

    def open(self, person: str, sealed: str) -> bytes:
        """The reverse of `seal`; raises KeyError without the key, ValueError if the text was altered."""
        return _opened(self._key(person), base64.b64decode(sealed, validate=True), person.encode())

    def seal_parked(self, data: bytes) -> bytes:
        """Encrypt what could not be read, and so cannot be ascribed to a person, with the key of the body."""
        return base64.b64decode(_sealed(self._wrapping, data, b"parked"))

    def open_parked(self, data: bytes) -> bytes:
        """The reverse of `seal_parked`."""
        return _opened(self._wrapping, data, b"parked")

    def _key(self, person: str) -> AESGCM:
        if key := self._opened.get(person):
            return key
        raise KeyError("no key for this person")

    def _remember(self, person: str, key: bytes) -> None:
        self._opened[person] = AESGCM(key)
        if len(self._opened) > CACHED:
            self._opened.popitem(last=False)

    def _insertion(self, person: str) -> UpdateOne:
        # Two services may make the key of one person at the same time: the first insert stands for both.
        wrapped = base64.b64decode(_sealed(self._wrapping, AESGCM.generate_key(256), person.encode()))
        return UpdateOne(
            {"_id": self.keyed("person", person)}, {"$setOnInsert": {"wrapped": Binary(wrapped)}}, upsert=True
        )

    def _unwrapped(self, person: str, wrapped: bytes) -> bytes:
        return _opened(self._wrapping, wrapped, person.encode())


def _derived(secret: bytes, body: str, use: str) -> bytes:
    return hashlib.blake2b(f"{body}/{use}".encode(), key=secret, digest_size=32).digest()


def _sealed(key: AESGCM, data: bytes, bound_to: bytes) -> str:
    nonce = os.urandom(NONCE)
    return base64.b64encode(nonce + key.encrypt(nonce, data, bound_to)).decode()


def _opened(key: AESGCM, sealed: bytes, bound_to: bytes) -> bytes:
    try:
        return key.decrypt(sealed[:NONCE], sealed[NONCE:], bound_to)
    except InvalidTag:
        raise ValueError("altered, or sealed for someone else") from None
