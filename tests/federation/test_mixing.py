"""Structured mixing on real servers: two bodies are seated, some do not come, each person reads their own seats."""

from typing import Any

import httpx2
from support.eventually import eventually
from support.joint import but, terms
from support.story import accept, done, enrolled, refused, status

from kith_lab.demo.federation import Federation

EVENT = "iop/tables"
PEOPLE = {body: [f"p-tables-{body}-{number:03}" for number in range(6)] for body in ("iop", "bcs")}


async def test_two_bodies_are_seated_and_who_does_not_come_moves_as_few_as_can_be(federation: Federation) -> None:
    await given_places(federation)
    officer = federation["iop"].bearer("officer", networks=["iop/physics"])

    async def send(name: str, content: dict[str, Any]) -> httpx2.Response:
        return await federation["iop"].command("events", name, {"event": EVENT, **content}, bearer=officer)

    tables = [{"name": str(number), "seats": 4, "accessible": number == 1} for number in (1, 2, 3)]
    known = await ready_to_send(federation)
    wanted = {"part": "talk", "rounds": 3, "tables": tables, "known": known}
    assert await refused(federation, "iop", "events", "plan-mixing", {"event": EVENT, **wanted}) == "not-allowed"
    assert (await send("plan-mixing", {**wanted, "part": "circle"})).json()["code"] == "closed-part"
    assert (await send("plan-mixing", {**wanted, "tables": tables[:2]})).json()["code"] == "seats-too-few"
    assert (await send("plan-mixing", wanted)).status_code == httpx2.codes.OK
    first = await mixing(federation)
    needing = {each["pseudonym"] for each in known if each["accessible"]}
    assert {seat for each in first["seated"] if each["registration"] in needing for seat in each["tables"]} == {"1"}
    assert len(first["seated"]) == 12
    for body, one in [(body, one) for body, people in PEOPLE.items() for one in people]:
        assert all((await seats(federation, body, one, version=1))["tables"])
    for turn in range(3):
        at = [(each["tables"][turn], each["body"]) for each in first["seated"]]
        assert all(1 <= at.count((table["name"], body)) <= 3 for table in tables for body in PEOPLE)

    before = await federation["iop"].read("events", "led/tables/mixing/talk/to-repair")
    assert sorted(before["absent"]) == sorted(each["registration"] for each in first["seated"])
    assert (before["arrived"], before["come"], before["newest"]) == ([], 0, None)

    gone = [each["registration"] for each in first["seated"] if each["tables"][1] == "1"][:3]
    repaired = await send("repair-mixing", {"part": "talk", "from_round": 2, "absent": gone})
    assert repaired.status_code == httpx2.codes.OK, repaired.text
    second = await mixing(federation)
    assert 1 <= len([move for move in second["moved"] if move["round"] == 2]) <= 2
    assert all(move["why"] for move in second["moved"])
    await homes_have_heard(federation, second, gone)

    again = await federation["iop"].read("events", "led/tables/mixing/talk/to-repair")
    assert sorted(again["absent"]) == sorted({*before["absent"]} - {*gone}), "nobody has come, and these have no seat"

    await cards_are_for_the_officer_alone(federation, officer)


async def homes_have_heard(federation: Federation, plan: dict[str, Any], gone: list[str]) -> None:
    """Everyone reads at home where they sit now, and who is gone that they sit nowhere from the second round on."""
    cards = {each["card"]: each for each in plan["seated"]}
    for body, one in [(body, one) for body, people in PEOPLE.items() for one in people]:
        told = await seats(federation, body, one, version=2)
        own = cards[told["card"]]
        assert told["tables"] == own["tables"]
        assert (own["tables"][1] is None) == (own["registration"] in gone)


async def cards_are_for_the_officer_alone(federation: Federation, officer: dict[str, str]) -> None:
    cards = await federation["iop"].client.get("/events/v1/iop/led/tables/cards/talk", headers=officer)
    assert cards.headers["content-type"].startswith("text/html")
    assert cards.text.count('class="card"') == 12
    assert cards.text.count('class="list"') == 3
    for bearer in (federation["iop"].bearer("body-admin"), federation["iop"].bearer("system", scopes=["events:read"])):
        answer = await federation["iop"].client.get("/events/v1/iop/led/tables/cards/talk", headers=bearer)
        assert answer.status_code == httpx2.codes.FORBIDDEN


async def given_places(federation: Federation) -> None:
    """Six people of each body have a place in the talk."""
    agreed = but(but(terms(EVENT), "plan.parts.0.capacity", 40), "seats.0.pool", 30)
    agreed |= {"data_fields": ["role", "access-needs"], "data_opens_days": 60}
    await done(federation, "iop", "events", "propose-agreement", {"subject": EVENT, "terms": agreed})
    await accept(federation, EVENT)
    await status(federation, EVENT, "open")
    for body, people in PEOPLE.items():
        await enrolled(federation, body, *people)
        for one in people:
            await done(federation, body, "events", "ask-for-places", {"person": one, "event": EVENT, "parts": ["talk"]})

    async def all_have_places() -> bool:
        page = await federation["iop"].read("events", "led/tables/door-list/talk")
        return len(page["registrants"]) == 12

    await eventually(all_have_places)


async def ready_to_send(federation: Federation) -> list[dict[str, Any]]:
    """What two people have told, as the officer takes it from the lead's node."""
    words = {"access_needs": "A place near the door", "role": "Head of sales"}, {"role": "引擎", "level": "not agreed"}
    for one, details in zip(PEOPLE["bcs"], words, strict=False):
        await done(federation, "bcs", "events", "tell-host", {"person": one, "event": EVENT, "details": details})
    found: dict[str, Any] = {}

    async def come() -> bool:
        found.update(await federation["iop"].read("events", "led/tables/mixing/talk/known"))
        return bool(found["known"] and found["unread"])

    await eventually(come)
    assert [(each["role"], each["accessible"]) for each in found["known"]] == [("head-of-sales", True)]
    assert [(each["field"], each["text"]) for each in found["unread"]] == [("role", "引擎")]
    known: list[dict[str, Any]] = found["known"]
    return known


async def mixing(federation: Federation) -> dict[str, Any]:
    page: dict[str, Any] = await federation["iop"].read("events", "led/tables/mixing/talk")
    return page


async def seats(federation: Federation, body: str, person: str, version: int) -> dict[str, Any]:
    """A person's own seats, when they have come home."""
    found: dict[str, Any] = {}

    async def there() -> bool:
        (own,) = await federation[body].read("events", f"people/{person}/registrations")
        found.update(own["seats"].get("talk", {}))
        return bool(found and found["version"] == version)

    await eventually(there)
    return found
