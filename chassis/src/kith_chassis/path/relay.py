"""Sends what transactions put into the outbox, in order, and deletes there what the broker has acknowledged."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

import structlog

from kith_chassis.errors import PASSING, Fenced, told
from kith_chassis.kafka.sender import Sender
from kith_chassis.path import crash
from kith_chassis.path.ledger import Ledger
from kith_chassis.path.wire import Record
from kith_chassis.patience import Patience

log = structlog.get_logger()
AHEAD: Final = 4
"""How many transactions may be committed before the first of them is sent."""
Documents = list[dict[str, Any]]


class Relay:
    """One per flow. Knows which partitions the flow owns, by their epochs, and sends nothing of any other."""

    def __init__(self, ledger: Ledger, sender: Sender) -> None:
        self._ledger, self._sender = ledger, sender
        self._queue: asyncio.Queue[Documents] = asyncio.Queue(AHEAD)
        self._lock = asyncio.Lock()
        self._epochs: dict[str, int] = {}
        self._republished = 0
        """The commit order up to which the outbox has been sent again: what was handed over before is done."""
        self.handed_over = self.sent = 0
        """How many transactions had something to send, and how many of those are done with."""
        self.patience = Patience()

    async def run(self, fenced: Callable[[], None]) -> None:
        """Send until cancelled. A failing broker or database is waited for; the outbox forgets nothing meanwhile.

        `fenced` is called when the database knows a newer owner of what we have to send.
        """
        while True:
            documents = await self._queue.get()
            try:
                async with self._lock:
                    await self._send_or_begin_again(documents)
            except Fenced:
                fenced()
            finally:
                self.sent += 1
                self._queue.task_done()

    async def hand_over(self, documents: Documents) -> None:
        """Take what a transaction has just put into the outbox; waits while too much is ahead."""
        self.handed_over += 1
        await self._queue.put(documents)

    @property
    def behind(self) -> bool:
        """Whether something that was handed over is not sent yet."""
        return self.handed_over > self.sent

    def owns(self, stream: str) -> bool:
        """Whether it sends what is said because of this partition."""
        return stream in self._epochs

    def pause(self) -> asyncio.Lock:
        """Held by whoever sends something before anything else of this relay goes out."""
        return self._lock

    async def take_over(self, epochs: dict[str, int]) -> None:
        """Own these partitions from now on: first send again what their outbox holds. Raises Fenced."""
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

    async def _send_or_begin_again(self, documents: Documents) -> None:
        try:
            await self._publish([each for each in documents if each["order"] > self._republished])
        except PASSING as error:
            log.warning("sending failed, starting again from the outbox", error=told(error))
            await self._republish_until_sent()

    async def _republish_until_sent(self) -> None:
        await self.patience(self._republish)

    async def _republish(self) -> None:
        for document in await self._ledger.pending(self._epochs):
            if epoch := self._epochs.get(document["stream"]):  # it may have been given up since
                await self._publish([{**document, "epoch": epoch}])
                self._republished = max(self._republished, document["order"])

    async def _publish(self, documents: Documents) -> None:
        epochs = {each["stream"]: each["epoch"] for each in documents}
        if not documents or any(self._epochs.get(stream) != epoch for stream, epoch in epochs.items()):
            return
        found, _ = await asyncio.gather(self._ledger.epochs(epochs), self._ledger.archive.keep(documents))
        if found != epochs:
            raise Fenced
        crash.point("before-send")
        await self._sender.send([as_record(entry) for document in documents for entry in document["messages"]])
        crash.point("after-send")
        await self._ledger.mark_sent(documents)
        crash.point("after-mark")


def as_record(entry: list[Any]) -> Record:
    """A record as it was before it lay in the database."""
    topic, partition, key, value, headers = entry
    return Record(topic, partition, key, value, list(map(tuple, headers)))  # aiokafka wants tuples
