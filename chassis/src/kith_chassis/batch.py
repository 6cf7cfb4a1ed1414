"""From records to work: leave out repeats, decide in order; writes nothing."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import structlog

from kith_chassis.box import filled
from kith_chassis.decision import MOST_MESSAGES, UNREADABLE, Circumstances, Decision, Handler, circumstances
from kith_chassis.erasing import GONE, forget, of_the_living, tombstones
from kith_chassis.errors import PASSING, told
from kith_chassis.inbox import AT_A_STRETCH, FORGOTTEN, Entry, Inbox, Part, claim_of, digest_of, is_repeat
from kith_chassis.ledger import Ledger
from kith_chassis.loading import Loaded, Loader
from kith_chassis.mark import NOT_ALLOWED
from kith_chassis.outbox import outbox_documents
from kith_chassis.parking import held, parked
from kith_chassis.trust import Trust, channel_of
from kith_chassis.vault import Vault
from kith_chassis.wire import Record, TooLarge, document, record
from kith_chassis.work import Step, Work
from kith_contracts.message import Command, Fact, Letter, Message, Refusal, Refused
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


class Decider:
    """Decides batches in the name of one service of one body."""

    def __init__(
        self,
        body: str,
        service: str,
        handlers: Iterable[Handler],
        ledger: Ledger,
        vault: Vault,
        *,
        trust: Trust | None = None,
    ) -> None:
        self.body, self.source = body, f"/{body}/{service}"
        self._handlers: Mapping[type[Message], Handler] = {handler.message: handler for handler in handlers}
        self._ledger, self.vault = ledger, vault
        self._trust = trust
        self.read = Inbox(body, self._handlers, vault, trust).read
        self.loader = Loader(body, self._handlers, ledger, vault)
        self.load = self.loader.load
        self._stream = lru_cache(10_000)(self._named)
        told = (handler.refused for handler in self._handlers.values() if handler.refused)
        self._denied = next((fact for fact in told if fact.contract.channel is Channel.PRIVATE_FACTS), None)

    def _circumstances(self, envelope: Envelope[Any]) -> Circumstances:
        return circumstances(envelope, self.body, self.vault.keyed, self._trust)

    async def decide(self, parts: Sequence[Part], loaded: Loaded, before: Work | None = None) -> Work:
        """Decide in order, as many as one transaction can hold: its steps say how far it came.

        `loaded` is used up: load again to decide again. `before` is what is decided and not committed yet.
        """
        work, size = Work(), 0
        last = {step.owned.stream: step for step in before.steps} if before else {}
        for part in parts:
            step = Step.of(part.owned, last.get(part.owned.stream))
            records: list[Record] = []
            for number, entry in enumerate(part.entries, 1):
                if number % AT_A_STRETCH == 0:
                    await asyncio.sleep(0)
                said = await self._decide_entry(entry, step, loaded, work)
                records += said
                step.next = max(step.next, entry.record.offset + 1)  # what was held lies before what comes next
                size += sum(len(each.value or b"") for each in said)
                if size > LARGEST_WORK:
                    break
            work.steps.append(step)
            work.outbox += outbox_documents(part.owned, records, self._ledger.next_order)
            if size > LARGEST_WORK:
                break
        work.documents = [
            (document(state, (revision or 0) + 1, self.vault, work.folded.get(path)), state.guarded and revision != 0)
            for path, (revision, state) in work.states.items()
        ]
        return work

    async def _decide_entry(  # noqa: PLR0911 - each is another thing that can be so
        self, entry: Entry, step: Step, loaded: Loaded, work: Work
    ) -> list[Record]:
        """What one record changes, noted in `work`; the result is what it says. Its fault is its own: it is parked."""
        envelope = entry.envelope
        if entry.reason == FORGOTTEN and envelope is None:
            return []
        if envelope is None or entry.unheard:
            return await self._aside(entry, step, work)
        handler = self._handlers.get(type(envelope.message))
        repeat = is_repeat(envelope, step, loaded.claims)
        step.repeats += repeat
        if repeat or handler is None:
            return []
        if entry.reason == FORGOTTEN or (envelope.message.about in loaded.erased and not handler.erases):
            return self._pass_over(envelope, work)
        if entry.reason or (not handler.erases and loaded.breaks(entry.refs)):
            return await self._park(entry, entry.reason or BROKEN, work)
        try:
            decision = self._call(handler, entry, envelope, loaded)
            if not handler.erases:
                decision = await of_the_living(decision, loaded, self.vault)
            said = self._addressed(handler, envelope, decision, loaded)
            records = [*self._records(step, envelope, said), *tombstones(decision, self.body)]
            timers = [self._timer(envelope, due.at, due.command) for due in decision.due]
        except PASSING:
            raise
        except Exception as error:
            log.exception("a decision failed", type=type(envelope.message).__name__, offset=entry.record.offset)
            reason = f"too-large: {error}" if isinstance(error, TooLarge) else f"bug: {told(error)}"
            return await self._park(entry, reason, work)
        if decision.refusal and isinstance(envelope.message, Fact):
            # A fact has happened and cannot be refused: one that does not fit what we know is forged or astray.
            return await self._park(entry, f"{decision.refusal.code}: {decision.refusal.sentence}", work)
        self._keep(envelope, decision, loaded, work)
        work.timers += timers
        work.folded |= {state.path: step.owned.stream for state in decision.states if state.folded}
        return records

    async def _aside(self, entry: Entry, step: Step, work: Work) -> list[Record]:
        """What cannot be read is parked. Of those who are not heard for now a letter waits until they are; a shared
        fact is read again then, and nothing is kept.
        """
        if entry.envelope is None:
            return await self._park(entry, entry.reason, work)
        if channel_of(entry.record.topic) is Channel.INBOX:
            work.held.append(held(entry.record, entry.envelope.body, step.owned.stream, self.vault))
            step.held.add(entry.envelope.body)
        return []

    async def _park(self, entry: Entry, reason: str, work: Work) -> list[Record]:
        """Put the record aside; whoever asked for something is told that much."""
        await self.vault.ensure_parking()
        work.parked.append(parked(entry.record, reason, self.vault))
        if entry.envelope and not entry.envelope.stream:
            work.claims[claim_of(entry.envelope)] = self.outcome(entry.envelope, NOT_HANDLED)
        return []

    def _pass_over(self, envelope: Envelope[Any], work: Work) -> list[Record]:
        """Nothing is said or kept about someone who is forgotten, but that whoever asked is told so."""
        if not envelope.stream:
            work.claims[claim_of(envelope)] = self.outcome(envelope, GONE)
        return []

    def _call(self, handler: Handler, entry: Entry, envelope: Envelope[Any], loaded: Loaded) -> Decision:
        if entry.denied:
            return Decision(refusal=NOT_ALLOWED)
        paths = [ref.path for ref in entry.refs]
        states: list[Any] = [UNREADABLE if path in loaded.broken else loaded.states[path] for path in paths]
        if handler.reads:
            states.append(loaded.pages[envelope.source, envelope.id])
        decision = handler.decide(self._circumstances(envelope), envelope.message, *states)
        if (most := max(len(decision.says), len(decision.states))) > MOST_MESSAGES:
            raise TooLarge(f"a decision says or changes {most} things; the most is {MOST_MESSAGES}")
        return decision

    def committed(self, work: Work) -> None:
        """What the database says of the keys of those who were forgotten is to be looked for anew."""
        self.vault.drop(work.forgetting.persons)

    def _keep(self, envelope: Envelope[Any], decision: Decision, loaded: Loaded, work: Work) -> None:
        forget(decision, envelope.appended, loaded, work, self.vault)
        for state in decision.states:
            path = state.path
            before = work.states[path][0] if path in work.states else loaded.revision(path)
            work.states[path] = (before, state)
            loaded.states[path] = state
            work.forgetting.states.pop(path, None)  # made anew in the same batch
        if not envelope.stream:
            work.claims[claim_of(envelope)] = self.outcome(envelope, decision.refusal)

    def _addressed(self, handler: Handler, envelope: Envelope[Any], decision: Decision, loaded: Loaded) -> Said:
        said = [(said.to, filled(said)) if isinstance(said, Letter) else (self.body, said) for said in decision.says]
        about = envelope.message.about
        gone = about is not None and (about in loaded.erased or self.vault.forgotten(about))
        fact = self._denied if decision.refusal == NOT_ALLOWED else handler.refused
        if decision.refusal and fact and isinstance(envelope.message, Command) and not gone:
            said.append((self.body, _refused(fact, envelope, decision.refusal)))
        return said

    def outcome(self, envelope: Envelope[Any], refusal: Refusal | None) -> dict[str, Any]:
        """What an asker is told: done, or refused and why; with a digest by which a changed repeat is noticed."""
        told: dict[str, Any] = {"status": "refused", **refusal._asdict()} if refusal else {"status": "done"}
        return {**told, "digest": digest_of(envelope.message, self.vault)}

    def _timer(self, envelope: Envelope[Any], at: datetime, command: Message) -> dict[str, Any]:
        id = self.vault.keyed("timer", command.contract.type, command.key, at.isoformat(), envelope.source, envelope.id)
        fired = record(command, to=self.body, source=self.source, id=id, now=envelope.appended, vault=self.vault)
        timer = {"_id": id, "due": at, "record": list(fired)}
        return timer | ({"person": command.about} if command.about else {})

    def _named(self, *stream: str) -> str:
        """What others call a stream of ours, who are not to know from it how many there are."""
        return self.vault.keyed("stream", self._ledger.incarnation, *stream)[:16]

    def _records(self, step: Step, envelope: Envelope[Any], said: Said) -> list[Record]:
        if not said:
            return []
        cause = ("ce_correlationid", (envelope.correlation or envelope.id).encode())
        of_person = envelope.topic.startswith("kith.people.")  # its id is a word of whoever sent it
        records = []
        for to, message in said:
            receiver = (to,) if message.contract.channel is Channel.INBOX else ()
            stream = self._stream(step.owned.stream, *receiver)
            number = step.numbered(*receiver or ("",))
            place = [("kith-stream", stream.encode()), ("kith-number", b"%d" % number)]
            if message.contract.channel is not Channel.INBOX and not (of_person and _public(message)):
                place.append(cause)  # between bodies it would join the pseudonyms of one person's wish
            id = f"{stream}.{number}"
            now = envelope.appended
            made = record(
                message,
                to=to,
                source=self.source,
                id=id,
                now=now,
                vault=self.vault,
                more=place,
                sign=self._trust.sign if self._trust else None,
            )
            records.append(made)
        return records


def _public(message: Message) -> bool:
    return message.contract.channel in (Channel.SHARED, Channel.REGISTRY)


def _refused(fact: type[Refused], envelope: Envelope[Any], refusal: Refusal) -> Message:
    about = {"person": envelope.message.about} if envelope.message.about else {}
    return fact(
        command=envelope.id,
        type=envelope.message.contract.type,
        **refusal._asdict(),
        **about,
    )
