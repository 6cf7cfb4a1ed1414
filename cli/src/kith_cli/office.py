"""What the consortium's office does: topics for its bodies, and the registry that says who takes part."""

import asyncio
import json
import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, UnknownTopicOrPartitionError, for_code
from cyclopts import Parameter

from kith_chassis.registry import read_registry
from kith_chassis.sender import Sender
from kith_chassis.vault import Vault
from kith_chassis.wire import record
from kith_cli.embedded.errors import StackError
from kith_contracts.consortium import BodyKind, BodyRegistered
from kith_contracts.registry import topics_for
from kith_contracts.topics import Topic
from kith_contracts.words import OFFICE, BodySlug

Bootstrap = Annotated[str, Parameter(name="--kafka", env_var="KITH_KAFKA_BOOTSTRAP")]
AsJson = Annotated[bool, Parameter("--json", negative="")]


def plan(*bodies: BodySlug, as_json: AsJson = False) -> None:
    """Show the topics that these bodies need.

    Parameters
    ----------
    bodies
        Slugs, `bcs iop`.
    as_json
        Print them for programs.
    """
    wanted = topics_for(bodies)
    if as_json:
        print(json.dumps([topic._asdict() for topic in wanted], indent=2))
        return
    for topic in wanted:
        settings = " ".join(f"{name}={value}" for name, value in sorted(topic.config.items()))
        print(f"{topic.name:48} {topic.partitions} partitions  {settings}")


def create(*bodies: BodySlug, kafka: Bootstrap) -> None:
    """Create the topics that these bodies need and that are not there yet.

    Parameters
    ----------
    bodies
        Slugs, `bcs iop`.
    kafka
        Address of the cluster, host:port.
    """
    made = asyncio.run(create_topics(kafka, topics_for(bodies)))
    print(f"{len(made)} topics created.")
    print("Next: kith bodies admit <slug> <name> <kind>")


def admit(body: BodySlug, name: str, kind: BodyKind = "other", *, kafka: Bootstrap) -> None:
    """Create the topics of a body and say in the registry that it takes part.

    Parameters
    ----------
    body
        Its slug, `bcs`: letters and digits.
    name
        Its name in full.
    kind
        What kind of organisation it is.
    kafka
        Address of the cluster, host:port.
    """
    asyncio.run(admit_bodies(kafka, [BodyRegistered(body=body, name=name, kind=kind, version=1)]))
    print(f"{body} is admitted.")
    print("Next: make its secret once, and keep it: openssl rand -base64 32 > secret")
    print(f"Then start its node: KITH_BODIES={body} KITH_SECRET_FILE=secret KITH_KAFKA_BOOTSTRAP={kafka} kith node")


def list_bodies(*, kafka: Bootstrap, as_json: AsJson = False) -> int:
    """Show the bodies that the registry names.

    Parameters
    ----------
    kafka
        Address of the cluster, host:port.
    as_json
        Print them for programs.
    """
    try:
        found = asyncio.run(read_registry(kafka))
    except UnknownTopicOrPartitionError:
        found = {}
    if as_json:
        print(json.dumps([each.model_dump(mode="json") for each in found.values()], indent=2))
    for each in [] if as_json else found.values():
        print(f"{each.body:16} {each.status:10} {each.name} ({each.kind})")
    if not found:
        print("No body is admitted yet. Next: kith bodies admit <slug> <name> <kind>", file=sys.stderr)
    return 0 if found else 1


async def create_topics(bootstrap: str, wanted: Iterable[Topic]) -> list[str]:
    """Create those of these topics that are not there; returns their names."""
    replicas = int(os.environ.get("KITH_KAFKA_REPLICAS", "1"))
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        present = set(await admin.list_topics())
        new = [topic for topic in wanted if topic.name not in present]
        requests = [NewTopic(topic.name, topic.partitions, replicas, topic_configs=topic.config) for topic in new]
        answer = await admin.create_topics(requests) if requests else None
        for name, code, *_ in answer.topic_errors if answer else []:
            error = for_code(code)
            if code and error is not TopicAlreadyExistsError:
                raise StackError(f"The topic {name} cannot be created: {error.__name__}.")
        await _wait_for_leaders(admin, {topic.name for topic in new})
    finally:
        await admin.close()
    return [topic.name for topic in new]


async def _wait_for_leaders(admin: AIOKafkaAdminClient, topics: set[str]) -> None:
    """A topic can be used once each of its partitions has a leader, a moment after it is created."""
    while topics:
        described = await admin.describe_topics(list(topics))
        if all(partition["leader"] >= 0 for topic in described for partition in topic["partitions"]):
            return
        await asyncio.sleep(0.05)


def _news(wanted: BodyRegistered, known: BodyRegistered | None) -> BodyRegistered | None:
    """The next version of a registration; None where it says what is known."""
    if known is None:
        return wanted.model_copy(update={"version": 1})
    following = wanted.model_copy(update={"version": known.version + 1})
    return None if following == known.model_copy(update={"version": following.version}) else following


async def admit_bodies(bootstrap: str, bodies: Iterable[BodyRegistered]) -> None:
    """Topics first, so that they are there when the registry tells of the body; then the registrations."""
    admitted = list(bodies)
    await create_topics(bootstrap, topics_for(each.body for each in admitted))
    known = await read_registry(bootstrap)
    now = datetime.now(UTC)
    facts = [fact for each in admitted if (fact := _news(each, known.get(each.body)))]
    vault = Vault(b"\0" * 32, OFFICE, None)  # the registry has nothing personal, so nothing is sealed
    sender = Sender(bootstrap, "office")
    try:
        records = [
            record(
                fact,
                to=OFFICE,
                source=f"/{OFFICE}/registry",
                id=f"{fact.body}.{fact.version}.{now:%Y%m%d%H%M%S%f}",
                now=now,
                vault=vault,
            )
            for fact in facts
        ]
        await sender.send(records)
    finally:
        await sender.stop()
