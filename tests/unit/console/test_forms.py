"""What is read of a form, and whose forms are taken."""

from collections.abc import Sequence

import pytest
from starlette.requests import Request

from kith_console.console import from_here
from kith_console.visit import LONGEST_FORM, MOST_FIELDS, form_of

FORM = "application/x-www-form-urlencoded"


def request(
    *pieces: bytes, method: str = "POST", headers: Sequence[tuple[str, str]] = (("content-type", FORM),)
) -> Request:
    coming = list(pieces) or [b""]

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": coming.pop(0), "more_body": bool(coming)}

    named = [(name.encode(), value.encode()) for name, value in headers]
    return Request({"type": "http", "method": method, "path": "/", "headers": named}, receive)


async def test_a_form_that_comes_in_pieces_is_read_whole() -> None:
    assert await form_of(request(b"parts=talk&par", b"ts=clinic&guests=", b"A%0AB&note=")) == {
        "parts": ["talk", "clinic"],
        "guests": ["A\nB"],
        "note": [""],
    }


async def test_what_is_only_asked_for_has_no_form() -> None:
    assert await form_of(request(b"do=leave", method="GET")) == {}


async def test_a_form_may_be_as_long_as_the_limit() -> None:
    longest = b"a=" + b"x" * (LONGEST_FORM - 2)
    assert len((await form_of(request(longest)))["a"][0]) == LONGEST_FORM - 2
    with pytest.raises(ValueError, match="too long"):
        await form_of(request(longest, b"x"))


async def test_too_many_fields_are_no_form() -> None:
    assert len(await form_of(request(b"&".join(b"f%d=" % number for number in range(MOST_FIELDS))))) == MOST_FIELDS
    with pytest.raises(ValueError, match="fields"):
        await form_of(request(b"&".join([b"f="] * (MOST_FIELDS + 1))))


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
async def test_another_kind_of_content_is_no_form(kind: str) -> None:
    with pytest.raises(ValueError, match="not a form"):
        await form_of(request(b"do=leave", headers=[("content-type", kind)]))


async def test_bytes_that_are_no_text_are_no_form() -> None:
    with pytest.raises(ValueError, match="decode"):
        await form_of(request(b"a=\xff"))


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "https://kith.example"}, False),
        ({"origin": "https://kith.example"}, True),
        ({"origin": "https://kith.example.evil.example"}, False),
        ({"origin": "https://kith.example:8443"}, False),
        ({"origin": "null"}, False),
        ({"origin": ""}, False),
        ({}, True),
    ],
)
def test_a_form_of_another_site_is_known(headers: dict[str, str], ours: bool) -> None:
    sent = request(headers=[("host", "kith.example"), *headers.items()])
    assert from_here(sent) is ours
