"""A load of commands on the networks of a body: changes, refusals, repeats and noise, always the same for a seed."""

import random
from collections.abc import Iterator

from support.eventually import elapse
from support.flow import Home
from support.signing import Sent

NETWORKS = 8


class Load:
    """Sends rising steps to each of a few networks, so that a lost, doubled or misplaced one shows."""

    def __init__(self, home: Home, seed: int = 1) -> None:
        self._home = home
        self._chance = random.Random(seed)
        self._step = 0
        self._last: list[Sent] = []

    async def begin(self) -> None:
        await self._home.send(*[self._home.charter(f"n{each}") for each in range(NETWORKS)])

    async def send(self, steps: int) -> None:
        """So many steps on each network."""
        records = [record for _ in range(steps) for record in self._next()]
        await self._home.send(*records)

    async def trickle(self) -> None:
        """A step at a time for two seconds or so, while servers come and go."""
        for _ in range(40):
            await self.send(1)
            await elapse(0.05, because="it is a rate that is sent")

    def _next(self) -> Iterator[Sent]:
        self._step += 1
        for each in range(NETWORKS):
            sent = self._home.describe(f"n{each}", f"step {self._step}")
            yield sent
            dice = self._chance.random()
            if dice < 0.05:
                yield sent  # the same id again at once
            elif dice < 0.10:
                yield self._home.describe(f"unknown-{each}", "nobody knows it")
            elif dice < 0.15:
                yield Sent(sent.topic, sent.key, b"\xff{unreadable", sent.headers)
            elif dice < 0.20 and self._last:
                yield self._chance.choice(self._last)  # the same id again, later
            if self._chance.random() < 0.1:
                self._last.append(sent)
