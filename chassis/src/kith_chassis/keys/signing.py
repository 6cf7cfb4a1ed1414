"""The keys with which a body signs: private JWKs in its keyring, of which the newest that the registry has is used."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from joserfc.jwk import OKPKey
from pydantic import ValidationError

from kith_chassis.errors import NoKey
from kith_chassis.keys.keyring import Keyring, KeyringError
from kith_contracts.consortium import BodyRegistered, SigningKey
from kith_contracts.signing import KeyPair, PublicHalf

FOLDER: Final = "signing"
PUBLISHED_BEFORE: Final = timedelta(days=1)
"""How long before its first use a further key is made: others must have it by then."""
USED: Final = timedelta(days=90)
OVERLAP: Final = timedelta(days=30)
"""How long after that a key stays valid: what was signed may wait so long in an outbox."""
SKEW: Final = timedelta(minutes=1)
"""How far our clock may be ahead of the broker's: a new key waits so long while there is an older one."""
LOOK_AGAIN: Final = 30.0
"""Seconds after which the keyring is read again: keys come and run out while a node runs."""


def new_key(keyring: Keyring, body: str, now: datetime, *, at_once: bool = False) -> PublicHalf:
    """Make a key and keep its private half. The first is for use from today on, a further one from tomorrow."""
    names = keyring.names(FOLDER)
    starts = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if names and not at_once:
        starts += PUBLISHED_BEFORE
    name = f"{starts:%Y-%m-%d}" + (f"-{len(names) + 1}" if names else "")
    jwk = OKPKey.generate_key("Ed25519").as_dict(private=True)
    key = SigningKey(name=name, x=str(jwk["x"]), not_before=starts, not_after=starts + USED + OVERLAP)
    half = PublicHalf(body=body, key=key)
    keyring.write(f"{FOLDER}/{name}.json", json.dumps({**jwk, "half": half.model_dump(mode="json")}).encode())
    return half


def key_pairs(keyring: Keyring, body: str) -> list[KeyPair]:
    """All keys of the keyring, the one that is used last at the end; raises KeyringError."""
    found = [_pair(keyring, name, body) for name in keyring.names(FOLDER) if name.endswith(".json")]
    if not found:
        raise KeyringError(
            f"There is no signing key in {keyring.folder / FOLDER}. Make one with: kith keys new {body}; "
            "then give its public half to the office."
        )
    return sorted(found, key=lambda pair: (pair.half.key.not_before, pair.half.key.name))


def _pair(keyring: Keyring, name: str, body: str) -> KeyPair:
    try:
        jwk = json.loads(keyring.read(name))
        pair = KeyPair(PublicHalf.model_validate_json(json.dumps(jwk.pop("half"))), jwk)
    except (ValueError, ValidationError, KeyError, AttributeError):
        raise KeyringError(f"{keyring.folder / name} is no signing key. Make one with: kith keys new {body}") from None
    if pair.half.body != body:
        raise KeyringError(f"{keyring.folder / name} is a key of {pair.half.body}, not of {body}.")
    return pair


class Signer:
    """Signs in the name of one body, with the newest of its keys that is valid now."""

    def __init__(self, body: str, keyring: Keyring, registered: Callable[[], BodyRegistered | None]) -> None:
        """Raises KeyringError when there is no key. `registered` gives what the office says of the body now."""
        self._body, self._keyring, self._registered = body, keyring, registered
        self._pairs = key_pairs(keyring, body)
        self._chosen: KeyPair | None = None
        self._chosen_for: BodyRegistered | None = None
        self._look_again = 0.0

    def __call__(self, payload: bytes) -> str:
        """A detached JWS; raises NoKey while there is none to sign with."""
        known = self._registered()
        if self._chosen is None or known is not self._chosen_for or time.monotonic() > self._look_again:
            self._pairs = key_pairs(self._keyring, self._body)
            self._chosen, self._chosen_for = chosen(self._pairs, known, datetime.now(UTC)), known
            self._look_again = time.monotonic() + LOOK_AGAIN
        return self._chosen.sign(payload)


def chosen(pairs: list[KeyPair], known: BodyRegistered | None, now: datetime) -> KeyPair:
    """The newest of these keys that others will take now. One that the office has not published, or has revoked, is not
    used; a body that is not registered is heard by nobody, and may use any.
    """
    good = [pair for pair in pairs if pair.half.key.valid_at(now)]
    if known is not None:
        published = {key.name: key for key in known.keys if key.valid_at(now) and key.compromised_since is None}
        good = [pair for pair in good if (key := published.get(pair.half.key.name)) and key.x == pair.half.key.x]
    settled = [pair for pair in good if pair.half.key.not_before + SKEW <= now]
    if not good:
        raise NoKey("no signing key of ours is in the registry and valid: see `kith keys list`")
    return (settled or good)[-1]
