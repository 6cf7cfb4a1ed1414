"""When a run began and ended: from the first command handled to the last fact read back."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, Self

from aiokafka import AIOKafkaConsumer, TopicPartition
from bench.path.course import Course

from kith_cli.errors import StackError

STUCK_AFTER: Final = 60.0
"""Seconds without a fact after which a run has failed."""
PAUSE: Final = 0.01
"""Seconds between two looks for facts: to wake for each single one would slow down whoever sends them one by one."""


class Run(NamedTuple):
    """One measured run."""

    messages: int
    seconds: float
    cpu: float
    """Seconds of processor time that this process took, in all its threads."""

    @property
    def rate(self) -> float:
        return self.messages / self.seconds

    @property
    def cpu_each(self) -> float:
        """Microseconds of this process for each message."""
        return self.cpu / self.messages * 1e6


@dataclass
class Clock:
    """Starts once, with the first command that is handled."""

    began: float = 0.0
    _cpu: float = field(default=0.0, repr=False)

    def start(self) -> None:
        if not self.began:
            self.began, self._cpu = time.perf_counter(), time.process_time()

    def run(self, messages: int) -> Run:
        """What it shows now."""
        return Run(messages, time.perf_counter() - self.began, time.process_time() - self._cpu)


class Facts:
    """Reads the facts that come from now on, as any consumer would; all contestants are read by the same."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._consumer: Any = None

    async def __aenter__(self) -> Self:
        self._consumer = AIOKafkaConsumer(
            **self._course.reader.arguments(), enable_auto_commit=False, auto_offset_reset="latest"
        )
        await self._consumer.start()
        self._consumer.assign(self._course.fact_partitions)
        for partition in self._course.fact_partitions:
            await self._consumer.position(partition)  # known once the end of the log has been found
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._consumer.stop()

    async def end(self, partition: TopicPartition) -> int:
        """Where the log of a partition ends now."""
        found: int = (await self._consumer.end_offsets([partition]))[partition]
        return found

    async def read(self, messages: int, clock: Clock) -> Run:
        """Read until the last fact of so many commands is here; raises StackError when none come any more."""
        missing = self._course.facts * messages // self._course.messages
        while missing > 0:
            try:
                async with asyncio.timeout(STUCK_AFTER):
                    fetched = await self._consumer.getmany(timeout_ms=int(STUCK_AFTER * 2000))
            except TimeoutError:
                raise StackError(f"{missing} facts of {messages} commands never came.") from None
            missing -= sum(map(len, fetched.values()))
            if missing > 0:
                await asyncio.sleep(PAUSE)
        run = clock.run(messages)
        if missing:
            raise StackError(f"{-missing} facts came that nobody should have sent.")
        return run
