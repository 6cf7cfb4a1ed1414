"""What a message is: a frozen model that says where it travels, by which key, and how private each field is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, ClassVar, Final, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kith_contracts.box import Box
from kith_contracts.descriptions import Described
from kith_contracts.topics import Channel, topic_name
from kith_contracts.words import Code, Line, MessageId, PersonId, Section, shortened

T = TypeVar("T")


class DataClass(StrEnum):
    """How far the content of a field may travel; each is stricter than the one before."""

    PUBLIC = "public"
    """To everyone."""
    AGGREGATE = "aggregate"
    """A count or share of people; to everyone only after suppression."""
    BODY = "body"
    """Inside a body, and to a party that an agreement names."""
    PERSONAL = "personal"
    """About one person; between the Kith services of the person's home body, sealed."""


Public = Annotated[T, DataClass.PUBLIC]
Body = Annotated[T, DataClass.BODY]
Aggregate = Annotated[T, DataClass.AGGREGATE]
Personal = Annotated[T, DataClass.PERSONAL]

WHOLE: Final = "*"
"""In place of a field of a refusal: what is wrong is no single one."""
MOST_FAULTS: Final = 50
"""Faults of one request that are told."""
ALLOWED: Final[dict[Channel, frozenset[DataClass]]] = {
    Channel.REGISTRY: frozenset({DataClass.PUBLIC}),
    Channel.SHARED: frozenset({DataClass.PUBLIC, DataClass.AGGREGATE}),
    Channel.INBOX: frozenset({DataClass.PUBLIC, DataClass.BODY, DataClass.AGGREGATE}),
    Channel.PRIVATE_COMMANDS: frozenset({DataClass.PUBLIC, DataClass.BODY, DataClass.AGGREGATE}),
    Channel.PRIVATE_FACTS: frozenset({DataClass.PUBLIC, DataClass.BODY, DataClass.AGGREGATE}),
    Channel.PEOPLE_COMMANDS: frozenset(DataClass),
    Channel.PEOPLE_FACTS: frozenset(DataClass),
}
"""Which classes a channel may carry. Personal fields exist on people topics alone."""
Lead = Literal["sender", "receiver"]


@dataclass(frozen=True)
class Contract:
    """Where a message travels. `key` names the fields whose values, joined by a slash, are the key of the record."""

    name: str
    service: str
    channel: Channel
    key: tuple[str, ...]
    major: int = 1
    lead: Lead | None = None
    """Between bodies: which of the two leads the event, the network or the subject of the agreement, if any must."""
    by_name: bool = False
    """Whether the name of that says who leads it, for ever. If not, the service that keeps it knows."""
    own_only: bool = True
    """On a shared topic: whether a body speaks there of its own alone, by name. If not, the content proves who may."""
    aspects: tuple[str, ...] = ()
    """The end of the key, where the topic has another fact of the same entity: compaction keeps one for each key."""

    @cached_property
    def type(self) -> str:
        """The CloudEvents type, `org.kith.directory.charter-network.v1`."""
        return f"org.kith.{self.service}.{self.name}.v{self.major}"

    @cached_property
    def schema(self) -> str:
        """The URI of its JSON Schema, `urn:kith:schema:directory.charter-network.v1`: a name, which nobody fetches."""
        return f"urn:kith:schema:{self.service}.{self.name}.v{self.major}"

    def of(self, service: str, *, name: str = "") -> "Contract":
        """The same, of this service, and of this name if one is given: messages of an agreement are of whichever
        service keeps its subject.
        """
        return replace(self, service=service, name=name or self.name)

    def topic(self, body: str) -> str:
        """The topic of that body on which the message travels; for an inbox the body is the receiver."""
        return topic_name(self.channel, body, self.service)


def personal_fields(model: type[BaseModel]) -> frozenset[str]:
    """The names of a model's personal fields, except the opaque id of the person."""
    return frozenset(
        name for name, field in model.model_fields.items() if DataClass.PERSONAL in field.metadata and name != "person"
    )


class Message(Described):
    """A command or a fact. Writers may add nothing to it; readers ignore what they do not know, so it can grow."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    contract: ClassVar[Contract]
    sealed_fields: ClassVar[frozenset[str]] = frozenset()
    """The personal fields, which travel encrypted with the person's own key; `person` itself is an opaque id."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        cls.sealed_fields = personal_fields(cls)

    @property
    def key(self) -> str:
        values, contract = self.__dict__, self.contract
        return "/".join([*[str(values[name]) for name in contract.key], *contract.aspects])

    @property
    def about(self) -> str | None:
        """The person that this message is about, if any."""
        person: str | None = self.__dict__.get("person")  # asked for often; getattr would search all of pydantic
        return person


class Command(Message):
    """A request, which may be refused; its name is imperative."""


class Renewal(Command):
    """A command that makes something, or says anew what it is: what is left out stays as it is. The defaults count when
    it is made; so they are not sent, and no schema tells them.
    """

    def model_dump(self, **options: Any) -> dict[str, Any]:
        return super().model_dump(**{"exclude_unset": True, **options})

    def model_dump_json(self, **options: Any) -> str:
        return super().model_dump_json(**{"exclude_unset": True, **options})


class Fact(Message):
    """Something that has happened; its name is past tense. It carries the whole state of its entity, so that
    a reader who keeps the newest version needs no other.
    """

    model_config = ConfigDict(defer_build=True)  # few programs read all facts: each is built when it is first needed


def refused_key(of: str) -> str:
    """The key of a refusal: beside the entities, never in place of one when the topic is compacted."""
    return f"refused/{of}"


FieldName = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern="^[ -~]*$")]


class Fault(Section):
    """One thing that is wrong with a request."""

    field: Body[FieldName]
    """Where it is, `terms.seats.0.pool`; `*` where it is no single field."""
    code: Body[Code]
    """Stable, for programs. Each code of a decision has a title in `kith_contracts.titles`."""
    sentence: Body[Line]
    """What is wrong and what to do, for people."""


class Refused(Fact):
    """A command changed nothing, and why. `code` is stable and for programs, `sentence` for people."""

    command: Body[MessageId]
    """CloudEvents id of the command that was refused."""
    type: Body[Line]
    """CloudEvents type of that command, such as `org.kith.events.hold-date.v1`."""
    code: Body[Line]
    """Stable code of the first fault, for programs, such as `slug-taken`."""
    sentence: Body[Line]
    """What is wrong and what to do instead, for people."""
    field: Body[FieldName] = WHOLE
    """Path of the field that is wrong, such as `terms.parties.0.body`; `*` if it is no single field."""
    errors: Body[Annotated[list[Fault], Field(min_length=1, max_length=MOST_FAULTS)]]
    """All that is wrong, in the order of the fields. The first is also told above, unless the whole is not as its
    contract says: then `code` and `sentence` above are about the whole."""

    @property
    def key(self) -> str:
        return refused_key(self.command)


class Done(Fact):
    """A command is done, and no other fact tells of it."""

    command: Body[MessageId]
    """CloudEvents id of the command that is done."""
    type: Body[Line]
    """CloudEvents type of that command, such as `org.kith.events.hold-date.v1`."""


class PersonRefused(Refused):
    """A command about a person changed nothing. Keyed by the person, so that it is found when they are forgotten."""

    person: Personal[PersonId]
    """Opaque id of the person that the command was about."""

    @property
    def key(self) -> str:
        return refused_key(self.person)


class Refusal(NamedTuple):
    """Why a request changes nothing: a stable code, a sentence for people without anything personal in it, and
    the field concerned; with whatever else is wrong.
    """

    code: str
    sentence: str
    field: str = WHOLE
    others: tuple["Refusal", ...] = ()
    """More faults, each of which stands by itself."""

    @property
    def all(self) -> tuple["Refusal", ...]:
        """Each fault by itself, this one first."""
        return (self._replace(others=()), *self.others)

    def below(self, path: str) -> "Refusal":
        """The same of what lies at this path: `seats.0` and `pool` make `seats.0.pool`."""
        first, *others = (each._replace(field=f"{path}.{each.field}") for each in self.all)
        return first._replace(others=tuple(others))

    def told(self) -> dict[str, Any]:
        """As a fact and an outcome tell it, see `Refused`."""
        faults = self.all[:MOST_FAULTS]
        told = [{"field": each.field, "code": each.code, "sentence": shortened(each.sentence)} for each in faults]
        return {**told[0], "errors": told}


def together(faults: Iterable[Refusal | None]) -> Refusal | None:
    """All of these as one refusal, each once; None if there are none."""
    found = list(dict.fromkeys(fault for each in faults if each for fault in each.all))
    return found[0]._replace(others=tuple(found[1:])) if found else None


class Letter(NamedTuple):
    """A message and the body to whose inbox it goes."""

    to: str
    message: Message
    box: Box | None = None
