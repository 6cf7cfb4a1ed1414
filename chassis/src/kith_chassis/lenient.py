"""Reads records whose header names are not UTF-8. aiokafka refuses the whole batch that one of them is in, again and
again: whoever may write to a topic could stop its partition for good.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from aiokafka.consumer import fetcher
from aiokafka.record.default_records import _DefaultRecordBatchPy
from aiokafka.record.memory_records import MemoryRecords

LENGTH: Final = slice(8, 12)
"""Where a batch says how many bytes follow its first twelve."""


class LenientRecords:
    """What a fetch brought, in place of aiokafka's own class and with what its fetcher uses of that."""

    def __init__(self, data: bytes) -> None:
        self._records, self._rest = MemoryRecords(data), memoryview(data)

    def has_next(self) -> bool:
        found: bool = self._records.has_next()
        return found

    def size_in_bytes(self) -> int:
        size: int = self._records.size_in_bytes()
        return size

    def next_batch(self) -> "LenientBatch":
        length = 12 + int.from_bytes(self._rest[LENGTH], "big")
        data, self._rest = self._rest[:length], self._rest[length:]
        return LenientBatch(self._records.next_batch(), data)


class LenientBatch:
    """A batch that is read quickly by aiokafka's compiled reader, and from a bad name on by its slow one."""

    def __init__(self, batch: Any, data: memoryview) -> None:
        self._batch, self._data = batch, data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._batch, name)

    def __iter__(self) -> Iterator[Any]:
        read = 0
        try:
            for record in self._batch:
                read += 1
                yield record
        except UnicodeDecodeError:
            yield from islice(_SlowBatch(self._data), read, None)


class _SlowBatch(_DefaultRecordBatchPy):  # type: ignore[misc]
    def _maybe_uncompress(self) -> None:
        super()._maybe_uncompress()
        self._buffer: bytearray = _Lenient(self._buffer)


class _Lenient(bytearray):
    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        return _Lenient(found) if isinstance(place, slice) else found

    def decode(self, encoding: str = "utf-8", _errors: str = "") -> str:
        return super().decode(encoding, "backslashreplace")


def install() -> None:
    """Let every consumer of this process read so."""
    fetcher.MemoryRecords = LenientRecords
