"""`kith parked`: what could not be handled is listed, told in words, put again to take effect once, or removed."""

import json
import signal
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from support import tool
from support.eventually import eventually
from support.flow import Ground, Home, envelope
from support.processes import Process
from support.signing import Sent
from support.witness import once, read_all

pytestmark = pytest.mark.timeout(400)
"""The command is a process of its own, which takes its time where many run at once."""
PERSON = "p-parked-0001"
ADDRESS = "ada@mail.example"


async def test_a_command_is_listed_shown_and_replayed_once_the_fault_is_mended(ground: Ground) -> None:
    home = await ground.new_home()
    name = home.placed(0, "bug")
    [place, _] = await home.send(home.charter(name, "to be seen"), replace(home.describe(name, "x"), value=b"{"))
    faulty = await home.start_ready("troublesome")
    await eventually(lambda: _count(home, 2))
    id = await _listed(home, "bug")
    told = await _told(home, "show", id, "--content")
    assert (told["topic"], told["offset"]) == (home.commands, place.offset)
    assert told["title"] == "A fault of Kith: the record is good, and its decision failed"
    assert (told["rule"], told["before"], told["after"]["code"]) == ("RuntimeError.", None, "invalid-data")
    assert told["envelope"]["ce_source"] == f"urn:kith:source:{home.slug}/systems/crm"
    assert told["opened"]["content"]["charter"]["purpose"] == "to be seen"
    assert told["replay"] == "possible"
    closed = await _told(home, "show", id, "--content", KITH_SECRET="")
    assert (closed["envelope"], closed["opened"]) == (None, None)
    assert (await _parked(home, "replay", id))[0] == 2
    assert await _count(home, 2), "without --yes nothing is changed"
    assert await faulty.stop() == 0
    mended = await home.start_ready()
    code, said = await _parked(home, "replay", id, "--yes", KITH_CRASH="replaying")
    assert code == -signal.SIGKILL, said
    await eventually(lambda: _chartered(home))
    code, said = await _parked(home, "replay", id, "--yes")
    assert (code, "is done by now" in said) == (1, True), said
    await _discard(home, id)
    await _discard(home, await _listed(home, "invalid-data"))
    assert await _newest(home) == []
    for step in ("show", "replay", "discard"):
        code, said = await _parked(home, step, id)
        assert (code, f"Nothing with the id {id} is parked" in said) == (1, True), said
    assert await _chartered(home), "once"
    await mended.kill()


async def test_what_is_replayed_too_early_is_parked_again_and_takes_effect_later(ground: Ground) -> None:
    home = await ground.new_home()
    await home.send(home.charter(home.placed(0, "bug")))
    faulty = await home.start_ready("troublesome")
    await eventually(lambda: _count(home, 1))
    first = await _listed(home, "bug")
    code, said = await _parked(home, "replay", first, "--yes")
    assert (code, "replayed a parked record" in said) == (0, True), said
    await eventually(lambda: _count(home, 1))
    assert await _listed(home, "bug") != first, "in its new place"
    assert await faulty.stop() == 0
    mended = await home.start_ready()
    assert (await _parked(home, "replay", await _listed(home, "bug"), "--yes"))[0] == 0
    await eventually(lambda: _chartered(home))
    assert await _count(home, 0)
    await mended.kill()


async def test_what_cannot_take_effect_is_refused_with_what_to_do(ground: Ground) -> None:
    home = await ground.new_home(admitted=True)
    process = await home.start_ready()
    inbox = f"kith.inbox.{home.slug}.directory"
    letter = Sent(inbox, b"x/y", b"{}", envelope("directory.unheard-of", "urn:kith:source:iop/directory"))
    fact = replace(letter, topic=home.shared)
    large = replace(home.charter("large"), value=b" " * 950_000)
    unknown = replace(home.charter("new"), headers=envelope("directory.unheard-of", f"urn:kith:source:{home.slug}/x"))
    await home.send(letter, fact, large, unknown)
    await eventually(lambda: _count(home, 4))
    reasons = {
        inbox: "A letter has a number of its sender",
        home.shared: "A fact has a number of its sender",
        "too-large": "Only its beginning is kept",
        "unknown-type": "no message of this type is known here",
    }
    found = await _newest(home)
    assert len(found) == 4
    for each in found:
        code, said = await _parked(home, "replay", each["id"], "--yes")
        wanted = reasons.get(each["topic"]) or reasons[each["code"]]
        assert (code, wanted in said) == (1, True), said
        assert "kith parked discard" in said or "newer version" in said
    assert await _count(home, 4), "none is lost"
    await process.kill()


async def test_personal_fields_are_shown_only_where_the_keys_of_this_node_open_them(
    ground: Ground, tmp_path: Any
) -> None:
    home = await ground.new_home()
    states = await home.database.create_collection("states", validator={"person": {"$exists": False}})
    process = await home.start_ready()
    enrol = {"person": PERSON, "name": "Ada Brook", "address": ADDRESS}
    assert await _asked(home, process, enrol) == 409, "who asked is told at once"
    await eventually(lambda: _count(home, 1))
    id = (await _newest(home))[0]["id"]
    told = await _told(home, "show", id, "--content")
    assert told["opened"]["personal fields"]["address"] == ADDRESS
    assert told["title"] == "The database does not take what follows from it"
    assert ADDRESS not in json.dumps(await _told(home, "show", id)), "only when it is asked for"
    other = await _told(home, "show", id, "--content", KITH_KEYS=str(tmp_path))
    assert other["opened"] is None
    await home.database.command("collMod", states.name, validator={})
    code, said = await _parked(home, "replay", id, "--yes")
    assert code == 0, said
    assert ADDRESS not in said
    await eventually(lambda: _enrolled(home))
    await process.kill()


async def test_an_administrator_reads_what_systems_sent_and_neither_its_content_nor_what_others_sent(
    ground: Ground,
) -> None:
    home = await ground.new_home(admitted=True)
    process = await home.start_ready()
    bad = replace(home.charter("bad", id="bad-1"), value=f'{{"{PERSON}": "{ADDRESS}"}}'.encode())
    large = replace(home.charter("large", id="large-1"), value=b" " * 950_000)
    nameless = replace(home.charter("nameless"), headers=())
    letter = Sent(f"kith.inbox.{home.slug}.directory", b"x/y", b"{}", envelope("directory.x", "urn:kith:source:iop/x"))
    await home.send(bad, large, nameless, letter)
    await eventually(lambda: _count(home, 4))
    answer = await _read(home, process, "body-admin")
    told = {each["command"]: each for each in answer.json()}
    assert told.keys() == {"bad-1", "large-1", ""}, "the letter is not of a system"
    wanted = {"bad-1": ("invalid-data", "crm", "fact"), "large-1": ("too-large", "crm", "fact")}
    wanted[""] = ("no-envelope", "", "nobody")
    assert {id: (each["code"], each["system"], each["told"]) for id, each in told.items()} == wanted
    assert {each["id"] for each in answer.json()} <= {each["id"] for each in await _newest(home)}
    assert PERSON not in answer.text
    assert ADDRESS not in answer.text
    refused = [each.data for each in await read_all(home.ground.office, home.facts)]
    assert {(each["command"], each["code"]) for each in refused} == {
        ("bad-1", "invalid-data"),
        ("large-1", "too-large"),
    }
    for role in ("member", "officer", "system", "consortium-admin"):
        assert (await _read(home, process, role)).status_code == 403
    await process.kill()


async def _read(home: Home, process: Process, role: str) -> httpx2.Response:
    more: dict[str, Any] = {"scopes": ["networks:read"]} if role == "system" else {}
    headers = {"authorization": f"Bearer {home.token(role, **more)}"}
    async with httpx2.AsyncClient(timeout=20) as client:
        return await client.get(f"{process.url}/directory/v1/{home.slug}/parked", headers=headers)


async def _asked(home: Home, process: Process, enrol: dict[str, str]) -> int:
    headers = {"authorization": f"Bearer {home.token('system', scopes=['people:write'])}"}
    path = f"/directory/v1/{home.slug}/commands/enrol-person"
    async with httpx2.AsyncClient(timeout=20) as client:
        return (await client.post(f"{process.url}{path}", json=enrol, headers=headers)).status_code


async def _enrolled(home: Home) -> bool:
    return await home.database["states"].count_documents({"person": PERSON}) > 0


async def _chartered(home: Home) -> bool:
    told = [each.headers["ce_type"] for each in once(await read_all(home.ground.office, home.facts))]
    return [each for each in told if "refused" not in each] == ["org.kith.directory.network-updated.v1"]


async def _count(home: Home, count: int) -> bool:
    return await home.database["parked"].count_documents({"sender": {"$regex": home.slug}}) == count


async def _newest(home: Home) -> list[dict[str, Any]]:
    """Those on the topics of this organisation: others that take part may have said what nobody can read."""
    code, said = await _parked(home, "list", "--json", "--newest", "1000")
    found = [each for each in json.loads(said)["newest"] if each["topic"].split(".")[2] == home.slug]
    assert code == (2 if found else code), said
    return found


async def _listed(home: Home, code: str) -> str:
    """The id of the one of this reason, which people read too."""
    [id] = [each["id"] for each in await _newest(home) if each["code"] == code]
    _, said = await _parked(home, "list", "--reason", code, "--newest", "1000")
    assert id in said
    assert f"Next: kith parked show {home.slug} {id}" in said
    return str(id)


async def _told(home: Home, *words: str, **environment: str) -> dict[str, Any]:
    code, said = await _parked(home, *words, "--json", **environment)
    assert code == 0, said
    told: dict[str, Any] = json.loads(said)
    code, read = await _parked(home, *words, **environment)
    assert (code, told["title"].split()[0] in read) == (0, True), read
    return told


async def _discard(home: Home, id: str) -> None:
    assert (await _parked(home, "discard", id))[0] == 2
    code, said = await _parked(home, "discard", id, "--yes")
    assert code == 0, said
    assert "discarded a parked record" in said, "a line as in the log of a node"


async def _parked(home: Home, command: str, *more: str, **environment: str) -> tuple[int, str]:
    """What the command answers, and says."""
    return await tool.run(["parked", command, home.slug, *more], home.environment() | environment)
