"""After a fault that does not pass: what has failed is restarted, with growing pauses and an alarm that names it. All
else goes on: other flows, services and bodies of the process.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple

import structlog

from kith_chassis.errors import told
from kith_chassis.kafka.faststream_private import set_topics
from kith_chassis.path.flow import Flow
from kith_chassis.path.relay import Relay
from kith_chassis.patience import Patience, at_most

log = structlog.get_logger()
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
STEADY: Final = 15.0
"""Seconds without another fault after which there is no alarm any more, and the next pause is the first again."""
CLOSING: Final = 4.0


class Fault(NamedTuple):
    """The last one of something, and until when it is told."""

    why: str
    pause: float
    until: float


class Recovery:
    """Of one service of one body."""

    def __init__(self) -> None:
        self._faults: dict[str, Fault] = {}

    @property
    def alarms(self) -> dict[str, str]:
        """What has failed lately, by name, and how."""
        now = time.monotonic()
        return {name: fault.why for name, fault in self._faults.items() if now < fault.until}

    async def __call__(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do this until it ends by itself, or is cancelled."""
        while True:
            try:
                await work()
            except Exception as error:
                pause = self._next_pause(name)
                log.critical("failed, restarting after a pause", of=name, pause=pause, exc_info=error)
                why = f"it fails again and again: {told(error)}. It is restarted each time; the log says more"
                self._faults[name] = Fault(why, pause, time.monotonic() + pause + STEADY)
                await asyncio.sleep(pause)
            else:
                return

    def _next_pause(self, name: str) -> float:
        last = self._faults.get(name)
        steady = last is None or time.monotonic() > last.until
        return FIRST_PAUSE if last is None or steady else min(last.pause * 2, LONGEST_PAUSE)


async def live(flow: Flow, relay: Relay, topics: Callable[[], list[str]]) -> None:
    """One life of a flow, until its first fault, which is raised. Its subscriber has its consumer, made anew for each
    life but the first; `topics` are those of the moment. What its relay had in hand it reads from the outbox again.
    """
    subscriber = flow.subscriber
    if flow.failure.done():
        await flow.begin_anew()
        set_topics(subscriber, topics())  # a consumer that has just begun takes no others
        await Patience()(lambda: _start(subscriber))
    relaying = asyncio.create_task(relay.run(flow.fenced))
    try:
        done, _ = await asyncio.wait({flow.failure, relaying}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        relaying.cancel()
    fault = next(error for each in done if isinstance(error := each.exception(), Exception))
    flow.fail(fault)
    await at_most(CLOSING, subscriber.stop())
    raise fault


async def _start(subscriber: Any) -> None:
    await at_most(CLOSING, subscriber.stop())
    try:
        await subscriber.start()
    except BaseException:
        await at_most(CLOSING, subscriber.stop())
        raise
