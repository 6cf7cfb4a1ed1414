"""The message of what an event takes of the money that a network of several owners has granted to this organisation. It
is for the directory and the systems of the same organisation, and never leaves that.
"""

from typing import ClassVar

from kith_contracts.message import Body, Contract, Fact, Message
from kith_contracts.topics import Channel
from kith_contracts.words import EventName, Line, NetworkName, Slug, Units, Version


class GrantUsed(Fact):
    """What the own books of an event take of a grant. As long as they take something of it, no other event does; once
    all hosts have accepted the books, it is what was spent, and the rest goes back to its line.
    """

    contract: ClassVar = Contract(
        "grant-used", "events", Channel.PRIVATE_FACTS, key=("network", "ask"), aspects=("grant",)
    )

    network: Body[NetworkName]
    ask: Body[Slug]
    """Short name of the own ask that was granted."""
    event: Body[EventName]
    title: Body[Line]
    """Title of the event, as the hosts have agreed on it; it stands in the report of what was spent."""
    pence: Body[Units]
    """What the books take of it, in pence (or cents); 0 if they take nothing more."""
    settled: Body[bool]
    """Whether all hosts have accepted the books."""
    version: Body[Version]


MESSAGES: tuple[type[Message], ...] = (GrantUsed,)
