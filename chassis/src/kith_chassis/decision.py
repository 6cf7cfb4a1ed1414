"""What a decision is: a pure function of states, message and circumstances; its answer is new states and messages."""

from datetime import datetime
from typing import Any, ClassVar, Final, NamedTuple, Protocol, Self, TypeVar

from pydantic import BaseModel, ConfigDict

from kith_contracts import faults
from kith_contracts.message import WHOLE, Letter, Message, Refusal, personal_fields
from kith_contracts.registry import Envelope

MOST_MESSAGES: Final = 6_000
"""The most that one decision may say or change: the longest waiting list of places, answered at once. Whatever can be
more than that goes on by a command to oneself."""


class Ref(NamedTuple):
    """Which state: its model, and its id among those."""

    model: "type[State]"
    id: str

    @property
    def path(self) -> str:
        """The id in the database, `network/bcs/womens-forum`."""
        return f"{self.model.kind}/{self.id}"


class State(BaseModel):
    """What a service keeps of one entity. Frozen: a decision answers with a new one.

    A state with a `person` keeps its personal fields sealed with that person's key. `tags` are keyed hashes or public
    words by which a view finds it.
    """

    model_config = ConfigDict(frozen=True)
    kind: ClassVar[str]
    sealed_fields: ClassVar[frozenset[str]] = frozenset()
    guarded: ClassVar[bool] = False
    """Whether it changes only together with another state, whose revision then guards both: a place with its event.
    So it may be written without having been read."""
    folded: ClassVar[bool] = False
    """Whether it is made of one shared topic alone: then it is dropped and folded again when it turns out that not all
    of that topic counts."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        cls.sealed_fields = personal_fields(cls)

    @classmethod
    def at(cls, *names: str) -> Ref:
        """Where the state with this id is."""
        return Ref(cls, "/".join(names))

    @property
    def id(self) -> str:
        raise NotImplementedError

    @property
    def path(self) -> str:
        return f"{self.kind}/{self.id}"

    @property
    def about(self) -> str | None:
        """The person that this state is about, if any."""
        person: str | None = self.__dict__.get("person")
        return person

    def tags(self, keyed: "Keyed") -> tuple[str, ...]:  # noqa: ARG002 - most states have none
        """Words to find the state by; what is personal goes through `keyed` first."""
        return ()

    def but(self, **changes: Any) -> Self:
        """The same state with some fields changed; the values are trusted, for a decision made them."""
        return self.model_copy(update=changes)


class Keyed(Protocol):
    """A hash that only this body can compute: 32 hexadecimal digits."""

    def __call__(self, *parts: str) -> str: ...


class Signatures(Protocol):
    """Signs what a decision says to others inside a message, and verifies what others have signed so."""

    def sign(self, payload: bytes) -> str: ...

    def proves(self, body: str, payload: bytes, signature: str, when: datetime) -> bool: ...


class Nobody:
    """For a service without keys: it signs nothing, and takes nothing for proven."""

    def sign(self, payload: bytes) -> str:  # noqa: ARG002 - whatever it is
        return ""

    def proves(self, body: str, payload: bytes, signature: str, when: datetime) -> bool:  # noqa: ARG002 - the same
        return False


NOBODY: Final = Nobody()


class Circumstances(NamedTuple):
    """What a decision may know besides states and message."""

    body: str
    """Whose service decides."""
    sender: str
    """Whose message it is; proven by the topic, and between bodies by a signature."""
    now: datetime
    """When the broker took the message: so that a decision can be repeated and comes out the same."""
    id: str
    """The id of the message, unique for its source."""
    keyed: Keyed
    signatures: Signatures = NOBODY
    correlation: str = ""
    """The id of the message that this one follows from, if its sender says so."""


class Due(NamedTuple):
    """A command to oneself at a time to come."""

    at: datetime
    command: Message


class Tombstone(NamedTuple):
    """A record without content, on the topic of this type, by which compaction removes the facts of that key."""

    of: type[Message]
    key: str


class Decision(NamedTuple):
    """What a message changes. Nothing at all is a decision too: that of a repeat."""

    states: tuple[State, ...] = ()
    says: tuple[Message | Letter, ...] = ()
    due: tuple[Due, ...] = ()
    refusal: Refusal | None = None
    forgets: tuple[Ref, ...] = ()
    """States to delete. They were loaded, so each is deleted only as it was decided on."""
    erases: str = ""
    """A person of whom this service is to have nothing any more: states, parked records, timers. From now on nothing is
    taken in about them, by any service of this body."""
    destroys: str = ""
    """The id of a person's key that no service of this body needs any more (`keyed("person", ...)`)."""
    tombstones: tuple[Tombstone, ...] = ()
    """Facts about people to remove from the service's own topic; sent after all that is said."""

    def with_(self, other: "Decision") -> "Decision":
        """What both change, this one first."""
        return self._replace(
            states=self.states + other.states,
            says=self.says + other.says,
            due=self.due + other.due,
            forgets=self.forgets + other.forgets,
            tombstones=self.tombstones + other.tombstones,
        )


NOTHING: Final = Decision()
UNREADABLE: Final = object()
"""In place of a state that is there, but whose key is not."""


def refuse(code: str, sentence: str, field: str = WHOLE) -> Decision:
    """A decision that changes nothing and says why."""
    return Decision(refusal=Refusal(code, sentence, field))


def in_order(decision: Decision, message: Message) -> Decision:
    """The same decision; if it refuses, then its faults in the order of the fields of the message."""
    refusal = decision.refusal
    return decision if refusal is None else decision._replace(refusal=faults.in_order(refusal, type(message)))


S = TypeVar("S", bound=State)


class Views(Protocol):
    """Reads of many states at once, for the few decisions that need a page of them.

    States that cannot be opened are left out, except by `ids`, which opens none.
    """

    async def tagged(self, model: type["State"], tags: tuple[str, ...], after: str, most: int) -> list[Any]: ...

    async def page(self, model: type[S], under: str, after: str, most: int) -> list[S]: ...

    async def many(self, refs: tuple[Ref, ...]) -> dict[str, Any]: ...

    async def ids(self, model: type["State"], tags: tuple[str, ...], after: str, most: int) -> list[str]: ...


def circumstances(envelope: Envelope[Any], body: str, keyed: Keyed, signatures: Signatures | None) -> Circumstances:
    """What the envelope says to a decision of this body."""
    speaks = signatures or NOBODY
    return Circumstances(
        body, envelope.body, envelope.appended, envelope.id, keyed, speaks, correlation=envelope.correlation
    )
