"""Sessions that have moved, as their authors hear of it."""

from collections.abc import Iterable

from kith_contracts.events.entries import Scheduled
from kith_contracts.notify.occasions import TellSession


def moved(before: Iterable[Scheduled], after: Iterable[Scheduled]) -> bool:
    """Whether something is not when or where it was; that more has come is no move."""
    now = {_when_and_where(each) for each in after}
    return any(_when_and_where(each) not in now for each in before)


def told_of_move(person: str, event: str, version: int) -> TellSession:
    """One mail for one version of the programme, whatever of theirs has moved in it."""
    return TellSession(person=person, event=event, number=version)


def _when_and_where(session: Scheduled) -> tuple[object, ...]:
    return session.part, session.starts, session.ends, session.room
