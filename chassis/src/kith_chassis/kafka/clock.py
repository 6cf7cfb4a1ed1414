"""The broker's time: all deadlines are its, for it dates the records by which decisions are made."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class BrokerClock:
    """One's own clock, set by what the broker says. One for all clients of a service."""

    def __init__(self, own: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._own, self._behind = own, timedelta(0)

    def now(self) -> datetime:
        """The broker's time, as far as is known; rather too early than too late."""
        return self._own() + self._behind

    def taken(self, milliseconds: int) -> None:
        """The broker says when it took a record that was sent just now."""
        self._behind = _at(milliseconds) - self._own()

    def read(self, milliseconds: int) -> None:
        """A record was taken then: it is later now, however much."""
        self._behind = max(self._behind, _at(milliseconds) - self._own())


def _at(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
