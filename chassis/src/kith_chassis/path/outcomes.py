"""What became of a command: looked up once, or waited for together with all others that are waited for."""

import asyncio
from collections import defaultdict
from typing import Any, Final

import structlog

from kith_chassis.errors import PASSING, told
from kith_chassis.path.inbox import claim
from kith_chassis.path.ledger import Ledger
from kith_chassis.together import Together

log = structlog.get_logger()
PAUSE: Final = 0.1
"""Between two looks into the database, which are for what another process has decided."""


class Outcomes:
    """One query asks for all whose askers wait."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._now = Together(ledger.outcome)
        self._waiting: dict[bytes, set[asyncio.Future[dict[str, Any]]]] = defaultdict(set)
        self._asking: asyncio.Task[None] | None = None

    async def now(self, source: str, id: str) -> dict[str, Any] | None:
        """The outcome, or None while there is none."""
        asked = claim(source, id)
        return (await self._now([asked])).get(asked)

    async def within(self, seconds: float, source: str, id: str) -> dict[str, Any] | None:
        """The outcome as soon as there is one, or None after so many seconds."""
        asked, future = claim(source, id), asyncio.get_running_loop().create_future()
        self._waiting[asked].add(future)
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        try:
            async with asyncio.timeout(seconds):
                outcome: dict[str, Any] = await future
                return outcome
        except TimeoutError:
            return None
        finally:
            self._waiting[asked].discard(future)
            if not self._waiting[asked]:
                del self._waiting[asked]

    async def _ask(self) -> None:
        while self._waiting:
            await asyncio.sleep(PAUSE)
            try:
                self.tell(await self._ledger.outcome(list(self._waiting)))
            except PASSING as error:
                log.warning("cannot look up outcomes", error=told(error))

    def tell(self, outcomes: dict[bytes, dict[str, Any]]) -> None:
        """Answer those who wait for any of these."""
        for asked in outcomes.keys() & self._waiting.keys():
            for future in self._waiting[asked]:
                if not future.done():
                    future.set_result(outcomes[asked])
