"""Several services of one kind in memory, and a broker between them that may do all that Kafka and the flow may do.

Each partition that a service reads is a stream of what it says. The messages of one stream keep their order on their
way to one partition, and nothing else keeps any: streams overtake each other, and after a kill a stream says again what
it has said before. A reader drops by number what it has read before, as the flow does.
"""

import random
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple, TypeVar

from support.speaking import NOW, Node

from kith_chassis.catalogue import Handler
from kith_chassis.decision import Decision
from kith_chassis.path.timers import timer_id
from kith_contracts.message import Letter, Message, Refusal
from kith_contracts.topics import Channel
from kith_events.handlers import HANDLERS

M = TypeVar("M", bound=Message)
PARTITIONS: Final = 2
PUBLIC: Final = (Channel.REGISTRY, Channel.SHARED)


class Partition(NamedTuple):
    """One partition of a topic. It is read by its body, or by all if it is public."""

    topic: str
    number: int


class Stream(NamedTuple):
    """What one body says because of what it reads in one partition."""

    body: str
    read: Partition


class Record(NamedTuple):
    """A message in a partition; without a stream it came from outside."""

    message: Message
    sender: str
    appended: datetime
    stream: Stream | None = None
    number: int = 0


class Said(NamedTuple):
    """A message on its way."""

    number: int
    to: Partition
    message: Message


class Federation:
    """The nodes, the partitions, and who has come how far."""

    def __init__(self, bodies: Iterable[str], seed: int, handlers: Sequence[Handler] = HANDLERS) -> None:
        self.handlers = handlers
        self.nodes = {body: Node(handlers, body, thorough=False) for body in bodies}
        self.logs: dict[Partition, list[Record]] = defaultdict(list)
        self.next: dict[Stream, int] = defaultdict(int)
        self.seen: dict[Stream, dict[Stream, int]] = defaultdict(dict)
        self.said: dict[Stream, list[Said]] = defaultdict(list)
        self.sent: dict[Stream, int] = defaultdict(int)
        self.due: dict[str, tuple[datetime, str, Message]] = {}
        self.refusals: list[tuple[str, Message, Refusal]] = []
        self.accepted: list[tuple[str, Message]] = []
        """What came from outside and was not refused, in order."""
        self.unheard: list[tuple[str, Message]] = []
        """What was said at a body to other services and systems, in order."""
        self.now = NOW
        self.off: set[str] = set()
        """Bodies whose nodes are down: they read nothing, and nothing falls due there."""
        self.choose = random.Random(seed)

    # What happens

    def tell(self, body: str, message: Message) -> None:
        """Someone outside says something: to a body's service, or in the registry."""
        self._append(partition_for(body, message), Record(message, body, self.now))

    def travel(self) -> bool:
        """One message arrives, of whichever stream."""
        under_way = [stream for stream, said in self.said.items() if self.sent[stream] < len(said)]
        if not under_way:
            return False
        stream = self.choose.choice(under_way)
        said = self.said[stream][self.sent[stream]]
        self.sent[stream] += 1
        self._append(said.to, Record(said.message, stream.body, self.now, stream, said.number))
        return True

    def repeat(self) -> None:
        """A stream begins again with something that it has sent already."""
        streams = [stream for stream, sent in self.sent.items() if sent]
        if streams:
            stream = self.choose.choice(streams)
            self.sent[stream] = self.choose.randrange(self.sent[stream])

    def work(self) -> bool:
        """One service reads its next message, in whichever partition."""
        up = [reading for reading in self._readings() if reading.body not in self.off]
        unread = [reading for reading in up if self.next[reading] < len(self.logs[reading.read])]
        if not unread:
            return False
        reading = self.choose.choice(unread)
        record = self.logs[reading.read][self.next[reading]]
        self.next[reading] += 1
        if record.stream:
            if record.number <= self.seen[reading].get(record.stream, 0):
                return True
            self.seen[reading][record.stream] = record.number
        node = self.nodes[reading.body]
        decision = node.decide(record.message, record.sender, now=record.appended)
        if decision.refusal:
            self.refusals.append((reading.body, record.message, decision.refusal))
        elif not record.stream:
            self.accepted.append((reading.body, record.message))
        cause = f"{reading.read}/{self.next[reading]}"
        self.due |= {timer_id(node.keyed, "", cause, due): (due.at, node.body, due.command) for due in decision.due}
        self._say(reading, decision)
        return True

    def pass_time(self, until: datetime) -> None:
        """The clock moves on, and what has fallen due is told."""
        self.now = max(self.now, until)
        fallen = [id for id, (at, body, _) in self.due.items() if at <= self.now and body not in self.off]
        for id in fallen:
            _, body, command = self.due.pop(id)
            self.tell(body, command)

    def go_on(self, steps: int) -> None:
        """So many messages arrive, and so many are read, if there are any."""
        for _ in range(steps):
            self.travel()
            self.work()

    def settle(self) -> None:
        """Until nothing is under way any more."""
        while self.travel() | self.work():
            pass

    # What there is to see

    def abroad(self) -> Iterator[str]:
        """All that another body can read, as JSON."""
        for partition, records in self.logs.items():
            if not partition.topic.startswith(("kith.people", "kith.private")):
                yield from (record.message.model_dump_json() for record in records)

    def messages(self, kind: type[M]) -> list[M]:
        """All messages of this kind that have arrived anywhere."""
        return [record.message for log in self.logs.values() for record in log if isinstance(record.message, kind)]

    def copy(self, seed: int) -> "Federation":
        """Another that goes on from here."""
        other = Federation(self.nodes, seed, self.handlers)
        for body, node in self.nodes.items():
            other.nodes[body].states = dict(node.states)
        other.logs |= {partition: list(records) for partition, records in self.logs.items()}
        other.next |= self.next
        other.seen |= {reading: dict(seen) for reading, seen in self.seen.items()}
        other.said |= {stream: list(said) for stream, said in self.said.items()}
        other.sent |= self.sent
        other.due, other.now, other.accepted = dict(self.due), self.now, list(self.accepted)
        return other

    # Within

    def _append(self, partition: Partition, record: Record) -> None:
        self.logs[partition].append(record)

    def _readings(self) -> list[Stream]:
        found = []
        for partition in self.logs:
            area, owner = partition.topic.split(".")[1:3] if partition.topic.count(".") > 1 else ("registry", "")
            readers = self.nodes if area in ("registry", "shared") else [owner]
            found += [Stream(body, partition) for body in readers]
        return found

    def _say(self, reading: Stream, decision: Decision) -> None:
        for said in decision.says:
            to, message = (said.to, said.message) if isinstance(said, Letter) else (reading.body, said)
            if type(message) not in self.nodes[to].handlers:
                self.unheard.append((to, message))
                continue
            number = len(self.said[reading]) + 1
            self.said[reading].append(Said(number, partition_for(to, message), message))


def partition_for(body: str, message: Message) -> Partition:
    """Where a message goes that is for this body."""
    contract = message.contract
    partitions = 1 if contract.channel in PUBLIC else PARTITIONS
    return Partition(contract.topic(body), zlib.crc32(message.key.encode()) % partitions)
