"""Signs as a body does, and as a forger would: by joserfc and rfc8785, with nothing of Kith's own code."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import rfc8785
from joserfc import jws
from joserfc.jwk import OKPKey

ATTRIBUTES = {
    "ce_id": "id",
    "ce_source": "source",
    "ce_type": "type",
    "ce_dataschema": "dataschema",
    "ce_time": "time",
    "ce_subject": "subject",
    "kith-stream": "stream",
    "kith-number": "number",
}


@dataclass(frozen=True)
class Sent:
    """A record as a stranger sends it."""

    topic: str
    key: bytes
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    partition: int | None = None


def payload_of(sent: Sent) -> bytes:
    """What is signed of a record."""
    headers = {name: text.decode() for name, text in sent.headers}
    values = {short: headers[name] for name, short in ATTRIBUTES.items() if name in headers}
    values |= {"topic": sent.topic, "key": sent.key.decode(), "data": hashlib.sha256(sent.value or b"").hexdigest()}
    if (version := _version(sent.value)) is not None:
        values["version"] = str(version)
    return rfc8785.dumps(values)


def signed(sent: Sent, jwk: Mapping[str, Any], kid: str, payload: bytes | None = None) -> Sent:
    """The record with the signature of this key in place of any other."""
    return with_header(sent, "kith-signature", detached(jwk, kid, payload or payload_of(sent)))


def detached(jwk: Mapping[str, Any], kid: str, payload: bytes) -> str:
    header = {"alg": "Ed25519", "kid": kid, "typ": "kith+jws"}
    token = jws.serialize_compact(header, payload, OKPKey.import_key(dict(jwk)), algorithms=["Ed25519"])
    protected, _, signature = token.split(".")
    return f"{protected}..{signature}"


def with_header(sent: Sent, name: str, text: str | None) -> Sent:
    """The record with another value of this header, or without it."""
    changed = [] if text is None else [(name, text.encode())]
    if any(each == name for each, _ in sent.headers) and text is not None:
        headers = [(each, text.encode() if each == name else value) for each, value in sent.headers]
    else:
        headers = [*[(each, value) for each, value in sent.headers if each != name], *changed]
    return replace(sent, headers=tuple(headers))


def private_jwk(keys: Path, body: str, at: int = 0) -> tuple[dict[str, Any], str]:
    """A private key of a keyring, and its kid."""
    content = json.loads(sorted((keys / body / "signing").glob("*.json"))[at].read_text())
    half = content.pop("half")
    return content, f"{body}/{half['key']['name']}"


def public_key(keys: Path, body: str, at: int = 0) -> dict[str, Any]:
    """The public half of that key, as a registration has it."""
    content = json.loads(sorted((keys / body / "signing").glob("*.json"))[at].read_text())
    key: dict[str, Any] = content["half"]["key"]
    return key


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _version(value: bytes | None) -> int | None:
    try:
        found = json.loads(value or b"")
    except ValueError:
        return None
    return found.get("version") if isinstance(found, dict) else None
