"""No letter vanishes: not by another writer, not on the way, and not because it was the last."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.producer.transaction_manager import PidAndEpoch
from support import evidence
from support.eventually import eventually
from support.flow import Ground, Home, envelope, health
from support.forging import Keys, Mint, true
from support.pair import Pair
from support.processes import Process
from support.signing import Sent, private_jwk, signed
from support.witness import Seen, read_all

from kith_chassis.kafka.sender import Sender
from kith_chassis.path.wire import Record, partition_of


@pytest.fixture
async def pair(common_ground: Ground) -> Pair:
    homes = Home(common_ground), Home(common_ground)
    await common_ground.create([each.slug for each in homes], every=True)
    for each in homes:
        await common_ground.admit(each.slug)
    return Pair(common_ground, *homes)


@pytest.fixture
async def ready(pair: Pair) -> AsyncIterator[Process]:
    process = await pair.reader.start_ready("events")
    yield process
    await process.kill()


EVENTS = [f"day-{number}" for number in range(12)]
AHEAD = 12
"""So many producers may a process have made by the time."""


async def _usurp(ground: Ground, places: list[TopicPartition], records: int) -> None:
    """Write to these places under the ids of the producers that will be made next, and all that they would count."""
    async with AIOKafkaProducer(**ground.office.arguments(), enable_idempotence=True) as producer:
        mine: Any = producer._txn_manager
        first = mine.producer_id
        for id in range(first + 1, first + 1 + AHEAD):
            mine._pid_and_epoch = PidAndEpoch(id, 0)
            mine._sequence_numbers.clear()
            for _ in range(records):
                for at in [await producer.send(each.topic, b"{}", partition=each.partition) for each in places]:
                    await at


async def test_who_writes_under_anothers_number_as_a_producer_makes_nothing_vanish(pair: Pair, ready: Process) -> None:
    commands = f"kith.private.{pair.sender.slug}.events.commands"
    topics = [TopicPartition(topic, at) for topic in (pair.inbox, commands) for at in range(4)]
    await _usurp(pair.ground, topics, 5)
    sender = await pair.sender.start_ready("events")
    await pair.propose(*EVENTS)
    await eventually(lambda: _all_proposed(pair))
    await sender.kill()
    await _usurp(pair.ground, topics, 5)
    submitting = Sender(pair.ground.office.for_principal(pair.sender.slug), "submit")  # as commands over HTTP are sent
    before = len(await read_all(pair.ground.office, commands))
    for number in range(5):
        await submitting.send([Record(commands, 0, b"k", b"%d" % number, [])])
    await submitting.stop()
    assert len(await read_all(pair.ground.office, commands)) == before + 5
    evidence.record("letters", tried=2 * AHEAD * 5 * len(topics), lost=0)


async def _all_proposed(pair: Pair) -> bool:
    assert await pair.proposed() == set(EVENTS)
    return True


@pytest.mark.parametrize(
    ("service", "leaky", "say", "arrived"),
    [
        ("events", "leaky", Pair.propose, Pair.proposed),
        ("directory", "leaky-directory", Pair.welcome, Pair.welcomed),
    ],
    ids=["events", "directory"],
)
async def test_letters_that_get_lost_on_the_way_are_asked_for_and_sent_again(
    pair: Pair, service: str, leaky: str, say: Any, arrived: Any
) -> None:
    reader, sender = await pair.reader.start_ready(service), await pair.sender.start_ready(leaky)
    await say(pair, *EVENTS)

    async def all_are_there() -> bool:
        assert await arrived(pair) == set(EVENTS)
        return True

    await eventually(all_are_there)
    asked = [each for each in await pair.letters(pair.sender, service) if "letters-missing" in each.headers["ce_type"]]
    assert asked, "somebody had to ask"
    assert len(asked) <= 4 * 8, "and not all the time"
    assert reader.said("letters are missing")

    async def nothing_is_missing() -> bool:
        told = await health(reader)
        assert told["status"] == "ready", "no partition stops for it"
        return not [each for each in told["missing"].values() if pair.sender.slug in each]

    await eventually(nothing_is_missing)
    for each in (sender, reader):
        await each.kill()


async def test_what_its_sender_has_no_more_is_told_and_left_behind(pair: Pair) -> None:
    sender = await pair.sender.start_ready("leaky", KITH_SESSION_TIMEOUT_MS="60000")
    await pair.propose(*EVENTS)

    database = pair.ground.client[f"kith_{pair.sender.slug}_events"]

    async def sent() -> bool:
        letters = [count async for each in database["offsets"].find() for count in each.get("letters", {}).values()]
        return sum(letters) >= len(EVENTS) and not await database["outbox"].count_documents({})

    await eventually(sent)
    await database["sent"].delete_many({})
    reader = await pair.reader.start_ready("events")

    async def lost() -> bool:
        told = await health(reader)
        assert told["status"] == "ready"
        return bool([each for each in told["missing"].values() if "are lost" in each])

    await eventually(lost)
    assert len(await pair.proposed()) < len(EVENTS)
    await pair.propose("afterwards")

    async def goes_on() -> bool:
        return "afterwards" in await pair.proposed()

    await eventually(goes_on)
    for each in (sender, reader):
        await each.kill()


async def test_a_stranger_has_nothing_sent_again_but_to_whom_it_was_sent(pair: Pair, ready: Process) -> None:
    sender = await pair.sender.start_ready("events")
    await pair.propose(*EVENTS)
    await eventually(lambda: _all_proposed(pair))
    stranger = Home(pair.ground)
    await pair.ground.create([stranger.slug], every=True)
    await pair.ground.admit(stranger.slug)
    before = await pair.letters(pair.reader)
    streams = {each.headers["kith-stream"] for each in before if "kith-stream" in each.headers}
    asking = [_asking(pair, stranger, stream, id) for stream in streams for id in range(20)]
    await pair.ground.send(asking)

    async def answered() -> list[Seen]:
        return await pair.letters(stranger)

    told = await eventually(answered)
    assert {each.headers["ce_type"] for each in told} == {"org.kith.events.letters-gone.v1"}, "as of any stream"
    await pair.ground.send([_asking(pair, pair.reader, stream, id) for stream in streams for id in range(200)])

    async def sent_again() -> bool:
        return len(await pair.letters(pair.reader)) > len(before)

    await eventually(sent_again)
    again = len(await pair.letters(pair.reader)) - len(before)
    assert again <= 3 * len(EVENTS), "once, or a few times, however often it is asked for"
    assert await pair.proposed() == set(EVENTS)
    await sender.kill()


def _asking(pair: Pair, who: Home, stream: str, id: int) -> Sent:
    headers = envelope("events.letters-missing", f"urn:kith:source:{who.slug}/events", f"{id}")
    content = json.dumps({"stream": stream, "number": 1, "until": 9, "place": "0"}).encode()
    asking = Sent(f"kith.inbox.{pair.sender.slug}.events", stream.encode(), content, headers)
    return signed(asking, *private_jwk(pair.ground.keys, who.slug))


async def test_a_letter_that_nobody_can_read_keeps_no_other_waiting(pair: Pair, ready: Process) -> None:
    good = private_jwk(pair.ground.keys, pair.sender.slug)
    mint = Mint(pair.sender.slug, pair.reader.slug, Keys(*[good] * 6))
    event = f"{pair.sender.slug}/day-0"
    first, odd, last = (mint.letter(event) for _ in range(3))
    odd = Sent(odd.topic, odd.key, b'{"of": "tomorrow"}', odd.headers)
    await pair.ground.send([true(each, mint.keys) for each in (first, odd, last)])
    states = pair.ground.client[f"kith_{pair.reader.slug}_events"]["states"]

    async def both_are_taken() -> bool:
        offsets = pair.ground.client[f"kith_{pair.reader.slug}_events"]["offsets"]
        at = partition_of(event.encode(), 4)
        found = await offsets.find_one({"_id": f"{pair.reader.slug}.events/{pair.inbox}/{at}"})
        assert found
        assert [*found.get("seen", {}).values()] == [3]
        return not found.get("gaps")

    await eventually(both_are_taken)
    assert await states.find_one({"_id": f"proposal/{event}"})
