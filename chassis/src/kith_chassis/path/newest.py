"""Passes over facts that a newer one replaces, while a flow is behind: as compaction would have removed them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from aiokafka import TopicPartition

from kith_chassis.catalogue import Handler
from kith_chassis.kafka.registry import Registered
from kith_chassis.keys.trust import Trust, channel_of
from kith_contracts.headers import body_of_source
from kith_contracts.topics import Channel

DIGITS: Final = 15
"""Of the largest number of a stream."""
Records = dict[TopicPartition, list[Any]]


class State(NamedTuple):
    """Of which entity a fact is the whole state, and in which stream of its writer."""

    type: bytes
    key: bytes
    source: bytes
    stream: bytes


class Newest:
    """Of one flow. Only facts whose line of the catalogue says `newest` are passed over, and only for a later record of
    the same key and stream with a higher number, whose signature is good and whose body is heard. Nothing of the own
    body is: it says its newest again where an older one stands last.
    """

    def __init__(self, body: str, handlers: Iterable[Handler], trust: Trust | None) -> None:
        self._body, self._trust = body, trust
        self._types = frozenset(each.message.contract.type.encode() for each in handlers if each.newest)

    def concerns(self, partition: TopicPartition, edition: int) -> bool:
        """Whether such facts may be there, and the partition was judged by the present edition of the registry. Where a
        later edition judges otherwise, the topic is read from its start again.
        """
        shared = bool(self._types) and channel_of(partition.topic) is Channel.SHARED
        return shared and (self._trust is None or edition == self._trust.known.edition)

    async def of(self, fetched: Records, edition_of: Callable[[TopicPartition], int]) -> Records:
        """These records without those that are replaced."""
        if self._trust:
            await self._trust.caught_up(at.topic for at in fetched)
        known = self._trust.known if self._trust else None
        return {
            at: self._newest(records, known) if self.concerns(at, edition_of(at)) else records
            for at, records in fetched.items()
        }

    def _newest(self, records: Sequence[Any], known: Registered | None) -> list[Any]:
        kept: list[Any] = []
        newer: dict[State, tuple[int, Any]] = {}
        believed: dict[int, bool] = {}
        for record in reversed(records):
            state, number = self._state(record)
            if state is None:
                kept.append(record)
                continue
            above, by = newer.get(state, (0, None))
            if number < above:
                if by.offset not in believed:
                    believed[by.offset] = self._believes(by, known)
                if believed[by.offset]:
                    continue
            newer[state] = number, record
            kept.append(record)
        return kept[::-1]

    def _state(self, record: Any) -> tuple[State | None, int]:
        given = dict(record.headers)
        kind, source, stream = (given.get(name) for name in ("ce_type", "ce_source", "kith-stream"))
        if kind not in self._types or not (record.key and record.value and source and stream):
            return None, 0
        number = given.get("kith-number") or b""
        if (
            len(number) > DIGITS
            or not number.isdigit()
            or body_of_source(source.decode("ascii", "replace")) == self._body
        ):
            return None, 0
        return State(kind, record.key, source, stream), int(number)

    def _believes(self, record: Any, known: Registered | None) -> bool:
        return self._trust is None or known is None or self._trust.believes(record, known)
