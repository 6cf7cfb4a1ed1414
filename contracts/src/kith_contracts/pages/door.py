"""The door: who is expected, who has come, where one joins online."""

from datetime import datetime

from pydantic import ConfigDict

from kith_contracts.descriptions import Described
from kith_contracts.events.terms import DataField
from kith_contracts.figures import PublishedFigure
from kith_contracts.words import Section


class Unheard(Section):
    """A mark that does not count, and why."""

    code: str
    """Why the mark does not count, for programs."""
    sentence: str
    """Why the mark does not count, as a sentence."""
    field: str
    """The field in what the device sent, such as `marks.3.registration`."""


class Turnout(Described):
    """How many came to a part, as anyone of the hosts may see it: small numbers are not shown, others are rounded."""

    model_config = ConfigDict(frozen=True)

    came: PublishedFigure
    """How many came in all: a figure rounded to five, or `fewer than 5`."""
    by_body: dict[str, PublishedFigure]
    """Of those who had asked at home."""
    walked_in: PublishedFigure
    """Of these, how many came without a place: rounded, or hidden if any figure of the part is small."""


class Came(Described):
    """Someone who has come to a part; `placed` is false for who walked in when no place was free."""

    registration: str
    """Their pseudonym at this event."""
    body: str
    """Their home; of who walked in the party that they say, if any."""
    at: datetime
    """When they were marked as arrived."""
    walked_in: bool
    """Whether they came without having a place."""
    placed: bool
    """Whether there is a place for them. It is false if they walked in when no place was free."""


class PartArrivals(Described):
    """Who has come to one part, and by how many people it is over its places."""

    part: str
    """Short name of the open part, such as `dinner`."""
    came: list[Came]
    """Everyone who has come, in the order of their marks."""
    over: int
    """How many of them have no place."""


class Arrivals(Described):
    """What devices at the doors have marked, and by device what did not count of what it sent last."""

    parts: list[PartArrivals]
    """The open parts of the event."""
    unheard: dict[str, list[Unheard]]
    """By device: the marks in its last message that do not count."""


class TurnoutPage(Described):
    """How many came to each part, counted once, at `counted_at`; empty before. Small numbers are not shown."""

    counted_at: datetime
    """When the figures are made: two days after the event, or when the period for people's data ends, if that is
    sooner."""
    parts: dict[str, Turnout]
    """By open part: how many came. It is empty until they are counted."""


class Registrant(Described):
    """Someone who has a place, by pseudonym, and what their home has let the door know: the agreed fields."""

    registration: str
    """Their pseudonym at this event."""
    code: str
    """What they say at the door instead of a name: the same here, on the page for the door, on cards and at home."""
    body: str
    """Slug of their home organisation."""
    details: dict[DataField, str]
    """By field that the agreement names: what the person has told the door. A field that they left out is not in it."""
    slot: int | None
    """Which slot is theirs, of a part that is cut into some."""
    delegate_of: str | None
    """The network or guest host in whose name they come; null if they come for themselves."""
    guests: list[str]
    """Who comes with them, by pseudonym."""


class DoorList(Described):
    """A page of the door list of one open part; `after` is where the next one begins, empty at the end."""

    part: str
    """Short name of the open part."""
    registrants: list[Registrant]
    """People who have a place in it, in the order of their pseudonyms."""
    after: str
    """What to send as `after` for the next page; empty if this is the last."""


class EntryCodes(Described):
    """All codes that open a closed part, in no order that tells whose they are. Most of them nobody may ever use."""

    part: str
    """Short name of the closed part."""
    codes: list[str]
    """All codes that open it now, in alphabetical order. None of them tells who has it."""


class OnlinePart(Described):
    """An online part, and where one joins it, if that is set."""

    part: str
    """Short name of the online part."""
    title: str
    """Title of the part, as the plan says."""
    join_at: str | None
    """Web address at which people join, which may hold a secret; null if it is not set yet."""
