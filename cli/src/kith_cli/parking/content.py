"""What a parked record said, for those who have the node's secret and keys. No key is made or changed here."""

import base64
import binascii
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kith_chassis.keys.day_keys import Days
from kith_chassis.keys.keyring import Keyring
from kith_chassis.keys.vault import Vault
from kith_chassis.mongo import database
from kith_chassis.path import shelf
from kith_chassis.settings import KEY_FORM, SECRET_BYTES
from kith_cli.environment import given
from kith_cli.errors import StackError
from kith_cli.parking.shelf import Item
from kith_contracts.headers import person_of


@dataclass(frozen=True)
class Content(shelf.Content):
    """A record as it came, or the beginning of it."""

    personal: bytes | None
    """Its personal fields, where they are sealed for a person whose key opens them."""

    def told(self) -> dict[str, Any]:
        """Key and content for a person to read; bytes that are no JSON are shown as Python writes them."""
        told: dict[str, Any] = {"key": _text(self.key), "whole": self.is_whole, "content": _plain(self.value)}
        if is_sealed(told["content"]):
            fields = _plain(self.personal) if self.personal is not None else None
            del told["content"]["sealed"]
            told["personal fields"] = fields or "sealed: the key of this person is not here, or does not open them"
        return told


def is_sealed(content: Any) -> bool:
    """Whether there are personal fields, sealed for a person."""
    return isinstance(content, dict) and "sealed" in content


def vault_of(client: Any, prefix: str, body: str, keys: Path | None) -> Vault | None:
    """What opens the contents, if the environment has the secret of the node and its keys. Raises StackError."""
    secret = given("KITH_SECRET")
    if not secret or keys is None:
        return None
    try:
        plain = base64.b64decode(secret, validate=True)
    except binascii.Error:
        plain = b""
    if len(plain) != SECRET_BYTES:
        raise StackError(f"KITH_SECRET: it {KEY_FORM}.")
    return Vault(plain, body, database(client, prefix, body, "keys")["keys"], Days(Keyring(keys, body)))


async def content_of(item: Item, vault: Vault | None) -> Content | None:
    """What it said; None if nothing of it is kept, or if it does not open."""
    known = await shelf.content_of(item.document, vault) if vault else None
    if vault is None or known is None:
        return None
    personal = await _personal(known.headers, known.value, vault)
    return Content(known.key, known.value, known.headers, known.is_whole, personal)


async def _personal(headers: tuple[tuple[str, bytes | None], ...], value: bytes | None, vault: Vault) -> bytes | None:
    person, content = person_of((name, text) for name, text in headers), _plain(value)
    if person is None or not is_sealed(content) or not isinstance(content["sealed"], str):
        return None
    try:
        return await vault.look(person, content["sealed"])
    except ValueError:
        return None  # altered, or no base64


def _plain(value: bytes | None) -> Any:
    try:
        return None if value is None else json.loads(value)
    except (ValueError, RecursionError):
        return _text(value)


def _text(value: bytes | None) -> str | None:
    return None if value is None else repr(bytes(value))[2:-1]
