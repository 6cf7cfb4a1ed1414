"""Nodes of several versions in one consortium: an older one parks what it does not know, goes on with all else, and
takes it in when it is upgraded; two major versions of one type stand side by side.
"""

import json
from dataclasses import replace
from typing import Any

from support.eventually import eventually
from support.flow import Ground, Home
from support.processes import Process
from support.signing import Sent
from support.witness import read_all

AGAIN = "reading a shared topic again from its start"
PUBLISHED = "org.kith.directory.network-published.v1"


async def test_what_an_older_node_does_not_know_is_taken_in_when_it_is_upgraded(ground: Ground) -> None:
    speaker = await _speaker(ground, "n0", "n1")
    listener = await ground.new_home(admitted=True)
    older = await listener.start_ready("older")
    await eventually(lambda: _aside(listener, speaker, "unknown-type", 2))
    assert await _listed(listener, speaker, "n0") is None
    await listener.send(listener.charter("own"))
    await eventually(listener.settled)
    assert await older.stop() == 0

    newer = await listener.start_ready()
    await eventually(lambda: _lists(listener, speaker, n0=1, n1=1))
    assert await _aside(listener, speaker, "unknown-type", 0)
    assert await newer.stop() == 0
    again = await listener.start_ready()
    assert _read_again(newer, speaker) == 1
    assert _read_again(again, speaker) == 0, "once for each upgrade"
    await again.kill()


async def test_two_major_versions_of_a_type_stand_side_by_side(ground: Ground) -> None:
    speaker = await _speaker(ground, "n0")
    listener = await ground.new_home(admitted=True)
    of_today = await listener.start_ready()
    await eventually(lambda: _lists(listener, speaker, n0=1))
    [first] = [
        _copy(each) for each in await read_all(ground.office, speaker.shared) if each.headers["ce_type"] == PUBLISHED
    ]
    await speaker.send(_second(speaker, first, version=1, number=900), _first(speaker, first, version=2, number=901))
    await speaker.send(_second(speaker, first, version=2, number=902), _second(speaker, first, version=3, number=903))
    await eventually(lambda: _lists(listener, speaker, n0=2))
    await eventually(lambda: _aside(listener, speaker, "unknown-version", 3))
    assert await of_today.stop() == 0

    newer = await listener.start_ready("newer")
    await eventually(lambda: _lists(listener, speaker, n0=3))
    found = await _listed(listener, speaker, "n0")
    assert found
    assert (found["name"], found["purpose"]) == ("Title 3", "step 3")
    assert await _aside(listener, speaker, "unknown-version", 0)
    await newer.kill()


async def _speaker(ground: Ground, *names: str) -> Home:
    """A body that has published these networks, and is silent now."""
    home = await ground.new_home(admitted=True)
    process = await home.start_ready()
    await home.send(*[home.charter(name) for name in names])
    await eventually(home.settled)
    await process.kill()
    return home


async def _aside(listener: Home, speaker: Home, code: str, count: int) -> bool:
    query = {"_id": {"$regex": f"^{speaker.shared}/"}, "code": code}
    return await listener.database["parked"].count_documents(query) == count


async def _listed(listener: Home, speaker: Home, name: str) -> dict[str, Any] | None:
    found = await listener.database["states"].find_one({"_id": f"listing/{speaker.slug}/{name}"})
    published: dict[str, Any] | None = json.loads(found["state"])["published"] if found else None
    return published


async def _lists(listener: Home, speaker: Home, **versions: int) -> bool:
    found = {name: await _listed(listener, speaker, name) for name in versions}
    return {name: each and each["version"] for name, each in found.items()} == versions


def _read_again(process: Process, speaker: Home) -> int:
    return sum(speaker.shared in line["stream"] for line in process.said(AGAIN))


def _copy(seen: Any) -> Sent:
    headers = tuple((name, text.encode()) for name, text in seen.headers.items())
    return Sent(seen.topic, seen.key, seen.value, headers, seen.partition)


def _first(speaker: Home, sent: Sent, version: int, number: int) -> Sent:
    data = json.loads(sent.value or b"") | {"version": version, "purpose": f"step {version}"}
    return _said(speaker, sent, data, number)


def _second(speaker: Home, sent: Sent, version: int, number: int) -> Sent:
    before = json.loads(sent.value or b"")
    data = {"network": before["network"], "title": f"Title {version}", "purpose": f"step {version}", "version": version}
    headers = {
        "ce_type": PUBLISHED.replace(".v1", ".v2"),
        "ce_dataschema": "urn:kith:schema:directory.network-published.v2",
    }
    return _said(speaker, sent, data, number, **headers)


def _said(speaker: Home, sent: Sent, data: dict[str, Any], number: int, **headers: str) -> Sent:
    """This content, signed by the speaker, as what comes next in its stream."""
    stream = dict(sent.headers)["kith-stream"].decode()
    changed = {**headers, "kith-number": str(number), "ce_id": f"{stream}.{number}"}
    told = tuple((name, changed.get(name, value.decode()).encode()) for name, value in sent.headers)
    return speaker.signed(replace(sent, value=json.dumps(data).encode(), headers=told))
