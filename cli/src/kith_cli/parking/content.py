"""What a parked record said, for those who have the node's secret and keys. No key is made or changed here."""

import base64
import binascii
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bson import decode

from kith_chassis.keys.day_keys import Days
from kith_chassis.keys.keyring import Keyring
from kith_chassis.keys.vault import Vault
from kith_chassis.mongo import database
from kith_chassis.settings import KEY_FORM, SECRET_BYTES
from kith_cli.environment import given
from kith_cli.errors import StackError
from kith_cli.parking.shelf import Item
from kith_contracts.headers import FORMS, SOURCE, person_of

SHOWN: Final = ("ce_type", "ce_source", "ce_id", "ce_time", "kith-stream", "kith-number")
"""The headers that name no person."""


@dataclass(frozen=True)
class Content:
    """A record as it came, or the beginning of it."""

    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]
    is_whole: bool
    personal: bytes | None
    """Its personal fields, where they are sealed for a person whose key opens them."""

    def header(self, name: str) -> str:
        """The text of a header, where it is of its form; else nothing, for it could say anything."""
        text = next((value or b"" for known, value in self.headers if known == name), b"").decode("ascii", "replace")
        form = SOURCE if name == "ce_source" else FORMS[name]
        return text if form.fullmatch(text) else ""

    @property
    def envelope(self) -> dict[str, str]:
        """Its headers that name no person, each where it is of its form."""
        return {name: text for name in SHOWN if (text := self.header(name))}

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
    sealed, owner = item.document.get("record"), item.document.get("person")
    packed = await _look(vault, owner, sealed) if vault and sealed and owner else None
    if vault is None or packed is None:
        return None
    told = decode(packed)
    is_whole = "value" in told
    value = told["value"] if is_whole else told["beginning"]
    headers = tuple((name, text) for name, text in told.get("headers", ()))
    return Content(told["key"], value, headers, is_whole, await _personal(headers, value, vault))


async def _personal(headers: tuple[tuple[str, bytes | None], ...], value: bytes | None, vault: Vault) -> bytes | None:
    person, content = person_of((name, text) for name, text in headers), _plain(value)
    if person is None or not is_sealed(content) or not isinstance(content["sealed"], str):
        return None
    return await _look(vault, person, content["sealed"])


async def _look(vault: Vault, owner: str, sealed: str) -> bytes | None:
    try:
        return await vault.look(owner, sealed)
    except ValueError:
        return None  # altered, or no base64


def _plain(value: bytes | None) -> Any:
    try:
        return None if value is None else json.loads(value)
    except (ValueError, RecursionError):
        return _text(value)


def _text(value: bytes | None) -> str | None:
    return None if value is None else repr(bytes(value))[2:-1]
