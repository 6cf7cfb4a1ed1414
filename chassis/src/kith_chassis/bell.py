"""Wakes workers when a transaction may have given them something to do, so that they need not ask all the time."""

import asyncio
from contextlib import suppress
from typing import Final

LONGEST: Final = 5.0
"""Seconds until a worker looks all the same: another process may have given it something."""


class Bell:
    """Of one service of one body in this process; rung after each of its transactions."""

    def __init__(self) -> None:
        self.rung = 0
        """How often. Whoever looks reads it before, and then waits for the next."""
        self._waiting: list[asyncio.Future[None]] = []

    def ring(self) -> None:
        self.rung += 1
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            if not each.done():
                each.set_result(None)

    async def after(self, heard: int, least: float, most: float = LONGEST) -> None:
        """Wait until it has rung more often than `heard`: at least so many seconds, and at most so many."""
        await asyncio.sleep(least)
        if self.rung == heard and most > least:
            self._waiting.append(next_ring := asyncio.get_running_loop().create_future())
            try:
                with suppress(TimeoutError):
                    async with asyncio.timeout(most - least):
                        await next_ring
            finally:
                if next_ring in self._waiting:
                    self._waiting.remove(next_ring)
