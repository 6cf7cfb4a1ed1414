"""Waits while a broker or a database is away: the same again, with growing pauses, until it is done; or, at the end,
for a moment only.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import stamina
import structlog
from stamina.instrumentation import RetryDetails, set_on_retry_hooks

from kith_chassis.errors import PASSING, is_refusal, told

T = TypeVar("T")
log = structlog.get_logger()
FIRST_PAUSE: Final = 0.25
LONGEST_PAUSE: Final = 5.0
TROUBLE_AFTER: Final = 15.0
"""Seconds after which waiting is no longer a hiccup, and whoever asks for readiness is told."""


class Patience:
    """Does one thing after the other, each until it succeeds; anything but an error of `PASSING` is raised at once."""

    def __init__(self) -> None:
        self._ended = False
        self._since = 0.0
        self._why = ""

    @property
    def trouble(self) -> str:
        """What has been waited for, if for longer than a moment."""
        return self._why if self._why and time.monotonic() - self._since > TROUBLE_AFTER else ""

    def end(self) -> None:
        """Wait no longer: from now on the next failure is raised."""
        self._ended = True

    async def __call__(self, work: Callable[[], Awaitable[T]]) -> T:
        """The result of `work`, called as often as it takes."""
        async for attempt in stamina.retry_context(
            on=self._passes, attempts=None, timeout=None, wait_max=LONGEST_PAUSE, wait_jitter=0.25, wait_exp_base=1.5
        ):
            with attempt:
                result = await work()
        self._why = ""
        return result

    def _passes(self, error: Exception) -> bool:
        if self._ended or not isinstance(error, PASSING):
            return False
        if not self._why:
            self._since = time.monotonic()
        self._why = told(error)
        return True


class Waiting:
    """Pauses after the same failure again and again, each longer than the one before, and says why for that long."""

    def __init__(self) -> None:
        self._pause = self._at = 0.0
        self._why = ""

    @property
    def why(self) -> str:
        """What is waited for; also for a moment after the last failure, because between two of them all looks well."""
        return self._why if time.monotonic() - self._at < TROUBLE_AFTER else ""

    async def after(self, error: Exception) -> None:
        """Wait, now that this has happened."""
        if not self.why:
            self._pause = 0.0
        self._why, self._at = told(error), time.monotonic()
        self._pause = min(self._pause * 2 or FIRST_PAUSE, LONGEST_PAUSE)
        log.warning("waiting for a right", error=self._why, pause=self._pause)
        await asyncio.sleep(self._pause)

    def over(self, proof: object) -> None:
        """It works again, if there is something to show for it."""
        if proof:
            self._why = ""


async def at_most(seconds: float, closing: Awaitable[None]) -> None:
    """Let something close, for at most so many seconds; what goes wrong then is only logged.

    In a task of its own: while a broker is away, aiokafka cancels tasks that it then waits for, and whoever waits too
    would be cancelled with them.
    """
    task = asyncio.ensure_future(closing)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    if not done:
        task.cancel()
        log.warning("not closed in time")
    elif not task.cancelled() and (error := task.exception()):
        log.warning("closing failed", error=told(error))


def _say(details: RetryDetails) -> None:
    log.warning(
        "a server refuses our user or password" if is_refusal(details.caused_by) else "waiting for a server",
        error=told(details.caused_by),
        attempt=details.retry_num,
        pause=round(details.wait_for, 1),
    )


set_on_retry_hooks([_say])
