"""Reads batches of records from whoever may write them. A header name that is not UTF-8, a batch that grows without end
or is broken: each of them would stop aiokafka at that place for good. Here it is one record that cannot be read.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

import structlog
from aiokafka.record.default_records import DefaultRecordBatch
from aiokafka.record.util import decode_varint

from kith_chassis.kafka.aiokafka_private import FetchResult, PythonBatch
from kith_chassis.kafka.codec import LARGEST_BATCH, Swollen, unpacked
from kith_chassis.path.excerpt import Excerpt, size_of
from kith_contracts.registry import LARGEST

log = structlog.get_logger()
LENGTH: Final = slice(8, 12)
"""Where a batch says how many bytes follow its first twelve."""
HEAD: Final = PythonBatch.HEADER_STRUCT
FORMAT: Final = 2
"""The only format that has headers. Brokers before Kafka 0.11 have written others."""
CODEC_BYTE, CODEC_BITS = 22, 0x07
MOST_RECORDS: Final = 20_000
"""In one batch: with an envelope each, more would not fit into the largest."""
MOST_HEADERS: Final = 100
"""Of one record. Ours have 16, and agents that trace add some."""
HEADER_BYTES: Final = 32_000
LARGEST_KEY: Final = 1_000
"""Bytes of all headers of a record, and of its key."""
KEPT: Final = frozenset({"ce_specversion", "ce_id", "ce_source", "ce_type", "kith-person", "content-type"})
"""Headers that stay where the rest is too much: whoever sent it can be told."""
SMALL: Final = 256_000
"""Bytes of a batch that has no room for headers in such numbers that they would cost much."""
AT_ONCE: Final = 2_000_000
"""Bytes of one partition that are handed out, until others get a turn."""


class Head(NamedTuple):
    """What a batch says of itself."""

    first: int
    length: int
    leader_epoch: int
    format: int
    crc: int
    attributes: int
    delta: int
    """From its first offset to its last."""
    first_timestamp: int
    last_timestamp: int
    producer: int
    producer_epoch: int
    sequence: int
    records: int


class Stub(NamedTuple):
    """In place of a record."""

    offset: int
    timestamp: int
    timestamp_type: int
    key: bytes | None
    value: Excerpt
    headers: tuple[tuple[str, bytes | None], ...] = ()
    checksum: None = None


class LenientRecords:
    """What a fetch brought, in place of aiokafka's own class and with what its fetcher uses of that."""

    def __init__(self, data: bytes) -> None:
        self._size, self._rest = len(data), memoryview(data)

    def has_next(self) -> bool:
        return LENGTH.stop <= len(self._rest) >= self._next_size()

    def _next_size(self) -> int:
        return LENGTH.stop + int.from_bytes(self._rest[LENGTH], "big")

    def size_in_bytes(self) -> int:
        return self._size

    def next_batch(self) -> "LenientBatch":
        size = self._next_size()
        data, self._rest = self._rest[:size], self._rest[size:]
        follows = int.from_bytes(self._rest[:8], "big") if self.has_next() else None
        return LenientBatch(bytes(data), follows)


class LenientBatch:
    """A batch of which each record is read that can be, by aiokafka's compiled reader; what is left is one stub."""

    def __init__(self, data: bytes, follows: int | None = None) -> None:
        """`follows` is the first offset of the next batch, if that is known."""
        self._data = data
        self._head = Head(*HEAD.unpack_from(data.ljust(HEAD.size, b"\0")))
        self._batch = DefaultRecordBatch(data.ljust(HEAD.size, b"\0"))
        self._whole = self._head.format == FORMAT and self._batch.validate_crc()
        self._follows = follows

    def __getattr__(self, name: str) -> Any:
        return getattr(self._batch, name)

    def validate_crc(self) -> bool:
        """Whether to go on: a broken one goes on as a stub."""
        return True

    @property
    def is_control_batch(self) -> bool:
        """Whether it is one of the broker's marks, which readers pass over."""
        return self._whole and bool(self._batch.is_control_batch)

    @property
    def next_offset(self) -> int:
        """What comes after it. What a broken one says of that counts only where nothing else does, and is likely."""
        delta = self._head.delta
        if not self._whole and self._follows is not None:
            return self._follows
        likely = self._whole or (self._head.format == FORMAT and 0 <= delta < MOST_RECORDS)
        return self._head.first + 1 + (delta if likely else 0)

    def __iter__(self) -> Iterator[Any]:
        try:
            if not self._whole:
                raise ValueError("its sum is wrong")  # noqa: TRY301 - it is one more way to be broken
            yield from self._records(self._plain())
        except Swollen:
            yield self._stub("too-large", f"a batch has {LARGEST_BATCH} bytes and {MOST_RECORDS} records at most")
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, what comes after it is read
            log.error("a Kafka batch is damaged", error=type(error).__name__, offset=self._head.first)  # noqa: TRY400 - it would quote
            yield self._stub("bad-batch", "the rest of a Kafka batch is damaged and cannot be read")

    def _stub(self, code: str, sentence: str) -> Stub:
        """At the last offset, which nobody can have passed."""
        return Stub(self.next_offset - 1, self._head.last_timestamp, 1, None, Excerpt.of(self._data, code, sentence))

    def _plain(self) -> bytes:
        """The same batch without compression."""
        if self._head.records > MOST_RECORDS:
            raise Swollen("records")
        head, packed = bytearray(self._data[: HEAD.size]), memoryview(self._data)[HEAD.size :]
        codec = head[CODEC_BYTE] & CODEC_BITS
        head[CODEC_BYTE] &= ~CODEC_BITS
        plain = bytes(head) + unpacked(codec, packed) if codec else self._data
        if len(plain) > SMALL:
            _check_headers(bytearray(plain), self._head.records)
        return plain

    def _records(self, plain: bytes) -> Iterator[Any]:
        read = 0
        try:
            for record in DefaultRecordBatch(plain):
                read += 1
                yield _bounded(record)
        except UnicodeDecodeError:
            yield from map(_bounded, islice(_SlowBatch(plain), read, None))


def _check_headers(plain: bytearray, count: int) -> None:
    """That no record has headers in such numbers that reading them would cost much: found without reading them."""
    at = HEAD.size
    for _ in range(count):
        length, at = decode_varint(plain, at)
        end = at + length
        _timestamp, at = decode_varint(plain, at + 1)
        _offset, at = decode_varint(plain, at)
        for _ in ("key", "value"):
            length, at = decode_varint(plain, at)
            at += max(length, 0)
        headers, _ = decode_varint(plain, at)
        if headers > MOST_HEADERS:
            raise Swollen("headers")
        at = end


def _bounded(record: Any) -> Any:
    """The record, or as much of it as may be kept."""
    headers = record.headers
    if len(record.value or b"") > LARGEST:
        told = f"more than {LARGEST} bytes"
    elif len(record.key or b"") > LARGEST_KEY:
        told = f"its key has more than {LARGEST_KEY} bytes"
    elif len(headers) > MOST_HEADERS or sum([len(name) + len(value or b"") for name, value in headers]) > HEADER_BYTES:
        told = f"more than {MOST_HEADERS} headers, or {HEADER_BYTES} bytes of them"
    else:
        return record
    kept = tuple((name, value) for name, value in headers if name in KEPT and len(value or b"") <= LARGEST_KEY)
    key = record.key if len(record.key or b"") <= LARGEST_KEY else None
    value = Excerpt.of(record.value or b"", "too-large", told)
    return Stub(record.offset, record.timestamp, record.timestamp_type, key, value, kept[:MOST_HEADERS])


class _SlowBatch(PythonBatch):  # type: ignore[misc]
    def _maybe_uncompress(self) -> None:
        super()._maybe_uncompress()
        self._buffer: bytearray = _Lenient(self._buffer)


class _Lenient(bytearray):
    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        return _Lenient(found) if isinstance(place, slice) else found

    def decode(self, encoding: str = "utf-8", _errors: str = "") -> str:
        return super().decode(encoding, "backslashreplace")


class Share(FetchResult):  # type: ignore[misc]
    """What a fetch brought of one partition, handed out by bytes and not by records alone: a small answer of the broker
    can grow to very much, and time for others is due between two pieces of it.
    """

    _partition_records: Any

    def getall(self, max_records: int | None = None) -> list[Any]:
        if not self.check_assignment(self._topic_partition) or not self.has_more():
            return []
        found: list[Any] = []
        size = 0
        for record in self._partition_records:
            found.append(record)
            size += AT_ONCE if isinstance(record.value, Excerpt) else size_of(record)
            if size >= AT_ONCE or len(found) == max_records:
                self._update_position()
                return found
        self._update_position()
        self._partition_records = None
        return found
