"""From records to work: leave out repeats, load what the others name at once, decide in order; writes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import structlog

from kith_chassis.decision import (
    MOST_MESSAGES,
    Circumstances,
    Decision,
    Handler,
    State,
    Views,
    circumstances,
)
from kith_chassis.errors import PASSING, told
from kith_chassis.inbox import Entry, Inbox, Part, claim_of, digest_of, is_repeat
from kith_chassis.ledger import Ledger, Step, Work
from kith_chassis.outbox import outbox_documents
from kith_chassis.parking import parked
from kith_chassis.vault import Vault
from kith_chassis.wire import Record, TooLarge, document, record, state_of
from kith_contracts.message import Command, Fact, Letter, Message, Refusal
from kith_contracts.registry import Envelope
from kith_contracts.topics import Channel

log = structlog.get_logger()
Said = list[tuple[str, Message]]
"""Messages, each with the body on whose topic it goes."""
NOT_HANDLED: Final = Refusal("not-handled", "This could not be handled, and changed nothing. Operators can see why.")
"""What the asker is told of a command that was parked."""
LARGEST_WORK: Final = 8_000_000
"""Bytes that one transaction may say; more is left to the next one."""
BROKEN: Final = "state: what is kept of this cannot be read"


@dataclass(slots=True)
class Loaded:
    """What the database said: states by path with their revisions, claims made before, and pages for wide decisions."""

    revisions: dict[str, int] = field(default_factory=dict)
    states: dict[str, State | None] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    claims: set[bytes] = field(default_factory=set)
    pages: dict[tuple[str, str], Any] = field(default_factory=dict)


class Decider:
    """Decides batches in the name of one service of one body."""

    def __init__(self, body: str, service: str, handlers: Iterable[Handler], ledger: Ledger, vault: Vault) -> None:
        self.body, self.source = body, f"/{body}/{service}"
        self._handlers: Mapping[type[Message], Handler] = {handler.message: handler for handler in handlers}
        self._ledger, self._vault = ledger, vault
        self.read = Inbox(body, self._handlers, vault).read
        self.views: Views | None = None

    # Loading

    async def load(self, parts: Sequence[Part], changed: Iterable[str] = ()) -> Loaded:
        """All states and claims that these records name, in one round trip; pages for the few that read wider.

        `changed` are states that an earlier attempt would have changed, whether it had asked for them or not.
        """
        refs = {ref.path: ref for part in parts for entry in part.entries for ref in entry.refs}
        claims = {claim_of(e.envelope) for part in parts for e in part.entries if e.envelope and not e.envelope.stream}
        found, known = await self._ledger.load({*refs, *changed}, claims)
        await self._vault.load(each["person"] for each in found if "person" in each)
        loaded = Loaded(states=dict.fromkeys(refs), claims=known)
        for each in found:
            path = each["_id"]
            loaded.revisions[path] = each["revision"]
            if path not in refs:
                continue
            try:
                loaded.states[path] = state_of(refs[path].model, each, self._vault)
            except (KeyError, ValueError) as error:
                log.error("a state cannot be read", kind=refs[path].model.kind, error=told(error))  # noqa: TRY400 - it would quote the state
                loaded.broken.add(path)
        for part in parts:
            for entry in part.entries:
                await self._read_page(entry, loaded)
        return loaded

    async def _read_page(self, entry: Entry, loaded: Loaded) -> None:
        envelope = entry.envelope
        handler = self._handlers.get(type(envelope.message)) if envelope else None
        if envelope and handler and handler.reads and self.views:
            try:
                page = await handler.reads(self.views, envelope.message, self._circumstances(envelope))
            except PASSING:
                raise
            except Exception:
                log.exception("a page cannot be read", type=type(envelope.message).__name__)
                return  # the decision misses it, and is parked
            loaded.pages[envelope.source, envelope.id] = page

    def _circumstances(self, envelope: Envelope[Any]) -> Circumstances:
        return circumstances(envelope, self.body, self._vault.keyed)

    # Deciding

    async def decide(self, parts: Sequence[Part], loaded: Loaded) -> Work:
        """Decide in order, as many as one transaction can hold: its steps say how far it came.

        `loaded` is used up: load again to decide again.
        """
        work, size = Work(), 0
        for part in parts:
            step = Step(part.owned, part.owned.next, part.owned.number, {})
            records: list[Record] = []
            for entry in part.entries:
                said = await self._decide_entry(entry, step, loaded, work)
                records += said
                step.next = entry.record.offset + 1
                size += sum(len(each.value) for each in said)
                if size > LARGEST_WORK:
                    break
            work.steps.append(step)
            work.outbox += outbox_documents(part.owned, records, self._ledger.next_order)
            if size > LARGEST_WORK:
                break
        work.documents = [
            (document(state, revision + 1, self._vault), state.guarded) for revision, state in work.states.values()
        ]
        return work

    async def _decide_entry(self, entry: Entry, step: Step, loaded: Loaded, work: Work) -> list[Record]:
        """What one record changes, noted in `work`; the result is what it says. Its fault is its own: it is parked."""
        envelope = entry.envelope
        if envelope is None:
            return self._park(entry, entry.reason, work)
        handler = self._handlers.get(type(envelope.message))
        if is_repeat(envelope, step.owned, step.seen, loaded.claims) or handler is None:
            return []
        if entry.reason or any(ref.path in loaded.broken for ref in entry.refs):
            return self._park(entry, entry.reason or BROKEN, work)
        try:
            decision = self._call(handler, entry, envelope, loaded)
            said = self._addressed(handler, envelope, decision)
            await self._ensure_keys(decision, said)
            records = self._records(step, envelope, said)
            timers = [self._timer(envelope, due.at, due.command) for due in decision.due]
        except PASSING:
            raise
        except Exception as error:
            log.exception("a decision failed", type=type(envelope.message).__name__, offset=entry.record.offset)
            reason = f"too-large: {error}" if isinstance(error, TooLarge) else f"bug: {told(error)}"
            return self._park(entry, reason, work)
        if decision.refusal and isinstance(envelope.message, Fact):
            # A fact has happened and cannot be refused: one that does not fit what we know is forged or astray.
            return self._park(entry, f"{decision.refusal.code}: {decision.refusal.sentence}", work)
        step.number += len(records)
        work.timers += timers
        self._keep(envelope, decision, loaded, work)
        return records

    def _park(self, entry: Entry, reason: str, work: Work) -> list[Record]:
        """Put the record aside; whoever asked for something is told that much."""
        work.parked.append(parked(entry.record, reason, self._vault))
        if entry.envelope and not entry.envelope.stream:
            work.claims[claim_of(entry.envelope)] = self.outcome(entry.envelope, NOT_HANDLED)
        return []

    def _call(self, handler: Handler, entry: Entry, envelope: Envelope[Any], loaded: Loaded) -> Decision:
        states: list[Any] = [loaded.states[ref.path] for ref in entry.refs]
        if handler.reads:
            states.append(loaded.pages[envelope.source, envelope.id])
        decision = handler.decide(self._circumstances(envelope), envelope.message, *states)
        if (most := max(len(decision.says), len(decision.states))) > MOST_MESSAGES:
            raise TooLarge(f"a decision says or changes {most} things; the most is {MOST_MESSAGES}")
        return decision

    async def _ensure_keys(self, decision: Decision, said: Said) -> None:
        sealed: list[State | Message] = [state for state in decision.states if state.sealed_fields]
        sealed += [message for _, message in said if message.sealed_fields]
        sealed += [due.command for due in decision.due if due.command.sealed_fields]
        if sealed:
            await self._vault.ensure(each.about for each in sealed if each.about)

    def _keep(self, envelope: Envelope[Any], decision: Decision, loaded: Loaded, work: Work) -> None:
        for state in decision.states:
            loaded.states[state.path] = state
            work.states[state.path] = (loaded.revisions.get(state.path, 0), state)
        if not envelope.stream:
            work.claims[claim_of(envelope)] = self.outcome(envelope, decision.refusal)

    def _addressed(self, handler: Handler, envelope: Envelope[Any], decision: Decision) -> Said:
        said = [(said.to, said.message) if isinstance(said, Letter) else (self.body, said) for said in decision.says]
        if decision.refusal and handler.refused and isinstance(envelope.message, Command):
            said.append((self.body, _refused(handler, envelope, decision.refusal)))
        return said

    def outcome(self, envelope: Envelope[Any], refusal: Refusal | None) -> dict[str, Any]:
        """What an asker is told: done, or refused and why; with a digest by which a changed repeat is noticed."""
        told: dict[str, Any] = {"status": "refused", **refusal._asdict()} if refusal else {"status": "done"}
        return {**told, "digest": digest_of(envelope.message, self._vault)}

    def _timer(self, envelope: Envelope[Any], at: datetime, command: Message) -> dict[str, Any]:
        id = self._vault.keyed(
            "timer", command.contract.type, command.key, at.isoformat(), envelope.source, envelope.id
        )
        fired = record(command, to=self.body, source=self.source, id=id, now=envelope.appended, vault=self._vault)
        return {"_id": id, "due": at, "record": list(fired)}

    def _records(self, step: Step, envelope: Envelope[Any], said: Said) -> list[Record]:
        if not said:
            return []
        stream = self._vault.keyed("stream", self._ledger.incarnation, step.owned.stream)[:16]
        cause = ("ce_correlationid", (envelope.correlation or envelope.id).encode())
        records = []
        for number, (to, message) in enumerate(said, step.number + 1):
            place = [("kith-stream", stream.encode()), ("kith-number", b"%d" % number)]
            if message.contract.channel is not Channel.INBOX:
                place.append(cause)  # between bodies it would join the pseudonyms of one person's wish
            id = f"{stream}.{number}"
            now = envelope.appended
            records.append(record(message, to=to, source=self.source, id=id, now=now, vault=self._vault, more=place))
        return records


def _refused(handler: Handler, envelope: Envelope[Any], refusal: Refusal) -> Message:
    assert handler.refused is not None
    about = {"person": envelope.message.about} if envelope.message.about else {}
    return handler.refused(
        command=envelope.id,
        type=envelope.message.contract.type,
        **refusal._asdict(),
        **about,
    )
