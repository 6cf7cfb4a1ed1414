"""From records to work: read each, leave out repeats, load what they name at once, decide in order; writes nothing."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b, sha256
from typing import Any, Final, NamedTuple

import structlog
from aiokafka import ConsumerRecord
from bson.binary import Binary

from kith_chassis.decision import MOST_MESSAGES, Circumstances, Decision, Handler, Ref, State, Views, circumstances
from kith_chassis.ledger import Ledger, Owned, Step, Work
from kith_chassis.vault import Vault
from kith_chassis.wire import Record, document, record, state_of
from kith_contracts.message import Command, Fact, Letter, Message, Refusal
from kith_contracts.registry import Envelope, Unreadable, person_of, read

log = structlog.get_logger()
LARGEST_DOCUMENT: Final = 4_000_000
HEADER_BYTES: Final = 600


class Entry(NamedTuple):
    """One record: read, or with the reason why not."""

    record: Any
    envelope: Envelope[Any] | None
    refs: tuple[Ref, ...] = ()
    reason: str = ""


@dataclass(slots=True)
class Part:
    """The records of one partition in a batch."""

    owned: Owned
    entries: list[Entry]


@dataclass(slots=True)
class Loaded:
    """What the database said: states by path with their revisions, claims made before, and pages for wide decisions."""

    revisions: dict[str, int] = field(default_factory=dict)
    states: dict[str, State | None] = field(default_factory=dict)
    claims: set[bytes] = field(default_factory=set)
    pages: dict[str, Any] = field(default_factory=dict)


class Decider:
    """Decides batches in the name of one service of one body."""

    def __init__(self, body: str, service: str, handlers: Iterable[Handler], ledger: Ledger, vault: Vault) -> None:
        self.body, self.source = body, f"/{body}/{service}"
        self._handlers: Mapping[type[Message], Handler] = {handler.message: handler for handler in handlers}
        self._ledger, self._vault = ledger, vault
        self.views: Views | None = None

    # Reading

    async def read(self, owned: Owned, records: Sequence[ConsumerRecord[bytes, bytes]]) -> Part:
        """Read each record by itself: one that cannot be read is kept with the reason, and fails no other."""
        await self._vault.load(person for each in records if (person := person_of(each.headers)))
        part = Part(owned, [self._read(each) for each in records])
        await self._vault.ensure(
            entry.envelope.message.about for entry in part.entries if entry.envelope and entry.envelope.message.about
        )
        return part

    def _read(self, record: ConsumerRecord[bytes, bytes]) -> Entry:
        try:
            envelope = read(
                record.topic,
                record.headers,
                record.value,
                key=record.key,
                appended=datetime.fromtimestamp(record.timestamp / 1000, UTC),
                open_sealed=self._vault.open,
            )
            handler = self._handlers.get(type(envelope.message))
            if handler is None:
                return Entry(record, envelope)
            return Entry(record, envelope, handler.loads(envelope.message, self._circumstances(envelope)))
        except Unreadable as error:
            return Entry(record, None, reason=str(error))
        except Exception as error:
            log.exception("a record broke its handler", offset=record.offset, topic=record.topic)
            return Entry(record, None, reason=f"bug: {type(error).__name__}")

    def _circumstances(self, envelope: Envelope[Any]) -> Circumstances:
        return circumstances(envelope, self.body, self._vault.keyed)

    # Loading

    async def load(self, parts: Sequence[Part]) -> Loaded:
        """All states and claims that these records name, in one round trip; pages for the few that read wider."""
        refs = {ref.path: ref for part in parts for entry in part.entries for ref in entry.refs}
        claims = {claim_of(e.envelope) for part in parts for e in part.entries if e.envelope and not e.envelope.stream}
        found, known = await self._ledger.load(refs, claims)
        await self._vault.load(each["person"] for each in found if "person" in each)
        loaded = Loaded(states=dict.fromkeys(refs), claims=known)
        for each in found:
            loaded.revisions[each["_id"]] = each["revision"]
            loaded.states[each["_id"]] = state_of(refs[each["_id"]].model, each, self._vault)
        for part in parts:
            for entry in part.entries:
                await self._read_page(entry, loaded)
        return loaded

    async def _read_page(self, entry: Entry, loaded: Loaded) -> None:
        envelope = entry.envelope
        handler = self._handlers.get(type(envelope.message)) if envelope else None
        if envelope and handler and handler.reads and self.views:
            loaded.pages[envelope.id] = await handler.reads(self.views, envelope.message, self._circumstances(envelope))

    # Deciding

    async def decide(self, parts: Sequence[Part], loaded: Loaded) -> Work:
        """Decide in order; the result is one transaction. `loaded` is used up: load again to decide again."""
        work = Work()
        said: list[tuple[Owned, list[tuple[Envelope[Any], list[tuple[str, Message]]]]]] = []
        for part in parts:
            seen: dict[str, int] = {}
            spoken = [
                (entry.envelope, messages)
                for entry in part.entries
                if (messages := self._decide_entry(entry, part.owned, seen, loaded, work)) and entry.envelope
            ]
            said.append((part.owned, spoken))
            work.steps.append(Step(part.owned, part.entries[-1].record.offset + 1, part.owned.number, seen))
        await self._vault.ensure(
            {state.about for _, state in work.states.values() if state.about}
            | {message.about for _, spoken in said for _, each in spoken for _, message in each if message.about}
        )
        for step, (owned, spoken) in zip(work.steps, said, strict=True):
            records = self._records(step, owned, spoken)
            work.outbox += outbox_documents(owned, records)
        work.documents = [
            (document(state, revision + 1, self._vault), state.guarded) for revision, state in work.states.values()
        ]
        return work

    def _decide_entry(
        self, entry: Entry, owned: Owned, seen: dict[str, int], loaded: Loaded, work: Work
    ) -> list[tuple[str, Message]]:
        envelope = entry.envelope
        if envelope is None:
            work.parked.append(self.parked(entry.record, entry.reason))
            return []
        if is_repeat(envelope, owned, seen, loaded):
            return []
        handler = self._handlers.get(type(envelope.message))
        if handler is None:
            return []
        try:
            decision = self._call(handler, envelope, entry.refs, loaded)
        except Exception as error:
            log.exception("a decision failed", type=type(envelope.message).__name__, offset=entry.record.offset)
            work.parked.append(self.parked(entry.record, f"bug: {type(error).__name__}"))
            return []
        if decision.refusal and isinstance(envelope.message, Fact):
            # A fact has happened and cannot be refused: one that does not fit what we know is forged or astray.
            work.parked.append(self.parked(entry.record, f"{decision.refusal.code}: {decision.refusal.sentence}"))
            return []
        self._keep(envelope, decision, loaded, work)
        return self._addressed(handler, envelope, decision)

    def _call(self, handler: Handler, envelope: Envelope[Any], refs: tuple[Ref, ...], loaded: Loaded) -> Decision:
        states: list[Any] = [loaded.states[ref.path] for ref in refs]
        if handler.reads:
            states.append(loaded.pages[envelope.id])
        decision = handler.decide(self._circumstances(envelope), envelope.message, *states)
        if len(decision.says) > MOST_MESSAGES:
            raise ValueError(f"a decision says {len(decision.says)} messages; the most is {MOST_MESSAGES}")
        return decision

    def _keep(self, envelope: Envelope[Any], decision: Decision, loaded: Loaded, work: Work) -> None:
        for state in decision.states:
            loaded.states[state.path] = state
            work.states[state.path] = (loaded.revisions.get(state.path, 0), state)
        if not envelope.stream:
            work.claims[claim_of(envelope)] = self.outcome(envelope, decision.refusal)
        for due in decision.due:
            work.timers.append(self._timer(envelope, due.at, due.command))

    def _addressed(self, handler: Handler, envelope: Envelope[Any], decision: Decision) -> list[tuple[str, Message]]:
        said = [(said.to, said.message) if isinstance(said, Letter) else (self.body, said) for said in decision.says]
        if decision.refusal and handler.refused and isinstance(envelope.message, Command):
            said.append((self.body, _refused(handler, envelope, decision.refusal)))
        return said

    def outcome(self, envelope: Envelope[Any], refusal: Refusal | None) -> dict[str, Any]:
        """What an asker is told: done, or refused and why; with a digest by which a changed repeat is noticed."""
        told: dict[str, Any] = {"status": "refused", **refusal._asdict()} if refusal else {"status": "done"}
        return {**told, "digest": digest_of(envelope.message, self._vault)}

    def parked(self, record: Any, reason: str) -> dict[str, Any]:
        """A record that nobody could handle, with the reason; its content is sealed, for it may be personal."""
        value = record.value or b""
        return {
            "_id": f"{record.topic}/{record.partition}/{record.offset}",
            "reason": reason,
            "at": datetime.now(UTC),
            "digest": sha256(value).hexdigest(),
            "size": len(value),
            "record": Binary(self._vault.seal_parked(_packed(record))),
        }

    def _timer(self, envelope: Envelope[Any], at: datetime, command: Message) -> dict[str, Any]:
        id = self._vault.keyed("timer", command.contract.type, command.key, at.isoformat(), envelope.id)
        return {"_id": id, "due": at, "type": command.contract.type, "data": command.model_dump_json()}

    def _records(
        self, step: Step, owned: Owned, spoken: Iterable[tuple[Envelope[Any], list[tuple[str, Message]]]]
    ) -> list[Record]:
        stream = self._vault.keyed("stream", self._ledger.incarnation, owned.stream)[:16]
        records = []
        for envelope, messages in spoken:
            cause = ("ce_correlationid", (envelope.correlation or envelope.id).encode())
            for to, message in messages:
                step.number += 1
                place = (("kith-stream", stream.encode()), ("kith-number", b"%d" % step.number), cause)
                id = f"{stream}.{step.number}"
                records.append(
                    record(
                        message, to=to, source=self.source, id=id, now=envelope.appended, vault=self._vault, more=place
                    )
                )
        return records


def is_repeat(envelope: Envelope[Any], owned: Owned, seen: dict[str, int], loaded: Loaded) -> bool:
    """Whether this message took effect before; if not, from now on it has.

    Our own kind number their messages, rising per stream; all others are known by their source and id.
    """
    if stream := envelope.stream:
        if envelope.number <= max(seen.get(stream, 0), owned.seen.get(stream, 0)):
            return True
        seen[stream] = envelope.number
        return False
    claim = claim_of(envelope)
    if claim in loaded.claims:
        return True
    loaded.claims.add(claim)
    return False


def claim_of(envelope: Envelope[Any]) -> bytes:
    """By what a message that has no stream is known again."""
    return claim(envelope.source, envelope.id)


def claim(source: str, id: str) -> bytes:
    return blake2b(f"{source}\0{id}".encode(), digest_size=16).digest()


def digest_of(message: Message, vault: Vault) -> str:
    """A keyed hash of the whole content, personal fields included."""
    return vault.keyed("digest", message.contract.type, message.model_dump_json())


def outbox_documents(owned: Owned, records: Iterable[Record]) -> list[dict[str, Any]]:
    """Documents of at most 4 MB that keep these records in order."""
    documents: list[dict[str, Any]] = []
    size = LARGEST_DOCUMENT
    for each in records:
        grown = len(each.key) + len(each.value) + HEADER_BYTES
        size += grown
        if size > LARGEST_DOCUMENT:
            size = grown
            order = time.time_ns()
            id = f"{owned.stream}/{owned.epoch}/{order}/{len(documents)}"
            documents.append({"_id": id, "stream": owned.stream, "epoch": owned.epoch, "order": order, "messages": []})
        documents[-1]["messages"].append(list(each))
    return documents


def _refused(handler: Handler, envelope: Envelope[Any], refusal: Refusal) -> Message:
    assert handler.refused is not None
    about = {"person": envelope.message.about} if envelope.message.about else {}
    return handler.refused(
        command=envelope.id,
        type=envelope.message.contract.type,
        **refusal._asdict(),
        **about,
    )


def _packed(record: Any) -> bytes:
    from bson import encode  # noqa: PLC0415 - only where something is parked

    headers = [[name, Binary(value or b"")] for name, value in record.headers]
    return encode({"key": record.key, "value": record.value, "headers": headers, "timestamp": record.timestamp})
