"""Fetches as aiokafka does, and knows whether it still can."""

import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, Protocol

from aiokafka.errors import ConsumerStoppedError, GroupAuthorizationFailedError, KafkaError

from kith_chassis.errors import FORBIDDEN
from kith_chassis.kafka.aiokafka_private import fault_of, rejoin
from kith_chassis.path.excerpt import size_of
from kith_chassis.path.newest import Newest
from kith_chassis.path.ownership import Ownership
from kith_chassis.patience import Waiting

POLL_MS: Final = 1000
"""How long a fetch waits for records; they are taken as soon as they come."""
MORE_MS: Final = 200
"""How long it waits for more where there is plenty."""
AT_HAND: Final = 24_000_000
"""Bytes of gathered facts after which those that a newer one replaces are left out."""
KEPT: Final = AT_HAND // 2
"""Bytes that are handed on, where so much is left then."""
GATHERING: Final = 10.0
"""Seconds after which what is there is handed on: a crash loses no more work than that."""
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
    behind a full batch, one that is not is filled up. Where shared facts are far behind, as those that a new node has
    to read, they are gathered, and those that a newer one replaces left out.
    """

    def __init__(
        self,
        ownership: Ownership,
        passed: Callable[[Any], Awaitable[None]],
        fail: Callable[[Exception], None],
        newest: Newest,
    ) -> None:
        self._ownership, self._passed, self._fail, self._newest = ownership, passed, fail, newest
        self._failing_since = 0.0
        self._full = False
        self.waiting = Waiting()

    async def __call__(self, consumer: Any, fetch: Fetch, most: int) -> Fetched:
        """What was fetched, so many records at most; raises what the client does."""
        try:
            fetched = await self._filled(fetch, most)
            if self._newest and self._lag(consumer, fetched) > most:
                fetched = await self._gathered(fetch, most, fetched)
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
            fetched = _both(fetched, more)
        self._full = _count(fetched) == most
        return fetched

    def _lag(self, consumer: Any, fetched: Fetched) -> int:
        """How many shared facts lie behind these in the logs, as far as the client knows."""
        ends = [
            ((consumer.highwater(at) or 0), records[-1].offset)
            for at, records in fetched.items()
            if self._newest.concerns(at, self._edition_of(at))
        ]
        return sum(end - last - 1 for end, last in ends)

    async def _gathered(self, fetch: Fetch, most: int, fetched: Fetched) -> Fetched:
        until, at_hand, more = time.monotonic() + GATHERING, 0, fetched
        while more and time.monotonic() < until and not self._ownership.moved:
            at_hand += _size(more)
            if at_hand > AT_HAND:
                fetched = await self._newest.of(fetched, self._edition_of)
                if (at_hand := _size(fetched)) > KEPT:
                    return fetched
            more = await fetch(timeout_ms=MORE_MS, max_records=most)
            fetched = _both(fetched, more)
        return await self._newest.of(fetched, self._edition_of)

    def _edition_of(self, partition: Any) -> int:
        owned = self._ownership.owned.get(partition)
        return owned.edition if owned else -1


def _both(first: Fetched, then: Fetched) -> Fetched:
    return {at: [*first.get(at, ()), *then.get(at, ())] for at in {**first, **then}}


def _size(fetched: Fetched) -> int:
    return sum(size_of(each) for records in fetched.values() for each in records)


def _count(fetched: Fetched) -> int:
    return sum(map(len, fetched.values()))
