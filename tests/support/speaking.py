"""Speak to a service in messages: a pure interpreter of its catalogue, which keeps states as strictly as a ledger."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import count
from typing import Any, Final

from kith_chassis.catalogue import Handler
from kith_chassis.decision import MOST_MESSAGES, Circumstances, Decision, Keyed, Ref, State
from kith_contracts.message import Command, Letter, Message, Refusal, Refused
from kith_contracts.registry import subject_of
from kith_contracts.titles import TITLES
from kith_contracts.topics import Channel
from kith_contracts.words import body_of

NOW: Final = datetime(2027, 1, 4, 9, tzinfo=UTC)
_ids = count(1)


def keyed_for(body: str) -> Keyed:
    """The keyed hash of a body, as its vault makes it."""

    def keyed(*parts: str) -> str:
        return blake2b("\0".join(parts).encode(), key=body.encode(), digest_size=16).hexdigest()

    return keyed


class Seals:
    """Signatures as decisions see them: nobody makes that of another. Real ones are in `support.signing`."""

    def __init__(self, body: str) -> None:
        self._body = body

    def sign(self, payload: bytes) -> str:
        return seal(self._body, payload)

    def proves(self, body: str, payload: bytes, signature: str, when: datetime) -> bool:
        return signature == seal(body, payload)


def seal(body: str, payload: bytes) -> str:
    made = blake2b(payload, key=f"seal of {body}".encode(), digest_size=43).hexdigest()
    return f"{body}..{made}"


class Node:
    """One service of one body: its states in a dictionary, by path."""

    def __init__(self, handlers: Iterable[Handler], body: str = "iop", *, thorough: bool = True) -> None:
        """`thorough` decides all twice and reads all again that is written: too slow for thousands of messages."""
        self.handlers = {handler.message: handler for handler in handlers}
        self.body, self.thorough, self.keyed = body, thorough, keyed_for(body)
        self.states: dict[str, State] = {}

    def hear(self, message: Message, sender: str = "", *, now: datetime | None = None) -> Decision:
        """What is decided on a message that is not refused."""
        decision = self.decide(message, sender, now=now)
        assert decision.refusal is None, decision.refusal
        return decision

    def refusal(self, message: Message, sender: str = "", *, now: datetime | None = None) -> tuple[str, str]:
        """Code and field with which a message is refused."""
        refusal = self.decide(message, sender, now=now).refusal
        assert refusal, "it was not refused"
        return refusal.code, refusal.field

    def faults(self, message: Message, sender: str = "", *, now: datetime | None = None) -> list[tuple[str, str]]:
        """Code and field of all that is wrong with a message, in order."""
        refusal = self.decide(message, sender, now=now).refusal
        assert refusal, "it was not refused"
        return [(each.code, each.field) for each in refusal.all]

    def decide(self, message: Message, sender: str = "", *, now: datetime | None = None) -> Decision:
        """Decide one message as it comes off the wire, hold the decision to the rules, and keep its states."""
        heard = type(message).model_validate_json(message.model_dump_json())
        at = Circumstances(self.body, sender or self.body, now or NOW, f"m{next(_ids)}", self.keyed, Seals(self.body))
        handler = self.handlers[type(heard)]
        refs = handler.refs(heard, at)
        loaded = {name: [self.states.get(ref.path) for ref in each] for name, each in refs.items()}
        pages = finished(handler.read(FakeViews(self), heard, at))
        decision = handler.call(at, heard, loaded, pages)
        if self.thorough:
            assert decision == handler.call(at, heard, loaded, pages), "a decision is a pure function"
            for state in decision.states:
                assert type(state).model_validate_json(state.model_dump_json()) == state, "the ledger can read it again"
        self._check(handler, heard, [ref for each in refs.values() for ref in each], decision, at)
        for ref in decision.forgets:
            del self.states[ref.path]
        if decision.erases:
            self.states = {path: state for path, state in self.states.items() if state.about != decision.erases}
        self.states |= {state.path: state for state in decision.states}
        return decision

    def state(self, ref: Ref) -> Any:
        """The state there; it must be there."""
        return self.states[ref.path]

    def all(self, model: type[State]) -> list[Any]:
        """All states of a kind, in order of id."""
        return [state for _, state in sorted(self.states.items()) if isinstance(state, model)]

    def _check(
        self, handler: Handler, message: Message, refs: Iterable[Ref], decision: Decision, at: Circumstances
    ) -> None:
        if decision.refusal:
            assert decision == Decision(refusal=decision.refusal), "a refusal changes nothing and says nothing else"
            _check_refusal(handler, message, decision.refusal, at.id)
        assert len(decision.says) <= MOST_MESSAGES
        for said in decision.says:
            self._check_said(said)
        for due in decision.due:
            assert type(due.command) in self.handlers, "a command to oneself has a handler"
        paths = [state.path for state in decision.states]
        assert len(paths) == len(set(paths)), "each state is written once"
        loaded = {ref.path for ref in refs}
        for state in decision.states:
            self._check_written(state, decision.states, loaded)
            assert not decision.erases or state.about != decision.erases, "nothing is kept of who is erased"
        for ref in decision.forgets:
            assert ref.path in self.states, "what is forgotten was there"
        for tombstone in decision.tombstones:
            assert tombstone.of.contract.channel is Channel.PEOPLE_FACTS, "nothing else may be removed from a topic"

    def _check_said(self, said: Message | Letter) -> None:
        message = said.message if isinstance(said, Letter) else said
        between_bodies = message.contract.channel is Channel.INBOX
        assert between_bodies == isinstance(said, Letter), "letters go to inboxes, all else to own topics"
        if message.contract.lead and message.contract.by_name:
            assert isinstance(said, Letter)
            lead = {"sender": self.body, "receiver": said.to}[message.contract.lead]
            assert body_of(subject_of(message)) == lead, "only the lead decides on it, and only the lead is asked"
        if message.contract.channel is Channel.SHARED and message.contract.own_only:
            assert body_of(message.key) == self.body, "a body speaks of its own"
        if self.thorough:
            assert type(message).model_validate_json(message.model_dump_json()) == message, "others can read it"

    def _check_written(self, state: State, written: Iterable[State], loaded: set[str]) -> None:
        if state.guarded:
            guards = [each for each in written if not each.guarded and each.path in loaded]
            assert any(state.id.startswith(f"{each.id}/") for each in guards), (
                "written without the state that guards it"
            )
        else:
            assert state.path in loaded or state.path not in self.states, "neither loaded nor new: a ledger refuses it"


class FakeViews:
    """Reads past the decisions, of a node in memory."""

    def __init__(self, node: Node) -> None:
        self._node = node

    async def tagged(self, model: type[State], tags: tuple[str, ...], after: str, most: int) -> list[Any]:
        found = [each for each in self._node.all(model) if {*each.tags(self._node.keyed)} & {*tags}]
        return [each for each in found if each.id > after][:most]

    async def ids(self, model: type[State], tags: tuple[str, ...], after: str, most: int) -> list[str]:
        return [each.id for each in await self.tagged(model, tags, after, most)]

    async def page(self, model: type[State], under: str, after: str, most: int) -> list[Any]:
        return [each for each in self._node.all(model) if each.id.startswith(under) and each.id > after][:most]

    async def many(self, refs: tuple[Ref, ...]) -> dict[str, Any]:
        return {ref.path: self._node.states[ref.path] for ref in refs if ref.path in self._node.states}


def said(decision: Decision, kind: Callable[..., Message]) -> list[Any]:
    """The messages of this kind that are said, in order; of letters without the envelope."""
    messages = [each.message if isinstance(each, Letter) else each for each in decision.says]
    return [each for each in messages if isinstance(each, kind)]  # type: ignore[arg-type]


def letters(decision: Decision) -> list[Letter]:
    """What is said to other bodies, in order."""
    return [each for each in decision.says if isinstance(each, Letter)]


def finished(reading: Awaitable[Any]) -> Any:
    """The result of a read that never has to wait."""
    try:
        next(reading.__await__())
    except StopIteration as done:
        return done.value
    raise AssertionError("a fake read waits for nothing")


def _check_refusal(handler: Handler, message: Message, refusal: Refusal, id: str) -> None:
    assert refusal.code
    assert refusal.field, "each refusal names a field, or * where it is no single one"
    assert all(0 < len(each.sentence) <= 160 for each in refusal.all)
    assert all(each.code in TITLES for each in refusal.all), "each code has a title"
    assert len({*refusal.all}) == len(refusal.all), "nothing is told twice"
    if isinstance(message, Command) and handler.refused:
        told = handler.refused(
            command=id,
            type=message.contract.type,
            **refusal.told(),
            **({"person": message.about} if message.about else {}),
        )
        assert isinstance(told, Refused)
        if person := message.about:
            assert all(person not in each.sentence for each in refusal.all), (
                "a refusal is kept by others, and names nobody"
            )
