"""An application of an organisation: it lists everybody's networks, and founds one of its own."""

import asyncio
import json
import os
from pathlib import Path
from uuid import uuid4

from faststream import FastStream
from faststream.kafka import KafkaBroker
from faststream.security import SASLScram512

from kith_contracts.directory.charters import NetworkCharter, TermsOfReference
from kith_contracts.directory.networks import CharterNetwork, NetworkCommandRefused, NetworkPublished
from kith_contracts.faststream import decode
from kith_contracts.message import Command, Message
from kith_contracts.registry import Envelope

BODY = os.environ["BODY"]
login = json.loads(Path(os.environ["KITH_KEYS"], f"{BODY}-systems", "kafka.json").read_text())
broker = KafkaBroker(
    os.environ["KITH_KAFKA_BOOTSTRAP"],
    security=SASLScram512(login["user"], login["password"]),
    allow_auto_create_topics=False,  # the office has made them
)
app = FastStream(broker)


@broker.subscriber(pattern=r"kith\.shared\.[a-z0-9]+\.directory", decoder=decode, auto_offset_reset="earliest")
async def list_network(envelope: Envelope[Message]) -> None:
    if isinstance(fact := envelope.message, NetworkPublished):
        print(f"{fact.network}: {fact.name}", flush=True)


@broker.subscriber(f"kith.private.{BODY}.directory.facts", decoder=decode, auto_offset_reset="earliest")
async def tell_refusal(envelope: Envelope[Message]) -> None:
    if isinstance(fact := envelope.message, NetworkCommandRefused):
        print(f"refused: {fact.sentence}", flush=True)


async def send(command: Command) -> None:
    headers = {
        "ce_specversion": "1.0",
        "ce_type": command.contract.type,
        "ce_source": f"urn:kith:source:{BODY}/systems/website",
        "ce_id": str(uuid4()),  # sent twice with one id, a command takes effect once
    }
    await broker.publish(command, command.contract.topic(BODY), key=command.key.encode(), headers=headers)


@app.after_startup
async def found_network() -> None:
    charter = NetworkCharter(
        name="Night shift",
        purpose="For everyone who works while others sleep.",
        for_you_if="You work at night.",
        findable="everyone",
        terms=TermsOfReference(text="We meet once a month, in the afternoon."),
    )
    await send(CharterNetwork(network=f"{BODY}/night-shift", charter=charter))


if __name__ == "__main__":
    asyncio.run(app.run())
