"""Passes over facts that a newer one replaces, while a flow is behind: as compaction would have removed them."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from aiokafka import TopicPartition

from kith_chassis.catalogue import Handler
from kith_chassis.errors import PASSING
from kith_chassis.kafka.registry import Registered
from kith_chassis.keys.trust import Trust, channel_of
from kith_contracts.headers import body_of_source
from kith_contracts.topics import Channel

AT_A_STRETCH: Final = 50
"""Records that are looked at before others get a turn: a signature may have to be verified for each."""
LONGEST: Final = 16
"""Digits of a number that are read: no record with more than 15 can be."""
Records = dict[TopicPartition, list[Any]]


class State(NamedTuple):
    """Of which entity a fact is the whole state, and in which stream of its writer."""

    type: bytes
    key: bytes
    source: bytes
    stream: bytes


class Numbered(NamedTuple):
    """A record and its number in its stream."""

    number: int
    record: Any


class Newest:
    """Of one flow. Only facts whose line of the catalogue says `newest` are passed over, and only for a later record of
    the same key and stream with a higher number, whose signature is good and whose body is heard. Nothing of the own
    body is: it says its newest again where an older one stands last.
    """

    def __init__(self, body: str, handlers: Iterable[Handler], trust: Trust | None) -> None:
        self._body, self._trust = body, trust
        self._types = frozenset(each.message.contract.type.encode() for each in handlers if each.newest)

    def __bool__(self) -> bool:
        """Whether the service takes such facts at all."""
        return bool(self._types)

    def concerns(self, partition: TopicPartition, edition: int) -> bool:
        """Whether such facts may be there, and the partition was judged by the present edition of the registry. Where a
        later edition judges otherwise, the topic is read from its start again.
        """
        shared = channel_of(partition.topic) is Channel.SHARED
        return shared and (self._trust is None or edition == self._trust.known.edition)

    async def of(self, fetched: Records, edition_of: Callable[[TopicPartition], int]) -> Records:
        """These records without those that are replaced."""
        if self._trust:
            try:
                await self._trust.caught_up(at.topic for at in fetched)
            except PASSING:
                return fetched
        known = self._trust.known if self._trust else None
        return {
            at: await self._newest(records, known) if self.concerns(at, edition_of(at)) else records
            for at, records in fetched.items()
        }

    async def _newest(self, records: Sequence[Any], known: Registered | None) -> list[Any]:
        kept: list[Any] = []
        newer: dict[State, Numbered] = {}
        believed: dict[int, bool] = {}
        for count, record in enumerate(reversed(records)):
            if count % AT_A_STRETCH == 0:
                await asyncio.sleep(0)
            state, number = self._state(record)
            if state:
                above = newer.get(state)
                if above and number < above.number:
                    at = above.record.offset
                    if at not in believed:
                        believed[at] = self._believes(above.record, known)
                    if believed[at]:
                        continue
                newer[state] = Numbered(number, record)
            kept.append(record)
        return kept[::-1]

    def _state(self, record: Any) -> tuple[State | None, int]:
        given = dict(record.headers)
        kind, source, stream = (given.get(name) for name in ("ce_type", "ce_source", "kith-stream"))
        number = (given.get("kith-number") or b"")[:LONGEST]
        if kind not in self._types or not (record.key and source and stream and number.isdigit()):
            return None, 0
        own = body_of_source(source.decode("ascii", "replace")) == self._body
        return None if own else State(kind, record.key, source, stream), int(number)

    def _believes(self, record: Any, known: Registered | None) -> bool:
        return known is None or (self._trust is not None and self._trust.believes(record, known))
