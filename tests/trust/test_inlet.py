"""CloudEvents over HTTP, each golden command of a system and what can be made of it: whatever comes, what is on the
topics afterwards can be read, and what can be read was not refused.
"""

import base64
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from support.evidence import record
from support.lone import BODY
from support.maker import Maker
from support.records import SAMPLES, of_sample
from support.witness import read_all

from kith_chassis.kafka.cluster import Cluster
from kith_chassis.path.mark import is_for_systems
from kith_contracts.message import Command
from kith_contracts.pages.cloud_events import BATCH, STRUCTURED
from kith_contracts.registry import MODELS, Envelope, read
from kith_lab.demo.federation import NodeProcess

SOURCE: Final = f"urn:kith:source:{BODY}/systems/crm"
SERVICES: Final = ("directory", "events")
TAKEN: Final = 202
ODD: Final[tuple[Any, ...]] = (
    None,
    True,
    0,
    -1,
    1.5,
    10**400,
    "",
    "\0",
    "x" * 3000,
    "\ud800",
    [],
    [[]],
    {},
    {"": None},
)


class Try(NamedTuple):
    """An event as it is sent, and whether it is as a golden one is."""

    service: str
    event: Any
    golden: bool


def tries(random: random.Random) -> Iterator[Try]:
    """Each golden command as it is, and with one thing of it changed at a time."""
    for name, sample in SAMPLES.items():
        service, type = name.split(".")[0], sample["headers"]["ce_type"]
        if service not in SERVICES or not issubclass(MODELS[type], Command):
            continue
        message = of_sample(sample).read(lambda *_: b"").message if "kith-person" not in sample["headers"] else None
        if message is None or not is_for_systems(message) or message.about:
            continue
        event = {"specversion": "1.0", "source": SOURCE, "type": type, "subject": sample["key"], "data": sample["data"]}
        yield Try(service, event, golden=True)
        for changed in changes(event, random):
            yield Try(service, changed, golden=False)


def changes(event: dict[str, Any], random: random.Random) -> Iterator[Any]:
    """The envelope: without each attribute, or with something odd. The content: the same for some of its fields."""
    for name in event:
        yield {other: value for other, value in event.items() if other != name}
        yield {**event, name: random.choice(ODD)}
    for name in random.sample([*event["data"]], min(3, len(event["data"]))):
        yield {**event, "data": {**event["data"], name: random.choice(ODD)}}
        yield {**event, "data": {other: value for other, value in event["data"].items() if other != name}}
    yield {**event, "data": {**event["data"], "unheard-of": 1}}
    yield {**event, "data_base64": base64.b64encode(b"{}").decode()}
    yield [event]
    yield random.choice(ODD)


def bytes_of(event: Any) -> bytes:
    return json.dumps(event).encode()


async def test_whatever_comes_what_is_sent_on_can_be_read_and_what_can_be_read_is_sent_on(
    lone: tuple[NodeProcess, Maker],
) -> None:
    node, maker = lone
    headers = {"authorization": f"Bearer {maker.token(roles=['system'])}", "content-type": STRUCTURED}
    taken, statuses = set[str](), Counter[int]()
    for number, each in enumerate(tries(random.Random(20261201))):
        event = {**each.event, "id": f"try-{number}"} if isinstance(each.event, dict) else each.event
        url = f"/{each.service}/v1/{BODY}/commands"
        answer = await node.client.post(url, content=bytes_of(event), headers=headers)
        statuses[answer.status_code] += 1
        assert answer.status_code in {TAKEN, 400, 403, 413, 422}, (event, answer.text)
        assert not each.golden or answer.status_code == TAKEN, (event, answer.text)
        if answer.status_code == TAKEN:
            taken.add(answer.json()["id"])
        else:
            assert answer.json()["errors"], event
    found = {each.id for each in await on_topics(node)}
    assert found == taken
    assert min(statuses[TAKEN], statuses[422]) > 50, "both were tried in earnest"
    record("inlet", tried=sum(statuses.values()), unreadable=0)


async def on_topics(node: NodeProcess) -> list[Envelope[Any]]:
    """What the system has on the topics of commands, all of which can be read."""
    env = node.environment
    cluster = Cluster(env["KITH_KAFKA_BOOTSTRAP"], BODY, Path(env["KITH_KEYS"]), env["KITH_KAFKA_PROTOCOL"])  # type: ignore[arg-type]
    topics = [f"kith.private.{BODY}.{service}.commands" for service in SERVICES]
    records = [each for each in await read_all(cluster, *topics) if each.headers.get("ce_source") == SOURCE]
    given = [(each, [(name, text.encode()) for name, text in each.headers.items()]) for each in records]
    return [read(each.topic, headers, each.value, key=each.key) for each, headers in given]


async def test_a_batch_of_which_one_is_wrong_leaves_nothing_on_the_topics(lone: tuple[NodeProcess, Maker]) -> None:
    node, maker = lone
    headers = {"authorization": f"Bearer {maker.token(roles=['system'])}", "content-type": BATCH}
    hold = next(
        each.event for each in tries(random.Random(1)) if each.golden and each.event["type"].endswith("hold-date.v1")
    )
    batch = [{**hold, "id": f"batch-{number}"} for number in range(100)]
    for wrong in (hold, {**batch[0], "source": "urn:kith:source:iop/systems/crm"}, 3):
        content = bytes_of([*batch[:-1], wrong])
        answer = await node.client.post(f"/events/v1/{BODY}/commands", content=content, headers=headers)
        assert answer.status_code == 422, answer.text
    assert not [each for each in await on_topics(node) if each.id.startswith("batch-")]
    answer = await node.client.post(f"/events/v1/{BODY}/commands", content=bytes_of(batch), headers=headers)
    assert answer.status_code == TAKEN, answer.text
    assert {each.id for each in await on_topics(node) if each.id.startswith("batch-")} == {each["id"] for each in batch}
