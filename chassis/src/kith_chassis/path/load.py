"""What a batch has to know before it is decided: the states and claims that its records name, in two round trips."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog

from kith_chassis.catalogue import Handler
from kith_chassis.decision import UNREADABLE, Ref, State, Views, circumstances
from kith_chassis.errors import PASSING, told
from kith_chassis.keys.vault import Vault
from kith_chassis.path.inbox import Entry, Part, claim_of
from kith_chassis.path.ledger import Ledger
from kith_chassis.path.wire import state_of
from kith_contracts.message import Message

log = structlog.get_logger()


@dataclass(slots=True)
class Loaded:
    """What the database said: states by path with their revisions, claims made before, and pages for wide decisions."""

    revisions: dict[str, int] = field(default_factory=dict)
    states: dict[str, State | None] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    claims: set[bytes] = field(default_factory=set)
    pages: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    """Persons who were forgotten in this very batch."""

    def at(self, ref: Ref) -> Any:
        """The state there, `None` if there is none, or `UNREADABLE`."""
        return UNREADABLE if ref.path in self.broken else self.states[ref.path]

    def breaks(self, refs: Iterable[Ref]) -> bool:
        """Whether one of these is there and cannot be read."""
        return bool(self.broken) and any(ref.path in self.broken for ref in refs)

    def revision(self, path: str) -> int | None:
        """That of a state; 0 if it is not there, None if nobody has asked."""
        return self.revisions.get(path, 0 if path in self.states else None)


class Loader:
    """Reads in the name of one service of one body."""

    def __init__(
        self,
        body: str,
        handlers: Mapping[type[Message], Handler],
        ledger: Ledger,
        vault: Vault,
        views: Views | None = None,
    ) -> None:
        self._body, self._handlers, self._ledger, self._vault, self._views = body, handlers, ledger, vault, views

    async def load(self, parts: Sequence[Part], changed: Iterable[str] = (), loaded: Loaded | None = None) -> Loaded:
        """All states and claims that these records name, in two round trips; pages for the few that read wider.

        `changed` are states that an earlier attempt would have changed, whether it had asked for them or not. To
        `loaded` is added what it lacks; what others guard is read again, or it could be older than its guard.
        """
        loaded = loaded or Loaded()
        refs = {ref.path: ref for part in parts for entry in part.entries for ref in entry.refs}
        refs = {path: ref for path, ref in refs.items() if ref.model.guarded or path not in loaded.states}
        named = [entry.envelope or entry.asked for part in parts for entry in part.entries]
        claims = {claim_of(each) for each in named if each and not each.stream}
        guarded = {path for path, ref in refs.items() if ref.model.guarded}
        found, known = await self._ledger.load({*refs, *changed} - guarded, guarded, claims)
        await self._vault.load(each["person"] for each in found if "person" in each)
        loaded.states |= dict.fromkeys(refs)
        loaded.claims |= known
        for each in found:
            path = each["_id"]
            loaded.revisions[path] = each["revision"]
            if path not in refs:
                continue
            try:
                loaded.states[path] = state_of(refs[path].model, each, self._vault)
            except (KeyError, ValueError) as error:
                log.error("cannot read a state", kind=refs[path].model.kind, error=told(error))  # noqa: TRY400 - it would quote the state
                loaded.broken.add(path)
        for part in parts:
            for entry in part.entries:
                await self._read_page(entry, loaded)
        return loaded

    async def _read_page(self, entry: Entry, loaded: Loaded) -> None:
        envelope = entry.envelope
        handler = self._handlers.get(type(envelope.message)) if envelope else None
        if envelope and handler and handler.pages and self._views and not entry.denied:
            try:
                page = await handler.read(
                    self._views, envelope.message, circumstances(envelope, self._body, self._vault.keyed, None)
                )
            except PASSING:
                raise
            except Exception:
                log.exception("cannot read a page of states", type=type(envelope.message).__name__)
                return  # the decision misses it, and is parked
            loaded.pages[envelope.source, envelope.id] = page
