"""What comes twice takes effect once; what comes late does not undo what came before."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from support.eventually import eventually
from support.flow import Ground, Home
from support.signing import Sent
from support.witness import Seen, once, read_all, verify


@pytest.mark.parametrize("look_ahead", ["true", "false"])
async def test_a_command_that_comes_again_is_answered_once(ground: Ground, look_ahead: str) -> None:
    home = await ground.new_home()
    first, second = home.charter("n0"), home.describe("n0", "step 1")
    await home.send(first, second, second)  # in one batch
    process = await home.start_ready(KITH_LOOK_AHEAD=look_ahead)
    await eventually(home.settled)
    await home.send(second, home.describe("n0", "step 2"), first)  # in another
    await eventually(home.settled)
    assert await process.stop() == 0
    again = await home.start_ready(KITH_LOOK_AHEAD=look_ahead)
    await home.send(second, first, home.describe("n0", "step 3"))  # after a restart
    await eventually(home.settled)
    report = await verify(home)
    assert (report.commands, report.refused) == (4, 0)
    await again.kill()


async def test_a_record_of_the_relay_that_comes_again_is_dropped(ground: Ground) -> None:
    home, process = await _with_three_versions(ground)
    before = await _shared(home)
    await home.send(*[_copy(each) for each in (before[0], before[2], before[1])])
    await _read_to_the_end(home)
    assert len(await _shared(home)) == len(before) + 3, "nobody said anything to it"
    assert await _listed(home) == 3
    await process.kill()


async def test_to_a_late_older_version_the_newest_is_said_again(ground: Ground) -> None:
    home, process = await _with_three_versions(ground)
    before = await _shared(home)
    late = _copy(before[0])  # as from an owner that slept, with a number of its own
    [place] = await home.send(home.signed(replace(late, headers=_numbered(late, 1_000_000))))
    await eventually(lambda: _said_after(home, place.offset))
    assert (await _shared(home))[-1].data["version"] == 3, "so compaction keeps the newest"
    await _read_to_the_end(home)
    assert len(await _shared(home)) == len(before) + 2, "said again once, and not for ever"
    assert await _listed(home) == 3
    await process.kill()


async def test_numbers_of_another_source_do_not_use_up_ours(ground: Ground) -> None:
    home, process = await _with_three_versions(ground)
    forged = _copy((await _shared(home))[0])
    await home.send(replace(forged, headers=_numbered(forged, 1_000_000, source=f"urn:kith:source:{home.slug}/events")))
    await home.send(home.describe("n0", "step 3"))

    async def listed() -> bool:
        return await _listed(home) == 4

    await eventually(listed)
    await process.kill()


async def test_a_timer_fires_once_in_effect(ground: Ground) -> None:
    home = await ground.new_home()
    both = [await home.start_ready("troublesome") for _ in range(2)]
    await home.send(home.charter("n0"), home.status("n0", "resting"))

    async def rested() -> bool:
        told = [each.data["charter"]["purpose"] for each in once(await read_all(ground.office, home.facts))]
        assert told == ["step 0", "step 0", "rested"]
        return not await home.database["timers"].count_documents({})

    await eventually(rested)
    await eventually(home.settled)
    assert await rested()
    for each in both:
        await each.kill()


async def test_a_clock_that_is_two_hours_ahead_makes_no_deadline_earlier_and_does_not_spin(ground: Ground) -> None:
    home = await ground.new_home()
    hasty = await home.start_ready("hasty")
    await home.send(home.charter("n0"), home.status("n0", "resting"))

    async def rested() -> list[Seen]:
        told = await read_all(ground.office, home.facts)
        return [each for each in told if each.data["charter"]["purpose"] == "rested"]

    await eventually(rested)
    await eventually(home.settled)
    fired = [each for each in await read_all(ground.office, home.commands) if "kith-due" in each.headers]
    due = datetime.fromisoformat(fired[-1].headers["kith-due"])
    assert len(fired) <= 2, "at most one came too early, and was put back"
    assert [datetime.fromisoformat(each.headers["ce_time"]) >= due for each in once(await rested())] == [True]
    assert not await home.database["timers"].count_documents({})
    await hasty.kill()


async def _with_three_versions(ground: Ground) -> tuple[Home, Any]:
    home = await ground.new_home(admitted=True)
    process = await home.start_ready()
    await home.send(home.charter("n0"), home.describe("n0", "step 1"), home.describe("n0", "step 2"))
    await eventually(home.settled)
    await _read_to_the_end(home)
    return home, process


async def _read_to_the_end(home: Home) -> None:
    """Until the body has read all that is on its own shared topic."""

    async def is_read() -> bool:
        shared = await _shared(home)
        found = await home.database["offsets"].find_one({"_id": f"{home.slug}.directory.views/{home.shared}/0"})
        return bool(found and shared and found["next"] == shared[-1].offset + 1)

    await eventually(is_read)


async def _shared(home: Home) -> list[Seen]:
    return await read_all(home.ground.office, home.shared)


async def _said_after(home: Home, offset: int) -> bool:
    return (await _shared(home))[-1].offset > offset


async def _listed(home: Home) -> int:
    """The version of the network that the body lists."""
    found = await home.database["states"].find_one({"_id": f"listing/{home.slug}/n0"})
    assert found
    version: int = json.loads(found["state"])["published"]["version"]
    return version


def _copy(seen: Seen) -> Sent:
    headers = tuple((name, text.encode()) for name, text in seen.headers.items())
    return Sent(seen.topic, seen.key, seen.value, headers, seen.partition)


def _numbered(sent: Sent, number: int, source: str = "") -> tuple[tuple[str, bytes], ...]:
    changes = {"kith-number": str(number).encode()} | ({"ce_source": source.encode()} if source else {})
    return tuple((name, changes.get(name, value)) for name, value in sent.headers)
