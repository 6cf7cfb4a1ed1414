"""The peer: the handler that one would write first with FastStream and motor, one message at a time.

It keeps no promise of ours: a kill between its three writes loses a fact or repeats one.
"""

from typing import Any

from bench.path.clock import Clock, Facts, Run
from bench.path.course import Course
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import BaseModel

from kith_contracts.directory.charters import NetworkCharter
from kith_contracts.directory.networks import NetworkPublished, NetworkUpdated


class NetworkCommand(BaseModel):
    """A command to charter or to describe a network: both say the same of it."""

    network: str
    charter: NetworkCharter


async def run_peer(course: Course, prefix: str, messages: int) -> Run:
    """Handle the first so many commands."""
    client: Any = AsyncIOMotorClient(course.mongo_url)
    networks = client[f"{prefix}_{course.body}"]["networks"]
    broker = KafkaBroker(course.cluster.bootstrap, security=course.cluster.security(), logger=None)
    updated, published = course.fact_partitions[0].topic, course.fact_partitions[-1].topic
    clock, left = Clock(), messages

    @broker.subscriber(
        course.commands_topic,
        group_id=f"{course.body}.{prefix}",
        auto_offset_reset="earliest",
        ack_policy=AckPolicy.ACK,
    )
    async def handle(command: NetworkCommand) -> None:
        nonlocal left
        clock.start()
        if (left := left - 1) < 0:
            return
        key = command.network.encode()
        found = await networks.find_one({"_id": command.network}) or {"version": 0}
        version = found["version"] + 1
        state = {"charter": command.charter.model_dump(mode="json"), "status": "active", "version": version}
        await networks.replace_one({"_id": command.network}, state, upsert=True)
        await broker.publish(_updated(command, version), updated, key=key)
        await broker.publish(_published(command, version), published, key=key)

    async with Facts(course) as facts:
        await broker.start()
        try:
            return await facts.read(messages, clock)
        finally:
            await broker.stop()
            client.close()


def _updated(command: NetworkCommand, version: int) -> NetworkUpdated:
    return NetworkUpdated(network=command.network, charter=command.charter, status="active", version=version)


def _published(command: NetworkCommand, version: int) -> NetworkPublished:
    charter = command.charter
    return NetworkPublished(
        network=command.network,
        name=charter.name,
        purpose=charter.purpose,
        how_to_ask=charter.how_to_ask,
        status="active",
        charter=charter,
        version=version,
    )
