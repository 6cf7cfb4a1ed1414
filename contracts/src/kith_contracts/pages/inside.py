"""What members and officers read of their network."""

from datetime import datetime

from kith_contracts.descriptions import Described
from kith_contracts.directory.inside import Duty
from kith_contracts.pages.networks import NetworkAdvice


class Announced(Described):
    """An announcement, as it was said last, and when it was said first."""

    announcement: str
    """Short name of the announcement, unique inside its network."""
    text: str
    """What the committee tells its members, in plain paragraphs."""
    said: datetime
    """When it was first announced."""


class RoundUpListed(Described):
    """A round-up: open until its deadline, and read after it."""

    round_up: str
    """Short name of the round-up, such as `spring`."""
    title: str
    """Title of the round-up, as members read it."""
    until: datetime
    """The deadline for notices."""
    slots: int
    """How many notices there is room for."""
    full: bool
    """Whether all slots are taken."""
    closed: bool
    """Whether the deadline is over, so that members read all notices."""


class Waiting(Described):
    """An announcement that is not passed on to the members of all owners yet."""

    by: str
    """Slug of the organisation whose officers wrote it."""
    announcement: str
    """Short name of the announcement, as they gave it."""
    text: str
    """What members would be told."""
    declined: str | None
    """Why the lead does not pass it on; null as long as it has not said so."""


class InsidePage(Described):
    """What members and officers read of their network, and nobody else; the newest first."""

    where_we_talk: str | None
    """Where the members talk with each other; null if the committee has not said."""
    replies_to: str | None
    """The address of the committee: write there, for nobody reads what is sent in answer to a mail."""
    announcements: list[Announced]
    """What was announced, the newest first."""
    round_ups: list[RoundUpListed]
    """The round-ups, the latest deadline first."""
    waiting: list[Waiting]
    """Of a network that several organisations own, for its officers: what they wrote here, or what the lead is to read
    before it goes out."""


class NoticeRead(Described):
    """A notice, by an opaque id. Nobody is told whose it is."""

    notice: str
    """Opaque id of the notice, with which the committee can strike it."""
    text: str
    """The notice: one line, without the name of its author."""


class RoundUpPage(RoundUpListed):
    """A round-up with its notices, in the order in which they were put in. Members read them once it is closed, and
    before that their own; officers at any time.
    """

    own: str | None
    """The reader's own notice; null if they have handed in none."""
    notices: list[NoticeRead]
    """All notices. A member finds it empty until the round-up is closed."""


class WorkPage(Described):
    """How the work is shared, as the officers said, and advice where one has too much."""

    most_hours: int
    """About how many hours a month one person should have at most."""
    duties: list[Duty]
    """The offices and tasks, with about how much work each is. Letters stand for people."""
    advice: list[NetworkAdvice]
    """What to change where one letter has more hours than that; empty if none has."""
