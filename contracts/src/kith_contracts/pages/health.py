"""How a process is."""

from datetime import datetime
from typing import Literal

from kith_contracts.descriptions import Described


class ParkedRecords(Described):
    """How many records nobody could handle, for one reason, in all services; and since when."""

    count: int
    """How many records were set aside for this reason."""
    since: datetime
    """When the oldest of them was set aside."""


class Health(Described):
    """Whether all services work and have caught up; who waits, and which partitions have stopped, and why. What is
    parked, by reason, makes no node less ready.
    """

    status: Literal["ready", "starting", "alarm"]
    """`ready`: all services work. `starting`: some are still catching up. `alarm`: some have stopped."""
    waiting: list[str]
    """The services that are not ready, each as organisation and service, such as `/bcs/events`."""
    alarms: dict[str, str]
    """What has stopped or failed, such as a partition, a server or a key, by name; and why."""
    parked: dict[str, ParkedRecords]
    """By reason: how many records could not be handled and were set aside."""
    missing: dict[str, str]
    """Letters of other bodies that have not come, or never will. The services work all the same."""


class Alive(Described):
    """The process answers."""

    status: Literal["live"] = "live"
    """Always `live`: the process answers."""
