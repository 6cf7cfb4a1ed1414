"""Sessions, in the node's database. The browser has a random token; the database has its hash, and what belongs to it
encrypted under a key that only the token gives. Whoever reads the database learns neither who is signed in, nor where.
"""

import json
import os
import time
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TOKEN_BYTES: Final = 32
LIFE: Final = timedelta(hours=12)
"""From sign-in to the end of a session, however busy it is."""
BEFORE: Final = timedelta(minutes=30)
"""How long what somebody typed is kept until they have signed in."""
HELD: Final = timedelta(minutes=30)
"""How long a file is held that somebody has sent, and has not said yet what to do with."""
NONCE: Final = 12
FILE: Final = b"kith file"
"""What tells a sealed file from a sealed session."""


class Held(NamedTuple):
    """A file that somebody has sent, and what they have said of it."""

    content: bytes
    said: dict[str, str]


@dataclass
class Session:
    """What is known of one visitor between two requests."""

    body: str = ""
    """At which organisation they have signed in; empty before."""
    person: str = ""
    """Opaque id of the person at their organisation; empty for who has none, such as an administrator."""
    subject: str = ""
    """Who that is at the provider."""
    roles: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    """Full names of the networks in which they hold an office, as the directory said last."""
    token: str = ""
    """The access token of the provider, or of the node for who came by a mailed link."""
    until: float = 0
    """When that token ends, in seconds since 1970."""
    renewal: str = ""
    """The refresh token of the provider; empty if it gave none."""
    said: str = ""
    """A sentence to show once, on the next page."""
    signing_in: dict[str, str] = field(default_factory=dict)
    """What a sign-in that has begun must come back with."""
    ended: str = ""
    """Whose session it was, if it is over; never stored."""
    kept: dict[str, Any] = field(default_factory=dict)
    """A form that was sent without a session: the path, and what was typed."""
    asked: bool = False
    """Whether a link by mail was asked for in this browser."""
    by_mail: bool = False
    """Whether they have signed in by such a link: then the node itself makes their tokens."""

    @property
    def signed_in(self) -> bool:
        return bool(self.roles)

    @property
    def fresh(self) -> bool:
        """Whether its token is good for the next request."""
        return time.time() < self.until - 5

    def take(self, path: str) -> dict[str, list[str]]:
        """What they had typed at this page when their session was over; once, after they have signed in again."""
        if not self.signed_in or self.kept.get("path") != path:
            return {}
        form: dict[str, list[str]] = self.kept.get("form", {})
        self.kept = {}
        return form


class Sessions:
    """The sessions of a node, by token."""

    def __init__(self, database: Any, secret: bytes) -> None:
        self._collection, self._secret = database["sessions"], secret
        self._files = database["files"]

    async def start(self, session: Session, life: timedelta = LIFE) -> str:
        """Keep a new session; the result is its token."""
        await self._remove_old()
        token = os.urandom(TOKEN_BYTES).hex()
        await self._write(token, session, datetime.now(UTC) + life)
        return token

    async def load(self, token: str) -> Session | None:
        """The session of this token; None if there is none, or it is over."""
        found = await self._collection.find_one({"_id": _id(token)})
        if found is None or found["until"] < datetime.now(UTC):
            return None
        try:
            opened = AESGCM(_key(token)).decrypt(found["sealed"][:NONCE], found["sealed"][NONCE:], None)
        except InvalidTag:
            return None
        return _session(json.loads(opened))

    async def save(self, token: str, session: Session) -> None:
        """Keep what has changed, for as long as the session lasts anyway."""
        await self._collection.update_one({"_id": _id(token)}, {"$set": {"sealed": _sealed(token, session)}})

    async def end(self, token: str) -> None:
        """End one session."""
        await self._collection.delete_one({"_id": _id(token)})
        await self.let_go(token)

    async def end_all(self, session: Session) -> None:
        """End all sessions of whoever has this one."""
        await self._collection.delete_many({"whose": self._whose(session)})
        await self._files.delete_many({"whose": self._whose(session)})

    # a file between two pages

    async def hold(self, token: str, session: Session, held: Held) -> None:
        """Hold a file for this session, encrypted as the session is; another one replaces it."""
        await self._remove_old()
        content = json.dumps({"content": b64encode(zlib.compress(held.content)).decode(), "said": held.said})
        sealed = _sealed_text(token, content, FILE)
        document = {"until": datetime.now(UTC) + HELD, "whose": self._whose(session), "sealed": sealed}
        await self._files.update_one({"_id": _id(token)}, {"$set": document}, upsert=True)

    async def held(self, token: str) -> Held | None:
        """The file that is held for this session; None if there is none, or no longer."""
        found = await self._files.find_one({"_id": _id(token), "until": {"$gt": datetime.now(UTC)}})
        if found is None:
            return None
        try:
            opened = AESGCM(_key(token)).decrypt(found["sealed"][:NONCE], found["sealed"][NONCE:], FILE)
        except InvalidTag:
            return None
        content = json.loads(opened)
        return Held(zlib.decompress(b64decode(content["content"])), content["said"])

    async def let_go(self, token: str) -> None:
        """Delete the file of this session."""
        await self._files.delete_one({"_id": _id(token)})

    async def _remove_old(self) -> None:
        for each in (self._collection, self._files):
            await each.delete_many({"until": {"$lt": datetime.now(UTC)}})

    async def _write(self, token: str, session: Session, until: datetime) -> None:
        document = {"until": until, "whose": self._whose(session), "sealed": _sealed(token, session)}
        await self._collection.insert_one({"_id": _id(token), **document})

    def _whose(self, session: Session) -> bytes:
        """By what the sessions of one person are found again. Without the node's secret nobody can tell who it is."""
        if not session.signed_in:
            return b""
        who = json.dumps([session.body, session.person or session.subject]).encode()
        return blake2b(who, digest_size=16, key=self._secret, person=b"kith sessions").digest()


def _session(stored: Mapping[str, Any]) -> Session:
    return Session(**{**stored, "roles": tuple(stored["roles"]), "serves": tuple(stored["serves"])})


def _sealed(token: str, session: Session) -> bytes:
    return _sealed_text(token, json.dumps(asdict(session)), None)


def _sealed_text(token: str, text: str, about: bytes | None) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key(token)).encrypt(nonce, text.encode(), about)


def _id(token: str) -> bytes:
    return blake2b(token.encode(), digest_size=32, person=b"kith session id").digest()


def _key(token: str) -> bytes:
    return blake2b(token.encode(), digest_size=32, person=b"kith session key").digest()
