"""The messages of a welcome: an agreement of one clause, by which people of another body may join a network.

They join at home and are counted at home: nothing of who they are, or how many, is in any of these.
"""

from typing import ClassVar, Literal

from pydantic import Field

from kith_contracts.directory.charters import Findable, Joinable, NetworkStatus
from kith_contracts.message import Body, Command, Contract, Fact, Message, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import BodySlug, Line, NetworkName, Section, Version

WelcomeAnswer = Literal["accepted", "declined"]
"""What a body answers to a welcome: its people may join (`accepted`) or may not (`declined`), now or any longer."""


class WelcomeText(Section):
    """What people of another body may read of the network."""

    name: Body[Line]
    """Name of the network, as people read it."""
    purpose: Body[Line]
    """What the network is for, in one line."""
    for_you_if: Body[Line]
    """Who the network is for: ends of the sentence "for you if ..."."""
    findable: Body[Findable]
    joinable: Body[Joinable]
    how_to_ask: Body[Line]
    """How one asks to join, where joining has to be asked for."""


# Commands of a body's own systems


class WelcomeBodies(Command):
    """Welcome the people of these other organisations in a network of this one. The list is the whole list: who is left
    out is not welcome any more. Each organisation answers for itself.
    """

    contract: ClassVar = Contract("welcome-bodies", "directory", Channel.PRIVATE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    bodies: Body[list[BodySlug]] = Field(max_length=200)
    """Short names of all organisations whose people are welcome; an empty list takes every welcome back."""


class AnswerWelcome(Renewal):
    """Accept or decline that people of this organisation are welcome in a network of another. To decline what was
    accepted ends it: memberships rest, and wake if it is accepted again.
    """

    contract: ClassVar = Contract("answer-welcome", "directory", Channel.PRIVATE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    answer: Body[WelcomeAnswer]
    looked_after_by: Body[NetworkName | None] = None
    """A network of this organisation, whose officers answer here who asks to join, and invite. Needed unless anyone may
    join."""


# Between bodies


class WelcomeOffered(Fact):
    """The host to a body: its people are welcome in a network, and what they may read of it; the newest `version`
    counts. It is sent again when that changes, and with `ended` when the network ends or the welcome is taken back.
    """

    contract: ClassVar = Contract(
        "welcome-offered", "directory", Channel.INBOX, key=("network",), lead="sender", by_name=True
    )

    network: Body[NetworkName]
    offer: Body[Version]
    """Which offer to this body: one that is made after an end is another, and is answered anew."""
    status: Body[NetworkStatus]
    """How the network stands; `ended` also if the welcome is taken back."""
    text: Body[WelcomeText]
    version: Body[Version]


class WelcomeAnswered(Fact):
    """A body to the host: whether its people may join. The newest `version` counts, and no word is said of people."""

    contract: ClassVar = Contract(
        "welcome-answered", "directory", Channel.INBOX, key=("network",), lead="receiver", by_name=True
    )

    network: Body[NetworkName]
    offer: Body[Version]
    """Which offer is answered."""
    answer: Body[WelcomeAnswer]
    version: Body[Version]


MESSAGES: tuple[type[Message], ...] = (WelcomeBodies, AnswerWelcome, WelcomeOffered, WelcomeAnswered)
