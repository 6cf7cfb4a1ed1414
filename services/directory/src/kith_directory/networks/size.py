"""How many members a network has, as its officers may know it: a band, which no single person changes."""

from datetime import UTC, date, datetime, timedelta
from typing import ClassVar, NamedTuple

from kith_chassis.decision import Circumstances, Decision, State
from kith_commons.figures import band, renewed
from kith_contracts.directory.membership import CountMember
from kith_contracts.figures import PublishedFigure
from kith_contracts.words import FullName

# States


class Size(State):
    """How many members a network has, and how many there were when the band that is told was counted."""

    kind: ClassVar[str] = "size"
    network: FullName
    members: int = 0
    monday: date
    """The Monday (UTC) of the week in which somebody joined or left last."""
    counted: int = 0
    counted_on: date | None = None

    @property
    def id(self) -> str:
        return self.network


class Told(NamedTuple):
    """A band, and the Monday on which it was counted; none if it was few people from the beginning."""

    members: PublishedFigure
    on: date | None


# Decisions


def count(at: Circumstances, command: CountMember, size: Size | None) -> Decision:
    """One more, or one fewer."""
    monday = monday_of(at.now)
    known = _on(monday, size or Size(network=command.network, monday=monday))
    return Decision(states=(known.but(members=known.members + command.change, monday=monday),))


def told(size: Size | None, now: datetime) -> Told:
    """What its officers may know of it at this time."""
    if size is None:
        return Told(band(0), None)
    known = _on(monday_of(now), size)
    return Told(band(known.counted), known.counted_on)


def _on(monday: date, size: Size) -> Size:
    """Counted anew on the first Monday after somebody joined or left, if by then enough have."""
    if monday <= size.monday or not renewed(size.counted, size.members):
        return size
    return size.but(counted=size.members, counted_on=size.monday + timedelta(days=7))


def monday_of(now: datetime) -> date:
    """The Monday of that week, in UTC."""
    day = now.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())
