"""What a system of an organisation puts on Kafka, and no node can read: its form is wrong, and its headers are good."""

from typing import Final

from aiokafka import AIOKafkaProducer
from support.flow import envelope

from kith_chassis.kafka.cluster import Cluster

SYSTEM: Final = "intranet"


TYPES: Final = {
    "directory": "directory.describe-network",
    "events": "events.hold-date",
    "notify": "notify.remove-webhook",
}


async def send_unreadable(office: Cluster, body: str, id: str, service: str = "directory") -> None:
    """One command whose content is no JSON."""
    headers = envelope(TYPES[service], f"urn:kith:source:{body}/systems/{SYSTEM}", id)
    producer = AIOKafkaProducer(**office.arguments())
    await producer.start()
    try:
        topic, key = f"kith.private.{body}.{service}.commands", f"{body}/open-circle".encode()
        await producer.send_and_wait(topic, b"{Ada Brook", key=key, headers=list(headers), partition=0)
    finally:
        await producer.stop()
