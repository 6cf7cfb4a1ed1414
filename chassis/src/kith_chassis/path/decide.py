"""From records to work: leave out repeats, decide in order; writes nothing."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from kith_chassis.catalogue import Handler
from kith_chassis.decision import MOST_MESSAGES, Circumstances, Decision, Views, circumstances
from kith_chassis.errors import PASSING, told
from kith_chassis.keys.box import filled
from kith_chassis.keys.trust import Trust, channel_of
from kith_chassis.keys.vault import Vault
from kith_chassis.path import answer, letters
from kith_chassis.path.answer import NOT_HANDLED, from_outside
from kith_chassis.path.erase import GONE, forget, of_the_living, tombstones
from kith_chassis.path.inbox import AT_A_STRETCH, FORGOTTEN, Entry, Inbox, Part, claim_of, digest_of, is_repeat
from kith_chassis.path.ledger import Ledger
from kith_chassis.path.load import Loaded, Loader
from kith_chassis.path.mark import NOT_ALLOWED
from kith_chassis.path.outbox import outbox_documents
from kith_chassis.path.parking import Parking, held
from kith_chassis.path.speech import Said, Speech
from kith_chassis.path.timers import fired_early
from kith_chassis.path.wire import Record, TooLarge, document
from kith_chassis.path.work import Asked, Step, Work
from kith_contracts.headers import source_of
from kith_contracts.letters import OfLetters
from kith_contracts.message import Command, Fact, Letter, Message, Refusal
from kith_contracts.registry import Envelope
from kith_contracts.topics import Channel

log = structlog.get_logger()
LARGEST_WORK: Final = 8_000_000
"""Bytes that one transaction may say; more is left to the next one."""
UNCOMMITTED: Final[Mapping[str, Step]] = {}
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
        views: Views | None = None,
        asked: Callable[[Iterable[Asked]], None] = lambda _: None,
    ) -> None:
        """`asked` is told which bodies miss letters of ours, once that is committed."""
        self.body, self.source, self._service = body, source_of(body, service), service
        self.handlers: Mapping[type[Message], Handler] = {handler.message: handler for handler in handlers}
        self._ledger, self.vault, self._trust, self._asked = ledger, vault, trust, asked
        self._parking = Parking(ledger.kept_of, vault)
        self.read = Inbox(body, self.handlers, vault, trust).read
        self.load = Loader(body, self.handlers, ledger, vault, views).load
        self.speech = Speech(body, self.source, ledger, vault, trust)
        told = (handler.refused for handler in self.handlers.values() if handler.refused)
        self._denied = next((fact for fact in told if fact.contract.channel is Channel.PRIVATE_FACTS), None)

    def _circumstances(self, envelope: Envelope[Any]) -> Circumstances:
        return circumstances(envelope, self.body, self.vault.keyed, self._trust)

    async def decide(self, parts: Sequence[Part], loaded: Loaded, before: Mapping[str, Step] = UNCOMMITTED) -> Work:
        """Decide in order, as many as one transaction can hold: its steps say how far it came.

        `loaded` is used up: load again to decide again. `before` are steps, by stream, that are not committed yet.
        """
        work, size = Work(), 0
        for part in parts:
            step = Step.of(part.owned, before.get(part.owned.stream))
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
            return await self._aside(entry, step, loaded, work)
        handler = self.handlers.get(type(envelope.message))
        if not self._takes(entry.record, envelope, step, loaded, work) or handler is None:
            return []
        if entry.reason == FORGOTTEN or (envelope.message.about in loaded.erased and not handler.erases):
            return self._pass_over(envelope, work)
        if entry.reason or (not handler.erases and loaded.breaks(entry.refs)):
            return await self._park(entry, entry.reason or BROKEN, step, work)
        try:
            decision = self._call(handler, entry, envelope, loaded)
            if not handler.erases:
                decision = await of_the_living(decision, loaded, self.vault)
            said = self._addressed(handler, entry, decision, loaded)
            records = [*self.speech.records(step, envelope, said), *tombstones(decision, self.body)]
            timers = [self.speech.timer(envelope, due) for due in decision.due]
        except PASSING:
            raise
        except Exception as error:
            log.exception("a decision failed", type=type(envelope.message).__name__, offset=entry.record.offset)
            reason = f"too-large: {error}" if isinstance(error, TooLarge) else f"bug: {told(error)}"
            return await self._park(entry, reason, step, work)
        if decision.refusal and isinstance(envelope.message, Fact):
            # A fact has happened and cannot be refused: one that does not fit what we know is forged or astray.
            return await self._park(entry, f"{decision.refusal.code}: {decision.refusal.sentence}", step, work)
        self._keep(envelope, decision, loaded, work)
        work.timers += timers
        work.folded |= {state.path: step.owned.stream for state in decision.states if state.folded}
        return records

    def _takes(self, record: Any, envelope: Envelope[Any], step: Step, loaded: Loaded, work: Work) -> bool:
        """Whether this is to be decided now, and from now on was: it is not too early, no repeat, and no letter that
        lacks another.
        """
        if early := fired_early(record, envelope, self.source):
            work.timers.append(early)
            return False
        if isinstance(envelope.message, OfLetters):
            letters.hear(envelope, step, work)
            return False
        if letters.is_letter(envelope):
            return letters.comes(step, letters.Counted(envelope.source, envelope.stream, envelope.number))
        repeat = is_repeat(envelope, step, loaded.claims)
        step.repeats += repeat
        return not repeat

    async def _aside(self, entry: Entry, step: Step, loaded: Loaded, work: Work) -> list[Record]:
        """What cannot be read is parked. Of those who are not heard for now a letter waits until they are; a shared
        fact is read again then, and nothing is kept.
        """
        of_letters = entry.envelope is not None and isinstance(entry.envelope.message, OfLetters)
        if not entry.unheard:
            if entry.letter is not None and not letters.comes(step, entry.letter):
                return []
            kept = await self._put_aside(entry, entry.reason, work)
            return self._tell(entry, step, loaded, work, kept=kept)
        if channel_of(entry.record.topic) is Channel.INBOX and not of_letters:
            work.held.append(held(entry.record, entry.body, step.owned.stream, self.vault))
            step.held.add(entry.body)
        return []

    def _tell(self, entry: Entry, step: Step, loaded: Loaded, work: Work, *, kept: bool) -> list[Record]:
        """Tell who has sent a command that cannot be read, once, unless another of that id has an outcome already. Of
        what is only counted there is no fact: a flood of bad records would become one of facts. Who asks is told.
        """
        if (asked := entry.asked) is None or (claimed := claim_of(asked)) in loaded.claims:
            return []
        loaded.claims.add(claimed)
        work.claims[claimed] = answer.outcome_unread(asked)
        if self._denied is None or not kept:
            return []
        at, topic = datetime.fromtimestamp(entry.record.timestamp / 1000, UTC), entry.record.topic
        fact = answer.refused_unread(self._denied, asked)
        envelope = Envelope(fact, asked.id, asked.source, "", at, topic)
        return list(self.speech.records(step, envelope, [(self.body, fact)]))

    async def _park(self, entry: Entry, reason: str, step: Step, work: Work) -> list[Record]:
        """Put the record aside; whoever asked for something is told that much, as above."""
        envelope, kept = entry.envelope, await self._put_aside(entry, reason, work)
        if envelope is None or envelope.stream:
            return []
        work.claims[claim_of(envelope)] = self.outcome(envelope, NOT_HANDLED)
        if self._denied is None or not kept or not from_outside(entry.record):
            return []
        fact = answer.refused(self._denied, envelope, NOT_HANDLED)
        return list(self.speech.records(step, envelope, [(self.body, fact)]))

    async def _put_aside(self, entry: Entry, reason: str, work: Work) -> bool:
        """Park the record; whether anything of it is kept."""
        document = await self._parking.document(entry.record, reason, entry.body)
        work.parked.append(document)
        return "record" in document

    def _pass_over(self, envelope: Envelope[Any], work: Work) -> list[Record]:
        """Nothing is said or kept about someone who is forgotten, but that whoever asked is told so."""
        if not envelope.stream:
            work.claims[claim_of(envelope)] = self.outcome(envelope, GONE)
        return []

    def _call(self, handler: Handler, entry: Entry, envelope: Envelope[Any], loaded: Loaded) -> Decision:
        if entry.denied:
            return Decision(refusal=NOT_ALLOWED)
        states = {name: [loaded.at(ref) for ref in refs] for name, refs in entry.named.items()}
        pages = loaded.pages[envelope.source, envelope.id] if handler.pages else {}
        decision = handler.call(self._circumstances(envelope), envelope.message, states, pages)
        if (most := max(len(decision.says), len(decision.states))) > MOST_MESSAGES:
            raise TooLarge(f"a decision says or changes {most} things; the most is {MOST_MESSAGES}")
        return decision

    def committed(self, work: Work) -> None:
        """What the database says of the keys of those who were forgotten is to be looked for anew; and who misses
        letters is to be answered.
        """
        self.vault.drop(work.forgetting.persons)
        self._asked(work.asked)

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

    def _addressed(self, handler: Handler, entry: Entry, decision: Decision, loaded: Loaded) -> Said:
        assert entry.envelope
        envelope = entry.envelope
        said = [(said.to, filled(said)) if isinstance(said, Letter) else (self.body, said) for said in decision.says]
        about = envelope.message.about
        gone = about is not None and (about in loaded.erased or self.vault.forgotten(about))
        fact = self._denied if decision.refusal == NOT_ALLOWED else handler.refused
        if decision.refusal and fact and isinstance(envelope.message, Command) and not gone:
            said.append((self.body, answer.refused(fact, envelope, decision.refusal)))
        done = None if decision.refusal else answer.done(self._service, entry.record, envelope, decision.says)
        return [*said, (self.body, done)] if done else said

    def outcome(self, envelope: Envelope[Any], refusal: Refusal | None) -> dict[str, Any]:
        """What an asker is told: done, or refused and why; with a digest by which a changed repeat is noticed."""
        told: dict[str, Any] = {"status": "refused", **refusal.told()} if refusal else {"status": "done"}
        return {**told, "digest": digest_of(envelope.message, self.vault)}
