"""The messages of closed parts: blocks of entry codes go from the lead to a home, which hands the codes out by itself.

What crosses is blocks, on days that no person chooses: no request, no pseudonym, no number of people. They are messages
of the events service.
"""

from typing import Annotated, ClassVar

from pydantic import Field

from kith_contracts.message import Body, Command, Contract, Fact, Message
from kith_contracts.topics import Channel
from kith_contracts.words import EntryCode, EventName, KeyedHash, PartName, Pseudonym

BlockNumber = Annotated[int, Field(ge=1, le=9_007_199_254_740_991)]
"""Of one part: each block has another, and one that came back is not given again."""


# Between bodies


class BlockGiven(Fact):
    """Lead to home: a block of entry codes of a closed part, for home to hand out to its own people."""

    contract: ClassVar = Contract("block-given", "events", Channel.INBOX, key=("event",), lead="sender")

    event: Body[EventName]
    part: Body[PartName]
    block: Body[BlockNumber]
    codes: Body[list[EntryCode]] = Field(min_length=1, max_length=100)


class RequestBlock(Command):
    """Home to lead: one more block, from the pool. It is sent once a day at most, and does not tell how many people
    wait.
    """

    contract: ClassVar = Contract(
        "request-block", "events", Channel.INBOX, key=("event",), lead="receiver", by_name=False
    )

    event: Body[EventName]
    part: Body[PartName]


class CallBlocks(Command):
    """Lead to home: the return date has come; give back all unused whole blocks except the last."""

    contract: ClassVar = Contract("call-blocks", "events", Channel.INBOX, key=("event",), lead="sender")

    event: Body[EventName]
    part: Body[PartName]


class BlocksReturned(Fact):
    """Home to lead: these blocks go back to the pool; nobody has a code of them."""

    contract: ClassVar = Contract(
        "blocks-returned", "events", Channel.INBOX, key=("event",), lead="receiver", by_name=False
    )

    event: Body[EventName]
    part: Body[PartName]
    blocks: Body[list[BlockNumber]] = Field(min_length=1, max_length=1000)


# At home


class CallWaiting(Command):
    """Offer an entry code to the next person who waits. The events service sends this to itself. Both fields are
    opaque.
    """

    contract: ClassVar = Contract("call-waiting", "events", Channel.PEOPLE_COMMANDS, key=("stock",))

    stock: Body[KeyedHash]
    """Id of home's stock of entry codes for the part."""
    registration: Body[Pseudonym]
    at_once: Body[bool] = False
    """Whether the code is given without an offer: it is of a block that home has by the text, and they asked before it
    had come."""


class EndCodeOffer(Command):
    """The time until which an entry code was kept for someone may be over. The events service sends this to itself.
    Both fields are opaque.
    """

    contract: ClassVar = Contract("end-code-offer", "events", Channel.PEOPLE_COMMANDS, key=("stock",))

    stock: Body[KeyedHash]
    """Id of home's stock of entry codes for the part."""
    registration: Body[Pseudonym]


class AskForBlock(Command):
    """At the end of the day on which someone began to wait: ask the lead for a block, if somebody still waits. The
    events service sends this to itself.
    """

    contract: ClassVar = Contract("ask-for-block", "events", Channel.PEOPLE_COMMANDS, key=("stock",))

    stock: Body[KeyedHash]
    """Id of home's stock of entry codes for the part."""


MESSAGES: tuple[type[Message], ...] = (
    BlockGiven,
    RequestBlock,
    CallBlocks,
    BlocksReturned,
    CallWaiting,
    EndCodeOffer,
    AskForBlock,
)
