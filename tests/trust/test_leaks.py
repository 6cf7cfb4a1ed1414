"""A canary goes through all features, is looked for on every disk, topic, page and log, and is then forgotten.

One broker and one database server keep the files of all bodies, so a text that is found in no file is with nobody.
Each search is also made for something that was planted, which must be found.
"""

import re
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from aiokafka import AIOKafkaProducer
from support import canary, evidence
from support.canary import ADDRESS, CANARY, EVENT, HIDDEN, PERSON, PREFIX, Scene, ask, done, places
from support.eventually import eventually
from support.keys_on_disk import data_keys, readable

from kith_cli.logbook import partitions, records
from kith_lab.servers.search import Searched, search

PLANTED: Final = b"planted-egret-55"
OTHERS: Final = ("iop", "ons")
AT_HOME: Final = re.compile(r"kith\.(people|private)\.bcs\.")
LATER: Final = {"person": "p-later-comer", "name": "Ada Brook", "address": "p-later-comer@mail.example"}


class Ledger:
    """What was searched in all, and what was found that should not be."""

    def __init__(self) -> None:
        self.searched, self.hits = 0, 0

    def __call__(self, found: Searched) -> None:
        self.searched += found.size
        self.hits += found.found
        assert not found.hits


@pytest.fixture(scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    async with canary.new_scene(tmp_path_factory.mktemp("disks")) as running:
        yield running


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture(scope="module")
def taken() -> list[dict[str, Any]]:
    """Wrapped keys that a thief has taken before she was forgotten, as a journal or a backup keeps them."""
    return []


def within(texts: Iterable[bytes], *content: bytes) -> Searched:
    """The same search, in what was read from a server."""
    found = Searched(size=sum(map(len, content)))
    for text in texts:
        if any(text in each for each in content):
            found.hits[text] = {"read"}
    return found


async def on_topics(scene: Scene, home: bool) -> list[bytes]:
    """Every byte on the topics of home, or on all others."""
    there = await partitions(
        scene.stack.office, lambda name: name.startswith("kith.") and bool(AT_HOME.match(name)) is home
    )
    found = []
    async for record in records(scene.stack.office, there):
        headers = b" ".join(name.encode() + b"=" + (value or b"") for name, value in record.headers)
        found.append(b" ".join([record.topic.encode(), record.key or b"", headers, record.value or b""]))
    return found


async def in_databases(scene: Scene, *bodies: str) -> list[bytes]:
    """Every document of all databases of these bodies, as the server gives them."""
    found = []
    for name in await scene.database.list_database_names():
        if any(name.startswith(f"{PREFIX}_{body}_") for body in bodies):
            for collection in await scene.database[name].list_collection_names():
                found += [repr(each).encode() async for each in scene.database[name][collection].find()]
    return found


async def over_http(scene: Scene, body: str) -> list[bytes]:
    """What every page without a parameter of its own answers, and health."""
    node = scene.federation[body]
    described = (await node.client.get("/openapi.json")).json()["paths"]
    paths = [path.replace("{organisation}", body) for path, ways in described.items() if "get" in ways]
    admin = node.bearer("body-admin")
    return [(await node.client.get(path, headers=admin)).content for path in paths if "{" not in path]


# The tests are one story, in this order


async def test_what_is_planted_is_found_on_every_disk(scene: Scene) -> None:
    await scene.database["planted"]["planted"].insert_one({"text": PLANTED.decode()})
    producer = AIOKafkaProducer(**scene.stack.office.arguments(), compression_type="lz4")
    await producer.start()
    try:
        await producer.send_and_wait("kith.private.ons.events.facts", PLANTED + b" " * 2000, key=b"planted")
    finally:
        await producer.stop()
    (scene.disks / "logs" / "planted.log").write_bytes(PLANTED)
    found = {Path(name).parts[0] for name in search(scene.disks, [PLANTED]).hits[PLANTED]}
    assert found == {"kafka", "mongodb", "logs"}
    names = {str(path.relative_to(scene.disks)) for path in scene.disks.rglob("*") if path.is_file()}
    assert {f"logs/node-{body}.log" for body in canary.BODIES} <= names
    assert any(name.startswith("kafka/data/kith.people.bcs.directory.commands-") for name in names)


async def test_before_she_is_forgotten_nobody_but_home_has_anything_and_no_disk_has_a_word(
    scene: Scene, ledger: Ledger
) -> None:
    await canary.live(scene)
    ledger(search(scene.disks, CANARY))
    outside = [*await on_topics(scene, home=False), *await in_databases(scene, *OTHERS)]
    ledger(within([*CANARY, PERSON.encode(), HIDDEN.encode()], *outside))
    assert within([PERSON.encode()], *await on_topics(scene, home=True)).hits, "nothing of hers is anywhere"
    assert within([PERSON.encode()], *await in_databases(scene, "bcs")).hits
    assert within([EVENT.encode()], *outside).hits


async def test_no_page_no_error_and_no_log_tells_of_her(scene: Scene, ledger: Ledger) -> None:
    own, pages = await over_http(scene, "bcs"), [each for body in OTHERS for each in await over_http(scene, body)]
    assert within([b"bcs/forum"], *pages).hits, "the pages show something"
    assert within([HIDDEN.encode()], *own).hits, "home knows of its hidden network"
    heard = [text.encode() for text in scene.heard]
    assert within([b"already-registered"], *heard).hits, "the refusals were heard"
    ledger(within([*CANARY, PERSON.encode(), HIDDEN.encode()], *pages))
    ledger(within([*CANARY, PERSON.encode()], *own, *heard))
    logs = search(scene.disks / "logs", [*CANARY, PERSON.encode()])
    assert search(scene.disks / "logs", [b"started"]).hits, "the nodes write logs"
    ledger(logs)


async def test_who_has_all_disks_and_all_keys_can_read_her_before(scene: Scene) -> None:
    """The control of the search after: the thief's tools open what is there while there is a key."""
    keys = data_keys(scene.home("bcs"), await scene.keys("bcs"))
    for disk in ("kafka", "mongodb"):
        assert any(ADDRESS.encode() in text for text in readable(scene.disks / disk, keys, [PERSON])), disk


async def test_she_is_forgotten_everywhere_and_sees_who_has_answered(scene: Scene, taken: list[dict[str, Any]]) -> None:
    wrapped = await scene.keys("bcs")
    taken += wrapped
    id = await done(scene, "bcs", "directory", "forget-person", {"person": PERSON})

    async def all_have_answered() -> bool:
        page = await scene.federation["bcs"].read("directory", f"forgettings/{id}")
        assert page["key_destroyed"]
        assert [(each["body"], each["deleted"], bool(each["answered"])) for each in page["receipts"]] == [
            ("iop", ["places"], True)
        ]
        return True

    await eventually(all_have_answered)
    left = {each["_id"] for each in await scene.keys("bcs") if "wrapped" in each}
    assert len({each["_id"] for each in wrapped} - left) == 1, "one key is gone, those of others are not"
    assert within([PERSON.encode()], *await in_databases(scene, "bcs")).size > 0
    mine = [each for each in await in_databases(scene, "bcs") if PERSON.encode() in each]
    assert all(b"pursue-forgetting" in each for each in mine), "but that it is looked again"
    assert len(mine) == 1
    await _her_place_is_free(scene)


async def _her_place_is_free(scene: Scene) -> None:
    event = (await scene.states("iop", "events").find_one({"_id": f"event/{EVENT}"}))["state"]
    assert '"bcs":0' in event
    kept = [each["state"] async for each in scene.states("iop", "events").find({"_id": {"$regex": "^place/"}})]
    assert len(kept) == 1, "that of the other, who gave it up"
    assert not [state for state in kept if '"bcs"' in state]
    introductions = (await scene.states("iop", "events").find_one({"_id": f"introductions/{EVENT}"}))["state"]
    assert '"made":{}' in introductions


async def test_what_comes_late_brings_nothing_back(scene: Scene) -> None:
    """The same commands again, a decision on her place, and a person's fact that a reader sees from the beginning."""
    refused = await ask(scene, "bcs", "directory", "enrol-person", {**LATER, "person": PERSON})
    assert refused.json()["code"] == "person-forgotten"
    own = await partitions(scene.stack.office, lambda name: name.endswith("people.bcs.directory.commands"))
    hers = [each async for each in records(scene.stack.office, own) if each.key == PERSON.encode()]
    assert hers
    for number, record in enumerate(hers):
        await _send_again(scene, record, f"again-{number}")
    await done(scene, "bcs", "directory", "enrol-person", LATER)

    async def is_decided() -> bool:
        states = scene.states("bcs", "directory")
        return bool(await states.find_one({"_id": f"person/{LATER['person']}"}))

    await eventually(is_decided)
    await done(scene, "bcs", "directory", "enrol-person", {**LATER, "how_much": "nothing"})
    for service in ("directory", "events", "notify"):
        database = scene.database[f"{PREFIX}_bcs_{service}"]
        for collection in ("states", "parked"):
            assert not await database[collection].count_documents({"person": PERSON})
    assert await places(scene) == {}


async def _send_again(scene: Scene, record: Any, id: str) -> None:
    producer = AIOKafkaProducer(**scene.stack.office.arguments())
    await producer.start()
    try:
        headers = [(name, id.encode() if name == "ce_id" else value) for name, value in record.headers]
        await producer.send_and_wait(record.topic, record.value, key=record.key, headers=headers)
    finally:
        await producer.stop()


async def test_a_day_later_no_key_is_left_that_opens_anything_of_hers(
    scene: Scene, ledger: Ledger, taken: list[dict[str, Any]]
) -> None:
    """The node is away while the day ends; then the living are wrapped anew, and the old key is destroyed."""
    node, home = scene.federation["bcs"], scene.home("bcs")
    assert readable(scene.disks, data_keys(home, taken), [PERSON]), "while the key of the day lives, a copy opens"
    await node.stop()
    old = await _as_if_of_yesterday(scene, await scene.keys("bcs"))
    await node.start()
    await node.ready()

    async def is_destroyed() -> bool:
        assert not old & home.days().keys()
        return True

    await eventually(is_destroyed, within=30)
    living = [each for each in await scene.keys("bcs") if "wrapped" in each]
    assert len(data_keys(home, living)) == len(living) > 0, "the living can be read"
    assert not data_keys(home, taken), "no copy of before can"
    page = await node.read("directory", f"people/{LATER['person']}")
    assert page["enrolled_as"] == "member"
    every = [key for body in canary.BODIES for key in data_keys(scene.home(body), await scene.keys(body))]
    assert not readable(scene.disks, every, [PERSON])
    ledger(search(scene.disks, CANARY))


async def _as_if_of_yesterday(scene: Scene, keys: list[dict[str, Any]]) -> set[str]:
    """Call the keys of the day by yesterday's name, in the folder and in the documents; the names."""
    folder = scene.home("bcs").folder / "days"
    yesterday = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}-00"
    names = {}
    for path in folder.glob("*.key"):
        names[path.stem] = f"{yesterday}.{path.stem.rpartition('.')[2]}"
        path.rename(folder / f"{names[path.stem]}.key")
    collection = scene.database[f"{PREFIX}_bcs_keys"]["keys"]
    for each in keys:
        if "wrapped" in each:
            await collection.update_one({"_id": each["_id"]}, {"$set": {"day": names[each["day"]]}})
    return set(names.values())


async def test_the_topics_are_compacted_and_her_facts_are_off_the_disk(scene: Scene, ledger: Ledger) -> None:
    facts = [path for path in (scene.disks / "kafka" / "data").glob("kith.people.bcs.*.facts-*") if path.is_dir()]
    assert len(facts) == 12

    async def is_gone() -> bool:
        for folder in facts:
            assert not search(folder, [f'"{PERSON}"'.encode()]).hits, folder.name
        return True

    await eventually(is_gone, within=180)
    for folder in facts:
        ledger(search(folder, [f'"{PERSON}"'.encode()]))


def test_what_was_found_is_on_record(ledger: Ledger) -> None:
    evidence.record("leaks", searched=ledger.searched, hits=ledger.hits)
