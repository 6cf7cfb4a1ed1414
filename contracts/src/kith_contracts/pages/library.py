"""Reports and notes."""

from datetime import date

from kith_contracts.descriptions import Described
from kith_contracts.directory.reports import Licence


class ReportRead(Described):
    """A report as its reader sees it; `report` is an opaque id. Without a name, the person chose so."""

    report: str
    """Opaque id of the report. Nobody can find its author from it."""
    event: str
    """Full name of the event that it is about."""
    text: str
    """What the person has written, in plain paragraphs."""
    name: str | None
    """Name of its author; null if they chose not to give it."""
    day: date
    """The day on which it was sent."""


class OwnReport(Described):
    """A report of one's own, and who reads it: the committee of a network, or the office."""

    event: str
    """Full name of the event that it is about."""
    network: str | None
    """Full name of the network whose committee reads it; null if the office of the organisation does."""
    text: str
    """What the person has written, in plain paragraphs."""
    named: bool
    """Whether its readers see the person's name."""
    day: date
    """The day on which it was sent."""


class NoteRead(Described):
    """A note in the library; `review_due` if it was to be looked at again, and was not."""

    note: str
    """Short name of the note, unique inside its network."""
    title: str
    """Title of the note, on one line."""
    text: str
    """What was learnt, in plain paragraphs."""
    author: str
    """Who wrote it, as they want to be named; empty for readers outside the network."""
    licence: Licence
    review_by: date
    """The day by which somebody should look at it again."""
    review_due: bool
    """Whether that day is over."""
    public: bool
    """Whether everyone can read it, without a token. Otherwise only members and officers of the network can."""
