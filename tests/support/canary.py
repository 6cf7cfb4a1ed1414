"""A canary: a person at home in BCS with unique words about her, who goes through everything that a person can do.

Home is BCS, the host IOP; ONS looks on. One broker and one database server keep the files of all three.
"""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

import httpx2
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from motor.motor_asyncio import AsyncIOMotorClient
from support.eventually import eventually
from support.joint import charter, terms
from support.keys_on_disk import Home

from kith_chassis.kafka.cluster import Cluster
from kith_cli.keys import equip
from kith_cli.logbook import partitions, records
from kith_cli.office import admit_bodies
from kith_contracts.consortium import BodyRegistered
from kith_lab.demo.federation import Federation, NodeProcess, Surroundings
from kith_lab.demo.nursery import Nursery
from kith_lab.servers.mail import MailCatcher
from kith_lab.servers.stack import Stack

BODIES: Final = {"iop": "Institute of Physics", "bcs": "BCS", "ons": "Office for National Statistics"}
PREFIX: Final = "leaks"
PERSON: Final = "p-canary-7q2xk"
NAME: Final = "Zerlina Quillfeather"
ADDRESS: Final = "zerlina@quillfeather.example"
AUDIENCE: Final = "quillfolk"
HIDDEN: Final = "bcs/plumage-circle"
EVENT: Final = "iop/feather-day"
HELPED: Final = "bcs/feather-helpers"
CONTACT: Final = "Nesting Lane 7, after six"
CANARY: Final = tuple(text.encode() for text in (NAME, ADDRESS, "Quillfeather", AUDIENCE, CONTACT, "Nesting Lane"))
"""What nobody but home may know, and no disk: name, address, the audience that home counts the person to, and the
contact that she gives one other person, which that one reads and no disk does.
"""
OTHER: Final = "p-other-7q2xk"
"""Whom she is introduced to, at home in IOP."""
UPKEEP: Final = "0.5"


class Scene(NamedTuple):
    """Three nodes on servers whose files can be seen."""

    stack: Stack
    federation: Federation
    catcher: MailCatcher
    database: Any
    heard: list[str]
    """All that was answered over HTTP to anybody but the canary."""
    commands: list[str]
    """The ids of the commands that were taken."""

    @property
    def last_command(self) -> str:
        return self.commands[-1]

    @property
    def disks(self) -> Path:
        return self.stack.folder.path

    def home(self, body: str) -> Home:
        node = self.federation[body]
        return Home(body, base64.b64decode(node._secret), self.disks / "keys" / body)

    def states(self, body: str, service: str) -> Any:
        return self.database[f"{PREFIX}_{body}_{service}"]["states"]

    async def keys(self, body: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.database[f"{PREFIX}_{body}_keys"]["keys"].find().to_list(None)
        return found


@asynccontextmanager
async def new_scene(folder: Path) -> AsyncIterator[Scene]:
    """Servers and nodes in this folder, until the end of the block."""
    async with MailCatcher() as catcher, Stack(folder) as stack, Nursery() as nursery:
        made = equip(stack.office.keys, BODIES)
        registered = [
            BodyRegistered(body=slug, name=name, kind="other", keys=[made[slug]], version=1)
            for slug, name in BODIES.items()
        ]
        await admit_bodies(stack.office, registered)
        await _hurry_compaction(stack.office)
        where = (stack.office, stack.mongo_url, catcher.url, PREFIX, stack.folder.path / "logs")
        around = Surroundings(*where, lambda *_: None, nursery.spawn)
        federation = Federation(BODIES, around)
        federation.nodes = {
            body: NodeProcess(body, around, KITH_UPKEEP_SECONDS=UPKEEP, KITH_LOG_LEVEL="debug") for body in BODIES
        }
        database: Any = AsyncIOMotorClient(stack.mongo_url, tz_aware=True)
        try:
            await federation.start()
            yield Scene(stack, federation, catcher, database, [], [])
        finally:
            await federation.stop()
            database.close()


async def _hurry_compaction(office: Cluster) -> None:
    """What takes six hours in production takes a second here; the way is the same."""
    names = {each.topic for each in await partitions(office, lambda name: ".people." in name and "facts" in name)}
    hurried = {"cleanup.policy": "compact", "max.compaction.lag.ms": "1000", "segment.ms": "1000"}
    admin = AIOKafkaAdminClient(**office.arguments())
    await admin.start()
    try:
        resources = [ConfigResource(ConfigResourceType.TOPIC, name, configs=hurried) for name in names]
        await admin.alter_configs(resources)
    finally:
        await admin.close()


async def ask(scene: Scene, body: str, service: str, command: str, data: dict[str, Any]) -> httpx2.Response:
    """Send a command and remember what was answered."""
    answer = await scene.federation[body].command(service, command, data)
    scene.heard.append(answer.text)
    if answer.is_success:
        scene.commands.append(answer.json()["id"])
    return answer


async def done(scene: Scene, body: str, service: str, command: str, data: dict[str, Any]) -> str:
    answer = await ask(scene, body, service, command, data)
    assert answer.status_code == httpx2.codes.OK, answer.text
    return str(answer.json()["id"])


async def places(scene: Scene, person: str = PERSON) -> dict[str, str]:
    found = await scene.federation["bcs"].read("events", f"people/{person}/registrations")
    return {part["part"]: part["status"] for each in found for part in each["parts"]}


# The canary's life


async def live(scene: Scene) -> None:
    """Everything that a person can do, and everything that can go wrong about one."""
    enrolled = {"person": PERSON, "name": NAME, "address": ADDRESS, "how_much": "everything", "audiences": [AUDIENCE]}
    await done(scene, "bcs", "directory", "enrol-person", enrolled)
    await done(scene, "bcs", "directory", "charter-network", {"network": "bcs/forum", "charter": charter()})
    closed = charter(findable="invitation", joinable="invited", name="Plumage circle")
    await done(scene, "bcs", "directory", "charter-network", {"network": HIDDEN, "charter": closed})
    await done(scene, "bcs", "directory", "admit-to-network", {"person": PERSON, "network": HIDDEN})
    for network in ("bcs/forum", HIDDEN):
        await done(scene, "bcs", "directory", "join-network", {"person": PERSON, "network": network})
    await proposed(scene, EVENT)
    await opened(scene, EVENT)
    await eventually(lambda: _mails(scene, 1), within=30)
    wish = {"person": PERSON, "event": EVENT, "parts": ["talk"]}
    await done(scene, "bcs", "events", "ask-for-places", wish)
    await eventually(lambda: _holds(scene, {"talk": "granted"}))
    await eventually(lambda: _mails(scene, 2), within=30)
    await _is_introduced(scene)
    await _helps(scene)
    await _what_goes_wrong(scene, enrolled, wish)


async def _is_introduced(scene: Scene) -> None:
    """She and somebody at home with the host say yes, and each has the contact of the other; then the other leaves."""
    enrolled = {"person": OTHER, "name": "Ada Brook", "address": "ada@mail.example", "how_much": "nothing"}
    await done(scene, "iop", "directory", "enrol-person", enrolled)
    wish = {"person": OTHER, "event": EVENT, "parts": ["talk"]}

    async def has_asked() -> bool:
        return (await ask(scene, "iop", "events", "ask-for-places", wish)).is_success

    await eventually(has_asked)
    names = {}
    for body, person in (("bcs", PERSON), ("iop", OTHER)):

        async def has_place(body: str = body, person: str = person) -> bool:
            (own,) = await scene.federation[body].read("events", f"people/{person}/registrations")
            names[body] = own["registration"]
            return bool(own["parts"][0]["status"] == "granted")

        await eventually(has_place)
    named = {"event": EVENT, "a": names["bcs"], "b": names["iop"], "reason": "You both have much to tell."}
    officer = scene.federation["iop"].bearer("officer", networks=["iop/physics"])
    answer = await scene.federation["iop"].command("events", "introduce", named, bearer=officer)
    assert answer.status_code == httpx2.codes.OK, answer.text
    await _says_yes(scene, "bcs", PERSON, CONTACT)
    await _says_yes(scene, "iop", OTHER, "ada@mail.example")

    async def is_released() -> bool:
        (theirs,) = await scene.federation["iop"].read("events", f"people/{OTHER}/introductions")
        (hers,) = await scene.federation["bcs"].read("events", f"people/{PERSON}/introductions")
        return bool(theirs["theirs"] == CONTACT and hers["theirs"] == "ada@mail.example")

    await eventually(is_released)
    await eventually(lambda: _mails(scene, 4), within=30)
    await done(scene, "iop", "events", "give-up-places", wish)


async def _helps(scene: Scene) -> None:
    """An officer names her as a facilitator of an event that her own organisation leads."""
    text = terms(HELPED, datetime.now(UTC).replace(microsecond=0) + timedelta(days=50))
    await done(scene, "bcs", "events", "propose-agreement", {"subject": HELPED, "terms": text})
    bcs = scene.federation["bcs"]
    officer = bcs.bearer("officer", networks=["bcs/forum"])
    named = await bcs.command("events", "name-facilitator", {"person": PERSON, "event": HELPED}, bearer=officer)
    assert named.is_success, named.text
    scene.heard.append(named.text)
    assert [each["event"] for each in await bcs.read("events", f"people/{PERSON}/facilitating")] == [HELPED]


async def _says_yes(scene: Scene, body: str, person: str, contact: str) -> None:
    found: dict[str, Any] = {}

    async def is_offered() -> bool:
        for each in await scene.federation[body].read("events", f"people/{person}/introductions"):
            found.update(each)
        return bool(found)

    await eventually(is_offered)
    yes = {"person": person, "introduction": found["introduction"], "answer": "yes", "contact": contact}
    assert (await scene.federation[body].command("events", "answer-introduction", yes)).is_success


async def proposed(scene: Scene, event: str, network: str = "bcs/forum") -> str:
    """Have its lead propose an event, which this network of BCS is to host; the hash of the text, once all have it."""
    lead, _, name = event.partition("/")
    text = terms(event, datetime.now(UTC).replace(microsecond=0) + timedelta(days=40))
    text["parties"][1]["networks"] = [network]
    await done(scene, lead, "events", "propose-agreement", {"subject": event, "terms": text})

    async def have_text() -> bool:
        return all([await scene.federation[body].read("events", f"agreements/{event}") for body in ("iop", "bcs")])

    await eventually(have_text)
    return str((await scene.federation[lead].read("events", f"led/{name}"))["hash"])


async def opened(scene: Scene, event: str) -> None:
    """All say yes who have not, each network by an officer of its own."""
    lead, _, name = event.partition("/")
    led = await scene.federation[lead].read("events", f"led/{name}")
    for body, behalf in led["missing"]:
        answer = {"subject": event, "hash": led["hash"], "on_behalf": behalf, "answer": "accepted"}
        await done(scene, body, "events", "answer-agreement", answer)

    async def is_open() -> bool:
        shown = await scene.federation["bcs"].read("events", f"events/{event}")
        return bool(shown and shown["status"] == "open")

    await eventually(is_open)


async def _what_goes_wrong(scene: Scene, enrolled: dict[str, Any], wish: dict[str, Any]) -> None:
    """Refusals, bad input that must not be echoed, and a record that is parked."""
    assert (await ask(scene, "bcs", "events", "ask-for-places", wish)).is_client_error
    assert (await ask(scene, "bcs", "directory", "join-network", {"person": PERSON, "network": HIDDEN})).is_client_error
    for wrong in ({**enrolled, "enrolled_as": NAME}, {**enrolled, NAME: NAME}, {**enrolled, "address": f"{NAME}@@"}):
        assert (await ask(scene, "bcs", "directory", "enrol-person", wrong)).status_code == 422
    assert (await ask(scene, "ons", "directory", "enrol-person", {**enrolled, "enrolled_as": NAME})).status_code == 422
    own = "kith.people.bcs.directory.commands"
    there = await partitions(scene.stack.office, lambda name: name == own)
    sealed = [each async for each in records(scene.stack.office, there) if each.key == PERSON.encode()]
    await _send_with_another_key(scene, sealed[0])

    async def is_parked() -> bool:
        return bool(await scene.database[f"{PREFIX}_bcs_directory"]["parked"].count_documents({"person": PERSON}))

    await eventually(is_parked)


async def _send_with_another_key(scene: Scene, record: Any) -> None:
    from aiokafka import AIOKafkaProducer

    producer = AIOKafkaProducer(**scene.stack.office.arguments())
    await producer.start()
    try:
        headers = [(name, b"again" if name == "ce_id" else value) for name, value in record.headers]
        await producer.send_and_wait(record.topic, record.value, key=b"another", headers=headers)
    finally:
        await producer.stop()


async def _mails(scene: Scene, count: int) -> bool:
    return len(scene.catcher.sent_to(ADDRESS)) == count


async def _holds(scene: Scene, wanted: dict[str, str]) -> bool:
    return await places(scene) == wanted
