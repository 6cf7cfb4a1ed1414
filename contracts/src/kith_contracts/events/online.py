"""The messages of joining online: where one comes in is told from lead to homes, and never published.

Whoever has the address can come in, and its words may tell what the event is about. They are messages of the events
service.
"""

from typing import ClassVar

from pydantic import Field

from kith_contracts.message import Body, Command, Contract, Fact, Message, Refused
from kith_contracts.topics import Channel
from kith_contracts.words import EventName, SecureUrl, Slug, Version

# At the lead


class SetJoinAddresses(Command):
    """An officer of a network that leads the event says where to join each of its online parts. The list is complete:
    an address that is not in it is taken back.
    """

    contract: ClassVar = Contract("set-join-addresses", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    addresses: Body[dict[Slug, SecureUrl]] = Field(max_length=40)
    """By part: the address at which people join."""


class PassJoinAddresses(Command):
    """Send the addresses to all homes again, because another organisation takes part now. The events service sends this
    to itself.
    """

    contract: ClassVar = Contract("pass-join-addresses", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]


class CloseJoinAddresses(Command):
    """The event is over: delete the addresses, here and at all homes. The events service sends this to itself."""

    contract: ClassVar = Contract("close-join-addresses", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]


class JoinAddressesRefused(Refused):
    """The addresses were not changed. No address is quoted."""

    contract: ClassVar = Contract("join-addresses-refused", "events", Channel.PEOPLE_FACTS, key=("command",))


# Between bodies


class JoinAddressesTold(Fact):
    """Lead to home: where its people who have a place in an online part join. The newest version counts; an empty list
    says that there are no addresses any longer.
    """

    contract: ClassVar = Contract(
        "join-addresses-told", "events", Channel.INBOX, key=("event",), lead="sender", by_name=False
    )

    event: Body[EventName]
    addresses: Body[dict[Slug, SecureUrl]] = Field(max_length=40)
    """By part: the address at which people join. Empty if there is none any more."""
    version: Body[Version]


MESSAGES: tuple[type[Message], ...] = (
    SetJoinAddresses,
    PassJoinAddresses,
    CloseJoinAddresses,
    JoinAddressesRefused,
    JoinAddressesTold,
)
