"""How a network's year goes, on real servers: nothing in person, set aside with a reason, then a day is announced."""

from typing import Any, Final

import httpx2
from support.eventually import eventually
from support.joint import but, terms
from support.story import accept, done, status

from kith_lab.demo.federation import Federation

NETWORK: Final = "bcs/elders"
ADDRESS: Final = "own-networks/elders/checks"


async def agreed(federation: Federation, event: str, form: str) -> None:
    """IOP holds a day with the elders of BCS, in a room or online."""
    text = but(but(terms(event), "parties.1.networks", [NETWORK]), "plan.parts.0.format", form)
    text["plan"]["parts"], text["seats"] = text["plan"]["parts"][:1], text["seats"][:1]
    await done(federation, "iop", "events", "propose-agreement", {"subject": event, "terms": text})
    await accept(federation, event)
    await status(federation, event, "open")


async def test_nothing_in_person_is_said_to_officers_alone_and_set_aside_with_a_reason(federation: Federation) -> None:
    node = federation["bcs"]
    officer = node.bearer("officer", networks=[NETWORK])

    async def page() -> dict[str, Any]:
        read: dict[str, Any] = await node.read("events", ADDRESS, officer)
        return read

    await agreed(federation, "iop/elders-online", "online")
    (check,) = (await page())["checks"]
    assert check["sentence"].startswith("No meeting in person of your network is known here")
    strangers = node.bearer("body-admin"), node.bearer("officer", networks=["bcs/forum"])
    for stranger in strangers:
        denied = await node.client.get(f"/events/v1/bcs/{ADDRESS}", headers=stranger)
        assert denied.status_code == httpx2.codes.FORBIDDEN

    aside = {"network": NETWORK, "check": check["check"], "why": "We meet online on purpose."}
    for stranger in strangers:
        denied = await node.command("events", "set-check-aside", aside, bearer=stranger)
        assert denied.status_code == httpx2.codes.FORBIDDEN
    unknown = await node.command("events", "set-check-aside", {**aside, "check": "0" * 16}, bearer=officer)
    assert (unknown.status_code, unknown.json()["code"]) == (httpx2.codes.NOT_FOUND, "check-unknown")
    answer = await node.command("events", "set-check-aside", aside, bearer=officer)
    assert answer.status_code == httpx2.codes.OK, answer.text
    read = await page()
    assert (read["checks"], [each["why"] for each in read["set_aside"]]) == ([], [aside["why"]])

    await agreed(federation, "iop/elders-day", "in-person")

    async def announced() -> bool:
        read = await page()
        return bool(read["next_in_person"]) and not read["checks"] and not read["set_aside"]

    await eventually(announced)
    assert (await page())["next_in_person"]["event"] == "iop/elders-day"


async def test_a_yearly_return_is_drawn_from_what_the_node_knows_and_sent_by_hand(federation: Federation) -> None:
    asked = {"subject": "iop/returns", "practice": "year"}
    template = (await federation["iop"].read("events", "templates"))["yearly-return"]
    await done(federation, "iop", "events", "start-practice", {**asked, "template": template, "bodies": ["bcs"]})
    listing = {"title": "Dinner", "zone": "Europe/London", "venue": "Hall", "book_at": "https://bcs.example/dinner"}
    over = {"starts": "2025-03-12T18:00:00Z", "ends": "2025-03-12T21:00:00Z"}
    await done(federation, "bcs", "events", "list-event", {"event": "bcs/last-year", "listing": {**listing, **over}})
    node, address = federation["bcs"], "asks/iop/returns/year/return"
    found: dict[str, Any] = {}

    async def drawn() -> bool:
        found.update(await node.read("events", f"{address}/draft?since=2025-01-01&until=2026-01-01") or {})
        return bool(found) and found["year"]["events"] == 1

    await eventually(drawn)
    replies = {each["question"]: each for each in found["replies"]}
    assert (found["year"]["in_person"], replies["events"]["chosen"]) == (1, ["few"])
    assert replies["year"]["text"].startswith("Events from 1 January 2025 to before 1 January 2026: 1, of which 1 led")
    none = await node.read("events", f"{address}/draft?network=elders&since=2025-01-01&until=2026-01-01")
    assert (none["year"]["events"], none["replies"][0]["chosen"]) == (0, ["none"])

    member = node.bearer("member", person="p-year-bcs-1")
    denied = await node.client.get(f"/events/v1/bcs/{address}/draft", headers=member)
    assert denied.status_code == httpx2.codes.FORBIDDEN
    admin = node.bearer("body-admin")
    for query, code in (("until=0001-01-02", "year-out-of-range"), ("since=2020-01-01", "too-long")):
        odd = await node.client.get(f"/events/v1/bcs/{address}/draft?{query}", headers=admin)
        assert odd.json()["code"] == code
    assert (await node.read("events", address))["answer"] == "none", "nothing is sent by itself"
    rest = [
        {"question": "offices", "chosen": ["all"]},
        {"question": "hours", "chosen": ["under-5"]},
        {"question": "load", "scores": {"load": 4}},
        {"question": "went-well", "text": "All of it."},
    ]
    answer = {**asked, "step": "return", "replies": [*found["replies"], *rest]}
    await done(federation, "bcs", "events", "answer-for-body", answer)

    async def taken() -> bool:
        return bool((await node.read("events", address))["answer"] == "taken")

    await eventually(taken)
