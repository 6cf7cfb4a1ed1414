"""The messages by which the lead of a network changes that several organisations own."""

from typing import ClassVar

from kith_contracts.agreements.succession import Backing
from kith_contracts.directory.agreements import NetworkAgreed
from kith_contracts.message import Body, Command, Contract, Fact, Message
from kith_contracts.topics import Channel
from kith_contracts.words import BodySlug, Digest, NetworkName, Sentence, Version

# Commands of a body's own systems, and to ourselves


class HandOver(Command):
    """The lead asks that this deputy leads the network from now on."""

    contract: ClassVar = Contract("hand-over", "directory", Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[NetworkName]
    to: Body[BodySlug]


class TakeOver(Command):
    """A deputy asks the owners to back it as lead: for the lead has been silent as long as was agreed, has asked for
    it, or takes part in the consortium no longer.
    """

    contract: ClassVar = Contract("take-over", "directory", Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[NetworkName]


class ShowLead(Command):
    """The day on which the lead says again that it is there. The directory sends this to itself."""

    contract: ClassVar = Contract("show-lead", "directory", Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[NetworkName]


# Between bodies


class TakeOverProposed(Fact):
    """A deputy to each owner: it asks to be backed as the lead of the next term."""

    contract: ClassVar = Contract("take-over-proposed", "directory", Channel.INBOX, key=("subject",))

    subject: Body[NetworkName]
    term: Body[Version]
    face: Body[Digest]
    """Hash of what everyone is told of the text that it saw in force last."""


class TakeOverAnswered(Fact):
    """An owner to a deputy: it backs it, or says why not; with the text that this owner saw in force last."""

    contract: ClassVar = Contract("take-over-answered", "directory", Channel.INBOX, key=("subject",))

    subject: Body[NetworkName]
    term: Body[Version]
    backing: Body[Backing | None] = None
    """Absent if this owner does not back it."""
    taken: Body[bool] = False
    """Whether this owner has backed another in this term: the deputy can ask for another term."""
    sentence: Body[Sentence] = ""
    """Why it does not, for people."""
    agreed: Body[NetworkAgreed]
    """What this owner has heard last of the lead."""


MESSAGES: tuple[type[Message], ...] = (HandOver, TakeOver, ShowLead, TakeOverProposed, TakeOverAnswered)
