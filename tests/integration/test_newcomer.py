"""A new node that is far behind passes over public facts that newer ones replace, and lists the same."""

import json
from dataclasses import replace
from typing import Any

import pytest
from support.eventually import eventually
from support.flow import Ground, Home
from support.signing import Sent
from support.witness import Seen, read_all

NETWORKS = ("n0", "n1", "n2")
STEPS = 20
BATCH = {"KITH_BATCH": "5"}
"""Records of a fetch: with more than that behind them, a flow gathers."""


async def test_of_each_network_the_newest_is_decided_alone(ground: Ground) -> None:
    speaker = await _with_many_versions(ground)
    listener = await ground.new_home(admitted=True)
    process = await listener.start_ready(**BATCH)
    await eventually(lambda: _lists_the_newest(listener, speaker))
    revisions = [(await _listing(listener, speaker, name))["revision"] for name in NETWORKS]
    assert max(revisions) <= 2, f"{revisions} transactions, where each batch of 5 would have been one"
    await process.kill()


@pytest.mark.parametrize("point", ["decided", "before-commit", "committed"])
async def test_a_crash_while_it_catches_up_loses_nothing(ground: Ground, point: str) -> None:
    speaker = await _with_many_versions(ground)
    listener = await ground.new_home(admitted=True)
    process = await listener.start(KITH_CRASH=f"{point}:1", **BATCH)
    await eventually(lambda: _is_dead(process))
    again = await listener.start_ready(**BATCH)
    await eventually(lambda: _lists_the_newest(listener, speaker))
    await again.kill()


async def test_a_forged_newer_fact_hides_nothing(ground: Ground) -> None:
    """All homes that come later on this ground park the forged facts too: so this file comes after those that count."""
    speaker = await _with_many_versions(ground)
    forged = [replace(each, headers=_numbered(each, 10_000)) for each in map(_copy, (await _shared(speaker))[-3:])]
    places = await speaker.send(*forged)
    listener = await ground.new_home(admitted=True)
    process = await listener.start_ready(**BATCH)
    await eventually(lambda: _lists_the_newest(listener, speaker))
    found = [each async for each in listener.database["parked"].find({"_id": {"$regex": f"{speaker.shared}/"}})]
    assert {each["_id"].rpartition("/")[2] for each in found} == {str(place.offset) for place in places}
    assert all(each["reason"].startswith("bad-signature") for each in found)
    await process.kill()


async def _with_many_versions(ground: Ground) -> Home:
    """A body that has said much of its networks, in turns, and is silent now."""
    home = await ground.new_home(admitted=True)
    process = await home.start_ready()
    await home.send(*[home.charter(name) for name in NETWORKS])
    await home.send(*[home.describe(name, f"step {step}") for step in range(1, STEPS) for name in NETWORKS])
    await eventually(home.settled)
    await process.kill()
    return home


async def _lists_the_newest(listener: Home, speaker: Home) -> bool:
    found = [json.loads((await _listing(listener, speaker, name))["state"])["published"] for name in NETWORKS]
    assert [(each["version"], each["purpose"]) for each in found] == [(STEPS, f"step {STEPS - 1}")] * len(NETWORKS)
    return True


async def _listing(listener: Home, speaker: Home, name: str) -> dict[str, Any]:
    found: dict[str, Any] | None = await listener.database["states"].find_one({"_id": f"listing/{speaker.slug}/{name}"})
    assert found, "it is not listed yet"
    return found


async def _is_dead(process: Any) -> bool:
    return not process.alive


async def _shared(home: Home) -> list[Seen]:
    return await read_all(home.ground.office, home.shared)


def _copy(seen: Seen) -> Sent:
    headers = tuple((name, text.encode()) for name, text in seen.headers.items())
    return Sent(seen.topic, seen.key, seen.value, headers, seen.partition)


def _numbered(sent: Sent, number: int) -> tuple[tuple[str, bytes], ...]:
    return tuple((name, str(number).encode() if name == "kith-number" else value) for name, value in sent.headers)
