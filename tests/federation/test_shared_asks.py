"""A survey in a network that several bodies own, on real servers: an officer of one owner asks the people of all."""

from typing import Any

import httpx2
from support.eventually import eventually
from support.joint import charter
from support.owned import OWNERS, founded
from support.story import done, enrolled

from kith_lab.demo.federation import Federation

NETWORK = "iop/survey-of-all"
ASK = {"subject": NETWORK, "practice": "bcs-where"}
PEOPLE = {body: [f"p-surveyed-{body}-{number}" for number in range(2)] for body in OWNERS}
QUESTION = {
    "question": "where",
    "asks": "Where shall we meet?",
    "kind": "one-of",
    "options": {"a": "Leeds", "b": "Bath"},
}
STEP = {
    "step": "where",
    "title": "Where to meet",
    "who": "members",
    "visibility": "secret",
    "days": 7,
    "questions": [QUESTION],
    "rule": {"kind": "count"},
}
TEMPLATE = {"title": "Where to meet", "steps": [STEP]}


async def by_officer(federation: Federation, body: str, command: str, content: dict[str, Any]) -> httpx2.Response:
    bearer = federation[body].bearer("officer", networks=[NETWORK])
    return await federation[body].command("events", command, content, bearer=bearer)


async def test_an_officer_of_one_owner_asks_the_people_of_all(federation: Federation) -> None:
    await founded(federation, NETWORK, charter=charter(name="Survey", joinable="anyone"))
    for body, people in PEOPLE.items():
        await enrolled(federation, body, *people)
        for one in people:
            await done(federation, body, "directory", "join-network", {"person": one, "network": NETWORK})
    start = {**ASK, "template": TEMPLATE}
    begun: list[httpx2.Response] = []

    async def started() -> bool:
        begun.append(await by_officer(federation, "bcs", "start-practice", start))
        return begun[-1].status_code == httpx2.codes.OK

    await eventually(started)  # the events service hears of the network
    for refused in ({**start, "bodies": ["bcs", "rsc"]}, {**start, "networks": ["bcs/forum"]}):
        assert (await by_officer(federation, "bcs", "start-practice", refused)).json()["code"] == "not-allowed"
    other = await by_officer(federation, "ons", "start-practice", start)
    assert other.json()["code"] == "practice-of-another"

    for body, people in PEOPLE.items():
        for one in people:
            await answered(federation, body, one)
    closed = await by_officer(federation, "bcs", "close-ask", {**ASK, "step": "where", "why": "All have answered."})
    assert closed.status_code == httpx2.codes.OK, closed.text
    outcomes = [await outcome(federation, body) for body in OWNERS]
    assert outcomes == [outcomes[0]] * len(OWNERS)
    assert outcomes[0]["answers"] == "5 or more"
    officer = federation["bcs"].bearer("officer", networks=[NETWORK])
    led = await federation["bcs"].read("events", "led/survey-of-all/practices/bcs-where?founder=iop", officer)
    assert [(each["stage"], each["outcome"]["answers"]) for each in led] == [("decided", "5 or more")]
    secret = await federation["bcs"].read(
        "events", "led/survey-of-all/practices/bcs-where/where/answers?founder=iop", officer
    )
    assert secret is None


async def answered(federation: Federation, body: str, person: str) -> None:
    async def taken() -> bool:
        page = await federation[body].read("events", f"people/{person}/asks")
        mine = [each for each in page if each["ask"]["practice"] == "bcs-where"]
        if mine and mine[0]["answer"] is None:
            reply = {"question": "where", "chosen": ["a"]}
            await done(
                federation, body, "events", "answer-ask", {**ASK, "step": "where", "person": person, "replies": [reply]}
            )
        return bool(mine) and mine[0]["answer"] == "taken"

    await eventually(taken)


async def outcome(federation: Federation, body: str) -> dict[str, Any]:
    found: dict[str, Any] = {}

    async def told() -> bool:
        found.update(await federation[body].read("events", f"asks/{NETWORK}/bcs-where/where") or {})
        return bool(found) and found["ask"]["stage"] == "decided"

    await eventually(told)
    result: dict[str, Any] = found["ask"]["outcome"]
    return result
