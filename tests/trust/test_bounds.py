"""Little that becomes much: what others send is bounded before it costs memory, time or disk. All that is sent here is
what every admitted body may send; true neighbours before and behind it are read, and the node stays up and ready.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from bson import encode
from support import evidence
from support.eventually import eventually
from support.flow import Ground, Home
from support.forging import Keys, Mint, true
from support.signing import Sent, private_jwk
from support.trusting import Scene

from kith_chassis.path.wire import partition_of

MEGABYTE = 1_000_000
MOST_MEMORY = 150 * MEGABYTE
"""How much a node may grow by all of it: the 60 MB record alone would cost several times its size."""
MOST_PARKED = 8 * MEGABYTE


@pytest.fixture(scope="module")
async def scene(ground: Ground) -> AsyncIterator[Scene]:
    reader, liar = Home(ground), Home(ground)
    await ground.create([each.slug for each in (reader, liar)], every=True)
    for each in (reader, liar):
        await ground.admit(each.slug)
    good = private_jwk(ground.keys, liar.slug)
    process = await reader.start_ready("events")
    yield Scene(ground, reader, liar, liar, Keys(good, good, good, good, good, good), process)
    await process.kill()


@asynccontextmanager
async def packing(ground: Ground, codec: str) -> AsyncIterator[AIOKafkaProducer]:
    """A producer that packs all that is sent at once into one batch, however much it is."""
    producer = AIOKafkaProducer(
        **ground.office.arguments(),
        compression_type=codec,
        max_batch_size=200 * MEGABYTE,
        max_request_size=200 * MEGABYTE,
        linger_ms=500,
    )
    await producer.start()
    yield producer
    await producer.stop()


async def send_packed(ground: Ground, codec: str, records: Sequence[Sent]) -> list[str]:
    async with packing(ground, codec) as producer:
        futures = [
            await producer.send(each.topic, each.value, key=each.key, headers=list(each.headers), partition=0)
            for each in records
        ]
        places = [await each for each in futures]
    return [f"{each.topic}/{each.partition}/{each.offset}" for each in places]


def memory(pid: int) -> int:
    """The most that a process has ever had in memory."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no such line")


async def parked_bytes(scene: Scene) -> int:
    return sum([len(encode(each)) async for each in scene.database["parked"].find()])


def attacks(scene: Scene, mint: Mint) -> dict[str, tuple[str, list[Sent]]]:
    """What is sent at once, each in one batch of a codec."""

    def letter(number: int, value: bytes = b"", **changes: Any) -> Sent:
        return replace(mint.letter(f"{scene.sender.slug}/day-{number}"), value=value, **changes)

    shared = true(mint.shared(f"{scene.sender.slug}/bomb"), scene.keys)
    large: Any = {"headers": (("x", bytes(30_000)),) * 100}
    return {
        "a record of 60 MB on a shared topic": ("gzip", [replace(shared, value=bytes(60 * MEGABYTE))]),
        "a letter of 13 MB": ("gzip", [letter(0, b" " * 13 * MEGABYTE)]),
        "150 records of 850 kB": ("gzip", [letter(number, bytes(850_000)) for number in range(150)]),
        "the same in batches of 9": ("lz4", [letter(number, bytes(850_000)) for number in range(9)]),
        "9 more": ("zstd", [letter(number, bytes(850_000)) for number in range(9)]),
        "5,000 records of nothing": ("snappy", [letter(0)] * 5_000),
        "100 large headers each": ("gzip", [letter(number, **large) for number in range(2)]),
    }


async def neighbour(scene: Scene, mint: Mint, number: int) -> set[str]:
    """A letter and a shared fact, which take effect; what the reader knows then."""
    names = (f"{scene.sender.slug}/true-{number}-{at}" for at in count())
    event = next(each for each in names if partition_of(each.encode(), 4) == 0)
    await scene.send(*[true(replace(make(event), partition=0), scene.keys) for make in (mint.shared, mint.letter)])
    return {f"shown/{event}", f"proposal/{event}"}


async def test_little_that_becomes_much_is_parked_in_little(scene: Scene) -> None:
    mint, failures = Mint(scene.sender.slug, scene.reader.slug, scene.keys), []
    await neighbour(scene, mint, 0)
    await scene.read()
    before, tried = (
        memory(scene.process.pid),
        attacks(scene, Mint(scene.sender.slug, scene.reader.slug, scene.keys, "bad0" * 4)),
    )
    for number, (name, (codec, records)) in enumerate(tried.items(), 1):
        await send_packed(scene.ground, codec, records)
        true_ones = await neighbour(scene, mint, number)
        await scene.read()
        if not await scene.reader.is_ready(scene.process):
            failures.append(f"{name}: not ready")
        if true_ones - await scene.known():
            failures.append(f"{name}: its neighbour is not read")
    grown, kept = memory(scene.process.pid) - before, await parked_bytes(scene)
    if grown > MOST_MEMORY or kept > MOST_PARKED:
        failures.append(f"{grown} bytes of memory, {kept} bytes are parked")
    reasons = {each["code"] async for each in scene.database["parked"].find({"kept": {"$gt": 0}})}
    assert "too-large" in reasons
    counted = await scene.database["parked"].find({"count": {"$gt": 1}}).to_list(None)
    assert sum(each["count"] for each in counted) > 3_000, "what is too often is counted, and not kept"
    assert not failures
    evidence.record("bounds", tried=len(tried), failures=len(failures) + await _after_a_restart(scene))


async def _after_a_restart(scene: Scene) -> int:
    """From the beginning, with all of it in the logs; the result is how often that fails."""
    assert await scene.process.stop() == 0
    await scene.database["offsets"].update_many({}, {"$set": {"next": 0}})
    process = await scene.reader.start_ready("events")
    await scene.read()
    await eventually(lambda: scene.reader.is_ready(process))
    fits = await parked_bytes(scene) <= MOST_PARKED
    await process.kill()
    return int(not fits)
