"""What members and officers read of their network."""

from datetime import datetime

from kith_contracts.descriptions import Described
from kith_contracts.directory.inside import Duty
from kith_contracts.pages.networks import NetworkAdvice


class Announced(Described):
    """An announcement, as it was said last, and when it was said first."""

    announcement: str
    text: str
    said: datetime


class RoundUpListed(Described):
    """A round-up: open until its deadline, and read after it."""

    round_up: str
    title: str
    until: datetime
    slots: int
    full: bool
    closed: bool


class InsidePage(Described):
    """What members and officers read of their network, and nobody else; the newest first."""

    where_we_talk: str | None
    replies_to: str | None
    """The address of the committee: write there, for nobody reads what is sent in answer to a mail."""
    announcements: list[Announced]
    round_ups: list[RoundUpListed]


class NoticeRead(Described):
    """A notice, by an opaque id. Nobody is told whose it is."""

    notice: str
    text: str


class RoundUpPage(RoundUpListed):
    """A round-up with its notices, in the order in which they were put in. Members read them once it is closed, and
    before that their own; officers at any time.
    """

    own: str | None
    notices: list[NoticeRead]


class WorkPage(Described):
    """How the work is shared, as the officers said, and advice where one has too much."""

    most_hours: int
    duties: list[Duty]
    advice: list[NetworkAdvice]
