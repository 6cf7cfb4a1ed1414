"""What services tell each other about letters. Letters are counted, for each partition of an inbox; what is told here
is not, so that it is heard however many are missing.

Each service with an inbox has its own three; the chassis sends and hears them.
"""

from typing import Annotated, ClassVar, Final, NamedTuple

from pydantic import Field, StringConstraints

from kith_contracts.message import Body, Contract, Fact
from kith_contracts.topics import Channel
from kith_contracts.words import Section, Version

StreamName = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,64}$", max_length=64)]
"""Name of a stream of letters: those of one service to one partition of an inbox."""
Place = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}$", max_length=3)]
"""A key that belongs to the partition of the receiver's inbox in which the letters are."""
MOST_STREAMS: int = 200
ANY: Final = ""
"""In place of the service, which each has its own of."""


class OfLetters(Fact):
    """Says all that it says each time, so it may be lost, repeated or overtaken."""


class LettersMissing(OfLetters):
    """Receiver to sender: letters are missing; send all again from this number on."""

    contract: ClassVar = Contract("letters-missing", ANY, Channel.INBOX, key=("stream",))

    stream: Body[StreamName]
    number: Body[Version]
    """The first that is missing."""
    until: Body[Version]
    """The last that the receiver knows of."""
    place: Body[Place]


class LettersGone(OfLetters):
    """Sender to receiver: letters up to this number cannot be sent again; go on after them."""

    contract: ClassVar = Contract("letters-gone", ANY, Channel.INBOX, key=("place",))

    place: Body[Place]
    stream: Body[StreamName]
    until: Body[Version]


class Sent(Section):
    """How far one stream has come."""

    stream: Body[StreamName]
    number: Body[Version]


class LettersSent(OfLetters):
    """Sender to receiver: letters were sent up to these numbers, so that the loss of the last one is noticed too."""

    contract: ClassVar = Contract("letters-sent", ANY, Channel.INBOX, key=("place",))

    place: Body[Place]
    sent: Body[list[Sent]] = Field(max_length=MOST_STREAMS)


class Kinds(NamedTuple):
    """The three of one service."""

    missing: type[LettersMissing]
    gone: type[LettersGone]
    sent: type[LettersSent]
