"""What a node tells an organisation and a person at any time: lists, wording, preferences, and who sees whom."""

from typing import Any, Final

import httpx2
from support.eventually import eventually
from support.joint import charter
from support.story import done, enrolled

from kith_lab.demo.federation import Federation

NETWORK: Final = "iop/readers"
PERSON: Final = "p-list-reader"


async def member_of_it(federation: Federation) -> dict[str, str]:
    """A person in the network; their token."""
    await done(federation, "iop", "directory", "charter-network", {"network": NETWORK, "charter": charter()})
    await enrolled(federation, "iop", PERSON)
    await done(federation, "iop", "directory", "join-network", {"person": PERSON, "network": NETWORK})
    return federation["iop"].bearer("member", person=PERSON)


async def test_a_person_chooses_who_sees_them_and_is_seen_so(federation: Federation) -> None:
    node, own = federation["iop"], await member_of_it(federation)
    officer = node.bearer("officer", networks=[NETWORK])

    async def seen(by: str, bearer: dict[str, str]) -> list[str]:
        answer = await node.client.get(f"/directory/v1/iop/own-networks/readers/seen-by/{by}?most=20", headers=bearer)
        assert answer.status_code == httpx2.codes.OK, answer.text
        return [each["name"] for each in answer.json()]

    assert await seen("committee", officer) == await seen("members", own) == []
    membership = {"person": PERSON, "network": NETWORK}
    await done(federation, "iop", "directory", "choose-visibility", {**membership, "seen_by": "members"})
    assert await seen("committee", officer) == await seen("members", own) == ["Ada Brook"]
    await done(federation, "iop", "directory", "leave-audiences", {"person": PERSON, "out_of": ["carer"]})
    page = await node.read("directory", f"people/{PERSON}")
    assert page["out_of"] == ["carer"]
    assert (page["networks"], page["seen_by"]) == ([NETWORK], {NETWORK: "members"})
    assert await node.read("events", f"people/{PERSON}/actions") == []
    await done(federation, "iop", "directory", "leave-network", membership)
    assert await seen("committee", officer) == []


async def test_who_is_forgotten_can_follow_that_by_the_id_of_the_command(federation: Federation) -> None:
    node, person = federation["iop"], "p-list-forgotten"
    await enrolled(federation, "iop", person)
    forgotten = await node.command("directory", "forget-person", {"person": person})
    assert forgotten.status_code == httpx2.codes.OK, forgotten.text

    async def destroyed() -> bool:
        page = await node.read("directory", f"forgettings/{forgotten.json()['id']}")
        return bool(page and page["key_destroyed"])

    await eventually(destroyed)


async def test_an_organisation_has_words_of_its_own_and_lists_of_what_it_knows(federation: Federation) -> None:
    node = federation["iop"]
    rule = {"words": "chairman", "better": "chair", "why": "The office is open to all."}
    await done(federation, "iop", "events", "set-wording", {"body": "iop", "rules": [rule]})
    wording = await node.read("events", "wording")
    assert rule in [{name: each[name] for name in rule} for each in wording]
    lists: dict[str, Any] = {
        name: await node.read("events", f"{name}?most=3") for name in ("agreements", "asks", "events")
    }
    assert all(isinstance(found, list) for found in lists.values()), lists
    assert (await node.client.get("/health/live")).status_code == httpx2.codes.OK
