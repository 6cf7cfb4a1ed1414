"""Who sits where, and what people with a place have told."""

from datetime import datetime

from kith_contracts.descriptions import Described
from kith_contracts.events.mixing import KnownOfSomeone
from kith_contracts.events.terms import DataField


class Seated(Described):
    """One card: the table in each round, and for each round with a seat a sentence that explains it."""

    card: int
    """Number on the person's card, by which others find them. It stands for no name."""
    registration: str
    """Their pseudonym at this event."""
    body: str
    """Slug of their home organisation."""
    tables: list[str | None]
    """The table in each round, the first round first; null in a round in which they have no seat."""
    explained: list[str]
    """One sentence for each round with a seat: why they sit there."""


class Moved(Described):
    """Who moved in the last repair, in which round, and why."""

    card: int
    """Number on the card of who moved."""
    round: int
    """The round in which they moved, counted from 1."""
    table: str
    """The table that they left."""
    to: str
    """The table at which they sit now."""
    why: str
    """Why they moved, as a sentence."""


class MixingPage(Described):
    """The plan of one part."""

    part: str
    """Short name of the open part that is mixed."""
    version: int
    """Version of the plan. It rises with each new plan and each repair."""
    seed: int
    """The number from which chance was made. The same seed and the same people give the same plan."""
    spoken: dict[str, str]
    """By table that has one: the language that is spoken at it."""
    seated: list[Seated]
    """Everyone who sits in at least one round."""
    moved: list[Moved]
    """Whom the last repair moved; empty if there was none."""


class Unread(Described):
    """A line that somebody has written and that is not the words by which people are seated."""

    registration: str
    """Pseudonym of who has written it."""
    field: DataField
    """The field of the form in which it stands."""
    text: str
    """What they have written."""


class KnownOfAll(Described):
    """What people with a place in a part have told, as `plan-mixing` takes it. Who has told nothing is not in it."""

    part: str
    """Short name of the open part."""
    known: list[KnownOfSomeone]
    """What each person has told, by pseudonym; ready to be sent with `plan-mixing`."""
    unread: list[Unread]
    """What could not be taken: read it, and add to `known` what it says."""


class ToRepair(Described):
    """What the marks at the door say to a repair: `absent` and `arrived` as `repair-mixing` takes them."""

    part: str
    """Short name of the open part."""
    absent: list[str]
    """Who has a seat, and is not marked as arrived."""
    arrived: list[KnownOfSomeone]
    """Who is, and has no seat, with what they have told; in the order in which they came."""
    unread: list[Unread]
    """What could not be taken: read it, and add to `arrived` what it says."""
    come: int
    """How many are marked as arrived."""
    newest: datetime | None
    """The time of the newest mark that was sent. Who came since, or was marked on a device that has sent none, still
    stands among the absent.
    """
