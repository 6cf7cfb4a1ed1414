"""What nobody can handle is put aside, each record once and with the reason, and its neighbours never notice."""

import json
from collections import Counter
from dataclasses import replace

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.producer import message_accumulator
from aiokafka.producer import producer as plain
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy
from support.eventually import eventually
from support.flow import Ground, Home, envelope, health
from support.signing import Sent
from support.troublesome import CANARY
from support.witness import once, read_all, verify


class NotUtf8(str):
    """A header name that no well-behaved client sends."""

    __slots__ = ()

    def encode(self, *_: object, **__: object) -> bytes:
        return b"\xff\xfe"


def bad_records(home: Home) -> dict[str, Sent]:
    """One of each kind, by the code that it is parked with."""
    good = home.describe("n0", "never")
    of_nobody = envelope("directory.describe-network", "/nobody/systems/crm")
    people = envelope("directory.enrol-person", f"urn:kith:source:{home.slug}/systems/crm", kith_person="p-00000001")
    return {
        "invalid-data: not JSON": replace(good, value=b"\xff{"),
        "invalid-data: a field is missing": replace(good, value=b'{"network": "a/b"}'),
        "no-data": replace(good, value=None),
        "too-large": replace(good, value=b" " * 950_000 + b"{}"),
        "wrong-key: of another": replace(good, key=b"another"),
        "no-envelope": replace(good, headers=()),
        "unknown-version": replace(good, headers=_changed(good, "ce_type", b"org.kith.directory.describe-network.v9")),
        "unknown-type": replace(good, headers=_changed(good, "ce_type", b"org.kith.directory.nonsense.v1")),
        "wrong-topic": replace(good, headers=_changed(good, "ce_type", b"org.kith.directory.network-published.v1")),
        "wrong-source": replace(good, headers=of_nobody),
        "bad-header: not UTF-8": replace(good, headers=(*good.headers, ("ce_note", b"\xff\xfe"))),
        "bad-header: number": replace(good, headers=(*good.headers, ("kith-number", b"one"))),
        "bad-header: stream": replace(good, headers=(*good.headers, ("kith-stream", b"without a number"))),
        "sealed": Sent(home.people, b"p-00000001", b'{"person": "p-00000001", "sealed": "AAAA"}', people),
    }


def _changed(sent: Sent, header: str, value: bytes) -> tuple[tuple[str, bytes], ...]:
    return tuple((name, value if name == header else old) for name, old in sent.headers)


async def test_unreadable_records_are_parked_once_each_with_the_reason(ground: Ground) -> None:
    home = await ground.new_home()
    process = await home.start_ready()
    await home.send(home.charter("n0"))
    expected = {}
    for step, (kind, sent) in enumerate(bad_records(home).items(), 1):
        [place, _] = await home.send(sent, home.describe("n0", f"step {step}"))
        expected[f"{place.topic}/{place.partition}/{place.offset}"] = kind.partition(":")[0]
    await eventually(home.settled)
    await eventually(lambda: _parked_count(home, len(expected)))
    assert {place: reason.partition(":")[0] for place, reason in (await home.parked()).items()} == expected
    await verify(home, noise=expected)
    assert await home.is_ready(process), "what is parked makes nobody less ready"

    async def is_counted() -> bool:
        counted = {code: each["count"] for code, each in (await health(process))["parked"].items()}
        return counted == Counter(expected.values())

    await eventually(is_counted)
    assert {line["place"] for line in process.said("parked a record")} == expected.keys()
    await process.kill()


async def test_a_header_name_that_is_not_utf8_stops_nobody(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    home = await ground.new_home()
    for module in (message_accumulator, plain):
        monkeypatch.setattr(module, "DefaultRecordBatchBuilder", _DefaultRecordBatchBuilderPy)
    producer = AIOKafkaProducer(**ground.office.arguments(), linger_ms=100, compression_type="lz4")
    await producer.start()
    records = [home.charter("n0"), *[home.describe("n0", f"step {step}") for step in range(1, 5)]]
    for at, each in enumerate(records):  # one batch, or the neighbours would not be at risk
        headers = [*each.headers, (NotUtf8("x"), b"")] if at == 2 else list(each.headers)
        await producer.send(each.topic, each.value, key=each.key, headers=headers)
    await producer.stop()
    process = await home.start_ready()
    await eventually(home.settled)
    told = [each.data["version"] for each in once(await read_all(ground.office, home.facts))]
    assert told == [1, 2, 3, 4, 5], "a plain reader of the commands would have stopped before the first"
    await process.kill()


async def test_a_decision_that_cannot_stand_parks_its_record_alone(ground: Ground) -> None:
    home = await ground.new_home()
    kinds = {"bug": "bug", "says-too-much": "too-large", "says-too-large": "too-large", "huge-state": "the"}
    names = {home.placed(0, kind): reason for kind, reason in kinds.items()}
    sound = [home.placed(0, stem) for stem in ("first", "last")]
    sent = [home.charter(name) for name in (sound[0], *names, sound[1])]
    sent += [home.describe(name, "step 1") for name in (sound[0], *names, sound[1])]
    places = await home.send(*sent)
    process = await home.start_ready("troublesome")
    await eventually(home.settled)
    expected = {
        f"{place.topic}/0/{place.offset}": reason for place, reason in zip(places[1:5], names.values(), strict=True)
    }
    assert {place: reason.split(":")[0].split()[0] for place, reason in (await home.parked()).items()} == expected
    report = await verify(home, noise=expected)
    assert report.refused == 4, "their states were not kept, so nothing of that name can be described"
    assert CANARY not in process.log.read_text(), "an error's words stay out of the log"
    await process.kill()


async def test_what_the_database_refuses_is_found_record_by_record(ground: Ground) -> None:
    home = await ground.new_home()
    await home.database.create_collection("states", validator={"_id": {"$not": {"$regex": "forbidden"}}})
    stems = ["a", "forbidden-1", "b", "forbidden-2", "forbidden-3", "c"]
    names = [home.placed(0, stem) for stem in stems]
    places = await home.send(*[home.charter(name) for name in names])
    process = await home.start_ready()
    await eventually(home.settled)
    expected = {
        f"{home.commands}/0/{place.offset}" for place, name in zip(places, names, strict=True) if name[0] == "f"
    }
    assert await verify(home, noise=expected)
    assert all("121" in reason for reason in (await home.parked()).values())
    await process.kill()


async def test_a_partition_stands_still_when_the_database_refuses_everything(ground: Ground) -> None:
    home = await ground.new_home()
    states = await home.database.create_collection("states", validator={"_id": {"$not": {"$regex": "forbidden"}}})
    process = await home.start_ready()
    await home.send(*[home.charter(home.placed(0, f"forbidden-{at}")) for at in range(5)])
    await home.send(*[home.charter(home.placed(1, f"n{at}")) for at in range(5)])

    async def stands_still() -> bool:
        told = await health(process)
        return told.get("status") == "alarm" and list(told["alarms"]) == [f"{home.slug}.directory/{home.commands}/0"]

    await eventually(stands_still)
    await eventually(lambda: _network_count(home, 5))
    assert len(await home.parked()) == 3
    await home.database.command("collMod", states.name, validator={})
    assert await process.stop() == 0
    again = await home.start_ready()
    await eventually(home.settled)
    assert len(await home.parked()) == 3
    await verify(home, noise=set(await home.parked()))
    await again.kill()


async def _parked_count(home: Home, count: int) -> bool:
    return len(await home.parked()) == count


async def _network_count(home: Home, count: int) -> bool:
    return await home.database["states"].count_documents({"_id": {"$regex": "^network/"}}) == count


async def test_parked_content_is_sealed(ground: Ground) -> None:
    home = await ground.new_home()
    process = await home.start_ready()
    await home.send(replace(home.describe("n0", "x"), value=json.dumps({"who": CANARY}).encode()))
    await eventually(lambda: _parked_count(home, 1))
    [parked] = await home.database["parked"].find().to_list(None)
    assert CANARY not in parked["record"]
    await process.kill()
