"""A process whose own clock is two hours ahead of the broker's."""

from datetime import datetime, timedelta, tzinfo
from typing import Self

from kith_chassis.kafka import clock


class Ahead(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + timedelta(hours=2)


def hasten() -> None:
    """From now on, in this process."""
    vars(clock)["datetime"] = Ahead
