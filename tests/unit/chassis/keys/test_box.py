"""Boxes: opened by the private half alone, in the place where they belong, and never the same twice."""

import base64

import pytest

from kith_chassis.keys.box import filled, new_private_key, open_box, public_key, seal
from kith_contracts.box import Box
from kith_contracts.events.details import ShareDetails
from kith_contracts.message import Letter

PRIVATE = new_private_key()
KEY = public_key(PRIVATE)


def test_what_is_sealed_for_a_key_is_opened_with_its_private_half() -> None:
    box = seal(KEY, b"a seat near the door", "here")
    assert open_box(PRIVATE, box, "here") == b"a seat near the door"
    assert seal(KEY, b"a seat near the door", "here") != box
    assert len(base64.b64decode(box)) == 32 + len(b"a seat near the door") + 16


def test_the_public_half_is_that_of_the_standard() -> None:
    bob = bytes.fromhex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")  # RFC 7748, section 6.1
    public = base64.urlsafe_b64decode(public_key(bob) + "=").hex()
    assert public == "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"


@pytest.mark.parametrize("wrong", ["key", "place", "altered", "short", "no base64"])
def test_a_box_that_is_not_as_it_was_made_does_not_open(wrong: str) -> None:
    box = seal(KEY, b"content", "here")
    raw = bytearray(base64.b64decode(box))
    raw[-1] ^= 1
    altered = {"altered": base64.b64encode(raw).decode(), "short": box[:8], "no base64": "%"}
    private = new_private_key() if wrong == "key" else PRIVATE
    with pytest.raises(ValueError):  # noqa: PT011 - some are the library's own
        open_box(private, altered.get(wrong, box), "there" if wrong == "place" else "here")


def test_a_letter_is_filled_where_its_record_is_made() -> None:
    message = ShareDetails(event="iop/day", part="talk", pseudonym="a" * 26, number=1)
    assert filled(Letter("iop", message)) is message
    sealed = filled(Letter("iop", message, Box(KEY, b"content", "here")))
    assert isinstance(sealed, ShareDetails)
    assert open_box(PRIVATE, sealed.box, "here") == b"content"
