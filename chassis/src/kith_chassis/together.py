"""One question for all who ask at the same time: a hundred commands over HTTP are no hundred round trips."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answers = TypeVar("Answers")


class Together(Generic[Asked, Answers]):
    """Who comes while a question is under way waits for the next, and is asked about together with all who came."""

    def __init__(self, ask: Callable[[set[Asked]], Awaitable[Answers]]) -> None:
        self._ask = ask
        self._wanted: set[Asked] = set()
        self._next: asyncio.Task[Answers] | None = None
        self._lock = asyncio.Lock()

    async def __call__(self, wanted: Iterable[Asked]) -> Answers:
        """What is answered to a question that these are part of; raises what it raises."""
        self._wanted.update(wanted)
        if self._next is None:
            self._next = asyncio.create_task(self._asked())
        return await asyncio.shield(self._next)

    async def _asked(self) -> Answers:
        async with self._lock:
            wanted, self._wanted, self._next = self._wanted, set(), None
            return await self._ask(wanted)
