"""The consortium's office asks a node how the consortium stands, over HTTP, and learns nothing about people."""

from datetime import UTC, datetime
from typing import Any

from support.eventually import eventually
from support.joint import charter, person
from support.story import done

from kith_lab.demo.federation import Federation, NodeProcess

PERSON = "p-office-0001"


def office_at(node: NodeProcess) -> dict[str, str]:
    return {"authorization": f"Bearer {node.issuer.token('office', 'consortium-admin')}"}


async def test_the_office_reads_at_any_node_who_takes_part_and_who_was_heard(federation: Federation) -> None:
    before = datetime.now(UTC)
    await done(federation, "ons", "directory", "enrol-person", person(PERSON))
    network = {"network": "ons/heard", "charter": charter()}
    await done(federation, "ons", "directory", "charter-network", network)
    for name in ("bcs", "iop"):
        node = federation[name]
        found: dict[str, Any] = {}

        async def heard(node: NodeProcess = node, found: dict[str, Any] = found) -> bool:
            page = await node.read("directory", "office", office_at(node))
            found.update({each["body"]: each for each in page})
            newest = found["ons"]["heard"]
            return newest is not None and datetime.fromisoformat(newest) > before

        await eventually(heard)
        assert (found["rsc"]["status"], found["rsc"]["keys"], found["rsc"]["signs_until"]) == ("suspended", [], None)
        assert found["ons"]["status"] == "admitted"
        assert [key["state"] for key in found["ons"]["keys"]] == ["good"]
        assert datetime.fromisoformat(found["ons"]["signs_until"]) > before
        assert PERSON not in str(found)


async def test_the_office_reads_what_is_stuck_and_nobody_else_does(federation: Federation) -> None:
    bcs = federation["bcs"]
    page = await bcs.read("events", "office", office_at(bcs))
    assert page.keys() == {"stuck", "overdue", "heard"}
    everything = ("body-admin", "officer", "member", "system")
    others = bcs.bearer(*everything, person=PERSON, networks=["bcs/forum"], scopes=["networks:read", "events:read"])
    for service in ("directory", "events"):
        answer = await bcs.client.get(f"/{service}/v1/bcs/office", headers=others)
        assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")
    own = await bcs.client.get("/directory/v1/bcs/own-networks", headers=office_at(bcs))
    assert own.status_code == 403, "and the office reads nothing of a body's own"
