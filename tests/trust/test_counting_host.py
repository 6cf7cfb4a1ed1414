"""The counting host: from all that the lead of an event holds, it cannot be told who is in a closed part.

NI is small: one of its two people at the talk is in the circle too. RSC asked for the same, and has nobody there. More
people of BCS are there than a block has codes. On real servers; and the lead's own node opens what it can.
"""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from motor.motor_asyncio import AsyncIOMotorClient
from support.counting import ATTACKS, Held, Seen
from support.eventually import elapse, eventually
from support.evidence import record
from support.joint import person, terms
from support.planted import LEAKS, planted
from support.stack import Servers, test_stack

from kith_chassis.path.wire import partition_of
from kith_cli.keys import equip
from kith_cli.logbook import partitions, records
from kith_cli.office import admit_bodies
from kith_contracts.consortium import BodyRegistered
from kith_lab.demo.federation import Federation, Surroundings
from kith_lab.demo.nursery import Nursery
from kith_lab.servers.mail import MailCatcher

BODIES: Final = ("iop", "bcs", "ni", "rsc")
EVENT: Final = "iop/counted"
RETURN_IN: Final = 30
PREFIX: Final = "counting"
READ: Final = ("kith.registry", "kith.shared.", "kith.inbox.iop.", "kith.private.iop.", "kith.people.iop.")


def ids(body: str, many: int) -> list[str]:
    """People whose wishes go through one partition, so that what one of them says stands beside what others say."""
    found = [f"p-{body}-counted-{number:03}" for number in range(400)]
    return [id for id in found if partition_of(id.encode(), 4) == 0][:many]


NI, RSC, BCS, IOP = ids("ni", 2), ids("rsc", 2), ids("bcs", 6), ids("iop", 1)
WISHES: Final = [
    ("iop", IOP[0], ["talk", "circle"]),
    ("ni", NI[0], ["talk", "circle"]),
    ("rsc", RSC[0], ["talk"]),
    ("ni", NI[1], ["talk"]),
    ("rsc", RSC[1], ["talk"]),
    *[("bcs", id, ["talk", "circle"]) for id in BCS],
]


def text(starts: datetime) -> dict[str, Any]:
    """Eight places in the talk of each body, a block of four codes for each in the circle, and one in the pool."""
    agreed = terms(EVENT, starts)
    agreed["plan"]["parts"][0]["capacity"] = 40
    agreed["plan"]["parts"][1]["capacity"] = 20
    agreed["parties"] += [{"body": body, "networks": [f"{body}/forum"]} for body in ("ni", "rsc")]
    agreed["seats"] = [
        {"part": "talk", "quotas": dict.fromkeys(BODIES, 8), "pool": 0},
        {"part": "circle", "block": 4, "quotas": dict.fromkeys(BODIES, 1), "pool": 1},
    ]
    return {**agreed, "data_fields": ["door-name"], "data_opens_days": 60}


@pytest.fixture(scope="module")
async def held(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Held]:
    folder = tmp_path_factory.mktemp("counting")
    async with test_stack() as servers, MailCatcher() as catcher, Nursery() as nursery:
        made = equip(servers.office.keys, BODIES)
        registered = [
            BodyRegistered(body=body, name=body.upper(), kind="other", keys=[made[body]], version=1) for body in BODIES
        ]
        await admit_bodies(servers.office, registered)
        where = (servers.office, servers.mongo_url, catcher.url, PREFIX, folder)
        around = Surroundings(*where, lambda *_process: None, nursery.spawn)
        federation = Federation(BODIES, around)
        try:
            await federation.start()
            await play(federation)
            yield await everything(federation, servers, folder)
        finally:
            await federation.stop()


async def done(federation: Federation, body: str, service: str, command: str, data: dict[str, Any]) -> None:
    answer = await federation[body].command(service, command, data)
    assert answer.is_success, answer.text


async def play(federation: Federation) -> None:
    """Everyone asks one after the other; then the return date comes, and BCS takes the block of the pool."""
    for body, id, parts in WISHES:
        audiences = ["returner"] if "circle" in parts or id == RSC[0] else []
        await done(federation, body, "directory", "enrol-person", person(id, name=f"Name {id}", audiences=audiences))
    returns = datetime.now(UTC) + timedelta(seconds=RETURN_IN)
    agreed = text((returns + timedelta(days=14)).replace(microsecond=0))
    await done(federation, "iop", "events", "propose-agreement", {"subject": EVENT, "terms": agreed})
    for body in BODIES:
        await accept(federation, body)
    await eventually(lambda: key_is_published(federation))
    for body, id, parts in WISHES:
        await done(federation, body, "events", "ask-for-places", {"person": id, "event": EVENT, "parts": parts})
    left = (returns - datetime.now(UTC)).total_seconds()
    assert left > 1, "the machine was too slow to ask before the return date"
    await elapse(left, because="the return date is to come")
    await eventually(lambda: nobody_in_bcs_waits(federation))
    for id in await with_status(federation, "offered"):
        await done(federation, "bcs", "events", "accept-offers", {"person": id, "event": EVENT, "parts": ["circle"]})
    await eventually(lambda: everyone_in_bcs_has_a_code(federation))
    await eventually(lambda: all_names_are_at_the_door(federation))


async def accept(federation: Federation, body: str) -> None:
    async def has_text() -> bool:
        return bool(await federation[body].read("events", f"agreements/{EVENT}"))

    await eventually(has_text)
    agreement = await federation[body].read("events", f"agreements/{EVENT}")
    for behalf in ("body", "network"):
        answer = {"subject": EVENT, "hash": agreement["hash"], "on_behalf": behalf, "answer": "accepted"}
        await done(federation, body, "events", "answer-agreement", answer)


async def key_is_published(federation: Federation) -> bool:
    shown = [await federation[body].read("events", f"events/{EVENT}") for body in BODIES]
    return all(one and one["details"] for one in shown)


async def with_status(federation: Federation, status: str) -> list[str]:
    """Those of BCS of whose wish for the circle this has become."""
    pages = {id: await federation["bcs"].read("events", f"people/{id}/registrations") for id in BCS}
    wishes = [(id, part) for id, page in pages.items() for each in page for part in each["parts"]]
    return [id for id, part in wishes if (part["part"], part["status"]) == ("circle", status)]


async def nobody_in_bcs_waits(federation: Federation) -> bool:
    return bool(await with_status(federation, "offered")) and not await with_status(federation, "waiting")


async def everyone_in_bcs_has_a_code(federation: Federation) -> bool:
    pages = [await federation["bcs"].read("events", f"people/{id}/registrations") for id in BCS]
    return sum(bool(part["entry"]) for page in pages for each in page for part in each["parts"]) == len(BCS)


async def all_names_are_at_the_door(federation: Federation) -> bool:
    page = await federation["iop"].read("events", "led/counted/door-list/talk")
    return sum(bool(row["details"].get("door-name")) for row in page["registrants"]) == len(WISHES)


async def everything(federation: Federation, servers: Servers, folder: Path) -> Held:
    """All that the lead holds, with what its node opens for it."""
    held = Held()
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(servers.mongo_url)
    for name in await client.list_database_names():
        if name.startswith(f"{PREFIX}_iop_"):
            for collection in await client[name].list_collection_names():
                found = await client[name][collection].find().to_list(None)
                held.documents += [{key: _plain(value) for key, value in each.items()} for each in found]
    client.close()
    lead = replace(servers.office, principal="iop")  # with the lead's own credential
    mine = await partitions(lead, lambda topic: topic.startswith(READ))
    async for each in records(lead, mine):
        headers = {name: value.decode() for name, value in each.headers}
        data = json.loads(each.value)
        held.records.append(Seen(each.topic, each.partition, each.offset, each.key.decode(), headers, data))
    held.records.sort(key=lambda seen: (seen.topic, seen.partition, seen.offset))
    held.log = (folder / "node-iop.log").read_text().splitlines()
    paths = {"led": "led/counted", "door-list": "led/counted/door-list/talk", "codes": "led/counted/codes/circle"}
    paths |= {"event": f"events/{EVENT}", "agreement": f"agreements/{EVENT}"}
    held.answers = {name: await federation["iop"].read("events", path) for name, path in paths.items()}
    held.answers["agreed"] = held.answers["agreement"]["terms"]["seats"]
    return held


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | list | dict) else str(value)


def test_the_story_is_the_one_that_the_attacks_are_about(held: Held) -> None:
    door = dict(held.door.values())
    assert door == {f"Name {id}": body for body, id, _ in WISHES}
    (closed,) = held.answers["led"]["closed_parts"]
    assert closed["blocks_by_body"] == {"iop": 1, "bcs": 2, "ni": 1, "rsc": 1}
    assert [each.type for each in held.of_closed()] == ["request-block"], "all that others said of the circle"


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_attack_succeeds_where_there_is_a_leak(held: Held, attack: Callable[[Held], set[str]]) -> None:
    assert attack(planted(held, LEAKS[attack]))


def test_no_attack_succeeds(held: Held) -> None:
    accused = {attack.__name__: attack(held) for attack in ATTACKS}
    found = {name: who for name, who in accused.items() if who}
    assert not found
    record("counting_host", attacks=len(ATTACKS), succeeded=len(found))
