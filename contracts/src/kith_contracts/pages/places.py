"""Places, as the people who have them, their organisation and the lead read them."""

from datetime import datetime

from kith_contracts.descriptions import Described
from kith_contracts.events.places import PartRegistration
from kith_contracts.events.requests import PlaceStatus, WishStatus
from kith_contracts.words import Section


class Seat(Section):
    """Where somebody sits in the rounds of a part, as the lead has said last."""

    card: int
    tables: list[str | None]
    version: int


class Explained(Described):
    """One request, by its pseudonym, and why it was answered so."""

    part: str
    registration: str
    status: PlaceStatus
    sentences: list[str]


class OwnTurn(Described):
    """What became of a wish at a time; the code says why, for programs."""

    at: datetime
    status: WishStatus
    code: str
    sentence: str


class OwnRegistration(Described):
    """What became of one's own wishes for an event, and how that stands: where it is called off, all of them have ended
    with it.
    """

    event: str
    status: str
    registration: str
    parts: list[PartRegistration]
    explained: dict[str, list[str]]
    """By part: why it was answered so, in sentences."""
    history: dict[str, list[OwnTurn]]
    """By part: the last ten turns that it took, the newest last."""
    times: dict[str, tuple[datetime, datetime]]
    """By part that one has a place in: from when to when one is expected; of a part cut into slots, one's own."""
    decision: int
    seats: dict[str, Seat]
    """By part: the card, and the table in each round, where people are seated."""
    door_code: str
    """What one says at the door instead of a name: the first five letters, and the next where two begin alike."""
    join_at: dict[str, str]
    """By online part that one has a place in: where one joins, once it is told. It lets in whoever has it."""
    came: list[str]
    """The open parts in which the host has seen this person."""


class Handed(Described):
    """A code to hand to somebody, and whether it is used."""

    code: str
    used: bool


class NetworkPlaces(Described):
    """The places of a network in a part, or of a guest host whose codes the network hands on: a code for each."""

    network: str
    guest: str | None
    part: str
    codes: list[Handed]


class Exchanged(Described):
    """Places that another body has at our event, or we at theirs."""

    event: str
    part: str
    places: int
    against: str


class Ledger(Described):
    """What we and another body have given each other, over all events that are agreed; a guest host, by its name, has
    no node, so what it has given is in words alone.
    """

    body: str
    given: list[Exchanged]
    taken: list[Exchanged]
    balance: int
    """Places given less places taken."""
