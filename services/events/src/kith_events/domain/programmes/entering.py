"""Entries in a programme: a session takes its title from what was accepted, and its author hears when and where."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kith_contracts.entries import DropEntry, EntryOf, Scheduled, TellAuthor
from kith_contracts.programme import Session
from kith_events.domain.asking.practices import Practice

WITHDRAWN: Final = "A session that was withdrawn"


def titled(sessions: Iterable[Session], practices: Mapping[str, Practice]) -> tuple[Session, ...]:
    """The same, each with a title: its own, or that of its entry."""
    return tuple(each if each.title else _with_title(each, practices) for each in sessions)


def _with_title(session: Session, practices: Mapping[str, Practice]) -> Session:
    entry = practices[session.entry.practice].entry(session.entry.entry) if session.entry else None
    return session.model_copy(update={"title": entry.title}) if entry else session


def scheduled(sessions: Iterable[Session], practice: str, entry: str) -> Scheduled | None:
    """When and where the session of this entry is, if it has one."""
    return _sessions_of(sessions).get(EntryOf(practice=practice, entry=entry))


def to_tell(event: str, before: Sequence[Session], after: Sequence[Session]) -> list[TellAuthor]:
    """Whose author hears of it: of each entry that comes, goes or moves."""
    old, new = _sessions_of(before), _sessions_of(after)
    changed = [each for each in {**old, **new} if old.get(each) != new.get(each)]
    return [TellAuthor(event=event, practice=each.practice, entry=each.entry) for each in changed]


def without(session: Session, entry: DropEntry) -> Session:
    """The session without what came of this entry: its words, and those who speak, one of whom may be its author."""
    if session.entry != EntryOf(practice=entry.practice, entry=entry.entry):
        return session
    return session.model_copy(update={"title": WITHDRAWN, "entry": None, "speakers": []})


def _sessions_of(sessions: Iterable[Session]) -> dict[EntryOf, Scheduled]:
    fields = set(Scheduled.model_fields)
    return {each.entry: Scheduled(**each.model_dump(include=fields)) for each in sessions if each.entry}
