"""The part of the catalogue about the library: notes on how things are done, and reports."""

from kith_chassis.catalogue import on, one, page
from kith_contracts.directory.networks import PersonCommandRefused
from kith_contracts.directory.reports import KeepNote, NoteCommandRefused, SendReport
from kith_directory.library import notes, reports
from kith_directory.library.notes import Note
from kith_directory.library.reports import Report, report_of
from kith_directory.networks.network import Network
from kith_directory.people.person import Person

PERSON = one(Person, "person")
NETWORK = one(Network, "network")
BEFORE = one(Report, lambda m, at: report_of(at.keyed, m))
NOTE = one(Note, "network", "note")

HANDLERS = (
    on(SendReport, reports.send_report, PersonCommandRefused)(person=PERSON, before=BEFORE),
    on(KeepNote, notes.keep_note, NoteCommandRefused)(network=NETWORK, note=NOTE, notes=page(notes.there)),
)
