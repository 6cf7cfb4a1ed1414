"""One consumer group of a service of one body: its subscriber, its flow, and the relay that sends."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Final

import structlog

from kith_chassis.errors import PASSING, told
from kith_chassis.path.flow import Flow
from kith_chassis.path.recovery import live
from kith_chassis.path.relay import Relay

log = structlog.get_logger()
LAST_BATCH: Final = 4.0
"""Seconds that each step of stopping may take; a step that takes longer is left to the successor."""
LAST_SENDS: Final = 2.0
LOOK: Final = 5.0
"""Seconds between two looks whether the logs still hold what comes next."""


class Group:
    """`topics` are those of the moment."""

    def __init__(self, flow: Flow, relay: Relay, topics: Callable[[], list[str]]) -> None:
        self.flow, self.relay, self._topics = flow, relay, topics

    @property
    def consumer(self) -> Any:
        """The client that reads, once it is started."""
        return self.flow.subscriber.consumer

    async def live(self) -> None:
        """One life, until the first fault, which is raised."""
        await live(self.flow, self.relay, self._topics)

    async def stop(self) -> None:
        """Finish the batch under way, begin no other, send what was decided."""
        await self.flow.stop(LAST_BATCH)
        await self.relay.drained(LAST_SENDS)


async def show_lag(groups: Sequence[Group]) -> None:
    """Each second, until cancelled."""
    while True:
        await asyncio.sleep(1)
        for group in groups:
            await group.flow.show_lag()


async def look_at_logs(groups: Sequence[Group]) -> None:
    """Hold what comes next against the logs every few seconds, until cancelled."""
    while True:
        await asyncio.sleep(LOOK)
        for group in groups:
            if not group.flow.failure.done():
                try:
                    await group.flow.look()
                except PASSING as error:
                    log.warning("cannot look up the range of the logs, trying again", error=told(error))
