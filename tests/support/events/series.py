"""A series of dates in the text of an agreement."""

from datetime import datetime
from typing import Any

from kith_contracts.events.plan import EventPart
from kith_contracts.pages.series import Series
from kith_events.agreements.series import parts_of


def wall(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """What a clock shows."""
    return datetime(year, month, day, hour, minute)  # noqa: DTZ001


def series(**changes: Any) -> Series:
    fields = {
        "part": "reading-group",
        "title": "Reading group",
        "zone": "Europe/London",
        "minutes": 90,
        "capacity": 20,
        "hosts": ["iop", "bcs", "ni"],
        "first": wall(2027, 1, 20, 18),
        "times": 6,
    }
    return Series(**{**fields, **changes})


def parts(**changes: Any) -> list[EventPart]:
    found = parts_of(series(**changes))
    assert isinstance(found, list), found
    return found
