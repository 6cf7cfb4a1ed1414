"""A system of an organisation that has no Kafka client: it sends commands as CloudEvents over HTTP, and follows what
happens.
"""

import asyncio
import json
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from support.eventually import eventually
from support.joint import charter
from support.unreadable import SYSTEM, TYPES, send_unreadable

from kith_contracts.pages.cloud_events import BATCH, STRUCTURED
from kith_lab.demo.federation import Federation, NodeProcess, Surroundings

COMMANDS = "/directory/v1/bcs/commands"
SOURCE = "urn:kith:source:bcs/systems/tools"
SCOPES = ("networks:read", "networks:write", "people:write")


def event(name: str, data: dict[str, Any]) -> dict[str, Any]:
    """As the CRM of BCS sends it."""
    envelope = {"specversion": "1.0", "id": uuid4().hex[:20], "source": SOURCE}
    return {**envelope, "type": f"org.kith.directory.{name}.v1", "data": data}


def network(slug: str, **more: Any) -> dict[str, Any]:
    return event("charter-network", {"network": f"bcs/{slug}", "charter": charter()}) | more


async def send(node: NodeProcess, content: Any, kind: str = STRUCTURED, *scopes: str) -> httpx2.Response:
    headers = node.bearer("system", scopes=scopes or SCOPES) | {"content-type": kind}
    return await node.client.post(COMMANDS, content=json.dumps(content), headers=headers)


async def outcome(node: NodeProcess, ask: str) -> httpx2.Response:
    """Asked for until it is known."""
    while (answer := await node.client.get(ask, headers=node.bearer("system", scopes=SCOPES))).status_code == 202:
        pass
    return answer


async def test_an_event_is_taken_at_once_and_its_outcome_is_where_the_answer_says(federation: Federation) -> None:
    node, sent = federation["bcs"], network("by-crm")
    answer = await send(node, sent)
    assert (answer.status_code, answer.json()["status"]) == (202, "accepted")
    assert answer.headers["location"] == answer.json()["ask"] == f"{COMMANDS}/{sent['id']}"
    done = await outcome(node, answer.headers["location"])
    assert (done.status_code, done.json()["status"], done.json()["id"]) == (200, "done", sent["id"])
    assert await node.read("directory", "networks/bcs/by-crm")
    again = await send(node, sent)
    assert again.status_code == 202, "the same event again changes nothing"
    other = await send(node, {**sent, "data": {**sent["data"], "network": "bcs/other"}})
    assert (other.status_code, other.json()["code"], other.json()["field"]) == (422, "key-used", "id")


@pytest.mark.parametrize("service", TYPES)
async def test_what_cannot_be_read_is_told_to_its_system_and_to_the_administrator(
    federation: Federation, around: Surroundings, service: str
) -> None:
    node, id = federation["bcs"], f"unreadable-{uuid4().hex[:8]}"
    await send_unreadable(around.office, "bcs", id, service)

    async def is_there() -> bool:
        return id in {each["command"] for each in await node.read(service, "parked")}

    await eventually(is_there)
    (one,) = [each for each in await node.read(service, "parked") if each["command"] == id]
    assert (one["code"], one["system"], one["told"]) == ("invalid-data", SYSTEM, "fact")

    async def is_told() -> bool:
        every = await pages(node, 0, "networks:read", "events:read", "webhooks:write", most=200)
        told = [each["data"] for each in every if each.get("correlationid") == id]
        return [(each["command"], each["code"]) for each in told] == [(id, "invalid-data")]

    await eventually(is_told)
    other = await federation["iop"].read(service, "parked")
    assert id not in {each["command"] for each in other}


async def test_each_service_takes_what_is_its_own(federation: Federation) -> None:
    node = federation["bcs"]
    day = {"starts": "2027-03-08T10:00:00Z", "ends": "2027-03-08T12:00:00Z", "zone": "Europe/London"}
    hold = {"hold": "bcs/by-crm", "held": {**day, "place": "London", "strand": "careers"}, "days": 30}
    sent = {"specversion": "1.0", "id": uuid4().hex[:20], "source": SOURCE, "type": "org.kith.events.hold-date.v1"}
    headers = node.bearer("system", scopes=["events:write"]) | {"content-type": STRUCTURED}
    content = json.dumps({**sent, "data": hold})
    answer = await node.client.post("/events/v1/bcs/commands", content=content, headers=headers)
    assert answer.status_code == 202, answer.text
    assert (await outcome(node, answer.headers["location"])).status_code == 200


async def test_binary_mode_says_the_same(federation: Federation) -> None:
    node, sent = federation["bcs"], network("by-binary", id="a/b?c")
    headers = {f"ce-{name}": value for name, value in sent.items() if name != "data"}
    headers |= node.bearer("system", scopes=SCOPES)
    answer = await node.client.post(COMMANDS, json=sent["data"], headers=headers)
    assert answer.status_code == 202, answer.text
    assert (await outcome(node, answer.headers["location"])).json()["id"] == "a/b?c"


async def test_what_is_refused_later_is_told_where_one_asks(federation: Federation) -> None:
    node = federation["bcs"]
    await outcome(node, (await send(node, network("taken-by-crm"))).headers["location"])
    second = await send(node, network("taken-by-crm"))
    refused = await outcome(node, second.headers["location"])
    assert (refused.status_code, refused.json()["code"]) == (409, "slug-taken")
    headers = node.bearer("system", scopes=SCOPES) | {"accept": "text/event-stream"}
    stream = await node.client.get(second.headers["location"], headers=headers)
    kind, data = stream.text.split("event: ")[1].split("\ndata: ")
    assert (kind, json.loads(data)["code"]) == ("outcome", "slug-taken")


async def test_a_batch_is_taken_whole_or_not_at_all(federation: Federation) -> None:
    node = federation["bcs"]
    good, wrong = network("whole"), network("whole-not")
    wrong["data"]["charter"]["purpose"] = 3
    refused = await send(node, [good, {**wrong, "source": "urn:kith:source:bcs/systems/hr"}], BATCH)
    assert refused.status_code == 422
    assert {each["field"] for each in refused.json()["errors"]} == {"1.source", "1.data.charter.purpose"}
    enrolled = event("enrol-person", {"person": f"p-{uuid4().hex}", "name": "Ada", "address": "ada@example.org"})
    answer = await send(node, [good, enrolled], BATCH)
    assert answer.status_code == 202, answer.text
    assert [(await outcome(node, each["ask"])).json()["id"] for each in answer.json()] == [good["id"], enrolled["id"]]
    assert await node.read("directory", "networks/bcs/whole-not") is None


async def test_each_type_needs_its_own_scope_and_nobody_but_systems_sends(federation: Federation) -> None:
    node = federation["bcs"]
    denied = await send(node, network("unscoped"), STRUCTURED, "people:write")
    assert (denied.status_code, denied.json()["code"], denied.json()["field"]) == (403, "not-allowed", "type")
    admin = node.bearer("body-admin") | {"content-type": STRUCTURED}
    assert (await node.client.post(COMMANDS, content="{}", headers=admin)).status_code == 403
    joins = await send(node, event("join-network", {"person": "p-0123456789", "network": "bcs/whole"}))
    assert (joins.status_code, joins.json()["code"]) == (403, "not-allowed"), (
        "for that one needs the person's own token"
    )


async def test_what_is_wrong_with_an_envelope_is_told_with_what_is_right(federation: Federation) -> None:
    node = federation["bcs"]
    for change, code, field, told in (
        ({"type": "org.kith.directory.charter-network.v9"}, "unknown-version", "type", "major version"),
        ({"type": "org.kith.events.hold-date.v1"}, "wrong-topic", "type", "/events/v1/bcs/commands"),
        ({"type": "org.kith.directory.network-published.v1"}, "wrong-topic", "type", "no command"),
        ({"source": "urn:kith:source:iop/systems/tools"}, "wrong-source", "source", "bcs/systems/tools"),
        ({"subject": "bcs/other"}, "wrong-key", "subject", "key"),
        ({"time": "yesterday"}, "bad-header", "*", "ce_time"),
        ({"id": "a" * 32 + "-" + "b" * 32}, "bad-header", "id", "take another one"),
        ({"dataschema": "urn:other"}, "bad-header", "dataschema", "urn:kith:schema:directory.charter-network.v1"),
        ({"data": None}, "model-type", "data", "object"),
    ):
        (problem,) = (await send(node, network("never", **change))).json()["errors"]
        assert (problem["code"], problem["field"]) == (code, field), problem
        assert told in problem["sentence"], problem
    assert await node.read("directory", "networks/bcs/never") is None


def reader(node: NodeProcess, *scopes: str) -> dict[str, str]:
    return node.bearer("system", scopes=scopes or ("networks:read", "events:read"))


async def pages(node: NodeProcess, after: int, *scopes: str, **query: Any) -> list[dict[str, Any]]:
    """All facts after this number, page by page."""
    found = list[dict[str, Any]]()
    while True:
        asked = {"after": after, "most": 50, **query}
        answer = await node.client.get("/notify/v1/bcs/facts", params=asked, headers=reader(node, *scopes))
        assert answer.status_code == 200, answer.text
        found += answer.json()["facts"]
        if answer.json()["next"] == after:
            return found
        after = answer.json()["next"]


async def streamed(node: NodeProcess, most: int, **headers: str) -> list[dict[str, Any]]:
    """The first facts of a stream."""
    told = {**reader(node), "accept": "text/event-stream", **headers}
    found = list[dict[str, Any]]()
    async with asyncio.timeout(30), node.client.stream("GET", "/notify/v1/bcs/facts", headers=told) as answer:
        async for line in answer.aiter_lines():
            if line.startswith("data: "):
                found.append(json.loads(line[6:]))
            if len(found) == most:
                return found
    raise AssertionError(found)


async def test_what_became_of_a_command_is_among_the_facts_with_its_id(federation: Federation) -> None:
    node, sent = federation["bcs"], network("told-back")
    before = (await pages(node, 0))[-1:]
    after = int(before[0]["sequence"]) if before else 0
    assert (await outcome(node, (await send(node, sent)).headers["location"])).is_success
    refused = network("told-back")
    await outcome(node, (await send(node, refused)).headers["location"])
    facts = await streamed(node, 3, **{"last-event-id": str(after)})
    mine = [each for each in facts if each.get("correlationid") in (sent["id"], refused["id"])]
    assert {each["type"].split(".")[3] for each in mine} >= {"network-updated", "network-command-refused"}
    assert [each["sequence"] for each in facts] == sorted(each["sequence"] for each in facts)
    assert {each["source"] for each in mine} == {"urn:kith:source:bcs/directory"}


async def test_a_page_goes_on_where_the_one_before_ended_and_has_only_what_one_may_read(federation: Federation) -> None:
    node = federation["bcs"]
    everything = await pages(node, 0)
    numbers = [int(each["sequence"]) for each in everything]
    assert numbers == sorted(set(numbers))
    middle = numbers[len(numbers) // 2]
    assert [each["id"] for each in await pages(node, middle)] == [
        each["id"] for each in everything if int(each["sequence"]) > middle
    ]
    assert [each["id"] for each in await pages(node, numbers[-8], most=3)] == [each["id"] for each in everything[-7:]]
    networks = await pages(node, 0, "networks:read")
    assert networks
    assert {each["type"].split(".")[2] for each in networks} == {"directory"}
    published = "org.kith.directory.network-published.v1"
    of_one = await pages(node, 0, type=published, names="bcs/told-back")
    assert {(each["type"], each["data"]["network"]) for each in of_one} == {(published, "bcs/told-back")}
    assert not [each for each in everything if "person" in each["data"]], "systems hear nothing about people"
    nobody = await node.client.get("/notify/v1/bcs/facts", headers=node.bearer("system", scopes=["people:write"]))
    assert nobody.status_code == 403
