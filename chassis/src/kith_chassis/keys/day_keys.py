"""Keys of the day: each wraps the keys of persons for half a day, lies outside the database, and is then destroyed.

Two a day, so that a key which is not wrapped anew is gone within a day, whenever that was decided. A file is named for
the moment at which its half-day begins, and has a random ending: a name never stands for two keys, so two processes may
make the key of a half-day at the same time, and a clock that jumps destroys nothing that is needed.
"""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from kith_chassis.keys.keyring import Keyring, KeyringError

HOURS: Final = 12
HALF_DAY: Final = timedelta(hours=HOURS)
FOLDER: Final = "days"
KEY_BYTES: Final = 32
LONGEST_NAME: Final = 60


class Days:
    """The keys of the day of one body. Several processes of the body share the folder."""

    def __init__(
        self,
        keyring: Keyring | None,
        settling: float = 600.0,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Without a keyring there is one key for ever, which is empty: for those who have nothing to forget.

        `settling` is in seconds: so long an older key stays after a newer was first seen, until whoever was about to
        use it has done so.
        """
        self._keyring, self._settling, self._clock = keyring, settling, clock
        self._known: dict[str, bytes] = {} if keyring else {"": b""}
        self._first_seen: dict[str, float] = {}

    def newest(self) -> str:
        """The name of the key that wraps from now on; it is made if there is none of this half-day.

        One that a fast clock has made a little early is taken as well, one from days ahead is not.
        """
        if self._keyring is None:
            return ""
        now = self._clock()
        begins, latest = _begin(now), _begin(now + HALF_DAY)
        if present := [name for name in self.names() if begins <= name.partition(".")[0] <= latest]:
            return present[-1]
        name = f"{begins}.{os.urandom(4).hex()}"
        self._keyring.write(f"{FOLDER}/{name}.key", os.urandom(KEY_BYTES))
        return max(each for each in self.names() if begins <= each.partition(".")[0] <= latest)

    def names(self) -> list[str]:
        """Those that there are, the oldest first. Forgets here what another process has destroyed."""
        if self._keyring is None:
            return [""]
        found = [name.removeprefix(f"{FOLDER}/").removesuffix(".key") for name in self._keyring.names(FOLDER)]
        for each in found:
            self._first_seen.setdefault(each, time.monotonic())
        return found

    def key(self, name: str) -> bytes:
        """The key of this name, from memory or from its file; raises KeyringError."""
        if name not in self._known:
            if self._keyring is None or len(name) > LONGEST_NAME or "/" in name:
                raise KeyringError("There is no key of the day of this name.")
            self._known[name] = self._keyring.read(f"{FOLDER}/{name}.key")
        return self._known[name]

    def outdated(self) -> list[str]:
        """Those that were replaced so long ago that whoever was about to use one has done so. The newest is there."""
        names = self.names()
        newest, latest = self.newest(), _begin(self._clock() + HALF_DAY)
        if not self._settled(newest):
            return []
        ahead = [name for name in names if name.partition(".")[0] > latest]  # of a clock that had jumped
        return [name for name in names if (name < newest or name in ahead) and self._settled(name)]

    def _settled(self, name: str) -> bool:
        return time.monotonic() - self._first_seen.get(name, time.monotonic()) >= self._settling

    def destroy(self, name: str) -> None:
        """Remove a key for good, from the folder and from memory. Nothing may depend on it any more."""
        if self._keyring is not None:
            self._keyring.destroy(f"{FOLDER}/{name}.key")
        self._known.pop(name, None)

    def forget_destroyed(self) -> None:
        """Drop from memory what another process has destroyed."""
        present = set(self.names())
        self._known = {name: key for name, key in self._known.items() if name in present}


def _begin(now: datetime) -> str:
    """How the keys of this half-day are called: `2026-11-22-12` from noon on, in UTC."""
    moment = now.astimezone(UTC)
    return f"{moment:%Y-%m-%d}-{moment.hour // HOURS * HOURS:02d}"
