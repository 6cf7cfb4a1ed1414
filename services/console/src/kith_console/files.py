"""Files that somebody sends with a form (RFC 7578): one at a time, within bounds, in memory and never on a disk."""

from collections.abc import AsyncGenerator
from typing import Final

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

LARGEST: Final = 4_000_000
"""Bytes of a file, as the API has it."""
AROUND: Final = 20_000
"""Bytes of a form around its file."""
MOST_READ: Final = 64_000_000
"""Bytes that are read and thrown away, so that who sends too much still hears the answer."""


class TooLarge(ValueError):
    """The file is larger than it may be."""


class _InMemory(MultiPartParser):
    """Of a library that would put larger files on the disk."""

    spool_max_size = LARGEST + AROUND


def with_file(request: Request) -> bool:
    """Whether this is a form that may have a file."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == "multipart/form-data"


async def file_of(request: Request, field: str) -> bytes:
    """The file in this field, empty if none was chosen. Raises TooLarge, and ValueError for what is no such form."""
    sent = await _read(request)

    async def stream() -> AsyncGenerator[bytes]:
        yield sent

    try:
        form = await _InMemory(request.headers, stream(), max_files=1, max_fields=5, max_part_size=AROUND).parse()
    except MultiPartException:
        raise ValueError("this form cannot be read") from None
    try:
        file = form.get(field)
        content = await file.read() if isinstance(file, UploadFile) else b""
    finally:
        await form.close()
    if len(content) > LARGEST:
        raise TooLarge
    return content


async def _read(request: Request) -> bytes:
    sent, length = bytearray(), 0
    async for piece in request.stream():
        length += len(piece)
        if length > MOST_READ:
            break
        if length <= LARGEST + AROUND:
            sent += piece
    if length > LARGEST + AROUND:
        raise TooLarge
    return bytes(sent)
