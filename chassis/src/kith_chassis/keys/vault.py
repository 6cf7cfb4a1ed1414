"""Keys: one per person, so that what is sealed can be forgotten with it; and hashes that only this body can compute."""

import base64
import hashlib
import os
import time
from collections import OrderedDict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

import structlog
from bson.binary import Binary
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pymongo import UpdateOne

from kith_chassis.keys.day_keys import Days
from kith_chassis.keys.keyring import KeyringError
from kith_chassis.mongo import by_ids
from kith_chassis.together import Together

log = structlog.get_logger()
NONCE: Final = 12
CACHED: Final = 50_000
SWEEPING: Final = 60.0
"""Seconds between two looks for what may leave memory, at most."""
LIFE: Final = 600.0 - SWEEPING
"""Seconds for which a key serves after it was last looked for in the database: so none is in memory after ten minutes.
What is used is looked for again after half of that, so no batch can lose a key under its hands."""
LEAVING: Final = timedelta(hours=6)
"""How long the key of someone who is being forgotten waits for the services of home, which need it to clear up."""
PARKING_KEPT: Final = timedelta(days=30)
"""How long the key lives with which is sealed what cannot be ascribed to a person."""


class Kept(NamedTuple):
    """What is in memory of a person's key: none where the person is forgotten for good."""

    key: AESGCM | None
    forgotten: bool
    looked_for: float


class Vault:
    """The keys of one body. Data keys lie in the database, wrapped by a key of the day, which lies outside. It counts
    together with the node's secret, so both are needed to open anything.

    A key is used only after it was seen wrapped by the newest key of the day. So who makes a newer one finds all that
    depend on an older, and can destroy that once none does, whatever other processes do meanwhile.
    """

    def __init__(self, secret: bytes, body: str, keys: Any, days: Days | None = None) -> None:
        """`keys` is the collection of wrapped data keys, shared by the Kith services of the body."""
        self.keys, self.days = keys, days or Days(None)
        self._hash_key = _derived(secret, body, "hash")
        self._wrapping, self._held = _derived(secret, body, "wrap"), _derived(secret, body, "held")
        self._opened: OrderedDict[str, Kept] = OrderedDict()
        self._ensure_together = Together[str, None](self._ensure_persons)

    async def prepare(self) -> None:
        """Make the indexes by which the upkeep finds what is due."""
        await self.keys.create_index("day", sparse=True)
        await self.keys.create_index("forgotten", sparse=True)

    def keyed(self, *parts: str) -> str:
        """A hash of these words that nobody without the body's secret can compute or check: 32 hexadecimal digits."""
        text = "\0".join(parts).encode()
        return hashlib.blake2b(text, key=self._hash_key, digest_size=16).hexdigest()

    def key_id(self, person: str) -> str:
        """Under which the key of a person lies in the database."""
        return self.keyed("person", person)

    async def load(self, persons: Iterable[str], *, anew: bool = False) -> None:
        """Bring into memory what there is of these persons' keys; `anew`: even if it was looked for just now."""
        now = time.monotonic()
        horizon = now if anew else now - LIFE / 2
        wanted = {person for person in set(persons) if self._is_due(person, horizon)}
        if not wanted:
            return
        ids = {self.key_id(person): person for person in wanted}
        found = await self._found(list(ids))
        for id, person in ids.items():
            self._opened.pop(person, None)
            if kept := self._unwrapped(found.get(id), now):
                self._opened[person] = kept
        while len(self._opened) > CACHED:
            self._opened.popitem(last=False)

    async def ensure(self, persons: Iterable[str]) -> None:
        """Bring the keys of these persons into memory, and make those that were never there."""
        if wanted := set(persons):
            await self._ensure_together(wanted)

    async def ensure_parking(self) -> None:
        """Have today's key for what cannot be ascribed to a person; it ends by itself."""
        await self._ensure({_parking(): {"until": datetime.now(UTC) + PARKING_KEPT}})

    def forgotten(self, person: str) -> bool:
        """Whether nothing may be said or kept about this person any more; the person's key must have been loaded."""
        kept = self._opened.get(person)
        return kept is not None and kept.forgotten

    def seal(self, person: str, data: bytes) -> str:
        """Encrypt with the person's key (AES-256-GCM, random nonce, bound to the person); base64."""
        return base64.b64encode(_sealed(self._key(person), data, person.encode())).decode()

    def open(self, person: str, sealed: str) -> bytes:
        """The reverse of `seal`; raises KeyError without the key, ValueError if the text was altered."""
        return _opened(self._key(person), base64.b64decode(sealed, validate=True), person.encode())

    def seal_parked(self, data: bytes, person: str | None) -> tuple[str, str]:
        """Encrypt what could not be handled, with the key of the person whom it names, else with today's parking key.

        The result is whose key that was, and the sealed text.
        """
        owner = person if person and (kept := self._opened.get(person)) and kept.key else _parking()
        return owner, self.seal(owner, data)

    def seal_held(self, data: bytes) -> bytes:
        """Encrypt a letter that waits until its sender is heard again: it names nobody, and its key does not end."""
        return _sealed(AESGCM(self._held), data, b"held")

    def open_held(self, data: bytes) -> bytes:
        """The reverse of `seal_held`."""
        return _opened(AESGCM(self._held), data, b"held")

    def sweep(self) -> None:
        """Drop from memory what was not looked for lately, so that a destroyed key is nowhere after a while."""
        horizon = time.monotonic() - LIFE
        for person in [person for person, kept in self._opened.items() if kept.looked_for < horizon]:
            del self._opened[person]

    def drop(self, persons: Iterable[str]) -> None:
        """Drop these from memory: something has changed about their keys."""
        for person in persons:
            self._opened.pop(person, None)

    def _is_due(self, person: str, horizon: float) -> bool:
        kept = self._opened.get(person)
        if kept is None or kept.looked_for <= horizon:
            return True
        self._opened.move_to_end(person)  # in use: others are dropped first
        return False

    def _key(self, person: str) -> AESGCM:
        kept = self._opened.get(person)
        if kept is None or kept.key is None:
            raise KeyError("no key for this person")
        return kept.key

    async def look(self, owner: str, sealed: str) -> bytes | None:
        """Open this once, and change no key; None without one, or of who is being forgotten. Raises ValueError."""
        wanted = {"_id": self.key_id(owner), "wrapped": {"$exists": True}, "forgotten": {"$exists": False}}
        key = self._data_key(found) if (found := await self.keys.find_one(wanted)) else None
        return _opened(AESGCM(key), base64.b64decode(sealed, validate=True), owner.encode()) if key else None

    async def _ensure_persons(self, persons: set[str]) -> None:
        await self._ensure({person: {} for person in persons})

    async def _ensure(self, wanted: dict[str, dict[str, Any]]) -> None:
        if not wanted:
            return
        await self.load(wanted)
        if new := wanted.keys() - self._opened.keys():
            newest = self.days.newest()
            writes = [self._insertion(person, newest, wanted[person]) for person in new]
            await self.keys.bulk_write(writes, ordered=False)
            await self.load(new)  # which sees whether a newer key of the day has come meanwhile

    def _insertion(self, person: str, day: str, more: dict[str, Any]) -> UpdateOne:
        # Two services may make the key of one person at the same time: the first insert stands for both.
        id = self.key_id(person)
        return UpdateOne({"_id": id}, {"$setOnInsert": {**self._wrapped(id, _new_key(), day), **more}}, upsert=True)

    async def _found(self, ids: list[str]) -> dict[str, dict[str, Any]]:
        """These documents, those of the living wrapped by the newest key of the day."""
        found = {each["_id"]: each for each in await by_ids(self.keys, ids)}
        newest = self.days.newest()  # looked for after they were read: who makes a newer one later will find them
        if old := [each for each in found.values() if each.get("day", newest) != newest and lives(each)]:
            await self.wrap_anew(old, newest)
            found |= {each["_id"]: each for each in await by_ids(self.keys, [each["_id"] for each in old])}
        return found

    async def wrap_anew(self, documents: Iterable[dict[str, Any]], day: str) -> None:
        """Wrap these by that key of the day, unless somebody else has changed them meanwhile."""
        writes = [
            UpdateOne({"_id": each["_id"], "wrapped": each["wrapped"]}, {"$set": self._wrapped(each["_id"], key, day)})
            for each in documents
            if (key := self._data_key(each))
        ]
        if writes:
            await self.keys.bulk_write(writes, ordered=False)

    def opens(self, found: dict[str, Any]) -> bool:
        """Whether this key can be unwrapped."""
        return self._data_key(found) is not None

    def _unwrapped(self, found: dict[str, Any] | None, now: float) -> Kept | None:
        if found is None:
            return None
        key = self._data_key(found) if "wrapped" in found else None
        if key is None and "forgotten" not in found:
            log.error("cannot open the key of a person: its day key is not in the folder of keys", day=found["day"])
            return None
        return Kept(AESGCM(key) if key else None, "forgotten" in found, now)

    def _wrapped(self, id: str, key: bytes, day: str) -> dict[str, Any]:
        return {"wrapped": Binary(_sealed(self._day_key(day), key, id.encode())), "day": day}

    def _data_key(self, found: dict[str, Any]) -> bytes | None:
        try:
            return _opened(self._day_key(found["day"]), found["wrapped"], found["_id"].encode())
        except (KeyringError, ValueError):
            return None

    def _day_key(self, day: str) -> AESGCM:
        return AESGCM(hashlib.blake2b(self.days.key(day), key=self._wrapping, digest_size=32).digest())


def lives(found: dict[str, Any]) -> bool:
    """Whether this key is wrapped anew: its person is not forgotten, or so lately that services still clear up."""
    now = datetime.now(UTC)
    return bool("wrapped" in found and found.get("until", now) >= now and found.get("forgotten", now) >= now - LEAVING)


def _parking() -> str:
    return f"parked/{datetime.now(UTC):%Y-%m-%d}"  # a slash is in no person's id


def _new_key() -> bytes:
    return AESGCM.generate_key(256)


def _derived(secret: bytes, body: str, use: str) -> bytes:
    return hashlib.blake2b(f"{body}/{use}".encode(), key=secret, digest_size=32).digest()


def _sealed(key: AESGCM, data: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + key.encrypt(nonce, data, bound_to)


def _opened(key: AESGCM, sealed: bytes, bound_to: bytes) -> bytes:
    try:
        return key.decrypt(sealed[:NONCE], sealed[NONCE:], bound_to)
    except InvalidTag:
        raise ValueError("altered, or sealed for someone else") from None
