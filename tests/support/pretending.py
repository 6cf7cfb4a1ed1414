"""What a body's system sends in the name of its own node: every command, under every name that is not its own."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any, Final, NamedTuple

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from support.canary import PREFIX, Scene
from support.flow import envelope
from support.signing import Sent, with_header

from kith_chassis.kafka.cluster import Cluster
from kith_chassis.path.inbox import claim
from kith_cli.logbook import partitions, records
from kith_cli.published.golden.all import samples
from kith_contracts.access.cluster import systems_of
from kith_contracts.access.table import TABLE, Role
from kith_contracts.message import Message
from kith_contracts.registry import MODELS
from kith_contracts.topics import Channel

SAMPLES: Final = {MODELS[each["headers"]["ce_type"]]: each["data"] for each in samples().values()}
COMMANDS: Final = [model for model in MODELS.values() if model.contract.channel is Channel.PRIVATE_COMMANDS]
REFUSED: Final = frozenset({"unmarked", "bad-mark", "bad-header", "wrong-partition", "not-allowed"})
"""What becomes of what nobody may say."""


class Pretence(NamedTuple):
    """One record, and whether a system may ask for that under its own name."""

    name: str
    sent: Sent
    own: bool


def pretences(body: str, client: str, copied: list[Any]) -> list[Pretence]:
    """All of them. `client` is one that officers use over HTTP; `copied` are records that the node itself has sent."""
    found = [each for model in COMMANDS for each in _made(model, body, client)]
    return [*found, *(each for record in copied for each in _copies(record))]


def _made(model: type[Message], body: str, client: str) -> Iterator[Pretence]:
    contract, message = model.contract, model.model_validate(SAMPLES[model])
    value = json.dumps(SAMPLES[model]).encode()

    def sent(source: str, **more: str) -> Sent:
        headers = envelope(f"{contract.service}.{contract.name}", source, **more)
        return Sent(contract.topic(body), message.key.encode(), value, headers)

    for service in ("directory", "events", "notify"):
        yield Pretence(f"{contract.name} as {service}", sent(f"urn:kith:source:{body}/{service}"), own=False)
        numbered = sent(f"urn:kith:source:{body}/{service}", kith_stream=f"{len(value):x}", kith_number="1")
        yield Pretence(f"{contract.name} in a stream of {service}", numbered, own=False)
        marked = sent(f"urn:kith:source:{body}/{service}", kith_mark="0" * 32)
        yield Pretence(f"{contract.name} as {service}, with a mark", marked, own=False)
    for source in (f"urn:kith:source:{body}/systems/{client}", f"urn:kith:source:{body}/systems/crm"):
        yield Pretence(f"{contract.name} from {source}", sent(source), own=granted(model, message))
    in_stream = sent(f"urn:kith:source:{body}/systems/{client}", kith_stream="5eed", kith_number="1")
    yield Pretence(f"{contract.name} in a stream of a system", in_stream, own=False)


def asking(command: str, body: str, content: dict[str, Any]) -> Sent:
    """A command to the events service, about an agreement, as a system of the body sends it."""
    headers = envelope(f"events.{command}", f"urn:kith:source:{body}/systems/crm")
    return Sent(
        f"kith.private.{body}.events.commands", content["subject"].encode(), json.dumps(content).encode(), headers
    )


def granted(model: type[Message], message: Message) -> bool:
    """Whether the table of rights has a line by which a system may ask for this."""
    line = f"{model.contract.service}-{model.contract.name}"
    lines = {line, f"{line}/{getattr(message, 'on_behalf', '')}"} & TABLE.keys()
    return any(grant.role is Role.SYSTEM for each in lines for grant in TABLE[each])


def _copies(record: Any) -> Iterator[Pretence]:
    """A true record of the node, moved and altered: its mark is there, and is not that of this one."""
    true = Sent(record.topic, record.key, record.value, tuple(record.headers), record.partition)
    kind = dict(record.headers)["ce_type"].decode()
    moved = Sent(true.topic, true.key, true.value, true.headers, (record.partition + 1) % 4)
    yield Pretence(f"{kind}, moved", moved, own=False)
    yield Pretence(f"{kind}, with another id", with_header(true, "ce_id", f"again-{record.offset}"), own=False)
    bare = with_header(with_header(true, "kith-mark", None), "ce_id", f"bare-{record.offset}")
    yield Pretence(
        f"{kind}, without its mark, as a service", with_header(bare, "ce_source", _service(record)), own=False
    )


# What became of it


def id_of(sent: Sent) -> str:
    return dict(sent.headers)["ce_id"].decode()


def kind_of(record: Any) -> str:
    return str(dict(record.headers)["ce_type"].decode().split(".")[3])


@asynccontextmanager
async def producer_of(cluster: Cluster) -> AsyncIterator[AIOKafkaProducer]:
    """Sends as this principal."""
    producer = AIOKafkaProducer(**cluster.arguments())
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


async def send(producer: AIOKafkaProducer, sent: Sent) -> str:
    """The place that it got."""
    headers = list(sent.headers)
    at = await producer.send_and_wait(sent.topic, sent.value, key=sent.key, headers=headers, partition=sent.partition)
    return f"{at.topic}/{at.partition}/{at.offset}"


async def is_read(scene: Scene, places: list[TopicPartition]) -> bool:
    """Whether the node of BCS has read its commands to their ends."""
    consumer = AIOKafkaConsumer(**scene.stack.office.arguments())
    await consumer.start()
    try:
        ends = await consumer.end_offsets(places)
    finally:
        await consumer.stop()
    for place, end in ends.items():
        service = place.topic.split(".")[3]
        found = await _of(scene, service)["offsets"].find_one({"_id": f"bcs.{service}/{place.topic}/{place.partition}"})
        assert max(found["next"] if found else 0, 0) == end
    return True


async def streams_of(scene: Scene, topics: set[str]) -> dict[str, set[str]]:
    """The streams that the node remembers for each partition of these topics."""
    found = {}
    for service in ("directory", "events"):
        async for each in _of(scene, service)["offsets"].find():
            if any(f"/{topic}/" in each["_id"] for topic in topics):
                found[each["_id"]] = set(each.get("seen", ()))
    return found


async def outcome_of(scene: Scene, sent: Sent, place: str) -> str:
    """Why it was refused or put aside; or `done`."""
    database = _of(scene, sent.topic.split(".")[3])
    if parked := await database["parked"].find_one({"_id": place}):
        return str(parked["reason"]).partition(":")[0]
    headers = dict(sent.headers)
    known = await database["claims"].find_one({"_id": claim(headers["ce_source"].decode(), headers["ce_id"].decode())})
    assert known, "it was neither put aside nor answered"
    return str(known["outcome"].get("code", "done"))


async def outcome_is(scene: Scene, sent: Sent, place: str, wanted: str) -> bool:
    return await outcome_of(scene, sent, place) == wanted


async def denials(scene: Scene) -> set[str]:
    """The ids of commands of which BCS's systems can read that they may not ask for them."""
    systems = scene.stack.office.for_principal(systems_of("bcs"))
    there = await partitions(systems, lambda name: name.startswith("kith.private.bcs.") and name.endswith(".facts"))
    told = [json.loads(each.value) async for each in records(systems, there) if each.value]
    return {each["command"] for each in told if each.get("code") == "not-allowed"}


def _of(scene: Scene, service: str) -> Any:
    return scene.database[f"{PREFIX}_bcs_{service}"]


def _service(record: Any) -> str:
    _, _, body, service, _ = record.topic.split(".")
    return f"urn:kith:source:{body}/{service}"
