"""Reads, loads and decides the next portion while the transaction of the one before is under way.

The result is that of `Taking`, in less time: what was decided ahead is committed only if the portion before came out as
assumed. `KITH_LOOK_AHEAD=false` does without.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from kith_chassis.errors import PASSING
from kith_chassis.path.inbox import Part, Portion, portions
from kith_chassis.path.load import Loaded
from kith_chassis.path.review import Review
from kith_chassis.path.take import Taking
from kith_chassis.path.work import Work

PIECE: Final = 250
"""Records that are read before what they name begins to be loaded."""
FIRST: Final = 250
"""Records that are taken first where nothing is under way, so that the database has work while the rest is read."""


@dataclass(slots=True)
class Turn:
    """One portion: what was read and decided of it ahead, and what its transactions have changed."""

    parts: list[Part] = field(default_factory=list)
    loaded: Loaded | None = None
    work: Work | None = None
    """What was decided ahead."""
    assumed: Work | None = None
    """That of the turn before, on which `work` is decided."""
    decided: asyncio.Future[Work | None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    """What the next turn may be decided on, as soon as it is known; None if it has to wait until all is committed."""
    changed: list[Work] = field(default_factory=list)
    """What was committed."""

    @property
    def known(self) -> Work | None:
        """What the next turn may be decided on, if it is known by now."""
        return self.decided.result() if self.decided.done() else None

    def after(self, before: "Turn | None") -> "Turn":
        """What is left of it now that the turn before is committed: nothing, if that did not come out as assumed."""
        changed = before.changed if before else []
        as_assumed = len(changed) == 1 and changed[0] is self.assumed
        if not all(map(_is_known, changed)) or (self.work and not as_assumed):
            self.parts, self.loaded, self.work = [], None, None
        for work in changed:
            if self.loaded:
                _change(self.loaded, work)
        return self

    def tell(self, work: Work | None) -> None:
        """Let the next turn know, if it does not yet."""
        if not self.decided.done():
            self.decided.set_result(work)

    def over(self, _task: object) -> None:
        """Nothing more will be told."""
        self.tell(None)


class LookAhead(Taking):
    """Of one flow. `take_in` returns while the last portion is under way."""

    def __init__(self, *parts: Any, fail: Callable[[Exception], None], **more: Any) -> None:
        """As `Taking`; `fail` is told of a failure in the background, because nobody may be waiting for it."""
        super().__init__(*parts, **more)
        self._fail = fail
        self._task: asyncio.Task[bool] | None = None
        self._turn: Turn | None = None

    @property
    def idle(self) -> bool:
        return self._task is None or self._task.done()

    @asynccontextmanager
    async def at_rest(self) -> AsyncIterator[None]:
        async with super().at_rest():
            await self._settled()
            yield

    def forget(self) -> None:
        if self._task:
            self._task.cancel()
        self._task = self._turn = None

    async def take_in(self, consumer: Any, records: Sequence[Any]) -> None:
        for portion in portions(records, FIRST if self.idle else None):
            before, edition = self._turn, self._edition
            reading = self._look(portion, before)
            turn, _ = await asyncio.gather(reading, self._patience(partial(self.renew, consumer, list(portion))))
            if not await self._settled() or self._ownership.moved:
                self._ownership.seek_back(consumer)
                return
            self._turn = turn.after(before) if edition == self._edition else Turn()
            self._task = asyncio.create_task(self._process(consumer, portion))
            self._task.add_done_callback(self._turn.over)

    async def judge_anew(self, consumer: Any, review: Review) -> None:
        if await self._settled():
            await super().judge_anew(consumer, review)

    async def read(self, new: Portion) -> list[Part]:
        if turn := self._turn:
            parts, turn.parts = turn.parts, []
            owned = self._ownership.owned
            if [(each.owned, len(each.entries)) for each in parts] == [(owned[at], len(new[at])) for at in new]:
                return parts
            turn.loaded = turn.work = None
        return await super().read(new)

    async def decide(self, parts: list[Part], changed: Iterable[str]) -> Work:
        if (turn := self._turn) is None:
            return await super().decide(parts, changed)
        (loaded, work), turn.loaded, turn.work = (turn.loaded, turn.work), None, None
        if work is None:
            work = await (self._decider.decide(parts, loaded) if loaded else super().decide(parts, changed))
        turn.tell(work if _is_known(work) else None)
        return work

    async def commit(self, parts: list[Part], released: Sequence[str] = ()) -> Work:
        work = await super().commit(parts, released)
        if self._turn:
            self._turn.changed.append(work)
        return work

    @property
    def _edition(self) -> tuple[int, bool]:
        """Of the registry, and whether all is judged by it."""
        return (self._review.edition, self._review.is_behind(self._ownership.owned)) if self._review else (0, False)

    async def _settled(self) -> bool:
        """Wait for what is under way; whether it came to its end. Behind what failed nobody goes on, until `forget`."""
        if task := self._task:
            await asyncio.wait([task])
            if task.cancelled() or not task.result():
                return False
            self._task = self._turn = None
        return True

    async def _process(self, consumer: Any, portion: Portion) -> bool:
        try:
            await self._patience(partial(self.take, consumer, portion))
        except Exception as error:  # noqa: BLE001 - whatever it is, the flow is told
            self._fail(error)
            return False
        return True

    async def _look(self, fetched: Portion, before: Turn | None) -> Turn:
        """Read a portion before its turn, and decide it as soon as the one before is decided."""
        turn = Turn()
        try:
            known = _after(before.known) if before and before.known else Loaded()
            turn.parts, turn.loaded = await self._read_and_load(self._ownership.ours(fetched), known)
            assumed = await before.decided if before and turn.loaded else None
            if assumed and turn.loaded:
                loaded, turn.loaded, turn.assumed = turn.loaded, None, assumed
                _change(loaded, assumed)
                steps = {step.owned.stream: step for step in assumed.steps}
                turn.work = await self._decider.decide(turn.parts, loaded, steps)
        except PASSING:
            return Turn()  # it is read in its turn
        return turn

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
            return parts, None if self._reads_wide(parts) or not loading else await loading
        finally:
            if loading:
                loading.cancel()

    async def _load_after(self, loading: asyncio.Task[Loaded] | Loaded, parts: list[Part]) -> Loaded:
        loaded = loading if isinstance(loading, Loaded) else await loading
        return loaded if self._reads_wide(parts) else await self._decider.load(parts, loaded=loaded)

    def _reads_wide(self, parts: Sequence[Part]) -> bool:
        """Whether one of these records is decided on a page, and not on states that it names alone."""
        messages = {type(entry.envelope.message) for part in parts for entry in part.entries if entry.envelope}
        return any((handler := self._decider.handlers.get(each)) and handler.pages for each in messages)


def _is_known(work: Work) -> bool:
    """Whether all that it changes for what comes next stands in its steps, states and claims."""
    return not work.forgetting and not any(step.held for step in work.steps)


def _after(work: Work) -> Loaded:
    """What is known of what this has decided. Whoever counts on it must not be written if that is not committed."""
    known = Loaded(states={path: state for path, (_, state) in work.states.items()})
    _change(known, work)
    return known


def _change(loaded: Loaded, work: Work) -> None:
    """Know what a transaction has changed since this was read."""
    for path, (revision, state) in work.states.items():
        loaded.revisions[path] = (revision or 0) + 1
        if path in loaded.states:
            loaded.states[path] = state
            loaded.broken.discard(path)
    loaded.claims |= work.claims.keys()
