"""What home knows of a person, for that person and for the committee of a network."""

from datetime import datetime

from kith_contracts.descriptions import Described
from kith_contracts.directory.membership import JoinAnswer
from kith_contracts.directory.preferences import HowMuch
from kith_contracts.directory.visibility import SeenBy
from kith_contracts.forgetting import Receipt
from kith_contracts.words import Section, Sentence


class Answered(Section):
    """What a network said to who asked to join."""

    answer: JoinAnswer
    sentence: Sentence
    on: datetime


class PersonPage(Described):
    """What home knows of a person; for that person alone."""

    person: str
    standing: str
    how_much: HowMuch
    """What they are told: as they have chosen, or else as their organisation has said."""
    audiences: list[str]
    """The closed audiences to which they belong."""
    out_of: list[str]
    mail_of_closed: bool
    """Those to which they do not want to belong, whatever home has found."""
    networks: list[str]
    asked: list[str]
    invited: list[str]
    seen_by: dict[str, SeenBy]
    answers: dict[str, Answered]
    """What networks have answered to a request of theirs, by network: the newest of each."""


class Asked(Described):
    """A request to join a network, by an opaque id with which it is answered."""

    request: str
    asked: datetime
    note: str
    """What the person says to the committee; empty if nothing."""
    name: str | None
    """Their name, if they chose that the committee sees it."""


class Applicant(Described):
    """Someone who chose that the committee sees them: with the id by which they can be admitted."""

    person: str
    name: str
    member: bool


class Fellow(Described):
    """Someone who chose that all members see them."""

    name: str


class ForgettingPage(Described):
    """How far a forgetting has come; it names nobody."""

    begun: datetime
    key_destroyed: datetime | None
    waiting_for: list[str]
    """Services of home that have not cleared up yet, and bodies among `receipts` that have not answered."""
    looks_again: datetime | None
    """When the services of home look once more whether anything has come in meanwhile; null once they have."""
    receipts: list[Receipt]
    """Who was asked to forget, and has answered. Only where the person asked: a system would learn where they had been.
    """
