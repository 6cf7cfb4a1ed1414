"""Links that are out, in the node's database. The mail has a random token; the database has its hash, and whose it is
encrypted under a key that only the token gives. Whoever reads the database can neither use a link nor tell whose it is.
"""

import json
import os
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LIFE: Final = timedelta(minutes=15)
"""For how long a link is good."""
NONCE: Final = 12


class Link(NamedTuple):
    """Whose it is, and where it was mailed to."""

    person: str
    address: str


class Links:
    """The links of one body, by token."""

    def __init__(self, collection: Any) -> None:
        self._collection = collection

    async def keep(self, token: str, link: Link, now: datetime) -> None:
        """Keep a link that is about to be mailed, and drop those that are over."""
        await self._collection.delete_many({"until": {"$lte": now}})
        nonce = os.urandom(NONCE)
        sealed = nonce + AESGCM(_key(token)).encrypt(nonce, json.dumps(link).encode(), None)
        await self._collection.insert_one({"_id": _id(token), "until": now + LIFE, "sealed": sealed})

    async def take(self, token: str, now: datetime) -> Link | None:
        """Use the link of this token up; None if there is none, or not any more. Of several at one moment one gets it:
        whose deletion it was.
        """
        found = await self._collection.find_one({"_id": _id(token)})
        if found is None or not (await self._collection.delete_one({"_id": found["_id"]})).deleted_count:
            return None
        if found["until"] <= now:
            return None
        try:
            opened = AESGCM(_key(token)).decrypt(found["sealed"][:NONCE], found["sealed"][NONCE:], None)
        except InvalidTag:
            return None
        return Link(*json.loads(opened))


def _id(token: str) -> bytes:
    return blake2b(token.encode(), digest_size=32, person=b"kith link id").digest()


def _key(token: str) -> bytes:
    return blake2b(token.encode(), digest_size=32, person=b"kith link key").digest()
