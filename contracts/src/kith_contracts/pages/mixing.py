"""Who sits where, and what people with a place have told."""

from datetime import datetime

from kith_contracts.descriptions import Described
from kith_contracts.events.mixing import KnownOfSomeone
from kith_contracts.events.terms import DataField


class Seated(Described):
    """One card: the table in each round, and for each round with a seat a sentence that explains it."""

    card: int
    registration: str
    body: str
    tables: list[str | None]
    explained: list[str]


class Moved(Described):
    """Who moved in the last repair, in which round, and why."""

    card: int
    round: int
    table: str
    to: str
    why: str


class MixingPage(Described):
    """The plan of one part."""

    part: str
    version: int
    seed: int
    spoken: dict[str, str]
    seated: list[Seated]
    moved: list[Moved]


class Unread(Described):
    """A line that somebody has written and that is not the words by which people are seated."""

    registration: str
    field: DataField
    text: str


class KnownOfAll(Described):
    """What people with a place in a part have told, as `plan-mixing` takes it. Who has told nothing is not in it."""

    part: str
    known: list[KnownOfSomeone]
    unread: list[Unread]
    """What could not be taken: read it, and add to `known` what it says."""


class ToRepair(Described):
    """What the marks at the door say to a repair: `absent` and `arrived` as `repair-mixing` takes them."""

    part: str
    absent: list[str]
    """Who has a seat, and is not marked as arrived."""
    arrived: list[KnownOfSomeone]
    """Who is, and has no seat, with what they have told; in the order in which they came."""
    unread: list[Unread]
    come: int
    """How many are marked as arrived."""
    newest: datetime | None
    """The time of the newest mark that was sent. Who came since, or was marked on a device that has sent none, still
    stands among the absent.
    """
