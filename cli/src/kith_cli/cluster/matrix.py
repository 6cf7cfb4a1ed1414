"""The access matrix: what each principal may do and what not, tried on a real cluster with the real credentials."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kith_chassis.kafka.cluster import Cluster
from kith_cli.cluster.attempts import Attempt, attempts
from kith_cli.cluster.question import Verdict
from kith_contracts.words import OFFICE

PATIENCE: Final = 90.0
"""Seconds for one attempt to reach the cluster: unreachable is tried again, and is never an answer."""
PAUSE: Final = 0.25
AT_ONCE: Final = 8


@dataclass(frozen=True)
class Check:
    """One line of the matrix."""

    who: str
    what: str
    expected: Verdict
    found: Verdict
    why: str
    """What the cluster said, by the name of the error."""
    repeats: int
    """How often it was tried again, because nobody answered."""

    @property
    def as_expected(self) -> bool:
        return self.expected == self.found


async def access_matrix(office: Cluster, own: str, other: str, inside: Sequence[str] = ()) -> list[Check]:
    """Try everything for the body `own` beside `other`, whose slug had better begin with that of `own`.

    The credentials of `own`, its systems, `other` and the office are in the office's folder of keys. `inside` are
    the addresses at which brokers and controllers speak among themselves, where these can be reached. Nothing that is
    tried has an effect.
    """
    gate = asyncio.Semaphore(AT_ONCE)

    async def tried(attempt: Attempt) -> Check:
        async with gate:
            found, why, repeats = await _answer(attempt)
        return Check(attempt.who, attempt.what, attempt.expected, found, why, repeats)

    everything = attempts(office.for_principal(OFFICE), own, other, inside)
    return list(await asyncio.gather(*[tried(each) for each in everything]))


async def _answer(attempt: Attempt) -> tuple[Verdict, str, int]:
    """What the cluster says, once it is there to say something."""
    deadline, repeats = time.monotonic() + PATIENCE, 0
    while True:
        found, why = await attempt.made()
        if found is not Verdict.UNREACHABLE or time.monotonic() > deadline:
            return found, why, repeats
        repeats += 1
        await asyncio.sleep(PAUSE)


def unexpected(checks: Sequence[Check]) -> list[Check]:
    return [check for check in checks if not check.as_expected]
