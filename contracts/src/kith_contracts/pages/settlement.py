"""The books of an event."""

from typing import Literal

from kith_contracts.descriptions import Described
from kith_contracts.directory.money import GrantStatus
from kith_contracts.events.settlement import BooksClosed, Cost, Currency
from kith_contracts.words import EventName, NetworkName, Slug


class LedBooks(Described):
    """What all organisations recorded, and the account as it was told last; none while the books were never closed."""

    status: Literal["open", "closed", "objected", "settled"]
    """`open`: costs can be recorded. `closed`: the account was told. `objected`: a party disagrees. `settled`: all have
    agreed."""
    costs: list[Cost]
    """Everything that was paid, by all parties, with grants from funds."""
    account: BooksClosed | None
    """The account as it was told last: who owes whom; null if the books were never closed."""


class OwnCost(Cost):
    """What this organisation recorded; if a line of a network's budget pays it, which one."""

    network: NetworkName | None
    """Network whose money it is; null in other forms, and for whoever may not read the money of that network."""
    ask: Slug | None
    """The own ask that was granted there; null like `network`."""


class OwnGrant(Described):
    """An own ask for money of a network: what can be paid from it, and what the books of an event take of it."""

    network: NetworkName
    ask: Slug
    """Short name of the own ask."""
    line: Slug
    """Short name of the line of the budget."""
    pence: int
    """What is asked for or granted, in pence (or cents); of what is spent, how much was."""
    currency: Currency
    status: GrantStatus
    event: EventName | None
    """The event that it pays for; null as long as the books of none take anything of it."""
    used: int
    """What these books take of it, in pence (or cents)."""


class OwnSettlement(Described):
    """What this organisation recorded, and the account as the lead told it last."""

    costs: list[OwnCost]
    """What this organisation itself has recorded, in order of number."""
    grants: list[OwnGrant]
    """Own asks for money of networks that can pay for this event, or do; only of networks whose money the reader may
    read."""
    account: BooksClosed | None
    """The account as the lead told it last; null if the books were never closed."""
