"""Content that is sealed on its way out, so that one reader alone opens it."""

from typing import NamedTuple


class Box(NamedTuple):
    """Content for the eyes of whoever holds a private key: it is sealed where the record is made, into the field `box`
    of its message, so that decisions need no dice.
    """

    key: str
    """The public half, see `PublicKey`."""
    content: bytes
    bound_to: str
    """What else the reader must know to open it: whose it is, and where it belongs."""
