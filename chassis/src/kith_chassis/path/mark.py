"""The mark by which a node knows its own commands: on its private topics of commands its body's systems write too."""

from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from hmac import compare_digest
from typing import Any, Final

from kith_chassis.decision import Keyed
from kith_contracts.access.table import Role, grants_of
from kith_contracts.headers import source_of
from kith_contracts.message import Message, Refusal
from kith_contracts.registry import Envelope, Unreadable
from kith_contracts.topics import Channel, address_of

HEADER: Final = "kith-mark"
DECIDING: Final = ("ce_", "kith-", "content-type")
"""How the names of headers begin that a reader looks at."""
FRESH: Final = timedelta(days=13)
"""How long a command without a stream counts after it was marked: less than it is remembered, so whoever copies one
cannot have it take effect again."""
NOT_ALLOWED: Final = Refusal(
    "not-allowed", "No system may ask for this over Kafka. Ask over HTTP, as somebody who may."
)


@lru_cache(1000)
def is_marked(topic: str) -> bool:
    """Whether what a node itself puts on this topic has its mark."""
    address = address_of(topic)
    return address is not None and address.channel is Channel.PRIVATE_COMMANDS


def mark_of(record: Any, keyed: Keyed) -> str:
    """What only the node can make, of all by which a record is understood, and of its topic and key: from them follows
    its partition, and in another it is not read.
    """
    named = sorted((name.encode(), text or b"") for name, text in record.headers if name.startswith(DECIDING))
    parts = [record.topic.encode(), record.key, record.value or b""]
    parts += [part for name, text in named if name != HEADER.encode() for part in (name, text)]
    told = blake2b(digest_size=32)
    for part in parts:
        told.update(b"%d:" % len(part))
        told.update(part)
    return keyed("mark", told.hexdigest())


def may_ask(record: Any, envelope: Envelope[Message], keyed: Keyed) -> bool:
    """Whether who has put this record here may ask for it: the node itself for all, its body's systems for what their
    role may. Raises Unreadable for who speaks as the node and is not.
    """
    if not is_marked(record.topic):
        return True
    if (given := dict(record.headers).get(HEADER)) is not None:
        _check(given, record, envelope, keyed)
        return True
    if not envelope.source.startswith(source_of(envelope.body, "systems/")):
        raise Unreadable("unmarked", "with the source of a service only the node itself speaks here")
    if envelope.stream:
        raise Unreadable("bad-header", "what a system sends has no kith-stream and no kith-number")
    return is_for_systems(envelope.message)


def _check(given: bytes, record: Any, envelope: Envelope[Message], keyed: Keyed) -> None:
    if not compare_digest(given, mark_of(record, keyed).encode()):
        raise Unreadable("bad-mark", "the mark is not that of this message in this place")
    if not envelope.stream and envelope.appended - datetime.fromisoformat(envelope.time) > FRESH:
        raise Unreadable("bad-mark", "the mark is so old that nobody remembers whether this has taken effect before")


def is_for_systems(message: Message) -> bool:
    """Whether the table of rights lets a system ask for this, with whatever scope: Kafka knows of none."""
    operation = f"{message.contract.service}-{message.contract.name}"
    try:
        grants = grants_of(operation, str(getattr(message, "on_behalf", "")))
    except KeyError:  # a command of the services to themselves
        return False
    return any(grant.role is Role.SYSTEM for grant in grants)
