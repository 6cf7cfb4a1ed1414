"""What home knows of a person, for that person and for the committee of a network."""

from datetime import date, datetime
from typing import Literal

from kith_contracts.descriptions import Described
from kith_contracts.directory.membership import JoinAnswer
from kith_contracts.directory.visibility import SeenBy
from kith_contracts.erasure import Receipt
from kith_contracts.words import Section, Sentence


class Answered(Section):
    """What a network said to who asked to join."""

    answer: JoinAnswer
    sentence: Sentence
    """What its officers said to the person; empty if nothing."""
    on: datetime
    """When home took the answer."""


class OwnOffice(Described):
    """An office of a network that a person holds, or is offered."""

    network: str
    """Full name of the network."""
    role: str
    """The office, as the charter of the network calls it."""
    status: Literal["held", "offered", "accepted"]
    """`held`: they hold it. `offered`: they have not answered. `accepted`: they hold it as soon as it is vacant."""
    until: date | None
    """Last day of the term; null if it has no end."""


class PersonPage(Described):
    """What home knows of a person; for that person alone."""

    person: str
    """Opaque id of the person at their organisation. It stands in no name and no address."""
    enrolled_as: str
    """`member` or `guest`: a guest is at home in the organisation without being its member."""
    audiences: list[str]
    """The closed audiences to which they belong."""
    out_of: list[str]
    """Those to which they do not want to belong, whatever home has found."""
    networks: list[str]
    """Full names of the networks to which the person belongs."""
    resting: list[str]
    """Networks of other organisations that they are in, and in which their people are not welcome at the moment.
    Nothing is lost: membership goes on when they are again."""
    asked: list[str]
    """Networks that the person has asked to join, and that have not said yes."""
    invited: list[str]
    """Networks that have invited the person, who has not said yes."""
    seen_by: dict[str, SeenBy]
    """By network that the person is in or has asked to join."""
    answers: dict[str, Answered]
    """What networks have answered to a request of theirs, by network: the newest of each."""
    offices: list[OwnOffice]
    """Offices that they hold or are offered."""


class Asked(Described):
    """A request to join a network, by an opaque id with which it is answered."""

    request: str
    """Opaque id of the request. Nobody can find the person from it."""
    network: str
    """Full name of the network that they want to join."""
    asked: datetime
    """When the person asked to join."""
    note: str
    """What the person says to the committee; empty if nothing."""
    name: str | None
    """Their name, if they chose that the committee sees it."""


class Applicant(Described):
    """Someone who chose that the committee sees them: with the id by which they can be admitted."""

    person: str
    """Opaque id of the person, with which an officer can admit them."""
    name: str
    """Name of the person, as their organisation knows it."""
    member: bool
    """Whether they are in the network already; false while they wait to be admitted."""


class Fellow(Described):
    """Someone who chose that all members see them."""

    name: str
    """Name of the person, as their organisation knows it."""


class ForgettingPage(Described):
    """How far a forgetting has come; it names nobody."""

    begun: datetime
    """When the request to forget the person was taken."""
    key_destroyed: datetime | None
    """When the person's key was destroyed, so that nothing kept under it can be read; null until then."""
    waiting_for: list[str]
    """Services of home that have not cleared up yet, and bodies among `receipts` that have not answered."""
    looks_again: datetime | None
    """When the services of home look once more whether anything has come in meanwhile; null once they have."""
    receipts: list[Receipt]
    """Who was asked to forget, and has answered. Only where the person asked: a system would learn where they had been.
    """
