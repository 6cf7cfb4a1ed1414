"""A committee elects within its own network, on real servers, and no administrator of its organisation takes part."""

from typing import Any

import httpx2
from support.eventually import eventually
from support.joint import charter
from support.story import done, enrolled

from kith_lab.demo.federation import Federation

NETWORK = "ons/committee-run"
CHAIR = {"subject": NETWORK, "practice": "chair"}
PEOPLE = ("p-elects-ons-0", "p-elects-ons-1")


async def sends(federation: Federation, name: str, content: dict[str, Any], network: str = NETWORK) -> httpx2.Response:
    officer = federation["ons"].bearer("officer", networks=[network])
    return await federation["ons"].command("events", name, content, bearer=officer)


async def asked(federation: Federation, step: str, stage: str) -> dict[str, Any]:
    """The ask, once it stands so."""
    found: dict[str, Any] = {}

    async def so() -> bool:
        found.update(await federation["ons"].read("events", f"asks/{NETWORK}/chair/{step}") or {})
        return bool(found) and found["ask"]["stage"] == stage

    await eventually(so)
    ask: dict[str, Any] = found["ask"]
    return ask


async def answer(federation: Federation, person: str, step: str, reply: dict[str, Any]) -> None:
    await done(federation, "ons", "events", "answer-ask", {**CHAIR, "step": step, "person": person, "replies": [reply]})

    async def taken() -> bool:
        page = await federation["ons"].read("events", f"people/{person}/asks")
        return [each["answer"] for each in page if each["ask"]["step"] == step] == ["taken"]

    await eventually(taken)


async def test_officers_start_and_close_an_election_of_their_own_network(federation: Federation) -> None:
    await done(federation, "ons", "directory", "charter-network", {"network": NETWORK, "charter": charter()})
    await enrolled(federation, "ons", *PEOPLE)
    for person in PEOPLE:
        await done(federation, "ons", "directory", "join-network", {"person": person, "network": NETWORK})
    template = (await federation["ons"].read("events", "templates"))["election"]
    template["steps"][1]["least"] = len(PEOPLE)
    start = {**CHAIR, "template": template}

    begun_at: list[str] = []

    async def begun() -> bool:
        answer = await sends(federation, "start-practice", start)
        begun_at.extend([answer.json()["ask"]] if answer.status_code == httpx2.codes.OK else [])
        return bool(begun_at)

    for refused in (
        await sends(federation, "start-practice", start, "ons/another"),
        await sends(federation, "start-practice", {**start, "bodies": ["ons", "bcs"]}),
        await sends(federation, "start-practice", {**start, "networks": [NETWORK, "ons/another"]}),
        await sends(federation, "start-practice", {**start, "subject": "ons/spring"}),
        await sends(federation, "start-practice", {**start, "subject": "ons/another"}),
    ):
        assert refused.json()["code"] == "not-allowed"
    await eventually(begun)  # the events service hears of the network
    officer = federation["ons"].bearer("officer", networks=[NETWORK])
    outcome = await federation["ons"].client.get(begun_at[0], headers=officer)
    assert outcome.json()["status"] == "done"

    await asked(federation, "nominations", "open")
    for person, title in zip(PEOPLE, ("Ada Example", "Grace Example"), strict=True):
        await answer(federation, person, "nominations", {"question": "candidate", "title": title, "text": "Agreed."})
    close = {**CHAIR, "step": "nominations", "why": "All have answered."}
    assert (await sends(federation, "close-ask", close, "ons/another")).json()["code"] == "not-allowed"
    assert (await sends(federation, "close-ask", close)).status_code == httpx2.codes.OK
    ballot = await asked(federation, "ballot", "open")
    ada = next(each["choice"] for each in ballot["choices"] if each["title"] == "Ada Example")
    for person in PEOPLE:
        await answer(federation, person, "ballot", {"question": "vote", "chosen": [ada]})
    close = {**CHAIR, "step": "ballot", "why": "All have voted."}
    assert (await sends(federation, "close-ask", close)).status_code == httpx2.codes.OK
    assert (await asked(federation, "ballot", "decided"))["outcome"]["winners"] == [ada]
