"""How a process is."""

from datetime import datetime
from typing import Literal

from kith_contracts.descriptions import Described


class ParkedRecords(Described):
    """How many records nobody could handle, for one reason, in all services; and since when."""

    count: int
    since: datetime


class Health(Described):
    """Whether all services work and have caught up; who waits, and which partitions have stopped, and why. What is
    parked, by reason, makes no node less ready.
    """

    status: Literal["ready", "starting", "alarm"]
    waiting: list[str]
    alarms: dict[str, str]
    parked: dict[str, ParkedRecords]
    missing: dict[str, str]
    """Letters of other bodies that have not come, or never will. The services work all the same."""


class Alive(Described):
    """The process answers."""

    status: Literal["live"] = "live"
