"""Requests for places at one event, racing: how fast they are answered, and whether too many places are given."""

import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any, Final

from aiokafka import TopicPartition
from bench.agreed import opened
from bench.path.course import AT_ONCE, Course, settle
from bench.path.limit import run_limit
from bench.path.ours import run_ours
from bench.path.prepared import prepared
from bench.report import Kept, Plan, machine

from kith_chassis.kafka.registry import Registry
from kith_chassis.kafka.sender import Sender
from kith_chassis.keys.keyring import Keyring
from kith_chassis.keys.trust import Trust
from kith_chassis.path.wire import Record, document, partition_of, record
from kith_chassis.service import PUBLIC
from kith_cli.cluster.passwords import prove
from kith_cli.errors import StackError
from kith_cli.keys import equip, office_of
from kith_cli.office import admit_bodies
from kith_contracts.consortium import BodyRegistered
from kith_contracts.events.places import RequestPlace
from kith_contracts.events.terms import Seats
from kith_contracts.topics import PARTITIONED, Channel, topic_name
from kith_events.app import EVENTS
from kith_lab.servers.stack import Stack

NAME: Final = "seats"
FOLDER: Final = Path(".kith/bench-seats")
LEAD: Final = "lead"
HOMES: Final = ("bcs", "iom3", "iop", "ni", "rsc")
EVENT: Final = f"{LEAD}/returning-to-work"
PART: Final = "lectures"
QUOTAS: Final = {"bcs": 50, "iom3": 40, "iop": 50, "ni": 10, "rsc": 50}
POOL: Final = 40
CAPACITY: Final = sum(QUOTAS.values()) + POOL
PLACES: Final = Seats(part=PART, quotas=QUOTAS, pool=POOL)
DOUBLED: Final = 5
"""One request of so many is made twice."""
PEOPLE_EACH: Final = 5
"""A full run has so many people for three messages of another benchmark: 10,000 for 6,000."""
STREAM: Final = "5ea7" * 4
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Counted(Kept):
    """A result of requests for places. The counts are those of the worst round."""

    unit: str
    spread: Mapping[str, Sequence[float]]
    messages: int
    capacity: int
    granted: int
    oversold: int
    unanswered: int
    machine: Mapping[str, Any]
    when: str

    @property
    def wrong(self) -> str:
        """What must never be, however fast it was; empty if all is right."""
        if self.oversold or self.unanswered:
            return f"{self.name}: {self.oversold} places oversold, {self.unanswered} people unanswered"
        return ""


@dataclass(frozen=True)
class SeatsResult(Counted):
    """`ours` and `limit` are messages a second, medians."""

    ours: float
    limit: float
    ratio_to_limit: float
    people: int
    bodies: int

    def table(self) -> str:
        """What a person wants to know."""
        return (
            f"{self.name}: {self.people:,} people of {self.bodies} bodies, {self.messages:,} requests, "
            f"{self.capacity} places: {self.granted} granted, {self.oversold} oversold, {self.unanswered} unanswered; "
            f"{self.ours:,.0f}/s, {self.ratio_to_limit:.2f} of the bare stack"
        )


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


async def measure(plan: Plan) -> SeatsResult:
    """Ours and the limit in turns, on servers of their own; a first round that does not count warms them up."""
    people = plan.messages * PEOPLE_EACH // 3 // (len(HOMES) * DOUBLED) * len(HOMES) * DOUBLED
    async with stadium(NAME, FOLDER) as (stack, registry):
        return await _raced(Race(people, stack, registry), plan.rounds)


@asynccontextmanager
async def stadium(name: str, folder: Path) -> AsyncIterator[tuple[Stack, Registry]]:
    """Servers of one's own, on which lead and homes are admitted."""
    say(f"{name}: starting Kafka and the database in {folder}")
    async with Stack(folder, fresh=True, name="bench", say=say) as stack:
        names = (LEAD, *HOMES)
        keys = equip(stack.office.keys, names)
        await admit_bodies(
            stack.office,
            [BodyRegistered(body=name, name=name, kind="other", keys=[keys[name]], version=1) for name in names],
        )
        for each in names:
            await asyncio.to_thread(prove, stack.office.for_principal(each))
        registry = Registry(stack.office, office_of(stack.office.keys))
        await registry.read()
        following = asyncio.create_task(registry.follow(lambda _bodies: None))
        try:
            yield stack, registry
        finally:
            following.cancel()
            await registry.stop()


async def _raced(race: Race, rounds: int) -> SeatsResult:
    say(f"{NAME}: putting {race.messages:,} requests of {race.people:,} people on their topic")
    await race.lay()
    rates: dict[str, list[float]] = {"ours": [], "limit": []}
    counts: list[dict[str, int]] = []
    for number in range(rounds + 1):
        async with race.fresh_database():
            ours, limit, count = await _round(race, number)
        which = f"round {number} of {rounds}" if number else "warm-up"
        say(f"{NAME}, {which}: {ours:,.0f}/s of {limit:,.0f}/s, {count}")
        counts.append(count)
        if number:
            rates["ours"].append(ours)
            rates["limit"].append(limit)
    race.client.close()
    worst = max(counts, key=lambda each: (each["oversold"], each["unanswered"], CAPACITY - each["granted"]))
    medians = {name: median(each) for name, each in rates.items()}
    return SeatsResult(
        name=NAME,
        unit="messages/s",
        ours=round(medians["ours"], 1),
        limit=round(medians["limit"], 1),
        ratio_to_limit=round(medians["ours"] / medians["limit"], 3),
        spread={name: sorted(round(rate, 1) for rate in each) for name, each in rates.items()},
        people=race.people,
        messages=race.messages,
        bodies=len(HOMES),
        capacity=CAPACITY,
        **worst,
        machine=await machine(),
        when=datetime.now(UTC).isoformat(timespec="seconds"),
    )


async def _round(race: Race, number: int) -> tuple[float, float, dict[str, int]]:
    settle()
    our_run, batches = await run_ours(race, f"ours{number}")
    transactions = await prepared(race, batches)
    settle()
    limit_run = await run_limit(race, f"limit{number}", transactions)
    ours, limit = await race.left(f"ours{number}"), await race.left(f"limit{number}")
    if ours != limit or ours["parked"]:
        raise StackError(f"The service and the limit did not do the same:\n{ours}\n{limit}")
    return our_run.rate, limit_run.rate, await race.counted(f"ours{number}")


def _pseudonym(number: int) -> str:
    digest = sha256(str(number).encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:26])


def say(text: str) -> None:
    """Progress, beside the result."""
    print(text, file=sys.stderr, flush=True)
