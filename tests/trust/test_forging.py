"""Nobody speaks in another's name. Each forgery would take effect if it were believed, and each has a true neighbour.

The liar may write everywhere, which access rights forbid: what is tried here is what signatures stop by themselves.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from aiokafka import TopicPartition
from joserfc.jwk import OKPKey
from support import evidence
from support.eventually import eventually
from support.flow import Ground, Home
from support.forging import Keys, Mint, of_algorithms, of_attributes, of_keys, true
from support.joint import terms
from support.signing import Sent, private_jwk, signed, with_header
from support.trusting import Scene, published

from kith_commons.agreement.backlog import MOST
from kith_commons.formats.icalendar import stable_id
from kith_events.calendar.face import MOST_OF_A_BODY


@pytest.fixture(scope="module")
async def scene(ground: Ground) -> AsyncIterator[Scene]:
    reader, sender, liar = Home(ground), Home(ground), Home(ground)
    await ground.create([each.slug for each in (reader, sender, liar)], every=True)
    keys = Keys(
        good=private_jwk(ground.keys, sender.slug),
        expired=_fresh(sender, "expired"),
        not_yet=_fresh(sender, "tomorrow"),
        revoked=_fresh(sender, "revoked"),
        unknown=_fresh(sender, "unknown"),
        foreign=private_jwk(ground.keys, liar.slug),
    )
    now = datetime.now(UTC)
    day, long = timedelta(days=1), timedelta(days=100)
    keys_now = [
        published(keys.good, now - day, now + long),
        published(keys.expired, now - long, now - day),
        published(keys.not_yet, now + day, now + long),
        published(keys.revoked, now - long, now + long) | {"compromised_since": (now - day).isoformat()},
    ]
    await ground.admit(sender.slug, keys=keys_now)
    for each in (reader, liar):
        await ground.admit(each.slug)
    process = await reader.start_ready("events")
    yield Scene(ground, reader, sender, liar, keys, process)
    assert await reader.is_ready(process), "nothing of all this has stopped the reader"
    await process.kill()


async def test_no_forgery_is_believed_and_each_is_parked_once_with_its_reason(scene: Scene) -> None:
    mint, home, keys = Mint(scene.sender.slug, scene.reader.slug, scene.keys), scene.sender, scene.keys
    expected: dict[str, tuple[str, str]] = {}
    neighbours: set[str] = set()
    forgeries = [*of_attributes(home, scene.liar, keys), *of_keys(home, keys), *of_algorithms(keys)]
    for number, (name, change, reason) in enumerate(forgeries):
        for kind, make in (("shown", mint.shared), ("proposal", mint.letter)):
            if kind == "proposal" and name.startswith("type: of another major"):
                continue
            event = f"{home.slug}/day-{number}"
            forged, neighbour = change(true(mint.unsay(make(event)), keys)), true(make(f"{event}-true"), keys)
            place, _ = await scene.send(forged, neighbour)
            expected[place] = (name, reason)
            neighbours.add(f"{kind}/{event}-true")
    for name, forged, reason in _of_places(scene, mint):
        [place] = await scene.send(forged)
        expected[place] = (name, reason)
    await scene.read()
    parked, known = await scene.parked(), await scene.known()
    accepted = known - neighbours
    unparked = [name for place, (name, _) in expected.items() if place not in parked]
    found = {name: parked.get(place) for place, (name, reason) in expected.items() if parked.get(place) != reason}
    assert not found, "parked for another reason, or not at all"
    assert expected.keys() == parked.keys()
    assert known == neighbours, "the neighbours of each forgery have taken effect"
    member = await scene.database["states"].find_one({"_id": f"member/{home.slug}"})
    assert '"suspended"' not in member["state"]
    again = await _replayed(scene, mint)
    evidence.record("forged", tried=len(expected) + again, accepted=len(accepted), unparked=len(unparked))


async def test_an_admitted_body_that_floods_another_takes_no_more_than_its_room(scene: Scene) -> None:
    """It signs with its own true key: what stops it are limits. Another body's few events stay in view."""
    reader, liar, sender = scene.reader.slug, scene.liar.slug, scene.sender.slug
    mint, quiet = [Mint(each, reader, scene.keys, stream="feed" * 4) for each in (liar, sender)]
    letters = [mint.letter(f"{liar}/day-{number}") for number in range(MOST + 20)]
    listings = [mint.shared(f"{liar}/show-{number}") for number in range(MOST_OF_A_BODY + 20)]
    honest = [true(quiet.shared(f"{sender}/quiet-{number}"), scene.keys) for number in range(3)]
    await scene.send(*[signed(each, *scene.keys.foreign) for each in (*letters, *listings)], *honest)
    await scene.read()
    kept = sum(each.startswith(f"proposal/{liar}/") for each in await scene.known())

    async def told() -> bool:
        places = [TopicPartition(f"kith.inbox.{liar}.events", at) for at in range(4)]
        return sum((await scene.ground.ends(places)).values()) == len(letters) - kept

    await eventually(told)
    assert kept == MOST, "and the lead hears of each of the others that it is not kept"
    async with httpx2.AsyncClient(base_url=scene.process.url) as client:
        calendar = (await client.get(f"/events/v1/{reader}/calendar.ics")).text
    shown = [f"UID:{stable_id('event', each)}" in calendar for each in (f"{sender}/quiet-{n}" for n in range(3))]
    loud = sum(f"UID:{stable_id('event', f'{liar}/show-{n}')}" in calendar for n in range(len(listings)))
    assert (loud, shown) == (MOST_OF_A_BODY, [True] * 3)
    beyond = max(0, loud - MOST_OF_A_BODY) + max(0, kept - MOST) + shown.count(False)
    evidence.record("flood", sent=len(letters) + len(listings), beyond_the_limits=beyond)


async def test_nobody_is_shown_as_a_host_who_has_not_said_yes(scene: Scene) -> None:
    """The liar publishes, truly signed, events that it says the reader and others hold with it."""
    lead, event = scene.liar.slug, f"{scene.liar.slug}/false-day"
    networks = {each.slug: [f"{each.slug}/forum"] for each in (scene.liar, scene.sender, scene.reader)}
    hosts = [{"body": body, "networks": named} for body, named in networks.items()]
    listing = {"title": "A day", "zone": "Europe/London", "venue": "London", "book_at": "https://day.example"}
    times = {"starts": "2027-03-12T09:00:00Z", "ends": "2027-03-12T17:00:00Z"}
    faces = {
        event: {"status": "open", "plan": terms(event)["plan"]},
        f"{event}-elsewhere": {"status": "listed", "listing": {**listing, **times}},
    }
    mint = Mint(lead, scene.reader.slug, replace(scene.keys, good=scene.keys.foreign))
    for name, face in faces.items():
        content = {"event": name, **face, "hosts": hosts, "version": 1}
        said = mint.record("event-published", f"kith.shared.{lead}.events", content)
        await scene.send(signed(said, *scene.keys.foreign))
    await scene.read()
    token = scene.reader.token("body-admin")
    async with httpx2.AsyncClient(base_url=f"{scene.process.url}/events/v1/{scene.reader.slug}") as client:
        client.headers["authorization"] = f"Bearer {token}"
        page = await client.get("/events", params={"after": event.removesuffix("y"), "most": 2})
        shown = {each["event"]: each for each in page.json()}
        for name in faces:
            one = (await client.get(f"/events/{name}")).json()
            assert [each["body"] for each in one["hosts"]] == [each["body"] for each in shown[name]["hosts"]] == [lead]
            assert one["status"] != "open"
        for path in ("calendar.ics", "feed.atom", f"events/{event}-elsewhere.jsonld"):
            told = await client.get(f"/{path}")
            assert told.is_success, path
            assert f"{lead.upper()} with" not in told.text.replace("\r\n ", ""), path
        assert scene.sender.slug not in told.text, "linked data of the one event"
    assert f"shown/{event}" in await scene.known(), "it was believed as far as its lead can say"


def _of_places(scene: Scene, mint: Mint) -> list[tuple[str, Sent, str]]:
    """True signatures where they do not belong, and lies about who speaks."""
    keys, sender, liar = scene.keys, scene.sender.slug, scene.liar.slug
    letter = mint.unsay(mint.letter(f"{sender}/third"))
    elsewhere = true(replace(letter, topic=f"kith.inbox.{liar}.events"), keys)
    other = replace(true(mint.unsay(mint.letter(f"{sender}/moved")), keys), partition=None)
    in_third = with_header(letter, "ce_source", f"urn:kith:source:{scene.reader.slug}/events")
    shared = true(mint.shared(f"{sender}/elsewhere"), keys)
    registration = _registration(scene)
    return [
        ("a letter in a third's name, by the liar's key", signed(letter, *keys.foreign), "wrong-signer"),
        ("a letter in the reader's own name", signed(in_third, *keys.foreign), "wrong-signer"),
        ("a letter to another", replace(elsewhere, topic=letter.topic), "bad-signature"),
        ("a letter in another partition", replace(other, partition=_other_partition(other)), "wrong-partition"),
        ("a shared fact on the liar's topic", replace(shared, topic=f"kith.shared.{liar}.events"), "wrong-source"),
        ("a registration without signature", registration, "unsigned"),
        ("a registration by a body", signed(registration, *keys.good), "wrong-signer"),
        ("a registration under the office's name", signed(registration, keys.good[0], "office/x"), "unknown-key"),
        ("the same, with the name of its key", signed(registration, keys.good[0], _office(scene)), "bad-signature"),
    ]


async def _replayed(scene: Scene, mint: Mint) -> int:
    """Old segments again: what is repeated is dropped and counted, and nothing goes back to what it was."""
    keys, event = scene.keys, f"{scene.sender.slug}/replayed"
    versions = [true(mint.shared(event, version), keys) for version in (1, 2, 3)]
    letters = [true(mint.letter(f"{event}-{number}"), keys) for number in range(3)]
    await scene.send(*versions, *letters)
    await scene.read()
    before, parked, repeats = await _revisions(scene), await scene.parked(), await _repeats(scene)
    await scene.send(*versions, *letters, *versions[:2], letters[0])
    late = signed(replace(versions[0], headers=_renumbered(versions[0])), *keys.good)
    await scene.send(late)  # an owner that slept: a number of its own, and a version that is old
    await scene.read()
    assert await _revisions(scene) == before
    assert await scene.parked() == parked
    assert await _repeats(scene) == repeats + 9
    return 10


async def _revisions(scene: Scene) -> dict[str, int]:
    return {each["_id"]: each["revision"] async for each in scene.database["states"].find()}


async def _repeats(scene: Scene) -> int:
    return sum([each.get("repeats", 0) async for each in scene.database["offsets"].find()])


def _renumbered(sent: Sent) -> tuple[tuple[str, bytes], ...]:
    return with_header(sent, "kith-number", "100000").headers


def _other_partition(sent: Sent) -> int:
    from kith_chassis.path.wire import partition_of

    return (partition_of(sent.key, 4) + 1) % 4


def _registration(scene: Scene) -> Sent:
    """That the sender is suspended."""
    from support.flow import envelope

    value = f'{{"body":"{scene.sender.slug}","name":"X","kind":"other","status":"suspended","version":9}}'
    headers = envelope("registry.body-registered", "urn:kith:source:office/registry")
    return Sent("kith.registry", scene.sender.slug.encode(), value.encode(), headers)


def _office(scene: Scene) -> str:
    return private_jwk(scene.ground.keys, "office")[1]


def _fresh(home: Home, name: str) -> tuple[dict[str, Any], str]:
    return dict(OKPKey.generate_key("Ed25519").as_dict(private=True)), f"{home.slug}/{name}"
