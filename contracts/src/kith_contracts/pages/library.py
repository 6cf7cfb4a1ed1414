"""Reports and notes."""

from datetime import date

from kith_contracts.descriptions import Described
from kith_contracts.directory.reports import Licence


class ReportRead(Described):
    """A report as its reader sees it; `report` is an opaque id. Without a name, the person chose so."""

    report: str
    event: str
    text: str
    name: str | None
    day: date


class OwnReport(Described):
    """A report of one's own, and who reads it: the committee of a network, or the office."""

    event: str
    network: str | None
    text: str
    named: bool
    day: date


class NoteRead(Described):
    """A note in the library; `review_due` if it was to be looked at again, and was not."""

    note: str
    title: str
    text: str
    author: str
    licence: Licence
    review_by: date
    review_due: bool
    public: bool
