"""Takes portions of records through transactions. While one is under way, the next is read already."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Final

import structlog
from aiokafka import TopicPartition

from kith_chassis.errors import PASSING, Conflict, Unwritable, told
from kith_chassis.path import crash
from kith_chassis.path.decide import Decider
from kith_chassis.path.excerpt import Excerpt
from kith_chassis.path.inbox import Entry, Part, Portion
from kith_chassis.path.ledger import Ledger
from kith_chassis.path.load import Loaded
from kith_chassis.path.ownership import Ownership
from kith_chassis.path.relay import Relay
from kith_chassis.path.work import Owned, Work

log = structlog.get_logger()
MOST_PARKED_IN_A_ROW: Final = 3
"""Records that the database itself refused, one after the other: more would mean that the database is at fault."""
PIECE: Final = 250
"""Records that are read before what they name begins to be loaded."""
PLACE: Final = ("topic", "partition", "offset", "timestamp")


@dataclass(slots=True)
class Turn:
    """A portion that was read while the one before was under way. What it was decided on is used up with that."""

    parts: list[Part] = field(default_factory=list)
    loaded: Loaded | None = None
    work: Work | None = None
    """What was decided ahead."""
    assumed: Work | None = None
    """That of the turn before, which `work` counts on."""
    decided: asyncio.Future[Work | None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    """What the next turn may count on, as soon as it is known; None if it has to wait until all is done."""

    @property
    def known(self) -> Work | None:
        """What the next turn may count on, if it can be said by now."""
        return self.decided.result() if self.decided.done() else None

    def after(self, changed: Sequence[Work]) -> "Turn":
        """What it is after these transactions: nothing, if they are not those that it counts on."""
        as_assumed = len(changed) == 1 and changed[0] is self.assumed
        if not all(work.plain for work in changed) or (self.work and not as_assumed):
            self.parts, self.loaded, self.work = [], None, None
        for work in changed:
            if self.loaded:
                self.loaded.change(work)
        return self

    def used(self) -> tuple[list[Part], Loaded | None, Work | None]:
        """All that was found, once."""
        found = self.parts, self.loaded, self.work
        self.parts, self.loaded, self.work = [], None, None
        return found

    def tell(self, work: Work | None) -> None:
        """Let the next turn know, if it does not yet."""
        if not self.decided.done():
            self.decided.set_result(work)

    def over(self, _task: object) -> None:
        """Nothing more will be told."""
        self.tell(None)


class UnderWay:
    """The transactions of the portion that was taken last, while the next is read."""

    def __init__(self) -> None:
        self._task: asyncio.Task[list[Work] | None] | None = None
        self.turn: Turn | None = None
        """Its turn, until it is settled."""

    def begin(self, task: asyncio.Task[list[Work] | None], turn: Turn) -> None:
        """This is under way now; its result is what it has changed, None if it came to no end."""
        self._task, self.turn = task, turn
        task.add_done_callback(turn.over)

    @property
    def done(self) -> bool:
        """Whether nothing is at work."""
        return self._task is None or self._task.done()

    async def settled(self) -> list[Work] | None:
        """What was changed, once it is done. What failed stays so: nobody may go on behind it."""
        if self._task is None:
            return []
        await asyncio.wait([self._task])
        if self._task.cancelled() or (changed := self._task.result()) is None:
            return None
        self._task = self.turn = None
        return changed


class Taking:
    """Of one flow, which sees to it that one portion at a time is taken."""

    def __init__(
        self,
        group: str,
        decider: Decider,
        ledger: Ledger,
        relay: Relay,
        ownership: Ownership,
        *,
        told: Callable[[Work], None],
    ) -> None:
        self._group, self._decider, self._ledger, self._relay = group, decider, ledger, relay
        self._ownership, self._told = ownership, told

    async def ahead(self, fetched: Portion, before: Turn | None) -> Turn:
        """Read a portion before its turn, and decide it as soon as the one before is decided."""
        turn = Turn()
        try:
            known = Loaded.of(before.known) if before and before.known else Loaded()
            turn.parts, turn.loaded = await self._read_and_load(self._ownership.ours(fetched), known)
            assumed = await before.decided if before and turn.loaded else None
            if assumed and turn.loaded:
                loaded, turn.loaded, turn.assumed = turn.loaded, None, assumed
                loaded.change(assumed)
                turn.work = await self._decider.decide(turn.parts, loaded, assumed)
        except PASSING:
            return Turn(decided=turn.decided)  # it is read in its turn
        return turn

    async def take(self, consumer: Any, fetched: Portion, turn: Turn, changed: list[Work]) -> None:
        """Decide and commit a portion, in as many transactions as it takes; each adds to what is changed."""
        crash.point("before-read")
        while new := await self._ownership.following(consumer, fetched):
            parts, loaded, work = turn.used()
            if _extent(parts) != [(self._ownership.owned[at], len(each)) for at, each in new.items()]:
                parts, loaded, work = await self._read(new), None, None
            try:
                changed.append(await self.commit(parts, loaded=loaded, decided=work, tell=turn.tell))
            except Unwritable:
                for part in parts:
                    await self._take_alone(consumer, part, changed)

    async def _read_and_load(self, new: Portion, known: Loaded) -> tuple[list[Part], Loaded | None]:
        """Read piece by piece, and load what a piece names, and is not known, while the next is read. What is decided
        on a page of many waits until all before it is done: then nothing is loaded yet.
        """
        parts = [Part(self._ownership.owned[partition], []) for partition in new]
        loading: asyncio.Task[Loaded] | None = None
        try:
            for part, records in zip(parts, new.values(), strict=True):
                for first in range(0, len(records), PIECE):
                    pieces = await self._decider.read([(part.owned, records[first : first + PIECE])])
                    part.entries += pieces[0].entries
                    loading = asyncio.create_task(self._load_after(loading or known, pieces))
            wide = self._decider.loader.reads_wide(parts)
            return parts, None if wide or not loading else await loading
        finally:
            if loading:
                loading.cancel()

    async def _load_after(self, loading: asyncio.Task[Loaded] | Loaded, parts: list[Part]) -> Loaded:
        loaded = loading if isinstance(loading, Loaded) else await loading
        wide = self._decider.loader.reads_wide(parts)
        return loaded if wide else await self._decider.load(parts, loaded=loaded)

    async def _read(self, new: Portion) -> list[Part]:
        owned = self._ownership.owned
        return await self._decider.read([(owned[partition], records) for partition, records in new.items()])

    async def _take_alone(self, consumer: Any, part: Part, changed: list[Work]) -> None:
        """Each record in a transaction of its own, and the one that the database refuses into another place."""
        for entry in part.entries:
            try:
                changed.append(await self.commit([Part(part.owned, [entry])]))
                part.owned.refused = 0
            except Unwritable as error:
                part.owned.refused += 1
                refused = entry._replace(reason=str(error))
                if part.owned.refused > MOST_PARKED_IN_A_ROW or not await self._put_aside(part.owned, refused, changed):
                    partition = TopicPartition(entry.record.topic, entry.record.partition)
                    self._ownership.stand_still(consumer, partition, str(error))
                    return

    async def _put_aside(self, owned: Owned, entry: Entry, changed: list[Work]) -> bool:
        """Park a record that the database has refused: whole, or an excerpt where it refuses that too."""
        record = entry.record
        value = Excerpt.of(record.value or b"", "refused", entry.reason)
        bare = SimpleNamespace(**{name: getattr(record, name) for name in PLACE}, value=value, key=None, headers=())
        for each in (entry, entry._replace(record=bare)):
            try:
                changed.append(await self.commit([Part(owned, [each])]))
            except Unwritable as error:
                log.error(  # noqa: TRY400 - it would quote the record
                    "the database refuses a parked record", error=told(error), topic=record.topic, offset=record.offset
                )
            else:
                return True
        return False

    async def commit(
        self,
        parts: list[Part],
        released: Sequence[str] = (),
        *,
        loaded: Loaded | None = None,
        decided: Work | None = None,
        tell: Callable[[Work | None], None] = lambda _: None,
    ) -> Work:
        """One transaction: of what was decided ahead, or is decided now; and again while that has moved on. `tell` is
        called with what the next turn may count on.
        """
        work = Work()
        while True:
            if decided is None:
                changed = {*work.states, *work.forgetting.states}
                decided = await self._decider.decide(parts, loaded or await self._decider.load(parts, changed))
                decided.released += released
            work, decided, loaded = decided, None, None
            tell(work if work.plain else None)
            crash.point("decided")
            try:
                await self._ledger.commit(work)
                break
            except Conflict as error:
                log.info("revision conflict, deciding again", group=self._group, why=str(error))
                await asyncio.sleep(random.uniform(0, 0.02))
        crash.point("committed")
        self._decider.committed(work)
        self._told(work)
        for step in work.steps:
            step.done()
        if work.outbox:
            await self._relay.hand_over(work.outbox)
        return work


def _extent(parts: Sequence[Part]) -> list[tuple[Any, int]]:
    return [(part.owned, len(part.entries)) for part in parts]
