"""The message of checks: advice on how a network's year goes, which an officer sets aside with a reason.

It is a message of the events service.
"""

from typing import ClassVar

from pydantic import Field

from kith_contracts.message import Body, Command, Contract, Message
from kith_contracts.topics import Channel
from kith_contracts.words import Code, Line, NetworkName

# Commands of officers


class SetCheckAside(Command):
    """Somebody has read a check and does not follow it, for this reason. The check comes back when what it is about
    changes.
    """

    contract: ClassVar = Contract("set-check-aside", "events", Channel.PRIVATE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    check: Body[Code] = Field(min_length=1)
    """Code of the check, as the page of checks shows it."""
    why: Body[Line]
    """Why it is not followed."""


MESSAGES: tuple[type[Message], ...] = (SetCheckAside,)
