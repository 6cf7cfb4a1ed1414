"""Streams of other services, each with numbers that rise: what the database calls them, and how many there may be."""

from collections.abc import Collection
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

from kith_contracts.headers import body_of_source
from kith_contracts.registry import Envelope, Unreadable

MOST_STREAMS: Final = 1000
"""Of one body in one partition. A node has some dozen; each is remembered for good, so nobody may invent more."""


@lru_cache(10_000)
def stream_of(source: str, stream: str) -> str:
    """What the database calls a stream: nobody can use up the numbers of another's, or choose the name of a field."""
    return _family(body_of_source(source)) + blake2b(f"{source}\0{stream}".encode(), digest_size=8).hexdigest()


def _family(body: str) -> str:
    return blake2b(body.encode(), digest_size=4).hexdigest()


def check_stream(envelope: Envelope[Any], seen: Collection[str]) -> None:
    """That this stream was seen before, or that its body may have one more; raises Unreadable."""
    if envelope.stream and not has_room(stream_of(envelope.source, envelope.stream), envelope.body, seen):
        raise Unreadable("too-many-streams", "its sender has used more streams than any node needs")


def has_room(name: str, body: str, seen: Collection[str]) -> bool:
    """Whether a stream of this name was seen, or may be one more."""
    family = _family(body)
    return name in seen or sum(each.startswith(family) for each in seen) < MOST_STREAMS
