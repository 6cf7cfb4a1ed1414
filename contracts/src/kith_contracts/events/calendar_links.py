"""The messages of a person's own calendar. They are messages of the events service, like those in `events`."""

from typing import ClassVar, Literal

from kith_contracts.message import Command, Contract, Message, Personal, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import KeyedHash, PersonId

Titles = Literal["neutral", "plain"]
"""How entries are called: all alike, in `neutral` words that reveal nothing; or `plain`, like their events, except
closed parts."""


class MakeCalendarLink(Renewal):
    """Let the person's calendar be read at the new secret address that home has just shown them. Earlier addresses stop
    working. What is left out stays as it is.
    """

    contract: ClassVar = Contract("make-calendar-link", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    link: Personal[KeyedHash]
    """By what home knows the address; the address itself is with the person alone."""
    free: Personal[bool] = False
    """Whether others see the person as free at these times, and not as busy."""
    titles: Personal[Titles] = "neutral"


class RevokeCalendarLink(Command):
    """The address of the person's calendar stops working, for everyone who has it."""

    contract: ClassVar = Contract("revoke-calendar-link", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]


MESSAGES: tuple[type[Message], ...] = (MakeCalendarLink, RevokeCalendarLink)
