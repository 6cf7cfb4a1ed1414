"""Introductions on real servers: two who accept release the contacts; a no looks like silence to everyone but home."""

import json
from typing import Any

import httpx2
import pytest
from motor.motor_asyncio import AsyncIOMotorClient
from support.eventually import eventually
from support.joint import but, terms
from support.kept import in_databases, on_topics
from support.story import accept, done, enrolled, status

from kith_lab.demo.federation import Federation, Surroundings
from kith_lab.servers.mail import MailCatcher

EVENT = "iop/should-meet"
PAIRS = (("iop", "p-meet-iop1", "bcs", "p-meet-bcs1"), ("iop", "p-meet-iop2", "bcs", "p-meet-bcs2"))
ADA, BEA = "unmistakable-ada@mail.example", "Unmistakable Road 12"


@pytest.fixture(scope="module")
async def places(federation: Federation) -> dict[str, str]:
    """Four people with places; their pseudonyms."""
    text = but(but(terms(EVENT), "plan.parts.0.capacity", 12), "seats.0.pool", 10)
    await done(federation, "iop", "events", "propose-agreement", {"subject": EVENT, "terms": text})
    await accept(federation, EVENT)
    await status(federation, EVENT, "open")
    names: dict[str, str] = {}
    for body, number in (("iop", 1), ("bcs", 1), ("iop", 2), ("bcs", 2)):
        person = f"p-meet-{body}{number}"
        await enrolled(federation, body, person)
        await done(federation, body, "events", "ask-for-places", {"person": person, "event": EVENT, "parts": ["talk"]})

        async def placed(body: str = body, person: str = person) -> bool:
            (own,) = await federation[body].read("events", f"people/{person}/registrations")
            names[person] = own["registration"]
            return bool(own["parts"][0]["status"] == "granted")

        await eventually(placed)
    return names


async def introduce(federation: Federation, names: dict[str, str], pair: tuple[str, str, str, str]) -> None:
    named = {"event": EVENT, "a": names[pair[1]], "b": names[pair[3]], "reason": "You both mend old instruments."}
    officer = federation["iop"].bearer("officer", networks=["iop/physics"])
    answer = await federation["iop"].command("events", "introduce", named, bearer=officer)
    assert answer.status_code == httpx2.codes.OK, answer.text
    again = await federation["iop"].command("events", "introduce", named, bearer=officer)
    assert again.json()["code"] == "introduced-already"


async def page(federation: Federation, body: str, person: str) -> dict[str, Any]:
    """A person's own introduction, once it has come."""
    found: dict[str, Any] = {}

    async def there() -> bool:
        for each in await federation[body].read("events", f"people/{person}/introductions"):
            found.update(each)
        return bool(found)

    await eventually(there)
    return found


async def answer(federation: Federation, body: str, person: str, word: str, contact: str = "") -> None:
    own = await page(federation, body, person)
    said = {"person": person, "introduction": own["introduction"], "answer": word, "contact": contact}
    await done(federation, body, "events", "answer-introduction", said)


async def test_two_who_accept_release_the_contacts_and_no_one_between_can_read_them(
    federation: Federation, places: dict[str, str], around: Surroundings, catcher: MailCatcher
) -> None:
    one_home, one, other_home, other = PAIRS[0]
    await introduce(federation, places, PAIRS[0])
    await answer(federation, one_home, one, "yes", ADA)
    await answer(federation, other_home, other, "yes", BEA)

    async def have_both() -> bool:
        theirs = [(await page(federation, *who))["theirs"] for who in ((one_home, one), (other_home, other))]
        return theirs == [BEA, ADA]

    await eventually(have_both)
    listed = await federation["iop"].read("events", "led/should-meet/introductions")
    assert [each["status"] for each in listed] == ["released"]
    assert await federation["iop"].read("events", "led/should-meet/introductions/figures") == {"figures": {}}
    own = await page(federation, other_home, other)
    told = {"person": other, "introduction": own["introduction"], "outcome": "helped"}
    await done(federation, other_home, "events", "say-how-it-went", told)

    async def both_are_told_twice() -> bool:
        return [len(letters(catcher, who)) for who in (one, other)] == [2, 2]

    await eventually(both_are_told_twice, within=30)
    everything = await all_that_is_kept(federation, around)
    assert b"hand-contact" in everything
    assert not [word for word in (ADA, BEA, "Unmistakable") if word.encode() in everything]


def letters(catcher: MailCatcher, person: str) -> list[Any]:
    found = catcher.sent_to(f"{person}@mail.example")
    return [each for each in found if each["Subject"].startswith("Something for you")]


async def all_that_is_kept(federation: Federation, around: Surroundings) -> bytes:
    """Every record on any topic, and all states of all bodies."""
    topics = await on_topics(federation, around)
    return b"".join(
        [*[each for found in topics.values() for each in found], *await in_databases(around, ("iop", "bcs"))]
    )


async def test_a_no_stays_silent(federation: Federation, places: dict[str, str], around: Surroundings) -> None:
    """What the lead and the other home hold is the same before and after it, and no record has gone between bodies."""
    one_home, one, other_home, other = PAIRS[1]
    await introduce(federation, places, PAIRS[1])
    await answer(federation, one_home, one, "yes", ADA)
    await page(federation, other_home, other)

    async def yes_is_there() -> bool:
        lives = [each["life"] for each in json.loads(await at_lead(around) or "{}").get("made", {}).values()]
        sides = [[side["key"] for side in (life["one"], life["other"])] for life in lives if not life["released"]]
        return len([key for keys in sides for key in keys if key]) == 1

    await eventually(yes_is_there)
    before, crossed = await at_lead(around), await crossing(federation, around)
    theirs = await page(federation, one_home, one)
    await answer(federation, other_home, other, "no")
    assert (await page(federation, other_home, other))["answer"] == "no"
    await answer(federation, other_home, other, "later")
    assert await at_lead(around) == before
    assert await crossing(federation, around) == crossed
    assert await page(federation, one_home, one) == theirs
    assert theirs["theirs"] == ""


async def at_lead(around: Surroundings) -> str:
    """What the lead keeps of all introductions."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(around.mongo_url)
    try:
        states = client[f"{around.database_prefix}_iop_events"]["states"]
        found = await states.find_one({"_id": f"introductions/{EVENT}"})
    finally:
        client.close()
    return str(found["state"]) if found else ""


async def crossing(federation: Federation, around: Surroundings) -> int:
    """How many records there are on the inboxes of all bodies."""
    return sum(len(found) for topic, found in (await on_topics(federation, around)).items() if ".inbox." in topic)


async def test_who_is_named_introduces_with_their_own_token_and_nobody_else_does(
    federation: Federation, places: dict[str, str]
) -> None:
    node, helper = federation["iop"], "p-meet-helper"
    await enrolled(federation, "iop", helper)
    named = {"event": EVENT, "a": places["p-meet-iop2"], "b": places["p-meet-bcs1"], "reason": "You both sing tenor."}
    own = node.bearer("member", person=helper)

    async def refused(command: str, data: dict[str, Any], bearer: Any) -> str:
        return str((await node.command("events", command, data, bearer=bearer)).json()["code"])

    said = {"person": helper, **named}
    assert await refused("facilitate-introduction", said, own) == "not-facilitator"
    who = {"person": helper, "event": EVENT}
    for role in ("body-admin", "system", "member"):
        bearer = node.bearer(role, person=helper) if role == "member" else node.bearer(role)
        assert await refused("name-facilitator", who, bearer) == "not-allowed"
    officer = node.bearer("officer", networks=["iop/physics"])
    answer = await node.command("events", "name-facilitator", who, bearer=officer)
    assert answer.status_code == httpx2.codes.OK, answer.text
    for bearer in (node.bearer("body-admin"), node.bearer("system"), officer):
        assert await refused("facilitate-introduction", said, bearer) == "not-allowed"
    other = node.bearer("member", person="p-meet-iop2")
    assert await refused("facilitate-introduction", said, other) == "person-unknown"
    page = await node.client.get(f"/events/v1/iop/people/{helper}/facilitating", headers=own)
    assert [(each["event"], each["groups"]) for each in page.json()] == [(EVENT, [])]
    answer = await node.command("events", "facilitate-introduction", said, bearer=own)
    assert answer.status_code == httpx2.codes.OK, answer.text
    await eventually(lambda: has_two_proposals(federation))
    assert await node.command("events", "dismiss-facilitator", who, bearer=officer)
    assert await refused("facilitate-introduction", said, own) == "not-facilitator"


async def has_two_proposals(federation: Federation) -> bool:
    return len(await federation["bcs"].read("events", "people/p-meet-bcs1/introductions")) == len(PAIRS)


async def test_a_facilitator_writes_the_notes_of_a_group_that_has_consented(
    federation: Federation, places: dict[str, str]
) -> None:
    node, helper = federation["iop"], "p-meet-writer"
    await enrolled(federation, "iop", helper)
    group = {"subject": EVENT, "practice": "group"}
    template = but((await node.read("events", "templates"))["focus-group"], "steps.0.least", 1)
    await done(federation, "iop", "events", "start-practice", {**group, "template": template})
    who = {"person": helper, "event": EVENT}
    officer = node.bearer("officer", networks=["iop/physics"])
    assert (await node.command("events", "name-facilitator", who, bearer=officer)).status_code == httpx2.codes.OK

    async def opened(step: str) -> bool:
        found = await node.read("events", f"asks/{EVENT}/group/{step}")
        return bool(found and found["ask"]["stage"] == "open")

    await eventually(lambda: opened("consent"))
    yes = {"person": "p-meet-iop1", "step": "consent", "replies": [{"question": "consent", "yes": True}]}
    await done(federation, "iop", "events", "answer-ask", {**group, **yes})

    async def taken() -> bool:
        page = await node.read("events", "people/p-meet-iop1/asks")
        return [each["answer"] for each in page if each["ask"]["step"] == "consent"] == ["taken"]

    await eventually(taken)
    await done(federation, "iop", "events", "close-ask", {**group, "step": "consent", "why": "All have answered."})
    await eventually(lambda: opened("notes"))
    said = {"question": "one-thing", "text": "A person to ring in the first week."}
    notes = {"event": EVENT, "practice": "group", "person": helper, "step": "notes", "replies": [said]}
    await done(federation, "iop", "events", "write-notes", notes)
    assert (await node.read("events", f"asks/{EVENT}/group/notes"))["answer"] == "taken"
