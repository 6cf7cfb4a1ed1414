"""Whoever runs or looks after an employer's node tries to learn who belongs to a network, or came to its event.

Home is BCS. Its administrator asks every page, its systems read every topic that they may, its log reader reads all
logs, and the operator looks at health, at what Kafka shows of groups and topics, and at what commands were answered.
Each attack is made on a planted leak as well, where it must succeed: so one that finds nothing has looked.
"""

import json
import re
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any, Final, NamedTuple

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from support import canary, evidence
from support.canary import ADDRESS, EVENT, HELPED, HIDDEN, NAME, PERSON, Scene
from support.eventually import eventually
from support.pretending import (
    REFUSED,
    asking,
    denials,
    id_of,
    is_read,
    kind_of,
    outcome_is,
    outcome_of,
    pretences,
    producer_of,
    send,
    streams_of,
)

from kith_cli.logbook import partitions, records
from kith_contracts.access.cluster import systems_of
from kith_contracts.access.table import Scope
from kith_lab.demo.federation import NodeProcess

ROLES: Final[dict[str, Callable[[NodeProcess], dict[str, str]]]] = {
    "its administrator": lambda node: node.bearer("body-admin"),
    "its system": lambda node: node.bearer("system", scopes=[scope.value for scope in Scope]),
    "an officer of the network": lambda node: node.bearer("officer", networks=[HIDDEN, "bcs/forum"]),
    "another member": lambda node: node.bearer("member", person="p-other-0001"),
    "whoever has no token": lambda _node: {},
}
"""In whose name pages are asked for: everybody but the person. She has not chosen that anybody sees her."""
TRAP: Final = "bcs/trap"
"""An event that the employer leads, and says that the hidden network hosts."""
TELLING: Final = (NAME, ADDRESS, PERSON, "Quillfeather")
"""Any of these beside a network or an event tells it; and nobody has a reason to see them elsewhere."""
ONE_PERSON: Final = ("/people/{person}",)
"""Pages of one person. Their address must be known, so they are asked for with the id that the employer's own system
gave out: an administrator knows it.
"""


class Attack(NamedTuple):
    """One way to learn it, and all that it came by."""

    name: str
    content: tuple[bytes, ...]

    @property
    def succeeded(self) -> bool:
        return tells(self.content)


def tells(content: Iterable[bytes]) -> bool:
    """Whether any of it says who is meant."""
    return any(text.encode() in each for each in content for text in TELLING)


async def ask_as(scene: Scene, role: str, url: str) -> bytes:
    """What the node of BCS answers to this role."""
    node = scene.federation["bcs"]
    return (await node.client.get(url, headers=ROLES[role](node))).content


@pytest.fixture(scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    async with canary.new_scene(tmp_path_factory.mktemp("employer")) as running:
        await canary.live(running)
        yield running


async def pages(scene: Scene, *, of_one: bool) -> list[str]:
    """Every route that takes a GET, from the application itself, with all that an administrator can fill in."""
    described = (await scene.federation["bcs"].client.get("/openapi.json")).json()["paths"]
    lead, _, event = EVENT.partition("/")
    owner, _, network = HIDDEN.partition("/")
    filled = {"organisation": "bcs", "person": PERSON, "lead": lead, "event": event, "owner": owner, "network": network}
    filled |= {"subject": event}
    filled |= {
        "id": scene.last_command,
        "part": "talk",
        "token": "a" * 43,
        "before": "1",
        "after": "1",
        "pseudonym": "a" * 26,
        "practice": "prize",
        "step": "entries",
        "round_up": "spring",
        "webhook": "crm",
    }
    wanted = [path for path, ways in described.items() if "get" in ways and (ONE_PERSON[0] in path) is of_one]
    missing = {name for path in wanted for name in re.findall(r"{(\w+)}", path)} - filled.keys()
    assert not missing, f"say what to fill in for {missing}"
    return [path.format(**filled) for path in wanted]


# Attacks


async def every_page(scene: Scene) -> list[Attack]:
    urls = [*await pages(scene, of_one=False), *await pages(scene, of_one=True)]
    return [Attack(f"{role} asks {url}", (await ask_as(scene, role, url),)) for url in urls for role in ROLES]


async def every_topic(scene: Scene) -> list[Attack]:
    """What its systems read over Kafka, under their own name: all that they are let see, with keys and headers."""
    systems = scene.stack.office.for_principal(systems_of("bcs"))
    there = await partitions(systems, lambda name: name.startswith("kith."))
    content: dict[str, list[bytes]] = {place.topic: [] for place in there}
    async for record in records(systems, there):
        headers = b" ".join(name.encode() + b"=" + (value or b"") for name, value in record.headers)
        content[record.topic].append(b" ".join([record.key or b"", headers, record.value or b""]))
    assert content["kith.private.bcs.directory.facts"], "the body's systems read of its networks"
    return [Attack(f"its systems read {topic}", tuple(found)) for topic, found in content.items()]


async def every_log(scene: Scene) -> list[Attack]:
    logs = sorted((scene.disks / "logs").glob("*.log"))
    assert logs
    return [Attack(f"its log reader reads {path.name}", (path.read_bytes(),)) for path in logs]


async def names_on_the_cluster(scene: Scene) -> list[Attack]:
    """Names of topics and groups, as an operator's tools show them."""
    admin = AIOKafkaAdminClient(**scene.stack.office.arguments())
    await admin.start()
    try:
        topics = tuple(name.encode() for name in await admin.list_topics())
        groups = tuple(str(group).encode() for group in await admin.list_consumer_groups())
    finally:
        await admin.close()
    named = (f"{HIDDEN}".encode(), EVENT.encode(), b"plumage-circle", b"feather-day")
    assert not [name for name in (*topics, *groups) if any(each in name for each in named)]
    return [Attack("the operator lists topics", topics), Attack("the operator lists groups", groups)]


async def every_answer(scene: Scene) -> list[Attack]:
    """What commands about her were answered, which her employer's own system sent."""
    return [Attack("the system keeps all answers", tuple(text.encode() for text in scene.heard))]


async def the_database_without_keys(scene: Scene) -> list[Attack]:
    """Networks and events beside an opaque id, in the clear, in any database of home.

    That there is a document about the id is no secret to a database administrator, and the docs say so.
    """
    attacks = []
    for name in await scene.database.list_database_names():
        if name.startswith(f"{canary.PREFIX}_bcs_"):
            for collection in await scene.database[name].list_collection_names():
                found = [repr(each).encode() async for each in scene.database[name][collection].find()]
                beside = tuple(each for each in found if PERSON.encode() in each and tells_where(each))
                attacks.append(Attack(f"the operator reads {name}.{collection}", beside))
    return attacks


def tells_where(document: bytes) -> bool:
    return any(each in document for each in (HIDDEN.encode(), EVENT.encode(), HELPED.encode(), b"bcs/forum"))


ATTACKS: Final = (
    every_page,
    every_topic,
    every_log,
    names_on_the_cluster,
    every_answer,
    the_database_without_keys,
)


async def test_nobody_but_she_learns_where_she_belongs(scene: Scene) -> None:
    made = [attack for each in ATTACKS for attack in await each(scene)]
    succeeded = [attack.name for attack in made if attack.succeeded]
    assert len(made) > 50
    assert succeeded == []
    evidence.record("curious_employer", attacks=len(made), succeeded=len(succeeded))


async def test_its_system_does_not_speak_as_its_node(scene: Scene) -> None:
    topics = {f"kith.private.bcs.{service}.commands" for service in ("directory", "events")}
    systems = scene.stack.office.for_principal(systems_of("bcs"))
    there = await partitions(systems, topics.__contains__)
    own = [each async for each in records(systems, there)]
    assert {"charter-network", "answer-agreement"} <= {kind_of(each) for each in own}, "what is to be copied is there"
    streams = await streams_of(scene, topics)
    tried = pretences("bcs", "tools", own[:12])
    async with producer_of(systems) as producer:
        places = [await send(producer, each.sent) for each in tried]
        await eventually(lambda: is_read(scene, there), within=60)
    became = [await outcome_of(scene, each.sent, place) for each, place in zip(tried, places, strict=True)]
    taken = [(each.name, how) for each, how in zip(tried, became, strict=True) if not each.own and how not in REFUSED]
    assert taken == []
    assert not [each.name for each, how in zip(tried, became, strict=True) if each.own and how in REFUSED]
    assert await streams_of(scene, topics) == streams, "nobody else uses up the streams of the node"
    told = await denials(scene)
    assert told == {id_of(each.sent) for each, how in zip(tried, became, strict=True) if how == "not-allowed"}
    evidence.record("pretending", tried=len(tried), taken=len(taken))


async def test_an_event_that_a_closed_network_would_host_tells_the_employer_nobody(scene: Scene) -> None:
    """The employer proposes it, has its own system say the network's yes, and reads the mail log."""
    node = scene.federation["bcs"]
    hash_ = await canary.proposed(scene, TRAP, HIDDEN)
    yes = {"subject": TRAP, "hash": hash_, "on_behalf": "network", "answer": "accepted"}
    for role in ("its administrator", "its system"):
        answer = await node.command("events", "answer-agreement", yes, bearer=ROLES[role](node))
        assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed"), role
    puppet = await node.command(
        "events", "answer-agreement", yes, bearer=node.bearer("officer", networks=["bcs/forum"])
    )
    assert puppet.status_code == 403, "who serves another network"
    systems = scene.stack.office.for_principal(systems_of("bcs"))
    asked = asking("answer-agreement", "bcs", yes)
    async with producer_of(systems) as producer:
        place = await send(producer, asked)
    await eventually(lambda: outcome_is(scene, asked, place, "not-allowed"))
    led = await node.read("events", "led/trap")
    assert ["bcs", "network"] in led["missing"]
    before = len(scene.catcher.mails)
    await canary.opened(scene, TRAP)
    herself = node.bearer("member", person=PERSON)

    async def is_shown() -> bool:
        page = await node.read("notify", f"people/{PERSON}/messages", herself)
        return ("published", "shown") in {
            (each["occasion"], each["status"]) for each in page if each["subject"] == TRAP
        }

    await eventually(is_shown)
    assert not scene.catcher.mails[before:], "the log of the mail server shows nobody"


# Controls: each attack finds what is planted for it


async def test_an_attack_on_a_page_finds_what_a_page_shows(scene: Scene) -> None:
    node = scene.federation["bcs"]
    herself = node.bearer("member", person=PERSON)
    found = [(await node.client.get(url, headers=herself)).content for url in await pages(scene, of_one=True)]
    assert tells(found), "her own pages tell, and they are asked for in the same way"


async def test_an_attack_on_a_topic_finds_a_name_that_stands_there(scene: Scene) -> None:
    from aiokafka import AIOKafkaProducer

    producer = AIOKafkaProducer(**scene.stack.office.arguments(), compression_type="lz4")
    await producer.start()
    try:
        planted = json.dumps({"members": [PERSON]}).encode()
        await producer.send_and_wait("kith.private.bcs.events.facts", planted, key=b"planted")
    finally:
        await producer.stop()
    succeeded = [attack.name for attack in await every_topic(scene) if attack.succeeded]
    assert succeeded == ["its systems read kith.private.bcs.events.facts"]


async def test_an_attack_on_logs_and_answers_finds_a_word_that_stands_there(scene: Scene) -> None:
    planted = scene.disks / "logs" / "planted.log"
    planted.write_text(f"{PERSON} has joined")
    try:
        succeeded = [attack.name for attack in await every_log(scene) if attack.succeeded]
    finally:
        planted.unlink()
    assert succeeded == ["its log reader reads planted.log"]
    heard = scene._replace(heard=[*scene.heard, f"{NAME} is a member"])
    assert [attack.succeeded for attack in await every_answer(heard)] == [True]


async def test_an_attack_on_the_database_finds_a_state_in_the_clear(scene: Scene) -> None:
    states: Any = scene.states("bcs", "directory")
    await states.insert_one({"_id": "planted", "person": PERSON, "state": HIDDEN})
    try:
        succeeded = [attack.name for attack in await the_database_without_keys(scene) if attack.succeeded]
    finally:
        await states.delete_one({"_id": "planted"})
    assert succeeded == [f"the operator reads {canary.PREFIX}_bcs_directory.states"]


async def test_an_attack_on_names_finds_a_topic_that_is_called_by_hers(scene: Scene) -> None:
    admin = AIOKafkaAdminClient(**scene.stack.office.arguments())
    await admin.start()
    try:
        await admin.create_topics([NewTopic(f"planted.{PERSON}", 1, 1)])
        succeeded = [attack.name for attack in await names_on_the_cluster(scene) if attack.succeeded]
        await admin.delete_topics([f"planted.{PERSON}"])
    finally:
        await admin.close()
    assert succeeded == ["the operator lists topics"]
