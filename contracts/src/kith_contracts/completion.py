"""What a system is told of a command that took effect, or found nothing to change, and of which no other fact tells."""

from typing import Annotated, ClassVar

from pydantic import StringConstraints

from kith_contracts.message import Body, Contract, Done, Message
from kith_contracts.topics import Channel

SystemName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,40}$", max_length=41)]
"""Name of the system that sent the command, such as `crm`."""


class NetworkCommandDone(Done):
    """A command about a profile or network is done, and no other fact here tells of it, because nothing had to change
    or the change is told elsewhere. The key is the system that sent it, so that old ones do not stay.
    """

    contract: ClassVar = Contract("network-command-done", "directory", Channel.PRIVATE_FACTS, key=("system",))

    system: Body[SystemName]


class EventCommandDone(Done):
    """A command about an event or agreement is done, and no other fact here tells of it, because nothing had to change
    or the change is told elsewhere. The key is the system that sent it, so that old ones do not stay.
    """

    contract: ClassVar = Contract("event-command-done", "events", Channel.PRIVATE_FACTS, key=("system",))

    system: Body[SystemName]


MESSAGES: tuple[type[Message], ...] = (NetworkCommandDone, EventCommandDone)
