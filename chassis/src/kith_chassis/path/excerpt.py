"""What is kept of content that nobody may keep whole: how it begins, its size and its hash."""

from hashlib import sha256
from typing import Any, Final

BEGINNING: Final = 500
"""Bytes of content that an excerpt keeps."""


class Excerpt(bytes):
    """The first bytes of what a record said, in place of it. The rest was never kept, or never unpacked."""

    code: str
    sentence: str
    """Why there is not more of it."""
    size: int
    """Bytes of the whole, as it came."""
    digest: str
    """SHA-256 of the whole, in hexadecimal digits."""

    @classmethod
    def of(cls, content: Any, code: str, sentence: str) -> "Excerpt":
        """Of these bytes, or of what is like bytes."""
        excerpt = cls(content[:BEGINNING])
        excerpt.code, excerpt.sentence = code, sentence
        excerpt.size, excerpt.digest = len(content), sha256(content).hexdigest()
        return excerpt


def size_of(record: Any) -> int:
    """Bytes of a record: key, content and headers."""
    headers = sum([len(name) + len(value or b"") for name, value in record.headers])
    return len(record.key or b"") + len(record.value or b"") + headers
