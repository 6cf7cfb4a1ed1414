"""Requests for places at one event, signed and shuffled, on their way through the events service of its lead."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from aiokafka import TopicPartition
from bench.agreement import opened
from bench.path.course import AT_ONCE, Course

from kith_chassis.kafka.registry import Registry
from kith_chassis.kafka.sender import Sender
from kith_chassis.keys.keyring import Keyring
from kith_chassis.keys.trust import Trust
from kith_chassis.path.wire import Record, document, partition_of, record
from kith_chassis.service import PUBLIC
from kith_contracts.events.places import RequestPlace
from kith_contracts.events.terms import Seats
from kith_contracts.topics import PARTITIONED, Channel, topic_name
from kith_events.app import EVENTS
from kith_lab.servers.stack import Stack

LEAD: Final = "lead"

HOMES: Final = ("bcs", "iom3", "iop", "ni", "rsc")

EVENT: Final = f"{LEAD}/returning-to-work"

PART: Final = "lectures"

QUOTAS: Final = {"bcs": 50, "iom3": 40, "iop": 50, "ni": 10, "rsc": 50}

POOL: Final = 40

PLACES: Final = Seats(part=PART, quotas=QUOTAS, pool=POOL)

DOUBLED: Final = 5
"""One request of so many is made twice."""

STREAM: Final = "5ea7" * 4

LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


class Race(Course):
    """The same way as that of the directory, for the events service: requests in the lead's inbox, for places at these
    events, which all have as many.
    """

    service = EVENTS._replace(
        handlers=tuple(each for each in EVENTS.handlers if each.message.contract.channel not in PUBLIC)
    )

    def __init__(
        self, people: int, stack: Stack, registry: Registry, events: Sequence[str] = (EVENT,), places: Seats = PLACES
    ) -> None:
        doubled = people // DOUBLED
        super().__init__(LEAD, people + doubled, stack, registry)
        self.events, self.places = events, places
        self.people, self.facts, self.reader = people, self.messages, stack.office
        self.commands_topic = topic_name(Channel.INBOX, LEAD, "events")
        assert stack.office.keys
        self._homes = {home: Trust(home, Keyring(stack.office.keys, home), registry) for home in HOMES}
        self._senders = {home: stack.office.for_principal(home) for home in HOMES}

    @property
    def fact_partitions(self) -> list[TopicPartition]:
        topics = [topic_name(Channel.INBOX, home, "events") for home in HOMES]
        return [TopicPartition(topic, index) for topic in topics for index in range(PARTITIONED)]

    async def lay(self) -> None:
        """Put all requests into the inbox, shuffled, each body by itself and all at once; read them back once."""
        await asyncio.gather(*(self._lay(home) for home in HOMES))
        consumer = await self.commands_consumer()
        while sum(map(len, self.records.values())) < self.messages:
            for partition, fetched in (await consumer.getmany(timeout_ms=1000)).items():
                self.records[partition.partition] += fetched
        await consumer.stop()

    async def _lay(self, home: str) -> None:
        await self.send(home, list(self.requests(home)))

    async def send(self, home: str, records: Sequence[Record]) -> None:
        """Put the letters of a home into the inbox."""
        sender = Sender(self._senders[home], "bench")
        for first in range(0, len(records), AT_ONCE):
            await sender.send(records[first : first + AT_ONCE])
        await sender.stop()

    def requests(self, home: str) -> Iterator[Record]:
        """The letters of a home, signed, some of them twice, in no order."""
        mine = [number for number in range(self.people) if HOMES[number % len(HOMES)] == home]
        wishes = [*mine, *[number for number in mine if number // len(HOMES) % DOUBLED == 0]]
        random.Random(home).shuffle(wishes)
        now, trust = datetime.now(UTC), self._homes[home]
        numbers: Counter[int] = Counter()
        for number in wishes[: self._share(home)]:
            event = self.events[number // len(HOMES) % len(self.events)]
            request = RequestPlace(event=event, part=PART, pseudonym=_pseudonym(number), number=1)
            at = partition_of(event.encode(), PARTITIONED)
            numbers[at] += 1
            stream, place = f"{STREAM}{at}", numbers[at]
            yield record(
                request,
                to=LEAD,
                source=f"/{home}/events",
                id=f"{stream}.{place}",
                now=now,
                vault=self.vault,
                more=[("kith-stream", stream.encode()), ("kith-number", b"%d" % place)],
                sign=trust.sign,
            )

    def _share(self, home: str) -> int:
        """How many requests a home makes; together they are all messages."""
        mine = len(range(HOMES.index(home), self.people, len(HOMES)))
        return mine + -(-mine // DOUBLED)

    def states(self) -> list[dict[str, Any]]:
        return [document(opened(event, self.places, (LEAD, *HOMES)), 1, self.vault) for event in self.events]

    async def counted(self, prefix: str) -> dict[str, int]:
        """What is in the database after a run, counted place by place and not believed of the event."""
        kept = await self.database(prefix)["states"].find({"_id": {"$regex": f"^place/{LEAD}/"}}).to_list(None)
        places = [json.loads(each["state"]) for each in kept]
        statuses = Counter(place["status"] for place in places)
        granted = Counter(place["event"] for place in places if place["status"] == "granted")
        capacity = sum(self.places.quotas.values()) + self.places.pool
        return {
            "granted": granted.total(),
            "oversold": sum(max(0, given - capacity) for given in granted.values()),
            "unanswered": self.people - sum(statuses[status] for status in ("granted", "waiting", "refused")),
        }


def _pseudonym(number: int) -> str:
    digest = sha256(str(number).encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:26])
