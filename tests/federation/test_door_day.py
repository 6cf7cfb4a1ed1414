"""The day itself on real servers: two devices without a network, walk-ins, all merged; homes hear of their own."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
from support.eventually import eventually
from support.joint import but, terms
from support.story import accept, done, enrolled, status

from kith_lab.demo.federation import Federation

EVENT = "iop/door-day"
PEOPLE = {"iop": "p-doorday-iop", "bcs": "p-doorday-bcs"}
STARTS = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
DEVICES = ("a" * 12, "b" * 12)


async def test_two_devices_mark_without_a_network_and_come_to_one_list(federation: Federation) -> None:
    await given_places(federation)
    listed = await packed(federation)
    who = {body: await own(federation, body) for body in PEOPLE}
    assert {each["who"] for each in listed["people"]} == {each["registration"] for each in who.values()}
    for each in listed["people"]:
        (own_page,) = [one for one in who.values() if one["registration"] == each["who"]]
        assert own_page["door_code"] == each["code"]

    ada, bea = (who[body]["registration"] for body in ("iop", "bcs"))
    one = sheet(DEVICES[0], [mark(ada, 1), mark(bea, 2)], [walk_in(1, 3)])
    other = sheet(DEVICES[1], [mark(ada, 1, minute=-1), mark("a" * 26, 2)], [walk_in(1, 3), walk_in(2, 4)])
    undone = sheet(DEVICES[0], [mark(bea, 4, minute=1, undone=True), mark(bea, 5, minute=2)], [])
    for file in (other, one, undone, one):
        assert (await send(federation, file)).status_code == httpx2.codes.OK
    stranger = await send(federation, sheet(DEVICES[0], [mark("b" * 26, 9)], []))
    assert (stranger.status_code, stranger.json()["code"]) == (404, "place-unknown")
    assert stranger.json()["field"] == "marks.0.pseudonym"

    found = await federation["iop"].read("events", "led/door-day/arrivals")
    (talk,) = found["parts"]
    assert sum(each["placed"] for each in talk["came"]) == 4
    assert (len(talk["came"]), talk["over"]) == (5, 1)
    assert sorted(each["body"] for each in talk["came"] if not each["walked_in"]) == ["bcs", "iop"]
    assert [each["code"] for each in found["unheard"][DEVICES[1]]] == ["place-unknown"]
    led = await federation["iop"].read("events", "led/door-day")
    assert led["parts"][0]["granted"] == 2, "who walked in is read at the door alone"
    for body in PEOPLE:

        async def heard(body: str = body) -> bool:
            return bool((await own(federation, body))["came"] == ["talk"])

        await eventually(heard)
    turnout = await federation["iop"].read("events", "led/door-day/turnout")
    assert turnout["parts"] == {}, "it is counted when it is over"


async def given_places(federation: Federation) -> None:
    """One of each body has a place in the talk, of four."""
    text = but(but(terms(EVENT, STARTS), "seats.0", {"part": "talk", "pool": 4, "offer_hours": 0}), "seats.1.pool", 1)
    proposal = {"subject": EVENT, "terms": {**text, "return_days": 0}}
    await done(federation, "iop", "events", "propose-agreement", proposal)
    await accept(federation, EVENT)
    await status(federation, EVENT, "open")
    for body, person in PEOPLE.items():
        await enrolled(federation, body, person)
        await done(federation, body, "events", "ask-for-places", {"person": person, "event": EVENT, "parts": ["talk"]})

        async def placed(body: str = body) -> bool:
            return [each["status"] for each in (await own(federation, body))["parts"]] == ["granted"]

        await eventually(placed)


async def own(federation: Federation, body: str) -> dict[str, Any]:
    (found,) = await federation[body].read("events", f"people/{PEOPLE[body]}/registrations")
    return dict(found)


async def packed(federation: Federation) -> dict[str, Any]:
    """What is on the page for the door; which nobody reads but who serves a network that leads the event."""
    node = federation["iop"]
    path = "/events/v1/iop/led/door-day/door/pack"
    assert (await node.client.get(path, headers=node.bearer("body-admin"))).status_code == httpx2.codes.FORBIDDEN
    answer = await node.client.get(path, headers=node.bearer("officer", networks=["iop/physics"]))
    assert answer.headers["content-disposition"] == 'attachment; filename="door-door-day.html"'
    found = re.search(r'id="list">(.*?)</script>', answer.text)
    assert found
    listed: dict[str, Any] = json.loads(found[1])
    return listed


async def send(federation: Federation, file: dict[str, Any]) -> httpx2.Response:
    officer = federation["iop"].bearer("officer", networks=["iop/physics"])
    return await federation["iop"].command("events", "check-in", file, bearer=officer)


def sheet(device: str, marks: list[dict[str, Any]], walk_ins: list[dict[str, Any]]) -> dict[str, Any]:
    return {"event": EVENT, "device": device, "marks": marks, "walk_ins": walk_ins}


def mark(who: str, number: int, minute: int = 0, *, undone: bool = False) -> dict[str, Any]:
    at = (STARTS - timedelta(hours=1) + timedelta(minutes=minute)).isoformat()
    return {"pseudonym": who, "part": "talk", "at": at, "number": number, "undone": undone}


def walk_in(which: int, number: int) -> dict[str, Any]:
    return {"walk_in": which, "part": "talk", "at": (STARTS - timedelta(hours=1)).isoformat(), "number": number}
