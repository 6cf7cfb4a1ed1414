"""An application of a body: it starts a network, and lists the networks that the body publishes."""

import asyncio
import os
from typing import Any
from uuid import uuid4

from faststream import FastStream
from faststream.kafka import KafkaBroker
from faststream.security import SASLScram512

from kith_contracts.directory.charters import NetworkCharter, TermsOfReference
from kith_contracts.directory.networks import CharterNetwork, NetworkPublished
from kith_contracts.faststream import decode
from kith_contracts.message import Command
from kith_contracts.registry import Envelope

BODY = os.environ["BODY"]
broker = KafkaBroker(
    os.environ["KAFKA"],
    security=SASLScram512(os.environ["KAFKA_USER"], os.environ["KAFKA_PASSWORD"]),
    allow_auto_create_topics=False,
    apply_types=False,  # handlers get the envelope as the decoder made it
)
app = FastStream(broker)


@broker.subscriber(f"kith.shared.{BODY}.directory", decoder=decode, auto_offset_reset="earliest")
async def show(envelope: Envelope[Any]) -> None:
    fact = envelope.message
    if isinstance(fact, NetworkPublished):
        print(f"{fact.network}: {fact.name}", flush=True)


async def send(command: Command) -> None:
    headers = {
        "ce_specversion": "1.0",
        "ce_type": command.contract.type,
        "ce_source": f"/{BODY}/systems/website",
        "ce_id": str(uuid4()),  # the same id again takes effect once
    }
    content = command.model_dump_json().encode()
    await broker.publish(content, command.contract.topic(BODY), key=command.key.encode(), headers=headers)


@app.after_startup
async def start_a_network() -> None:
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
