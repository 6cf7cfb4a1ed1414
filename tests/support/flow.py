"""A body of its own for a test of the flow: its topics, its service processes, and what strangers send to it.

Nothing here shares code with the chassis: records are made of plain bytes and headers.
"""

import asyncio
import base64
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.partitioner import murmur2
from motor.motor_asyncio import AsyncIOMotorClient
from support import signing
from support.eventually import eventually
from support.processes import Hatchery, Process
from support.signing import Sent

from kith_chassis.kafka.cluster import Cluster
from kith_cli.keys import equip, office_text
from kith_cli.office import prepare
from kith_contracts.consortium import BodyRegistered
from kith_contracts.registry import topics_for
from kith_lab.issuer import Issuer
from kith_lab.servers.ports import PLAIN, free_port

SESSION_MS = "1500"


@dataclass(frozen=True)
class Ground:
    """What all tests of a session share."""

    office: Cluster
    """The cluster as its office reaches it: strangers here may do everything."""
    mongo: str
    hatchery: Hatchery
    folder: Path
    producer: AIOKafkaProducer
    reader: AIOKafkaConsumer
    client: AsyncIOMotorClient[dict[str, Any]]

    async def send(self, records: Iterable[Sent]) -> list[Any]:
        """Send these in order; the places that they got."""
        futures = [
            await self.producer.send(
                each.topic, each.value, key=each.key, headers=list(each.headers), partition=each.partition
            )
            for each in records
        ]
        return [await each for each in futures]

    async def ends(self, places: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        """Where the log ends."""
        ends: dict[TopicPartition, int] = await self.reader.end_offsets(list(places))
        return ends

    async def create(self, bodies: Sequence[str], *, every: bool = False, none: bool = False) -> None:
        """What the office does before the registry tells of a body; with every topic, none, or those used."""
        facts = [BodyRegistered(body=body, name=body, kind="other", version=1) for body in bodies]
        topics = [
            each
            for body in bodies
            for each in (() if none else topics_for([body]))
            if every or any(name in each.name for name in (f".{body}.directory", f".{body}.events.facts", ".shared."))
        ]
        await asyncio.to_thread(prepare, self.office, facts, topics)

    @property
    def keys(self) -> Path:
        """The keyrings of all bodies and of the office."""
        assert self.office.keys
        return self.office.keys

    async def admit(self, body: str, version: int = 1, **changes: Any) -> None:
        """What the office says of a body, with its first key unless told otherwise."""
        fact = {"body": body, "name": body.upper(), "kind": "other", "version": version}
        fact["keys"] = [signing.public_key(self.keys, body)]
        headers = envelope("registry.body-registered", "urn:kith:source:office/registry")
        sent = Sent("kith.registry", body.encode(), json.dumps(fact | changes).encode(), headers)
        await self.send([signing.signed(sent, *signing.private_jwk(self.keys, "office"))])

    async def new_home(self, *, admitted: bool = False) -> "Home":
        """A body with its topics. One that is admitted is followed by all, also by those of other tests."""
        home = Home(self)
        await self.create([home.slug])
        if admitted:
            await self.admit(home.slug)
        return home


def envelope(type: str, source: str, id: str = "", **more: str) -> tuple[tuple[str, bytes], ...]:
    """The headers of a message, by hand; `type` without its prefix and version."""
    headers = {
        "ce_specversion": "1.0",
        "ce_type": f"org.kith.{type}.v1",
        "ce_source": source,
        "ce_id": id or uuid4().hex,
        "content-type": "application/json",
        **{name.replace("_", "-"): text for name, text in more.items()},
    }
    return tuple((name, text.encode()) for name, text in headers.items())


class Home:
    """A body, its processes and its databases."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.slug = f"t{uuid4().hex[:10]}"
        self.commands = f"kith.private.{self.slug}.directory.commands"
        self.facts = f"kith.private.{self.slug}.directory.facts"
        self.people = f"kith.people.{self.slug}.directory.commands"
        self.shared = f"kith.shared.{self.slug}.directory"
        self.database = ground.client[f"kith_{self.slug}_directory"]
        self._secret = base64.b64encode(os.urandom(32)).decode()
        equip(ground.keys, [self.slug])
        self._started = 0
        self._issuer = Issuer.create(ground.folder / "issuers", self.slug)

    # Processes

    def environment(self, **changes: str) -> dict[str, str]:
        return {
            "KITH_BODIES": self.slug,
            "KITH_SECRET": self._secret,
            "KITH_KAFKA_BOOTSTRAP": self.ground.office.bootstrap,
            "KITH_KAFKA_PROTOCOL": self.ground.office.protocol,
            "KITH_KEYS": str(self.ground.office.keys or self.ground.folder / "keys"),
            "KITH_OFFICE_KEY": office_text(self.ground.keys),
            "KITH_MONGO_URL": self.ground.mongo,
            "KITH_HTTP_PORT": str(free_port()),
            "KITH_SESSION_TIMEOUT_MS": SESSION_MS,
            **self._issuer.environment,
            **changes,
        }

    def token(self, *roles: str, **more: Any) -> str:
        """A token with which this body's node may be asked."""
        return self._issuer.token(self.slug, *roles, **more)

    async def start(self, service: str = "directory", **changes: str) -> Process:
        self._started += 1
        environment = self.environment(**changes)
        log = self.ground.folder / f"{self.slug}-{self._started}.log"
        return await self.ground.hatchery.hatch(service, environment, log)

    async def start_ready(self, service: str = "directory", **changes: str) -> Process:
        process = await self.start(service, **changes)
        await eventually(lambda: self.is_ready(process))
        return process

    async def is_ready(self, process: Process) -> bool:
        assert process.alive, process.log.read_text()[-3000:]
        return (await health(process)).get("status") == "ready"

    # What strangers send

    def network(self, name: str) -> str:
        return f"{self.slug}/{name}"

    def placed(self, partition: int, stem: str) -> str:
        """A name that begins so, of a network whose commands belong in this partition."""
        return next(
            name
            for number in count()
            if (murmur2(self.network(name := f"{stem}-{number}").encode()) & 0x7FFFFFFF) % 4 == partition
        )

    def charter(self, name: str, purpose: str = "step 0", id: str = "") -> Sent:
        return self._about("charter-network", name, {"charter": charter(name, purpose)}, id)

    def describe(self, name: str, purpose: str, id: str = "") -> Sent:
        return self._about("describe-network", name, {"charter": charter(name, purpose)}, id)

    def status(self, name: str, status: str, id: str = "") -> Sent:
        return self._about("set-network-status", name, {"status": status}, id)

    def _about(self, command: str, name: str, content: dict[str, Any], id: str) -> Sent:
        network = self.network(name)
        value = json.dumps({"network": network, **content}).encode()
        headers = envelope(f"directory.{command}", f"urn:kith:source:{self.slug}/systems/crm", id)
        return Sent(self.commands, network.encode(), value, headers)

    async def send(self, *records: Sent) -> list[Any]:
        return await self.ground.send(records)

    def signed(self, sent: Sent) -> Sent:
        """The record as this body signs it."""
        return signing.signed(sent, *signing.private_jwk(self.ground.keys, self.slug))

    # Where it stands

    async def settled(self, topics: Sequence[str] = ()) -> bool:
        """Whether all that was sent to these topics (its commands) is decided, and what was decided is sent."""
        places = [TopicPartition(topic, at) for topic in topics or (self.commands,) for at in range(4)]
        ends = await self.ground.ends(places)
        found = {each["_id"]: each["next"] async for each in self.database["offsets"].find()}
        for place, end in ends.items():
            at = found.get(f"{self.slug}.directory/{place.topic}/{place.partition}", 0)
            assert max(at, 0) == end, f"{place}: {at} of {end}"
        assert not await self.database["outbox"].count_documents({}), "something is still in the outbox"
        return True

    async def parked(self) -> dict[str, str]:
        """Parked records of its own topics by their place, with the reason."""
        found = self.database["parked"].find({"_id": {"$regex": f"\\.{self.slug}\\."}})
        return {each["_id"]: each["reason"] async for each in found}


def charter(name: str, purpose: str) -> dict[str, Any]:
    return {
        "name": name,
        "purpose": purpose,
        "for_you_if": "You test.",
        "terms": {"text": "Be kind."},
        "findable": "everyone",
    }


async def health(process: Process) -> dict[str, Any]:
    """What a process says of itself; empty while it does not answer."""
    try:
        async with httpx2.AsyncClient(timeout=2, verify=PLAIN) as client:
            answer: dict[str, Any] = (await client.get(f"{process.url}/health/ready")).json()
            return answer
    except httpx2.HTTPError:
        return {}
