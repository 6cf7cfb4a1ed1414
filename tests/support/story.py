"""How tests of a federation speak: commands done or refused, a text that all accept, people who are enrolled."""

from datetime import datetime
from typing import Any

import httpx2
from support.eventually import eventually
from support.joint import person, terms

from kith_lab.demo.federation import Federation

PARTIES = ("iop", "bcs")


EVERYONE = ("iop", "bcs", "ons")


async def done(federation: Federation, body: str, service: str, command: str, data: dict[str, Any]) -> None:
    answer = await federation[body].command(service, command, data)
    assert answer.status_code == httpx2.codes.OK, answer.text


async def refused(federation: Federation, body: str, service: str, command: str, data: dict[str, Any]) -> str:
    answer = await federation[body].command(service, command, data)
    assert answer.is_client_error, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["detail"], "no sentence for people"
    return str(problem["code"])


async def accept(federation: Federation, event: str, bodies: tuple[str, ...] = PARTIES) -> None:
    led = await federation["iop"].read("events", f"led/{event.partition('/')[2]}")
    for body in bodies:

        async def has_text(body: str = body) -> bool:
            agreement = await federation[body].read("events", f"agreements/{event}")
            return bool(agreement and agreement["hash"] == led["hash"])

        await eventually(has_text)
        for behalf in ("body", "network"):
            answer = {"subject": event, "hash": led["hash"], "on_behalf": behalf, "answer": "accepted"}
            await done(federation, body, "events", "answer-agreement", answer)


async def status(federation: Federation, event: str, wanted: str | None) -> None:
    async def shown() -> bool:
        seen = [await federation[body].read("events", f"events/{event}") for body in EVERYONE]
        return [one and one["status"] for one in seen] == [wanted] * len(seen)

    await eventually(shown)


async def enrolled(federation: Federation, body: str, *ids: str, **more: Any) -> None:
    for id in ids:
        await done(federation, body, "directory", "enrol-person", person(id, **more))

    async def known() -> bool:
        # Events learns of a person by a fact: a wish that is refused for want of the person tells that it is there.
        wish = {"person": ids[-1], "event": "iop/no-such-event", "parts": ["talk"]}
        return await refused(federation, body, "events", "ask-for-places", wish) == "event-unknown"

    await eventually(known)


async def registration(federation: Federation, body: str, id: str) -> dict[str, str]:
    found = await federation[body].read("events", f"people/{id}/registrations")
    return {part["part"]: part["status"] for each in found for part in each["parts"]}


async def open_event(federation: Federation, event: str, starts: datetime | None = None) -> None:
    await done(federation, "iop", "events", "propose-agreement", {"subject": event, "terms": terms(event, starts)})
    await accept(federation, event)
    await status(federation, event, "open")
