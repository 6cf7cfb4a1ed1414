"""Fetches as aiokafka does, and knows whether it still can."""

import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiokafka.errors import ConsumerStoppedError, GroupAuthorizationFailedError, KafkaError

from kith_chassis.errors import FORBIDDEN
from kith_chassis.ownership import Ownership
from kith_chassis.patience import Waiting

FAILING_SECONDS: Final = 60.0
"""How long the client may fail at fetching, before a new process is the better remedy."""


class Fetching:
    """Of one consumer: passes on what it brings, and tells `fail` what goes wrong and does not pass. A right that
    is missing is waited for.
    """

    def __init__(
        self, ownership: Ownership, passed: Callable[[Any], Awaitable[None]], fail: Callable[[Exception], None]
    ) -> None:
        self._ownership, self._passed, self._fail = ownership, passed, fail
        self._failing_since = 0.0
        self.waiting = Waiting()

    async def __call__(self, consumer: Any, fetch: Callable[[], Awaitable[Any]]) -> Any:
        """What was fetched; raises what the client does."""
        try:
            fetched = await fetch()
            self._failing_since = 0.0
            self.waiting.over(fetched)
            if not fetched:
                await self._passed(consumer)
                if consumer._fetcher.error_future.done():  # noqa: SLF001 - nothing else tells that it fetches no more
                    await consumer._fetcher.error_future  # noqa: SLF001
        except ConsumerStoppedError:
            raise
        except FORBIDDEN as error:
            self._ownership.seek_back(consumer)
            if isinstance(error, GroupAuthorizationFailedError):
                consumer._coordinator.request_rejoin()  # noqa: SLF001 - else it would tell of its last failure for ever
            await self.waiting.after(error)
            return {}
        except Exception as error:
            self._ownership.seek_back(consumer)  # records that were read before the failing one would be lost
            self._failing_since = self._failing_since or time.monotonic()
            if not isinstance(error, KafkaError) or time.monotonic() - self._failing_since > FAILING_SECONDS:
                self._fail(error)
            raise
        return fetched
