"""An independent reader: what the topics and the database say in the end, against what should be so.

Shares no code with the services: plain aiokafka, JSON, and a second opinion of what each command does.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from aiokafka import AIOKafkaConsumer, TopicPartition
from support.flow import Home

from kith_chassis.kafka.cluster import Cluster

Told = tuple[int, str, str]
"""Version, purpose and status of a network."""


@dataclass(frozen=True)
class Seen:
    """A record as it lies in a topic."""

    topic: str
    partition: int
    offset: int
    key: bytes
    headers: dict[str, str]
    data: Any
    value: bytes

    @property
    def place(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}"


async def read_all(office: Cluster, *topics: str) -> list[Seen]:
    """All records of these topics, partition by partition in order."""
    consumer = AIOKafkaConsumer(**office.arguments(), auto_offset_reset="earliest")
    await consumer.start()
    try:
        places = [TopicPartition(topic, at) for topic in topics for at in range(1 if ".shared." in topic else 4)]
        consumer.assign(places)
        ends = await consumer.end_offsets(places)
        found: list[Seen] = []
        while [place for place in places if await consumer.position(place) < ends[place]]:
            for place, records in (await consumer.getmany(timeout_ms=200)).items():
                found += [_seen(place, record) for record in records]
    finally:
        await consumer.stop()
    return sorted(found, key=lambda each: (each.topic, each.partition, each.offset))


def _seen(place: TopicPartition, record: Any) -> Seen:
    headers = {name: (value or b"").decode("utf-8", "replace") for name, value in record.headers}
    try:
        data = json.loads(record.value)
    except (ValueError, TypeError):
        data = None
    return Seen(place.topic, place.partition, record.offset, record.key, headers, data, record.value or b"")


def once(records: Iterable[Seen]) -> list[Seen]:
    """What a reader keeps: per stream, in each partition, only numbers that rise."""
    last: dict[tuple[str, str, int], int] = {}
    kept = []
    for each in records:
        stream = (each.headers["kith-stream"], each.topic, each.partition)
        if (number := int(each.headers["kith-number"])) > last.get(stream, 0):
            last[stream] = number
            kept.append(each)
    return kept


class Expected(NamedTuple):
    """What the commands in the log should have come to."""

    told: dict[str, list[Told]]
    refused: Counter[str]
    unchanged: Counter[str]
    unreadable: set[str]
    unread: Counter[str]
    """Those of them whose sender can be told."""
    claims: int


def expected_of(commands: Iterable[Seen], noise: Collection[str] = ()) -> Expected:
    """The second opinion: what each command does, in the order of the log, each id once; `noise` are the places of
    records that should change nothing and be parked.
    """
    told: dict[str, list[Told]] = defaultdict(list)
    refused: Counter[str] = Counter()
    unchanged: Counter[str] = Counter()
    unread: Counter[str] = Counter()
    unreadable: set[str] = set()
    known: set[tuple[str, str]] = set()
    for each in commands:
        if each.data is None or each.place in noise:
            unreadable.add(each.place)
        id = (each.headers.get("ce_source", ""), each.headers.get("ce_id", ""))
        if id in known:
            continue
        if each.place in unreadable:
            if id[0].startswith(f"urn:kith:source:{each.topic.split('.')[2]}/systems/"):
                unread[id[1]] += 1
                known.add(id)
            continue
        known.add(id)
        before = len(told[each.data["network"]])
        if not _apply(told[each.data["network"]], each):
            refused[id[1]] += 1
        elif len(told[each.data["network"]]) == before:
            unchanged[id[1]] += 1
    versions = {name: versions for name, versions in told.items() if versions}
    return Expected(versions, refused, unchanged, unreadable, unread, len(known))


def _apply(versions: list[Told], command: Seen) -> bool:
    """Whether the network takes it."""
    data, kind = command.data, command.headers["ce_type"].split(".")[3]
    version, purpose, status = versions[-1] if versions else (0, "", "")
    match kind:
        case "charter-network" if not versions:
            versions.append((1, data["charter"]["purpose"], "active"))
        case "describe-network" if versions and status != "ended":
            if data["charter"]["purpose"] != purpose:
                versions.append((version + 1, data["charter"]["purpose"], status))
        case "set-network-status" if versions and status != "ended":
            if data["status"] != status:
                versions.append((version + 1, purpose, data["status"]))
        case _:
            return False
    return True


@dataclass(frozen=True)
class Report:
    """What was found, for tests that want to know more than that all is well."""

    commands: int
    facts: int
    repeats: int
    refused: int
    parked: int


async def verify(home: Home, noise: Collection[str] = ()) -> Report:
    """Hold all that a body's directory did against what its commands asked for; raises AssertionError."""
    office = home.ground.office
    commands = await read_all(office, home.commands)
    expected = expected_of(commands, noise)
    physical = await read_all(office, home.facts)
    facts = once(physical)
    told: dict[str, list[Told]] = defaultdict(list)
    refused: Counter[str] = Counter()
    done: Counter[str] = Counter()
    for each in facts:
        match each.headers["ce_type"].split(".")[3]:
            case "network-updated":
                told[each.data["network"]].append(
                    (each.data["version"], each.data["charter"]["purpose"], each.data["status"])
                )
            case "network-command-done":
                done[each.data["command"]] += 1
            case _:
                refused[each.data["command"]] += 1
    assert told == expected.told, "each change once and in order, none lost"
    assert refused == expected.refused + expected.unread, "each refusal once, also of what cannot be read"
    assert done == expected.unchanged, "what changes nothing is told to be done, once"
    await _verify_shared(home, expected)
    expected.unreadable.update(noise)  # also those of other topics
    await _verify_database(home, expected, len(commands))
    repeats, count = len(physical) - len(facts), expected.refused.total()
    return Report(expected.claims, len(facts), repeats, count, len(expected.unreadable))


async def _verify_shared(home: Home, expected: Expected) -> None:
    told: dict[str, list[Told]] = defaultdict(list)
    for each in once(await read_all(home.ground.office, home.shared)):
        told[each.data["network"]].append((each.data["version"], each.data["purpose"], each.data["status"]))
    assert told == expected.told, "what everyone sees is the same, in the same order"


async def _verify_database(home: Home, expected: Expected, commands: int) -> None:
    states = {}
    async for each in home.database["states"].find({"_id": {"$regex": f"^network/{home.slug}/"}}):
        state = json.loads(each["state"])
        states[state["network"]] = (state["version"], state["charter"]["purpose"], state["status"])
        assert 0 < each["revision"] <= state["version"], "a batch changes a state once"
    assert states == {name: versions[-1] for name, versions in expected.told.items()}, "states as told last"
    parked = await home.parked()
    odd = {place: parked.get(place) for place in parked.keys() ^ expected.unreadable}
    assert not odd, f"parked are those that are unreadable, and no others, but for {odd}"
    found = await home.database["claims"].find().to_list(None)
    outcomes = Counter([each["outcome"].get("code", "done") for each in found])
    refused = outcomes.total() - outcomes["done"]
    assert refused == (expected.refused + expected.unread).total()
    assert outcomes.total() >= expected.claims, "each command has an outcome; so have the registrations"
    assert not await home.database["outbox"].count_documents({})
    offsets = await home.database["offsets"].find({"_id": {"$regex": f"/{home.commands}/"}}).to_list(None)
    assert sum(each["next"] for each in offsets) == commands, "exactly to the end of the log"
