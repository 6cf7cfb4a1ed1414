"""The journal: all facts that systems of the organisation may read, numbered in the order in which they came.

It has what they could read over Kafka with a client of their own: facts about networks, agreements and events, and what
became of commands. From it they follow over HTTP, and webhooks are sent.
"""

from typing import Any, ClassVar, Final

from pydantic import JsonValue

from kith_chassis.decision import NOTHING, Circumstances, Decision, State
from kith_contracts.headers import source_of
from kith_contracts.message import Fact
from kith_contracts.pages.cloud_events import CloudEvent
from kith_contracts.topics import Channel
from kith_contracts.words import Moment

NAME: Final = "facts"
"""The id of the journal, with which those of its entries begin."""
DIGITS: Final = 12
"""Of a number as text, so that texts are in the order of the numbers."""
ABOUT: Final = ("network", "event", "subject", "hold")
"""The fields that name what a fact is about."""

# States


class Journal(State):
    """How far the numbers have come."""

    kind: ClassVar[str] = "journal"
    last: int

    @property
    def id(self) -> str:
        return NAME


class Stream(State):
    """How far the shared facts of a stream are in the journal: a shared topic may be read again from its beginning, and
    its facts are not written down again. It has one partition, so they come in the order of their numbers; in others
    they do not, and the path of a message drops repeats there.
    """

    kind: ClassVar[str] = "journal-stream"
    stream: str
    last: int

    @property
    def id(self) -> str:
        return self.stream


class Entry(State):
    """One fact, as systems read it."""

    kind: ClassVar[str] = "journal-entry"
    guarded: ClassVar[bool] = True
    number: int
    message: str
    """Id of the message."""
    source: str
    type: str
    appended: Moment
    """When the broker took it."""
    key: str
    correlation: str
    names: tuple[str, ...]
    """Full names of the networks and events that it is about."""
    data: dict[str, JsonValue]

    @property
    def id(self) -> str:
        return place(self.number)

    def tags(self, _keyed: Any) -> tuple[str, ...]:
        """The day, by which old ones are found."""
        return (day_tag(self.appended.date().isoformat()),)

    def told(self) -> CloudEvent:
        """As a CloudEvent; `sequence` is its number."""
        return CloudEvent(
            specversion="1.0",
            id=self.message,
            source=self.source,
            type=self.type,
            time=self.appended.isoformat(),
            subject=self.key,
            datacontenttype="application/json",
            dataschema=schema_of(self.type),
            correlationid=self.correlation or None,
            sequence=numbered(self.number),
            data=self.data,
        )


def numbered(number: int) -> str:
    """The number as text."""
    return f"{number:0{DIGITS}}"


def place(number: int) -> str:
    """The id of the entry of this number."""
    return f"{NAME}/{numbered(number)}"


def day_tag(day: str) -> str:
    """By what the entries of a day are found."""
    return f"day/{day}"


def schema_of(type: str) -> str:
    """The name of the schema of a type."""
    return type.replace("org.kith.", "urn:kith:schema:", 1)


# Decisions


def write_down(at: Circumstances, fact: Fact, journal: Journal | None, stream: Stream | None) -> Decision:
    """Give the fact the next number, unless it is there already."""
    name, number = stream_of(fact, at)
    if stream and stream.last >= number:
        return NOTHING
    last = (journal.last if journal else 0) + 1
    entry = Entry(
        number=last,
        message=at.id,
        source=source_of(at.sender, fact.contract.service),
        type=fact.contract.type,
        appended=at.now,
        key=fact.key,
        correlation=at.correlation,
        names=tuple(dict.fromkeys(fact.__dict__[name] for name in ABOUT if name in fact.__dict__)),
        data=fact.model_dump(mode="json"),
    )
    read = (Stream(stream=name, last=number),) if name else ()
    return Decision(states=(Journal(last=last), entry, *read))


def stream_of(fact: Fact, at: Circumstances) -> tuple[str, int]:
    """The stream and the number of a shared fact, as its id has them; no stream for any other."""
    name, _, number = at.id.rpartition(".")
    return (name, int(number)) if name and fact.contract.channel is Channel.SHARED else ("", 0)
