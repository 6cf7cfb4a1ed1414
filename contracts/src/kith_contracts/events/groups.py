"""Who comes with somebody to an event, and the slots of a part that is cut into some."""

from base64 import b32encode
from hashlib import sha256
from typing import Annotated, Final

from pydantic import Field

from kith_contracts.message import Personal
from kith_contracts.words import Line, Moment, Pseudonym, Section

MOST_GUESTS: Final = 5
MOST_SLOTS: Final = 3
"""Times that somebody may name."""
SlotNumber = Annotated[int, Field(ge=1, le=500)]
SlotTimes = Annotated[list[Moment], Field(max_length=MOST_SLOTS)]


class Companion(Section):
    """A guest of somebody who is at home here: the name, which stays at home, and by what the host knows them."""

    name: Personal[Line]
    """Name of the guest. It stays at home."""
    pseudonym: Personal[Pseudonym]


def companion(pseudonym: str, number: int) -> str:
    """The pseudonym of the guest of this number, from 1. Home and host make the same; a group is one request, so
    the host knows who comes with whom.
    """
    return b32encode(sha256(f"{pseudonym}/{number}".encode()).digest())[:26].decode().lower()
