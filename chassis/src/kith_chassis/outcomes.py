"""What became of a command: looked up once, or waited for together with all others that are waited for."""

import asyncio
from typing import Any, Final

from kith_chassis.batch import claim
from kith_chassis.ledger import Ledger

PAUSE: Final = 0.02


class Outcomes:
    """One query asks for all whose askers wait."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._waiting: dict[bytes, asyncio.Future[dict[str, Any]]] = {}
        self._asking: asyncio.Task[None] | None = None

    async def now(self, source: str, id: str) -> dict[str, Any] | None:
        """The outcome, or None while there is none."""
        asked = claim(source, id)
        return (await self._ledger.outcome([asked])).get(asked)

    async def within(self, seconds: float, source: str, id: str) -> dict[str, Any] | None:
        """The outcome as soon as there is one, or None after so many seconds."""
        asked = claim(source, id)
        future = self._waiting.setdefault(asked, asyncio.get_running_loop().create_future())
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        try:
            async with asyncio.timeout(seconds):
                return await asyncio.shield(future)
        except TimeoutError:
            return None
        finally:
            self._waiting.pop(asked, None)

    async def _ask(self) -> None:
        while self._waiting:
            for asked, outcome in (await self._ledger.outcome(list(self._waiting))).items():
                future = self._waiting.pop(asked, None)
                if future is not None and not future.done():
                    future.set_result(outcome)
            await asyncio.sleep(PAUSE)
