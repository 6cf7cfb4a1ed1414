"""The messages of offices: who serves a network, for how long, and who comes after them. They stay at home."""

from datetime import date
from typing import ClassVar

from kith_contracts.message import Body, Command, Contract, Message, Personal, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import KeyedHash, Line, Moment, NetworkName, PersonId, Phrase


class OfferOffice(Renewal):
    """Offer an office of a network to somebody, such as who was elected. While somebody else holds it, who accepts
    follows at the end of their term, or when they step down. What is left out stays as it is.
    """

    contract: ClassVar = Contract("offer-office", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    network: Personal[NetworkName]
    role: Personal[Line]
    """The office, as the charter or the text calls it."""
    until: Personal[date | None] = None
    """Last day of the term; null if it has no end. By a text of several owners it ends no later than that says."""


class HandOverOffice(Renewal):
    """Who holds an office proposes who comes next. With their yes they hold it at once. What is left out stays as it
    is.
    """

    contract: ClassVar = Contract("hand-over-office", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    network: Personal[NetworkName]
    role: Personal[Line]
    """The office, as the charter or the text calls it."""
    to: Personal[PersonId]
    """Id of who comes next."""
    until: Personal[date | None] = None
    """Last day of their term; null if it has no end."""


class AnswerOffice(Command):
    """Accept an office that one is offered, or decline it. Only members of the network can accept."""

    contract: ClassVar = Contract("answer-office", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    network: Personal[NetworkName]
    role: Personal[Line]
    """The office, as the charter or the text calls it."""
    accepted: Personal[bool]
    """Whether the person accepts the office."""


class StepDown(Command):
    """Give up an office. What its holder may do ends at once."""

    contract: ClassVar = Contract("step-down", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    network: Personal[NetworkName]
    role: Personal[Line]
    """The office, as the charter or the text calls it."""


class EndOffice(Command):
    """The term of a holder ends, or somebody else holds the office now. The directory sends this to itself, also four
    weeks before the end, when the holder is told.
    """

    contract: ClassVar = Contract("end-office", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    network: Personal[NetworkName]
    role: Personal[Line]
    """The office, as the charter or the text calls it."""
    began: Personal[Moment]
    """When the term began: a later one does not end."""


class VacateOffice(Command):
    """An office is vacant: its holder has stepped down, has left the network, is forgotten, or their term is over. The
    directory sends this to itself.
    """

    contract: ClassVar = Contract("vacate-office", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    office: Body[KeyedHash]
    """Keyed hash of network and role."""
    began: Body[Moment]
    """When the term began: who holds the office since is not touched."""


class ReviewOffice(Command):
    """By another text of several owners this office is not filled here any more, or its term ends on another day. The
    directory sends this to itself.
    """

    contract: ClassVar = Contract("review-office", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    role: Body[Phrase]
    """The office, as the text calls it."""


MESSAGES: tuple[type[Message], ...] = (
    OfferOffice,
    HandOverOffice,
    AnswerOffice,
    StepDown,
    EndOffice,
    VacateOffice,
    ReviewOffice,
)
