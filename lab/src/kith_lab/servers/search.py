"""Looks for texts in all files of a folder as they lie on disk, and in the records of Kafka's logs."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from aiokafka.errors import KafkaError
from aiokafka.record.memory_records import MemoryRecords

_CHUNK: Final = 8_000_000
_BATCH_HEADER: Final = 12
"""Bytes before what the length in the header of a batch counts: the offset, and the length itself."""


@dataclass
class Searched:
    """How many bytes were looked through, and the files in which each text stands."""

    size: int = 0
    hits: dict[bytes, set[str]] = field(default_factory=dict)

    @property
    def found(self) -> int:
        """How many texts stand in how many files."""
        return sum(len(files) for files in self.hits.values())


def search(folder: Path, texts: Collection[bytes], wanted: Callable[[Path], bool] = lambda _: True) -> Searched:
    """Look for each of these texts, at least a few bytes long, in every file below the folder that is wanted."""
    searched = Searched()
    for path in files(folder):
        if wanted(path):
            for piece in pieces(path, overlap=max(map(len, texts))):
                searched.size += len(piece)
                for text in texts:
                    if text in piece:
                        searched.hits.setdefault(text, set()).add(str(path.relative_to(folder)))
    return searched


def files(folder: Path) -> Iterator[Path]:
    """All plain files below the folder, in order. One that a server removes meanwhile is not there any more."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def pieces(path: Path, overlap: int = 1000) -> Iterator[bytes]:
    """The bytes of a file, then those of its records if it is a log of Kafka's: batches there are compressed."""
    try:
        yield from _raw(path, overlap)
        if path.suffix == ".log" and path.stem.isdecimal():
            yield from _records(path)
    except FileNotFoundError:
        return


def _raw(path: Path, overlap: int) -> Iterator[bytes]:
    """Without the zeros at the end: servers make files much longer than what they write."""
    with path.open("rb") as file:
        kept = b""
        while chunk := file.read(_CHUNK):
            if piece := (kept + chunk).rstrip(b"\0"):
                yield piece
            kept = chunk[-overlap:]


def _records(path: Path) -> Iterator[bytes]:
    content = path.read_bytes()
    at = 0
    while at + _BATCH_HEADER <= len(content):
        end = at + _BATCH_HEADER + int.from_bytes(content[at + 8 : at + _BATCH_HEADER], "big")
        if end <= at + _BATCH_HEADER or end > len(content):
            return  # what follows was never written: the file is made longer than it is
        yield from _batch(content[at:end])
        at = end


def _batch(content: bytes) -> Iterator[bytes]:
    try:
        batches: Any = MemoryRecords(content)
        while batches.has_next():
            for record in batches.next_batch():
                headers = b" ".join(name.encode() + b"=" + (value or b"") for name, value in record.headers)
                yield b" ".join([record.key or b"", headers, record.value or b""])
    except (KafkaError, ValueError):
        return  # not records of clients; the raw bytes were looked through
