"""Looks at what is really there when the story is over: databases, topics and mails, past the services' own code."""

import asyncio
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from motor.motor_asyncio import AsyncIOMotorClient

from kith_chassis.kafka.cluster import Cluster
from kith_cli.logbook import partitions, records
from kith_lab.demo.cast import BODIES, CLOSED
from kith_lab.demo.federation import Federation, together
from kith_lab.demo.people import Player

SERVICES: Final = ("directory", "events", "notify")
ARRIVING: Final = 10.0
"""Seconds."""


@dataclass
class Places:
    """How the places of one part stand, at the lead."""

    capacity: int
    by_status: Counter[str] = field(default_factory=Counter)
    granted_by_body: Counter[str] = field(default_factory=Counter)
    allotted: int = 0
    returned: bool = False

    @property
    def oversold(self) -> int:
        return max(0, self.by_status["granted"] - self.capacity)


@dataclass
class Circle:
    """How the entry codes of the closed part stand: blocks at the lead, codes at home."""

    block: int = 0
    held: dict[str, list[int]] = field(default_factory=dict)
    """At the lead, by body: the numbers of its blocks."""
    pool: int = 0
    called: bool = False
    at_home: dict[str, list[int]] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    """All codes that homes hold."""
    idle: list[str] = field(default_factory=list)
    """Bodies where somebody waits beside a free code."""
    entries: list[str] = field(default_factory=list)
    """The codes that people have."""
    pseudonyms: set[str] = field(default_factory=set)


@dataclass
class Found:
    """What the databases and topics hold."""

    places: dict[str, Places] = field(default_factory=dict)
    """Of open parts."""
    circle: Circle = field(default_factory=Circle)
    decisions: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """At the lead, by pseudonym and part: body, status, code."""
    wishes: dict[str, str] = field(default_factory=dict)
    """At home, by pseudonym and part: status."""
    of_person: dict[str, list[str]] = field(default_factory=dict)
    """The same, by person."""
    pseudonyms: dict[str, list[str]] = field(default_factory=dict)
    """By person."""
    decided: dict[str, int] = field(default_factory=dict)
    """How often a registration was decided, by pseudonym."""
    parked: int = 0
    waiting_outbox: int = 0
    lag: int = 0


class Auditor:
    """Reads with its own clients."""

    def __init__(self, federation: Federation, office: Cluster, mongo_url: str, prefix: str) -> None:
        self.office, self._federation, self._prefix = office, federation, prefix
        self._client: Any = AsyncIOMotorClient(mongo_url)

    def close(self) -> None:
        self._client.close()

    async def forget(self, body: str) -> None:
        """Delete all databases of a body."""
        for name in await self._client.list_database_names():
            if name.startswith(f"{self._prefix}_{body}_"):
                await self._client.drop_database(name)

    async def look(self, players: Iterable[Player], lead: str, event: str) -> Found:
        """Everything at once."""
        found = Found()
        await self._lead(found, lead, event)
        await together(self._stocks(found, body.slug) for body in BODIES)
        await together(self._home(found, player, event) for player in players if player.asks)
        await self._left(found)
        return found

    async def _left(self, found: Found) -> None:
        """What is parked, not sent, not read. Nodes tell each other by themselves how far they have sent: what is under
        way in this moment has a while to arrive.
        """
        until = time.monotonic() + ARRIVING
        while True:
            found.parked = found.waiting_outbox = 0
            for database in self._databases():
                found.parked += await database["parked"].count_documents({})
                found.waiting_outbox += await database["outbox"].count_documents({})
            found.lag, _ = await self.lag()
            if not (found.waiting_outbox or found.lag) or time.monotonic() > until:
                return
            await asyncio.sleep(0.2)

    async def _lead(self, found: Found, lead: str, event: str) -> None:
        states = self._client[f"{self._prefix}_{lead}_events"]["states"]
        kept = json.loads((await states.find_one({"_id": f"event/{event}"}))["state"])
        capacities = {part["part"]: part["capacity"] for part in kept["terms"]["plan"]["parts"]}
        for part, allotment in kept["places"].items():
            allotted = sum(allotment["quotas"].values()) + allotment["pool"]
            found.places[part] = Places(capacities[part], allotted=allotted, returned=allotment["returned"])
        closed = kept["blocks"][CLOSED]
        found.circle.block, found.circle.pool, found.circle.called = closed["size"], closed["pool"], closed["called"]
        found.circle.held = {body: sorted(numbers) for body, numbers in closed["held"].items()}
        async for each in states.find({"_id": {"$gte": f"place/{event}/", "$lt": f"place/{event}0"}}):
            place = json.loads(each["state"])
            places = found.places.setdefault(place["part"], Places(0))
            places.by_status[place["status"]] += 1
            if place["status"] == "granted":
                places.granted_by_body[place["body"]] += 1
            at = f"{place['pseudonym']}/{place['part']}"
            found.decisions[at] = (place["body"], place["status"], place["code"])

    async def _stocks(self, found: Found, body: str) -> None:
        states = self._client[f"{self._prefix}_{body}_events"]["states"]
        async for each in states.find({"_id": {"$gte": "stock/", "$lt": "stock0"}}):
            stock = json.loads(each["state"])
            found.circle.at_home[body] = sorted(map(int, stock["blocks"]))
            found.circle.codes |= {code for codes in stock["blocks"].values() for code in codes}
            if stock["queue"] and stock["free"]:
                found.circle.idle.append(body)

    async def _home(self, found: Found, player: Player, event: str) -> None:
        node = self._federation[player.body]
        for each in await node.read("events", f"people/{player.id}/registrations") or []:
            if each["event"] == event:
                found.pseudonyms.setdefault(player.id, []).append(each["registration"])
                found.decided[each["registration"]] = each["decision"]
                for part in each["parts"]:
                    found.wishes[f"{each['registration']}/{part['part']}"] = part["status"]
                    found.of_person.setdefault(player.id, []).append(part["status"])
                    if part["part"] == CLOSED:
                        found.circle.pseudonyms.add(each["registration"])
                        found.circle.entries += [part["entry"]] if part["entry"] else []

    async def lag(self) -> tuple[int, dict[TopicPartition, int]]:
        """Records that some database has not taken in yet, over all services of all bodies; and the logs' ends."""
        nexts: dict[TopicPartition, list[int]] = defaultdict(list)
        for database in self._databases():
            async for offset in database["offsets"].find():
                _, topic, partition = offset["_id"].split("/")
                nexts[TopicPartition(topic, int(partition))].append(offset["next"])
        consumer = AIOKafkaConsumer(**self.office.arguments())
        await consumer.start()
        try:
            consumer.assign(list(nexts))  # all topics are looked up at once, not one after the other
            consumer.pause(*nexts)
            ends = await consumer.end_offsets(list(nexts))
        finally:
            await consumer.stop()
        return sum(end - next for partition, end in ends.items() for next in nexts[partition]), ends

    async def quiet(self) -> bool:
        """Whether nothing is under way: no lag, before and after a look at what is still to be sent."""
        before = await self.lag()
        return before[0] == 0 and not await self._pending() and await self.lag() == before

    async def _pending(self) -> bool:
        """Whether an outbox holds something, a mail is due, or a time has come that nobody has been told of."""
        past = {"due": {"$lte": datetime.now(UTC)}}
        for database in self._databases():
            waiting = await database["outbox"].find_one({}) or await database["states"].find_one({"tags": "due"})
            if waiting or await database["timers"].find_one(past):
                return True
        return False

    def _databases(self) -> list[Any]:
        return [self._client[f"{self._prefix}_{body.slug}_{service}"] for body in BODIES for service in SERVICES]

    async def records(self) -> dict[str, list[bytes]]:
        """Every byte on the topics of Kith: keys, headers and values, by topic."""
        found: dict[str, list[bytes]] = defaultdict(list)
        everywhere = await partitions(self.office, lambda topic: topic.startswith("kith."))
        async for record in records(self.office, everywhere):
            headers = b" ".join(name.encode() + b"=" + value for name, value in record.headers)
            found[record.topic].append(b" ".join([record.key or b"", headers, record.value or b""]))
        return found
