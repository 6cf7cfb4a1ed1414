"""The messages of memberships: a person asks, the network answers, and both stay at home."""

from typing import ClassVar, Literal

from kith_contracts.message import Body, Command, Contract, Message, Personal
from kith_contracts.topics import Channel
from kith_contracts.words import KeyedHash, Moment, NetworkName, Note, PersonId, Sentence

JoinAnswer = Literal["admitted", "declined"]
"""How a network answers who asks to join: `admitted` makes them a member, `declined` does not; they may ask again."""


class JoinNetwork(Command):
    """A person asks to join. Where the network wants to be asked, they become a member once it admits them; else at
    once.
    """

    contract: ClassVar = Contract("join-network", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    network: Personal[NetworkName]
    note: Personal[Note] = ""
    """What the person says to the committee, in a line. Only its officers read it, and only where one has to ask."""


class AdmitToNetwork(Command):
    """The network admits somebody who has asked, or invites somebody who has not."""

    contract: ClassVar = Contract("admit-to-network", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    network: Personal[NetworkName]


class AnswerJoinRequest(Command):
    """An officer answers somebody who has asked to join, with a sentence that this person alone reads. The officer need
    not learn who it is.
    """

    contract: ClassVar = Contract("answer-join-request", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    request: Body[KeyedHash]
    """Id of the request, as the list of the network's requests shows it."""
    answer: Body[JoinAnswer]
    sentence: Body[Sentence] = ""
    """What the committee says to the person. It may be empty only for who is admitted."""


class SettleJoinRequest(Command):
    """The network has answered the request of this person. The directory sends this to itself."""

    contract: ClassVar = Contract("settle-join-request", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    network: Personal[NetworkName]
    request: Body[KeyedHash]
    """Id of the request: one that they sent later is not answered."""
    answer: Personal[JoinAnswer]
    sentence: Personal[Sentence]
    """What the committee says to the person; it may be empty for who is admitted."""


class LeaveNetwork(Command):
    """A person leaves, or withdraws their request to join. Nobody is told."""

    contract: ClassVar = Contract("leave-network", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    network: Personal[NetworkName]


class DropJoinRequest(Command):
    """A request to join waits no more: it was taken back, or the person is a member. The directory sends this to
    itself.
    """

    contract: ClassVar = Contract("drop-join-request", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    request: Body[KeyedHash]
    """Id of the request."""


class CountMember(Command):
    """Somebody has become a member of a network, or is none any more; who it was is not said. The directory sends this
    to itself.
    """

    contract: ClassVar = Contract("count-member", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    change: Body[Literal[1, -1]]
    """One more (`1`), or one fewer (`-1`)."""


class TellOne(Command):
    """Tell one person that there is something to read about a network. The directory sends this to the notify
    service.
    """

    contract: ClassVar = Contract("tell-one", "notify", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    network: Personal[NetworkName]
    news: Personal[Literal["request", "office", "turn", "overdue"]]
    """What it is about: a `request` to join was answered; an `office` is offered, ends or is vacant; the `turn` of a
    duty begins, or a swap of turns is offered or answered; a turn is `overdue`."""
    told: Personal[Moment]
    """When it happened: it is told of once."""


MESSAGES: tuple[type[Message], ...] = (
    JoinNetwork,
    AdmitToNetwork,
    AnswerJoinRequest,
    SettleJoinRequest,
    LeaveNetwork,
    DropJoinRequest,
    CountMember,
    TellOne,
)
