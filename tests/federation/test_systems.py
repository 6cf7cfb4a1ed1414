"""A system of an organisation that has no Kafka client: it sends commands as CloudEvents over HTTP."""

import json
from typing import Any
from uuid import uuid4

import httpx2
from support.joint import charter

from kith_contracts.pages.cloud_events import BATCH, STRUCTURED
from kith_lab.demo.federation import Federation, NodeProcess

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
