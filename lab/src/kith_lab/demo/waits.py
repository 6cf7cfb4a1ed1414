"""Waits for what the story needs, however slow the machine is, and says what it waits for."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

import httpx2

from kith_chassis.errors import PASSING
from kith_cli.errors import StackError

LONGEST: Final = 300.0
SAID_EVERY: Final = 15.0
BUSY: Final = (
    httpx2.codes.SERVICE_UNAVAILABLE,
    httpx2.codes.TOO_MANY_REQUESTS,
    httpx2.codes.REQUEST_TIMEOUT,  # this machine was too slow to send it
)
Say = Callable[[str], None]


def silent(_what: str) -> None:
    """For those whom nobody listens to."""


def seldom(say: Say) -> Say:
    """Says the same thing once in a while, however many wait for it."""
    said: dict[str, float] = {}

    def saying(what: str) -> None:
        if time.monotonic() - said.get(what, -SAID_EVERY) >= SAID_EVERY:
            said[what] = time.monotonic()
            say(what)

    return saying


class Wait:
    """One thing that is waited for."""

    def __init__(self, what: str, say: Say, within: float) -> None:
        self.what, self._say, self._within = what, say, within
        self._began = time.monotonic()
        self._next = self._began + SAID_EVERY

    async def go_on(self) -> None:
        """Pause, longer and longer, up to half a second; raises StackError that says what never came."""
        now = time.monotonic()
        if now - self._began > self._within:
            raise StackError(f"After {self._within:.0f} seconds still not so: {self.what}.")
        if now > self._next:
            self._next = now + SAID_EVERY
            self._say(f"still waiting: {self.what}")
        await asyncio.sleep(min(0.1 + (now - self._began) / 10, 0.5))


async def eventually(
    what: str, check: Callable[[], Awaitable[bool]], say: Say = silent, within: float = LONGEST
) -> None:
    """Wait until it is so. A server that is slow to tell does not end the wait."""
    wait = Wait(what, say, within)
    while not await _is_so(check):
        await wait.go_on()


async def _is_so(check: Callable[[], Awaitable[bool]]) -> bool:
    try:
        return await check()
    except PASSING:
        return False


async def answered(
    what: str,
    ask: Callable[[], Awaitable[httpx2.Response]],
    alive: Callable[[], bool],
    say: Say = silent,
    within: float = LONGEST,
) -> httpx2.Response:
    """The answer to what may be asked again: as long as the node is `alive`, and busy or slow, it is asked again."""
    wait = Wait(what, say, within)
    while True:
        try:
            answer = await ask()
            if answer.status_code not in BUSY:
                return answer
        except httpx2.TransportError as error:
            if not alive():
                raise StackError(
                    f"It will not be so: {what}. The process has ended ({type(error).__name__})."
                ) from None
        await wait.go_on()
