"""Sends what transactions put into the outbox, in order, and deletes there what the broker has acknowledged."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

import stamina
import structlog

from kith_chassis import crash
from kith_chassis.errors import PASSING
from kith_chassis.ledger import Ledger
from kith_chassis.sender import Sender
from kith_chassis.wire import Record

log = structlog.get_logger()
AHEAD: Final = 4
"""How many transactions may be committed before the first of them is sent."""


class Relay:
    """One per flow. Knows which partitions the flow owns, by their epochs, and sends nothing of any other."""

    def __init__(self, ledger: Ledger, sender: Sender) -> None:
        self._ledger, self._sender = ledger, sender
        self._queue: asyncio.Queue[list[dict[str, Any]]] = asyncio.Queue(AHEAD)
        self._lock = asyncio.Lock()
        self._epochs: dict[str, int] = {}
        self._republished = 0
        """The commit order up to which the outbox has been sent again: what was handed over before is done."""

    async def run(self) -> None:
        """Send until cancelled. A failing broker or database is waited for; the outbox forgets nothing meanwhile."""
        while True:
            documents = await self._queue.get()
            async with self._lock:
                try:
                    await self._publish([each for each in documents if each["order"] > self._republished])
                except PASSING as error:
                    log.warning("sending failed, begin again from the outbox", error=repr(error))
                    await self._republish_until_sent()
            self._queue.task_done()

    async def hand_over(self, documents: list[dict[str, Any]]) -> None:
        """Take what a transaction has just put into the outbox; waits while too much is ahead."""
        await self._queue.put(documents)

    async def take_over(self, epochs: dict[str, int]) -> None:
        """Own these partitions from now on: first send again what their outbox holds."""
        async with self._lock:
            self._epochs = dict(epochs)
            await self._republish_until_sent()

    def forget(self) -> None:
        """Own nothing; what is still in the outbox is the successor's."""
        self._epochs = {}

    async def drained(self, within: float) -> bool:
        """Whether all that was handed over has been sent, waiting at most so many seconds."""
        try:
            async with asyncio.timeout(within):
                await self._queue.join()
        except TimeoutError:
            return False
        return True

    async def stop(self) -> None:
        await self._sender.stop()

    async def _republish_until_sent(self) -> None:
        async for attempt in stamina.retry_context(on=PASSING, attempts=None, timeout=None, wait_max=10.0):
            with attempt:
                for document in await self._ledger.pending(self._epochs):
                    await self._publish([{**document, "epoch": self._epochs[document["stream"]]}])
                    self._republished = max(self._republished, document["order"])

    async def _publish(self, documents: list[dict[str, Any]]) -> None:
        if not documents or not await self._still_ours(documents):
            return
        crash.point("before-send")
        await self._sender.send([_record(entry) for document in documents for entry in document["messages"]])
        crash.point("after-send")
        await self._ledger.mark_sent(documents)
        crash.point("after-mark")

    async def _still_ours(self, documents: Iterable[dict[str, Any]]) -> bool:
        epochs = {document["stream"]: document["epoch"] for document in documents}
        if any(self._epochs.get(stream) != epoch for stream, epoch in epochs.items()):
            return False
        return await self._ledger.epochs(epochs) == epochs


def _record(entry: list[Any]) -> Record:
    topic, partition, key, value, headers = entry
    return Record(topic, partition, key, value, [(name, text) for name, text in headers])
