"""The catalogue of a service: one line a message, which ties what is loaded to the parameters of a decision by name.

    on(RequestPlace, lead.request_place)(event=EVENT, place=PLACE, erased=ERASED)

`one`, `many` and `page` claim to return what the decision will be given, and return how to load it. So the type checker
compares each line with the signature of its decision. The same is done when the process starts.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from types import GenericAlias
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar, overload

from kith_chassis import signature
from kith_chassis.decision import UNREADABLE, Circumstances, Decision, Ref, State, Views, in_order
from kith_contracts.message import Message, Refused
from kith_contracts.topics import Channel

P = ParamSpec("P")
M = TypeVar("M", bound=Message)
S = TypeVar("S", bound=State)
T = TypeVar("T")

Id = str | tuple[str, ...]
"""Of a state among those of its model: what `State.at` takes."""
Refs = Mapping[str, tuple[Ref, ...]]
"""Which states, by the names of the parameters that they are for."""


class NotTied(TypeError):
    """What a line of the catalogue loads is not what its decision takes."""


class Load(NamedTuple):
    """How the states for one parameter are found: by fields of the message, or by a function of it."""

    model: type[State]
    by: tuple[str, ...] | Callable[[Any, Circumstances], Any]
    many: bool

    @property
    def gives(self) -> Any:
        """What the decision is given."""
        return GenericAlias(tuple, (self.model, ...)) if self.many else self.model | None

    def refs(self, message: Message, at: Circumstances) -> tuple[Ref, ...]:
        """Where they are, each once."""
        if callable(self.by):
            found = self.by(message, at)
        else:
            found = tuple(getattr(message, field) for field in self.by)
            found = found[0] if self.many else None if None in found else found
        ids: Iterable[Id | None] = found if self.many else (found,)
        refs = [self.model.at(*((id,) if isinstance(id, str) else id)) for id in ids if id is not None]
        return tuple(dict.fromkeys(refs))

    def given(self, states: Sequence[Any]) -> Any:
        """One state, or `None` if it is not there; of many those that are there and can be read."""
        if self.many:
            return tuple(state for state in states if state is not None and state is not UNREADABLE)
        return states[0] if states else None

    def faults(self, message: type[Message]) -> Iterator[str]:
        """Why it cannot be found by this message."""
        if not callable(self.by):
            yield from (f"the message has no field {field}" for field in self.by if field not in message.model_fields)
        elif not signature.fits(message, wanted := signature.type_of(self.by, 0)):
            yield f"it is found by {signature.shown(wanted)}"


class Page(NamedTuple):
    """How many states are read for one parameter."""

    read: Callable[[Views, Any, Circumstances], Awaitable[Any]]

    @property
    def gives(self) -> Any:
        """What the decision is given."""
        return signature.answer_of(self.read)

    def faults(self, message: type[Message]) -> Iterator[str]:
        """Why it cannot be read by this message."""
        if not signature.fits(message, wanted := signature.type_of(self.read, 1)):
            yield f"it is read by {signature.shown(wanted)}"


class Handler(NamedTuple):
    """One line of a service's catalogue: this message is decided by that function on those states. See `on`."""

    message: type[Message]
    decide: Callable[..., Decision]
    loads: Mapping[str, Load]
    pages: Mapping[str, Page]
    refused: type[Refused] | None
    """How a refusal is told to whoever asked over Kafka."""
    erases: bool
    """Whether it is a part of forgetting someone: then it is heard although that person is forgotten, and a state that
    cannot be opened is given to it as `UNREADABLE`."""
    newest: bool
    """Whether an older shared fact need not be decided where a newer one of its key is at hand: each carries the whole
    state, and its decision loads only what is kept about that key, refuses nothing and sends nothing. Compaction may
    have removed the older one anyway."""

    def refs(self, message: Message, at: Circumstances) -> Refs:
        """Where the states are that this message is decided on."""
        return {name: load.refs(message, at) for name, load in self.loads.items()}

    async def read(self, views: Views, message: Message, at: Circumstances) -> dict[str, Any]:
        """The pages, for the few decisions that need many states."""
        return {name: await page.read(views, message, at) for name, page in self.pages.items()}

    def call(
        self, at: Circumstances, message: Message, states: Mapping[str, Sequence[Any]], pages: Mapping[str, Any]
    ) -> Decision:
        """Decide, on the states at `refs` and the pages that were read."""
        loaded = {name: load.given(states[name]) for name, load in self.loads.items()}
        return in_order(self.decide(at, message, **loaded, **pages), message)


def on(
    message: type[M],
    decide: Callable[Concatenate[Circumstances, M, P], Decision],
    refused: type[Refused] | None = None,
    *,
    erases: bool = False,
    newest: bool = False,
) -> Callable[P, Handler]:
    """A line of the catalogue, once that is called with what is loaded for each parameter of the decision. `erases` and
    `newest` are those of `Handler`.

    Raises `NotTied` then, if it does not fit the decision.
    """

    def tied(*unnamed: P.args, **named: P.kwargs) -> Handler:
        wrong = [*_faults(message, decide, unnamed, named)]
        if newest and (message.contract.channel is not Channel.SHARED or refused):
            wrong.append("only a shared fact that nobody refuses can be replaced by a newer one")
        if wrong:
            raise NotTied(f"{message.__name__} by {decide.__module__}.{decide.__qualname__}: {'; '.join(wrong)}")
        loads = {name: each for name, each in named.items() if isinstance(each, Load)}
        pages = {name: each for name, each in named.items() if isinstance(each, Page)}
        return Handler(message, decide, loads, pages, refused, erases, newest)

    return tied


def also(first: Handler, second: Handler) -> Handler:
    """One line of both: a message that concerns two rooms is decided in each, on what each has loaded. If the first
    refuses, nothing happens. Raises `NotTied` if they are not of one message, or load by the same name.
    """
    named = [{*each.loads, *each.pages} for each in (first, second)]
    if first.message is not second.message or named[0] & named[1] or second.refused or first.newest != second.newest:
        raise NotTied(f"{first.message.__name__} and {second.message.__name__} cannot be one line")

    def decide(at: Circumstances, message: Any, **given: Any) -> Decision:
        mine, other = (
            each.decide(at, message, **{name: given[name] for name in names})
            for each, names in zip((first, second), named, strict=True)
        )
        return mine if mine.refusal else mine.with_(other)

    return Handler(
        first.message,
        decide,
        {**first.loads, **second.loads},
        {**first.pages, **second.pages},
        first.refused,
        first.erases or second.erases,
        first.newest,
    )


def _faults(
    message: type[Message], decide: Callable[..., Decision], unnamed: tuple[Any, ...], named: Mapping[str, Any]
) -> Iterator[str]:
    if unnamed:
        yield "what is loaded has to be given by name"
    if not signature.fits(message, wanted := signature.type_of(decide, 1)):
        yield f"it decides on {signature.shown(wanted)}"
    for name, each in named.items():
        if isinstance(each, Load | Page):
            yield from (f"{name}: {fault}" for fault in each.faults(message))
        else:
            yield f"{name}: it is not made by one(), many() or page()"
    yield from signature.faults(decide, {name: getattr(each, "gives", Any) for name, each in named.items()})


@overload
def one(model: type[S], *fields: str) -> S | None: ...
@overload
def one(model: type[S], find: Callable[[Any, Circumstances], Id | None], /) -> S | None: ...
def one(model: type[State], *by: Any) -> Any:
    """The state with this id, or `None`. The id is in fields of the message, or a function of message and circumstances
    answers with it. Where that is `None`, nothing is loaded.
    """
    return Load(model, by[0] if callable(by[0]) else by, many=False)


@overload
def many(model: type[S], field: str, /) -> tuple[S, ...]: ...
@overload
def many(model: type[S], find: Callable[[Any, Circumstances], Iterable[Id]], /) -> tuple[S, ...]: ...
def many(model: type[State], by: Any, /) -> Any:
    """Those that are there of the states with these ids, each once. Their ids are in a field of the message, or a
    function answers with them.
    """
    return Load(model, by if callable(by) else (by,), many=True)


def page(read: Callable[[Views, Any, Circumstances], Awaitable[T]]) -> T:
    """What this function reads: many states, by a view of them."""
    made: Any = Page(read)
    answer: T = made
    return answer
