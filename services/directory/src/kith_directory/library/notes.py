"""The library of a network: notes of what was learnt, each with a licence, and a day by which it is looked at again."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, Views, refuse
from kith_contracts.directory.reports import KeepNote, Licence
from kith_contracts.message import Refusal, together
from kith_contracts.renewal import said
from kith_directory.networks.network import Network

MOST_NOTES: Final = 500
"""Of one network."""

# States


class Note(State):
    """A note, as it was kept last."""

    kind: ClassVar[str] = "note"
    network: str
    note: str
    title: str
    text: str
    author: str
    licence: Licence
    review_by: date
    public: bool

    @property
    def id(self) -> str:
        return f"{self.network}/{self.note}"


# Decisions


async def there(views: Views, command: KeepNote, _at: Circumstances) -> list[str]:
    """The ids of the notes that the network has."""
    return [each.id for each in await views.page(Note, f"{command.network}/", "", MOST_NOTES)]


def keep_note(
    at: Circumstances, command: KeepNote, network: Network | None, note: Note | None, notes: list[str]
) -> Decision:
    """Keep it, or take it away; what is left out stays as it is. It is public only where the network itself is."""
    if network is None or network.status == "ended":
        return refuse("network-unknown", "There is no network of this name here.", "network")
    if not command.text:
        return Decision(forgets=(Note.at(note.id),)) if note else NOTHING
    kept = Note(**dict(command)) if note is None else note.but(**said(command))
    full = note is None and len(notes) >= MOST_NOTES
    if wrong := together(_faults(kept, network, at, full=full)):
        return Decision(refusal=wrong)
    return NOTHING if kept == note else Decision(states=(kept,))


def _faults(note: Note, network: Network, at: Circumstances, *, full: bool) -> Iterator[Refusal]:
    if full:
        yield Refusal("library-full", f"There are {MOST_NOTES} notes. Take one away that is out of date.", "note")
    if note.public and network.charter.findable != "everyone":
        yield Refusal("network-not-public", "Not everyone may find this network: keep the note for members.", "public")
    if note.review_by < at.now.date():
        yield Refusal("review-past", "That day is over. Choose a day to come, in a year say.", "review_by")
