"""A form that is sent twice takes effect once; one that was mended since is another wish."""

from typing import Any

import pytest

from kith_console.visit import key_of
from kith_contracts.directory.membership import JoinNetwork, LeaveNetwork
from kith_contracts.message import Command

CONTENT = {"person": "p-ben", "network": "bcs/forum", "note": "hello"}


def test_the_same_wish_has_the_same_key() -> None:
    again = dict(reversed(CONTENT.items()))

    assert key_of("form", JoinNetwork, CONTENT) == key_of("form", JoinNetwork, again)


@pytest.mark.parametrize(
    ("once", "command", "content"),
    [
        ("another form", JoinNetwork, CONTENT),
        ("form", LeaveNetwork, CONTENT),
        ("form", JoinNetwork, CONTENT | {"note": "mended"}),
    ],
)
def test_another_wish_has_another_key(once: str, command: type[Command], content: dict[str, Any]) -> None:
    assert key_of(once, command, content) != key_of("form", JoinNetwork, CONTENT)
