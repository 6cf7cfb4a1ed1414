"""What somebody works on over several days before it is sent, in the node's database.

Each draft is encrypted under a key that the node's secret and who writes it give: whoever reads the database alone
learns neither what is planned nor by whom.
"""

import json
import os
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LIFE: Final = timedelta(days=90)
"""From the last change on."""
MOST: Final = 20
"""Drafts of one kind that are one person's, or one organisation's."""
NONCE: Final = 12


class Writer(NamedTuple):
    """Whose a draft is: one person's, or of all who speak for an organisation."""

    body: str
    subject: str = ""
    """Who that is at the provider; empty for the organisation."""


class Drafts:
    """Drafts of a node, by kind, by whose they are, and by a name that nobody can guess."""

    def __init__(self, database: Any, secret: bytes) -> None:
        self._collection, self._secret = database["drafts"], secret

    @staticmethod
    def name() -> str:
        """A name for a new one."""
        return secrets.token_hex(8)

    async def all(self, kind: str, who: Writer) -> dict[str, Any]:
        """All that are theirs, by name, the newest first."""
        found = self._collection.find({"whose": self._whose(who), "kind": kind, "until": _lasting()})
        documents = sorted([each async for each in found], key=lambda each: each["until"], reverse=True)
        opened = ((each["name"], self._opened(who, each)) for each in documents)
        return {name: content for name, content in opened if content is not None}

    async def every(self, who: Writer) -> dict[str, Any]:
        """All that are theirs, of every kind, by `kind/name`."""
        found = [each async for each in self._collection.find({"whose": self._whose(who), "until": _lasting()})]
        opened = {f"{each['kind']}/{each['name']}": self._opened(who, each) for each in found}
        return {name: content for name, content in opened.items() if content is not None}

    async def load(self, kind: str, who: Writer, name: str) -> Any | None:
        """One of them; None if there is none of this name, or it is somebody else's."""
        found = await self._collection.find_one({"_id": self._id(kind, who, name), "until": _lasting()})
        return self._opened(who, found) if found else None

    async def keep(self, kind: str, who: Writer, name: str, content: Any) -> bool:
        """Keep a draft as it is now; False if there are too many others."""
        await self._collection.delete_many({"until": {"$lt": datetime.now(UTC)}})
        whose, id = self._whose(who), self._id(kind, who, name)
        others = await self._collection.count_documents({"whose": whose, "kind": kind, "_id": {"$ne": id}})
        if others >= MOST:
            return False
        nonce = os.urandom(NONCE)
        sealed = nonce + AESGCM(self._key(who)).encrypt(nonce, json.dumps(content).encode(), id)
        document = {"kind": kind, "whose": whose, "name": name, "until": datetime.now(UTC) + LIFE, "sealed": sealed}
        await self._collection.update_one({"_id": id}, {"$set": document}, upsert=True)
        return True

    async def drop(self, kind: str, who: Writer, name: str) -> None:
        """Throw one away."""
        await self._collection.delete_one({"_id": self._id(kind, who, name)})

    async def drop_all(self, who: Writer) -> None:
        """Throw all of theirs away."""
        await self._collection.delete_many({"whose": self._whose(who)})

    def _opened(self, who: Writer, document: Mapping[str, Any]) -> Any | None:
        sealed = document["sealed"]
        try:
            return json.loads(AESGCM(self._key(who)).decrypt(sealed[:NONCE], sealed[NONCE:], document["_id"]))
        except InvalidTag:
            return None

    def _id(self, kind: str, who: Writer, name: str) -> bytes:
        return self._hash([kind, who.body, who.subject, name], b"kith draft id")

    def _key(self, who: Writer) -> bytes:
        return self._hash([who.body, who.subject], b"kith draft key")

    def _whose(self, who: Writer) -> bytes:
        return self._hash([who.body, who.subject], b"kith draft whose")

    def _hash(self, what: list[str], person: bytes) -> bytes:
        return blake2b(json.dumps(what).encode(), digest_size=32, key=self._secret[:64], person=person).digest()


def _lasting() -> dict[str, datetime]:
    return {"$gt": datetime.now(UTC)}
