"""The books of an event."""

from typing import Literal

from kith_contracts.descriptions import Described
from kith_contracts.events.settlement import BooksClosed, Cost


class LedBooks(Described):
    """What all organisations recorded, and the account as it was told last; none while the books were never closed."""

    status: Literal["open", "closed", "objected", "settled"]
    """`open`: costs can be recorded. `closed`: the account was told. `objected`: a party disagrees. `settled`: all have
    agreed."""
    costs: list[Cost]
    """Everything that was paid, by all parties, with grants from funds."""
    account: BooksClosed | None
    """The account as it was told last: who owes whom; null if the books were never closed."""


class OwnSettlement(Described):
    """What this organisation recorded, and the account as the lead told it last."""

    costs: list[Cost]
    """What this organisation itself has recorded, in order of number."""
    account: BooksClosed | None
    """The account as the lead told it last; null if the books were never closed."""
