"""What is parked, read again: its id, its rule, and what the headers of the record say."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from bson import decode

from kith_chassis.keys.vault import Vault
from kith_chassis.path.mark import HEADER
from kith_chassis.path.remedies import title_of
from kith_contracts.headers import FORMS, SOURCE, source_of
from kith_contracts.topics import Channel, topic_name

ID_LENGTH: Final = 12
"""Hexadecimal digits of an id: enough for all that one node keeps, and short enough to type."""
SHOWN: Final = ("ce_type", "ce_source", "ce_id", "ce_time", "kith-stream", "kith-number")
"""The headers that name no person."""
COPIED: Final = frozenset({"bad-mark"})
"""The reason of a record that bears a mark of the node and did not come from it."""


@dataclass(frozen=True)
class Content:
    """A record as it came, or the beginning of it."""

    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]
    is_whole: bool

    def header(self, name: str) -> str:
        """The text of a header, where it is of its form; else nothing, for it could say anything."""
        text = next((value or b"" for known, value in self.headers if known == name), b"").decode("ascii", "replace")
        form = SOURCE if name == "ce_source" else FORMS[name]
        return text if form.fullmatch(text) else ""

    @property
    def envelope(self) -> dict[str, str]:
        """Its headers that name no person, each where it is of its form."""
        return {name: text for name in SHOWN if (text := self.header(name))}

    @property
    def is_marked(self) -> bool:
        """Whether it bears a mark of the node, true or not."""
        return any(name == HEADER for name, _ in self.headers)


def id_of(service: str, place: str) -> str:
    """Of what a service has parked at this place: short, and the same each time."""
    return sha256(f"{service} {place}".encode()).hexdigest()[:ID_LENGTH]


def rule_of(document: Mapping[str, Any]) -> str:
    """The rule that it broke, as whoever parked it wrote it down; of a count there is only the title."""
    reason = str(document.get("reason", ""))
    sentence = reason.partition(": ")[2] or reason
    return f"{sentence[:1].upper()}{sentence[1:].removesuffix('.')}." if sentence else f"{title_of(document['code'])}."


async def content_of(document: Mapping[str, Any], vault: Vault) -> Content | None:
    """What it said; None if nothing of it is kept, or if it does not open. No key is made or changed."""
    sealed, owner = document.get("record"), document.get("person")
    try:
        packed = await vault.look(owner, sealed) if sealed and owner else None
    except ValueError:
        return None  # altered, or no base64
    if packed is None:
        return None
    told = decode(packed)
    is_whole = "value" in told
    headers = tuple((name, text) for name, text in told.get("headers", ()))
    return Content(told["key"], told["value"] if is_whole else told["beginning"], headers, is_whole)


def own_commands(body: str, service: str) -> list[str]:
    """How the sender of what the systems of a body write to a service is noted."""
    topic = topic_name(Channel.PRIVATE_COMMANDS, body, service)
    return [topic, f"{topic} {body}"]


def is_of_systems(document: Mapping[str, Any], content: Content | None, body: str) -> bool:
    """Whether a system of the body has sent it, and not the node itself: what cannot be opened may be of one."""
    if content is None or document["code"] in COPIED or not content.is_marked:
        return True
    return content.header("ce_source").startswith(source_of(body, "systems/"))
