"""The door: who is expected, who has come, where one joins online."""

from datetime import datetime

from pydantic import ConfigDict

from kith_contracts.descriptions import Described
from kith_contracts.events.terms import DataField
from kith_contracts.words import Section


class Unheard(Section):
    """A mark that does not count, and why."""

    code: str
    sentence: str
    field: str


class Turnout(Described):
    """How many came to a part, as anyone of the hosts may see it: small numbers are not shown, others are rounded."""

    model_config = ConfigDict(frozen=True)

    came: str
    by_body: dict[str, str]
    """Of those who had asked at home."""
    walked_in: str


class Came(Described):
    """Someone who has come to a part; `placed` is false for who walked in when no place was free."""

    registration: str
    body: str
    """Their home; of who walked in the party that they say, if any."""
    at: datetime
    walked_in: bool
    placed: bool


class PartArrivals(Described):
    """Who has come to one part, and by how many people it is over its places."""

    part: str
    came: list[Came]
    over: int


class Arrivals(Described):
    """What devices at the doors have marked, and by device what did not count of what it sent last."""

    parts: list[PartArrivals]
    unheard: dict[str, list[Unheard]]


class TurnoutPage(Described):
    """How many came to each part, counted once, at `counted_at`; empty before. Small numbers are not shown."""

    counted_at: datetime
    parts: dict[str, Turnout]


class Registrant(Described):
    """Someone who has a place, by pseudonym, and what their home has let the door know: the agreed fields."""

    registration: str
    code: str
    """What they say at the door instead of a name: the same here, on the page for the door, on cards and at home."""
    body: str
    details: dict[DataField, str]
    slot: int | None
    """Which slot is theirs, of a part that is cut into some."""
    delegate_of: str | None
    guests: list[str]
    """Who comes with them, by pseudonym."""


class DoorList(Described):
    """A page of the door list of one open part; `after` is where the next one begins, empty at the end."""

    part: str
    registrants: list[Registrant]
    after: str


class EntryCodes(Described):
    """All codes that open a closed part, in no order that tells whose they are. Most of them nobody may ever use."""

    part: str
    codes: list[str]


class OnlinePart(Described):
    """An online part, and where one joins it, if that is set."""

    part: str
    title: str
    join_at: str | None
