"""Fetches as aiokafka does, and knows whether it still can."""

import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, Protocol

from aiokafka.errors import ConsumerStoppedError, GroupAuthorizationFailedError, KafkaError

from kith_chassis.errors import FORBIDDEN
from kith_chassis.kafka.aiokafka_private import fault_of, rejoin
from kith_chassis.path.ownership import Ownership
from kith_chassis.patience import Waiting

POLL_MS: Final = 1000
"""How long a fetch waits for records; they are taken as soon as they come."""
MORE_MS: Final = 200
"""How long it waits for more where there is plenty."""
FAILING_SECONDS: Final = 60.0
"""How long the client may fail at fetching, before a new one is the better remedy."""

Fetched = dict[Any, list[Any]]
"""Records by partition, in order."""


class Fetch(Protocol):
    """As the client's `getmany`."""

    async def __call__(self, *, timeout_ms: int, max_records: int) -> Fetched: ...


class Fetching:
    """Of one consumer: passes on what it brings, and tells `fail` what goes wrong and does not pass. A right that
    is missing is waited for.

    The client hands out what is left of one answer of the broker before it asks for the next, however little that is:
    behind a full batch, one that is not is filled up.
    """

    def __init__(
        self, ownership: Ownership, passed: Callable[[Any], Awaitable[None]], fail: Callable[[Exception], None]
    ) -> None:
        self._ownership, self._passed, self._fail = ownership, passed, fail
        self._failing_since = 0.0
        self._full = False
        self.waiting = Waiting()

    async def __call__(self, consumer: Any, fetch: Fetch, most: int) -> Fetched:
        """What was fetched, so many records at most; raises what the client does."""
        try:
            fetched = await self._filled(fetch, most)
            self._failing_since = 0.0
            self.waiting.over(fetched)
            if not fetched:
                await self._passed(consumer)
                if (fault := fault_of(consumer)).done():
                    await fault
        except ConsumerStoppedError:
            raise
        except FORBIDDEN as error:
            self._ownership.seek_back(consumer)
            if isinstance(error, GroupAuthorizationFailedError):
                rejoin(consumer)
            await self.waiting.after(error)
            return {}
        except Exception as error:
            self._ownership.seek_back(consumer)  # records that were read before the failing one would be lost
            self._failing_since = self._failing_since or time.monotonic()
            failing = time.monotonic() - self._failing_since > FAILING_SECONDS
            if failing or not isinstance(error, KafkaError) or fault_of(consumer).done():
                self._fail(error)
            raise
        return fetched

    async def _filled(self, fetch: Fetch, most: int) -> Fetched:
        fetched = await fetch(timeout_ms=POLL_MS, max_records=most)
        if self._full and 0 < (count := _count(fetched)) < most:
            more = await fetch(timeout_ms=MORE_MS, max_records=most - count)
            fetched = {at: [*fetched.get(at, ()), *more.get(at, ())] for at in {**fetched, **more}}
        self._full = _count(fetched) == most
        return fetched


def _count(fetched: Fetched) -> int:
    return sum(map(len, fetched.values()))
