"""Places, as the people who have them, their organisation and the lead read them."""

from datetime import datetime

from kith_contracts.descriptions import Described
from kith_contracts.events.places import PartRegistration
from kith_contracts.events.requests import PlaceStatus, WishStatus
from kith_contracts.words import Section


class Seat(Section):
    """Where somebody sits in the rounds of a part, as the lead has said last."""

    card: int
    """Number on the card by which others find this person."""
    tables: list[str | None]
    """The table in each round, the first round first; null in a round in which they have no seat."""
    version: int
    """Version of the seating plan that this comes from."""


class Explained(Described):
    """One request, by its pseudonym, and why it was answered so."""

    part: str
    """Short name of the part that was asked for."""
    registration: str
    """Pseudonym of who asked."""
    status: PlaceStatus
    """How the request stands now."""
    sentences: list[str]
    """Why it was answered so, in a few sentences."""


class OwnTurn(Described):
    """What became of a wish at a time; the code says why, for programs."""

    at: datetime
    """When home heard of it."""
    status: WishStatus
    """What it became."""
    code: str
    """Why, for programs; empty if there is nothing to explain."""
    sentence: str
    """What happened and why, as a sentence for the person."""


class OwnRegistration(Described):
    """What became of one's own wishes for an event, and how that stands: where it is called off, all of them have ended
    with it.
    """

    event: str
    """Full name of the event, such as `iop/women-in-physics`."""
    status: str
    """How the event stands, as it is published; `unknown` if nothing is published any more."""
    silent_since: datetime | None
    """When the organisation that leads the event was heard last, if it has been silent as long as its hosts have agreed
    on; null if it is there."""
    registration: str
    """The pseudonym by which the lead knows the person at this event."""
    parts: list[PartRegistration]
    """What became of each part that the person has asked for."""
    explained: dict[str, list[str]]
    """By part: why it was answered so, in sentences."""
    history: dict[str, list[OwnTurn]]
    """By part: the last ten turns that it took, the newest last."""
    times: dict[str, tuple[datetime, datetime]]
    """By part that one has a place in: from when to when one is expected; of a part cut into slots, one's own."""
    decision: int
    """How many times the person has been told an answer about this event; 0 before the first."""
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
    """The invitation code: 16 letters, for one person."""
    used: bool
    """Whether somebody has used it. Nobody reads who."""


class NetworkPlaces(Described):
    """The places of a network in a part, or of a guest host whose codes the network hands on: a code for each."""

    network: str
    """Full name of the network whose officer hands the codes out."""
    guest: str | None
    """Short name of the guest host for whose people the codes are; null if they are for the network's own."""
    part: str
    """Short name of the part in which the places are."""
    codes: list[Handed]
    """One code for each place."""


class Exchanged(Described):
    """Places that another body has at our event, or we at theirs."""

    event: str
    """Full name of the event at which the places are."""
    part: str
    """Short name of the part in which they are."""
    places: int
    """How many places were given."""
    against: str
    """What was given in return, in the words of the agreement."""


class Ledger(Described):
    """What we and another body have given each other, over all events that are agreed; a guest host, by its name, has
    no node, so what it has given is in words alone.
    """

    body: str
    """Slug of the other organisation; for a guest host, its name."""
    given: list[Exchanged]
    """Places that it has at events of ours."""
    taken: list[Exchanged]
    """Places that we have at events of theirs."""
    balance: int
    """Places given less places taken."""
