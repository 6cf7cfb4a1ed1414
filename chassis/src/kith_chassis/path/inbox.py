"""The way in: records are read one by one, and what took effect before is known again."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import structlog
from aiokafka import TopicPartition

from kith_chassis.catalogue import Handler, Refs
from kith_chassis.decision import Ref, circumstances
from kith_chassis.errors import told
from kith_chassis.kafka.registry import Registered
from kith_chassis.keys.trust import Trust
from kith_chassis.keys.vault import Vault
from kith_chassis.path.answer import Asked, asked
from kith_chassis.path.excerpt import Excerpt, size_of
from kith_chassis.path.letters import Counted, appended, counted
from kith_chassis.path.mark import may_ask
from kith_chassis.path.streams import check_stream, stream_of
from kith_chassis.path.wire import partition_of
from kith_chassis.path.work import Owned, Step
from kith_contracts.headers import person_of
from kith_contracts.message import Message
from kith_contracts.registry import Envelope, Unreadable, read
from kith_contracts.topics import Channel, address_of, partitions_of

log = structlog.get_logger()
LARGEST_PORTION: Final = 4_000_000
AT_A_STRETCH: Final = 50
"""Records that are read, or decided, before others get a turn: a signature takes 0.06 ms to verify."""
Portion = dict[TopicPartition, list[Any]]


COMMANDS: Final = (Channel.PRIVATE_COMMANDS, Channel.PEOPLE_COMMANDS)
PARTITIONER: Final = (
    "another partition than murmur2 gives the key, so its order is lost. Set the client's partitioner, as "
    "docs/access.md says: murmur2_random for librdkafka"
)
FORGOTTEN: Final = "forgotten"
"""The reason of what is about someone who is forgotten, and of tombstones: nobody looks into it any more."""


class Entry(NamedTuple):
    """One record: read, or with the reason why not."""

    record: Any
    envelope: Envelope[Any] | None
    named: Refs = MappingProxyType({})
    """The states that it is decided on, by the parameters of its decision."""
    reason: str = ""
    unheard: bool = False
    """Whether it does not count for now, for its sender is suspended."""
    asked: Asked | None = None
    """Who is to be told that it cannot be read."""
    denied: bool = False
    """Whether its sender may not ask for this."""
    letter: Counted | None = None
    """The place of a letter that cannot be read, and is its sender's all the same."""

    @property
    def refs(self) -> tuple[Ref, ...]:
        """All states that it is decided on."""
        return tuple(ref for refs in self.named.values() for ref in refs)

    @property
    def body(self) -> str:
        """Who has sent it, as far as is known."""
        sender = self.envelope or self.letter
        return sender.body if sender else ""


@dataclass(slots=True)
class Part:
    """The records of one partition in a batch."""

    owned: Owned
    entries: list[Entry]


def portions(records: Sequence[Any], first: int | None = None) -> Iterator[Portion]:
    """These records in order, by partition, in pieces of at most 4 MB; `first`: the first of no more than so many."""
    piece: Portion = defaultdict(list)
    size = 0
    for number, record in enumerate(records):
        size += (own := size_of(record))
        if piece and (size > LARGEST_PORTION or number == first):
            yield piece
            piece, size = defaultdict(list), own
        piece[TopicPartition(record.topic, record.partition)].append(record)
    if piece:
        yield piece


class Inbox:
    """Reads records in the name of one service of one body."""

    def __init__(
        self, body: str, handlers: Mapping[type[Message], Handler], vault: Vault, trust: Trust | None = None
    ) -> None:
        self._body, self._handlers, self._vault, self._trust = body, handlers, vault, trust

    async def read(self, fetched: Iterable[tuple[Owned, Sequence[Any]]], *, released: bool = False) -> list[Part]:
        """Read each record by itself: one that cannot be read is kept with the reason, and fails no other. `released`
        are records that were held; all others from a body of which something is held are held as well.

        The keys of all persons that these records are about are in memory afterwards.
        """
        fetched = list(fetched)
        known = self._trust.known if self._trust else None
        named = (person_of(each.headers) for _, records in fetched for each in records)
        await self._vault.load(person for person in named if person)
        parts = []
        for owned, records in fetched:
            held = frozenset[str]() if released else frozenset(owned.held)
            entries = []
            for number, each in enumerate(records, 1):
                entries.append(self._entry(each, known, held, owned))
                if number % AT_A_STRETCH == 0:
                    await asyncio.sleep(0)
            parts.append(Part(owned, entries))
        await self._load_those_named(each.envelope.message for part in parts for each in part.entries if each.envelope)
        for part in parts:
            part.entries = [self._unless_forgotten(each) for each in part.entries]
        return parts

    async def _load_those_named(self, messages: Iterable[Message]) -> None:
        """Keys of all persons that are meant, sealed or not; made where there is something to seal."""
        about = [(each, each.about) for each in messages if each.about]
        await self._vault.load(person for message, person in about if not message.sealed_fields)
        await self._vault.ensure(person for message, person in about if message.sealed_fields)
        await self._vault.load((person for message, person in about if self._erases(message)), anew=True)

    def _erases(self, message: Message) -> bool:
        handler = self._handlers.get(type(message))
        return handler is not None and handler.erases

    def _unless_forgotten(self, entry: Entry) -> Entry:
        message = entry.envelope.message if entry.envelope else None
        person = message.about if message else person_of(entry.record.headers)
        if person is None or not self._vault.forgotten(person) or (message and self._erases(message)):
            return entry
        return entry._replace(reason=FORGOTTEN)

    def _entry(self, record: Any, known: Registered | None, held: frozenset[str], owned: Owned) -> Entry:
        if record.value is None and is_about_people(record.topic):
            return Entry(record, None, reason=FORGOTTEN)
        try:
            if isinstance(record.value, Excerpt):
                raise Unreadable(record.value.code, record.value.sentence)  # noqa: TRY301 - as all that cannot be read
            envelope = envelope_of(record, self._vault.open)
            if self._trust and known:
                self._trust.check(record, envelope, known)
                if envelope.body in held or self._trust.unheard(record.topic, envelope.body, envelope.appended, known):
                    return Entry(record, envelope, unheard=True)
            denied = not may_ask(record, envelope, self._vault.keyed)
            check_stream(envelope, owned.seen)
            handler = self._handlers.get(type(envelope.message))
            if handler is None or denied:
                return Entry(record, envelope, denied=denied)
            at = circumstances(envelope, self._body, self._vault.keyed, self._trust)
            return Entry(record, envelope, handler.refs(envelope.message, at))
        except Unreadable as error:
            return self._unread(record, error, known, held)
        except Exception as error:
            log.exception("reading a record failed", offset=record.offset, topic=record.topic)
            return self._unread(record, error, known, held)

    def _unread(self, record: Any, error: Exception, known: Registered | None, held: frozenset[str]) -> Entry:
        """One that is parked, or held with the others of its sender; as a letter it has its place all the same."""
        why = error if isinstance(error, Unreadable) else None
        reason = str(why) if why else f"bug: {told(error)}"
        entry = Entry(record, None, reason=reason, asked=asked(record, self._body, why))
        if self._trust and known and (letter := counted(record, known)) and not reason.startswith("too-many-streams"):
            unheard = letter.body in held or self._trust.unheard(record.topic, letter.body, appended(record), known)
            return entry._replace(unheard=unheard, letter=letter)
        return entry


def envelope_of(record: Any, open_sealed: Callable[[str, str], bytes]) -> Envelope[Message]:
    """A record as a node reads it, before it is known whether its sender may say so. Raises Unreadable."""
    envelope = read(
        record.topic,
        record.headers,
        record.value,
        key=record.key,
        appended=appended(record),
        open_sealed=open_sealed,
    )
    if envelope.stream and not envelope.number:
        raise Unreadable("bad-header", "a record of a stream has no kith-number")
    channel = _channel_of(record.topic)
    if channel in COMMANDS and record.partition != partition_of(record.key, partitions_of(channel)):
        raise Unreadable("wrong-partition", PARTITIONER)
    return envelope


@lru_cache(1000)
def _channel_of(topic: str) -> Channel | None:
    address = address_of(topic)
    return address.channel if address else None


def is_about_people(topic: str) -> bool:
    """Whether facts about people are here: the only topics with tombstones."""
    return _channel_of(topic) is Channel.PEOPLE_FACTS


def is_repeat(envelope: Envelope[Any], step: Step, claims: set[bytes]) -> bool:
    """Whether this message took effect before; if not, from now on it has.

    Our own kind number their messages, rising per stream; all others are known by their source and id.
    """
    if envelope.stream:
        stream = stream_of(envelope.source, envelope.stream)
        if envelope.number <= step.last("seen", stream):
            return True
        step.seen[stream] = envelope.number
        return False
    claimed = claim_of(envelope)
    if claimed in claims:
        return True
    claims.add(claimed)
    return False


def claim_of(named: Envelope[Any] | Asked) -> bytes:
    """By what a message that has no stream is known again."""
    return claim(named.source, named.id)


def claim(source: str, id: str) -> bytes:
    return blake2b(f"{source}\0{id}".encode(), digest_size=16).digest()


def digest_of(message: Message, vault: Vault) -> str:
    """A keyed hash of the whole content, personal fields included."""
    return vault.keyed("digest", message.contract.type, message.model_dump_json())
