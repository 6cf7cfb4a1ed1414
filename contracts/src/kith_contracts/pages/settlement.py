"""The books of an event."""

from typing import Literal

from kith_contracts.descriptions import Described
from kith_contracts.events.settlement import BooksClosed, Cost


class LedBooks(Described):
    """What all organisations recorded, and the account as it was told last; none while the books were never closed."""

    status: Literal["open", "closed", "objected", "settled"]
    costs: list[Cost]
    account: BooksClosed | None


class OwnSettlement(Described):
    """What this organisation recorded, and the account as the lead told it last."""

    costs: list[Cost]
    account: BooksClosed | None
