"""An issue becomes a consultation, on real servers: raised by a member, picked by an officer, answered by name."""

from typing import Any, Final

import httpx2
from support.eventually import eventually
from support.joint import but, charter, terms
from support.story import accept, done, enrolled, status

from kith_lab.demo.federation import Federation

EVENT: Final = "iop/issues"
THREAD: Final = {"subject": EVENT, "practice": "thread"}
PEOPLE: Final = {"iop": "p-issue-iop-0", "bcs": "p-issue-bcs-0"}
NETWORKS: Final = {"iop": "iop/issues", "bcs": "bcs/issues"}
TITLE: Final = "A crèche at each event"


async def begun(federation: Federation) -> None:
    """A member of each body; both bodies have agreed on a day, and raise what should change."""
    for body, one in PEOPLE.items():
        await done(federation, body, "directory", "charter-network", {"network": NETWORKS[body], "charter": charter()})
        await enrolled(federation, body, one)
        await done(federation, body, "directory", "join-network", {"person": one, "network": NETWORKS[body]})
    text = terms(EVENT)
    for number, body in enumerate(NETWORKS):
        text = but(text, f"parties.{number}.networks", [NETWORKS[body]])
    await done(federation, "iop", "events", "propose-agreement", {"subject": EVENT, "terms": text})
    await accept(federation, EVENT)
    await status(federation, EVENT, "open")
    template = (await federation["iop"].read("events", "templates"))["issue"]
    template = but(template, "steps.1.least", 1)
    await done(federation, "iop", "events", "start-practice", {**THREAD, "template": template})


async def asked(federation: Federation, body: str, step: str, stage: str) -> dict[str, Any]:
    """The ask at this body, once it stands so."""
    found: dict[str, Any] = {}

    async def so() -> bool:
        found.update(await federation[body].read("events", f"asks/{EVENT}/thread/{step}") or {})
        return bool(found) and found["ask"]["stage"] == stage

    await eventually(so)
    ask: dict[str, Any] = found["ask"]
    return ask


async def own(federation: Federation, body: str, step: str, wanted: str) -> dict[str, Any]:
    """The ask on the page of its person, once it is answered so."""
    found: dict[str, Any] = {}

    async def so() -> bool:
        page = await federation[body].read("events", f"people/{PEOPLE[body]}/asks")
        found.update(next((each for each in page if each["ask"]["step"] == step), {}))
        return bool(found) and found["answer"] == wanted

    await eventually(so)
    return found


async def says(federation: Federation, body: str, step: str, reply: dict[str, Any]) -> None:
    await asked(federation, body, step, "open")
    answer = {**THREAD, "step": step, "person": PEOPLE[body], "replies": [reply]}
    await done(federation, body, "events", "answer-ask", answer)
    await own(federation, body, step, "taken")


async def picked(federation: Federation) -> str:
    """The officer closes and, with one command, asks the organisations."""
    close = {**THREAD, "step": "issue", "why": "Enough."}
    await done(federation, "iop", "events", "close-ask", close)
    (point,) = (await asked(federation, "iop", "seen", "open"))["choices"]
    assert (point["title"], point["body"]) == (TITLE, None)
    await says(federation, "iop", "seen", {"question": "too", "chosen": [point["choice"]]})
    await done(federation, "iop", "events", "close-ask", {**close, "step": "seen"})
    officer = federation["iop"].bearer("officer", networks=[NETWORKS["iop"]])

    async def to_confirm() -> bool:
        steps = await federation["iop"].read("events", "led/issues/practices/thread", officer)
        return bool({each["step"]: each["to_confirm"] for each in steps}.get("seen"))

    await eventually(to_confirm)
    sent = await federation["iop"].command("events", "decide-ask", {**THREAD, "step": "seen"}, bearer=officer)
    assert sent.status_code == httpx2.codes.OK, sent.text
    return str(point["choice"])


async def test_an_issue_becomes_a_consultation_and_then_an_action(federation: Federation) -> None:
    await begun(federation)
    await says(federation, "bcs", "issue", {"question": "sentence", "title": TITLE})
    point = await picked(federation)

    # BCS answers by name, once it has said why; IOP, which has not answered, is seen to be missing.
    await asked(federation, "bcs", "consultation", "open")
    answer = {**THREAD, "step": "consultation"}
    bare = {"question": "answer", "picked": {point: "partly"}}
    refused = await federation["bcs"].command("events", "answer-for-body", {**answer, "replies": [bare]})
    assert (refused.json()["code"], refused.json()["field"]) == ("why-missing", "replies.0.why")
    said = {**bare, "why": {point: "At two of five events."}}
    await done(federation, "bcs", "events", "answer-for-body", {**answer, "replies": [said]})

    async def missing() -> bool:
        admin = federation["iop"].bearer("body-admin")
        steps = await federation["iop"].read("events", "led/issues/practices/thread", admin)
        return bool({each["step"]: each["missing"] for each in steps}["consultation"] == ["iop"])

    await eventually(missing)
    await done(federation, "iop", "events", "close-ask", {**answer, "why": "It is time."})
    for body in PEOPLE:
        outcome = (await asked(federation, body, "consultation", "decided"))["outcome"]
        (reason,) = outcome["reasons"]
        assert (reason["body"], reason["option"], reason["why"]) == ("bcs", "partly", "At two of five events.")
    assert (await own(federation, "bcs", "issue", "accepted"))["sentence"] == "yes 0, partly 1, no 0"

    # What it has said yes to becomes an action, which the others read.
    by = terms(EVENT)["plan"]["ends"][:10]
    action = {"event": EVENT, "number": 1, "text": "A crèche from May on.", "by": by}
    await done(federation, "bcs", "events", "say-body-action", action)

    async def heard() -> bool:
        actions = await federation["iop"].read("events", f"agreements/{EVENT}/actions")
        return [each["action"]["text"] for each in actions or []] == [action["text"]]

    await eventually(heard)
