"""What is read of a form with a file: one file, as it was sent, within bounds, and never on a disk."""

import tempfile
from collections.abc import Iterable

import pytest
from starlette.requests import Request

from kith_console.files import LARGEST, TooLarge, file_of, with_file

BOUNDARY = "edge"
KIND = f"multipart/form-data; boundary={BOUNDARY}"


def request(pieces: Iterable[bytes], kind: str = KIND) -> Request:
    coming = list(pieces)

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": coming.pop(0), "more_body": bool(coming)}

    headers = [(b"content-type", kind.encode())]
    return Request({"type": "http", "method": "POST", "path": "/", "headers": headers}, receive)


def part(content: bytes, field: str = "list") -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="../../a.csv"\r\n\r\n'
    return head.encode() + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()


async def test_a_file_is_read_byte_by_byte_as_it_was_sent() -> None:
    content = "number,name\r\n1,Zoë\n\n--edge\r".encode("utf-16") + bytes(range(256))
    whole = part(content) + END
    sent = request(whole[at : at + 7] for at in range(0, len(whole), 7))
    assert with_file(sent)
    assert await file_of(sent, "list") == content


async def test_no_file_is_an_empty_one() -> None:
    assert await file_of(request([part(b"", "list") + END]), "list") == b""
    assert await file_of(request([part(b"x", "other") + END]), "list") == b""


async def test_a_large_file_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file of a member's data would be on the disk")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    assert len(await file_of(request([part(b"x" * LARGEST) + END]), "list")) == LARGEST


async def test_what_is_too_large_is_told_and_not_kept() -> None:
    for size in (LARGEST + 1, LARGEST + 1_000_000):
        with pytest.raises(TooLarge):
            await file_of(request([part(b"x" * size) + END]), "list")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"no parts at all", KIND),
        (part(b"a") + part(b"b") + END, KIND),
        (part(b"a") + END, "multipart/form-data"),
        (f"--{BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\nx\r\n--{BOUNDARY}--\r\n".encode(), KIND),
    ],
)
async def test_what_is_no_such_form_is_refused(content: bytes, kind: str) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        await file_of(request([content], kind), "list")
