"""How many members a network has, as its officers may know it: rounded, and the same from one Monday to the next."""

from datetime import UTC, date, datetime, timedelta
from typing import ClassVar, NamedTuple

from kith_chassis.decision import Circumstances, Decision, State
from kith_commons.figures import shown
from kith_contracts.directory.membership import CountMember
from kith_contracts.words import FullName

# States


class Size(State):
    """How many members a network has. Who joined or left today shows in no figure before Monday."""

    kind: ClassVar[str] = "size"
    network: FullName
    members: int = 0
    monday: date
    """The Monday (UTC) of the week in which somebody joined or left last."""
    on_monday: int = 0
    """How many there were when that week began."""

    @property
    def id(self) -> str:
        return self.network


class Told(NamedTuple):
    """A count as it is told: how many, and on which Monday."""

    members: str
    on: date


# Decisions


def count(at: Circumstances, command: CountMember, size: Size | None) -> Decision:
    """One more, or one fewer."""
    monday = monday_of(at.now)
    known = size or Size(network=command.network, monday=monday)
    began = known.on_monday if known.monday == monday else known.members
    return Decision(states=(known.but(members=known.members + command.change, monday=monday, on_monday=began),))


def told(size: Size | None, now: datetime) -> Told:
    """What its officers may know of it at this time."""
    monday = monday_of(now)
    if size is None:
        return Told(shown(0), monday)
    return Told(shown(size.on_monday if size.monday == monday else size.members), monday)


def monday_of(now: datetime) -> date:
    """The Monday of that week, in UTC."""
    day = now.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())
