"""Entries in a programme: a session takes its title from what was accepted, and its author hears when and where."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from kith_contracts.events.entries import DropEntry, EntryOf, Scheduled, TellAuthor
from kith_contracts.events.programme import Session, Speaker
from kith_events.asks.practice import Practice
from kith_events.programme.moves import scheduled_of

WITHDRAWN: Final = "A session that was withdrawn"


class Planned(NamedTuple):
    """What came of an entry: when and where, and the short name of its author if they are to speak."""

    session: Scheduled | None = None
    speaker: str | None = None


def completed(sessions: Iterable[Session], practices: Mapping[str, Practice]) -> tuple[Session, ...]:
    """The same, each with what follows from its entry, if it has one: the title where none is given, and for which
    organisation its author speaks.
    """
    return tuple(_completed(each, practices) for each in sessions)


def _completed(session: Session, practices: Mapping[str, Practice]) -> Session:
    practice = practices.get(session.entry.practice) if session.entry else None
    entry = practice.entry(session.entry.entry) if practice and session.entry else None
    author = practice.author(entry.choice) if practice and entry else None
    if entry is None or author is None:
        return session
    speakers = [_at_home(each, author.body) if each.author else each for each in session.speakers]
    return session.model_copy(update={"title": session.title or entry.title, "speakers": speakers})


def _at_home(speaker: Speaker, body: str) -> Speaker:
    if speaker.body or speaker.status == "withdrawn":
        return speaker
    return speaker.model_copy(update={"body": body})


def scheduled(sessions: Iterable[Session], practice: str, entry: str) -> Planned:
    """What is planned of this entry, if anything is."""
    return _planned(sessions).get(EntryOf(practice=practice, entry=entry), Planned())


def to_tell(event: str, before: Sequence[Session], after: Sequence[Session]) -> list[TellAuthor]:
    """Whose author hears of it: of each entry that comes, goes or moves."""
    old, new = _planned(before), _planned(after)
    changed = [each for each in {**old, **new} if old.get(each) != new.get(each)]
    return [TellAuthor(event=event, practice=each.practice, entry=each.entry) for each in changed]


def without(session: Session, entry: DropEntry) -> Session:
    """The session without what came of this entry: its words, and those who speak, one of whom may be its author."""
    if session.entry != EntryOf(practice=entry.practice, entry=entry.entry):
        return session
    return session.model_copy(update={"title": WITHDRAWN, "entry": None, "speakers": []})


def _planned(sessions: Iterable[Session]) -> dict[EntryOf, Planned]:
    return {each.entry: Planned(scheduled_of(each), _author(each)) for each in sessions if each.entry}


def _author(session: Session) -> str | None:
    return next((each.speaker for each in session.speakers if each.author and each.status != "withdrawn"), None)
