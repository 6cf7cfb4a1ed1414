"""How places are given, on real servers: an offer that is accepted, a draw that every host can compute again."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from support.eventually import eventually
from support.joint import but, terms
from support.story import accept, done, enrolled, status

from kith_cli.draws import verify
from kith_lab.demo.federation import Federation

OFFERED, DRAWN = "iop/offered", "iop/drawn"


async def own(federation: Federation, person: str, event: str) -> dict[str, Any]:
    """One's own registration, as its page has it."""
    found = await federation["bcs"].read("events", f"people/{person}/registrations")
    return next((each for each in found or () if each["event"] == event), {"parts": []})


async def becomes(federation: Federation, person: str, event: str, wanted: str) -> dict[str, Any]:
    async def is_so() -> bool:
        return [part["status"] for part in (await own(federation, person, event))["parts"]] == [wanted]

    await eventually(is_so, within=60)
    return await own(federation, person, event)


async def test_a_place_that_comes_free_is_offered_accepted_and_explained(federation: Federation) -> None:
    people = [f"p-offer-000{number}" for number in range(1, 5)]
    for person in people:
        await enrolled(federation, "bcs", person)
    text = but(terms(OFFERED), "seats.0.offer_hours", 48)
    await done(federation, "iop", "events", "propose-agreement", {"subject": OFFERED, "terms": text})
    await accept(federation, OFFERED)
    await status(federation, OFFERED, "open")
    wish = {"event": OFFERED, "parts": ["talk"]}
    for person, granted in zip(people, ("granted", "granted", "granted", "waiting"), strict=True):
        await done(federation, "bcs", "events", "ask-for-places", {"person": person, **wish})
        await becomes(federation, person, OFFERED, granted)
    await done(federation, "bcs", "events", "give-up-places", {"person": people[0], **wish})
    page = await becomes(federation, people[3], OFFERED, "offered")
    until = datetime.fromisoformat(page["parts"][0]["until"])
    assert timedelta(hours=47) < until - datetime.now(UTC) <= timedelta(hours=48)
    assert "number 4" not in str(page["explained"]), "it would tell how many others have asked"
    await done(federation, "bcs", "events", "accept-offers", {"person": people[3], **wish})
    page = await becomes(federation, people[3], OFFERED, "granted")
    became = ["asked", "waiting", "offered", "asked", "granted"]
    assert [each["status"] for each in page["history"]["talk"]] == became
    assert page["history"]["talk"][3]["sentence"] == "You said yes to the offer."
    alias = page["registration"]
    explained = await federation["iop"].read("events", f"led/offered/parts/talk/explain/{alias}")
    assert explained["sentences"] == ["This request was number 4 for this part.", *page["explained"]["talk"]]
    assert "A place came free on" in explained["sentences"][1]
    stranger = federation["iop"].bearer("officer", networks=["iop/another-network"])
    assert await federation["iop"].read("events", f"led/offered/parts/talk/explain/{alias}", stranger) is None


async def record(federation: Federation, body: str) -> Any:
    officer = federation[body].bearer("officer", networks=[f"{body}/forum"])
    return await federation[body].read("events", f"draws/{DRAWN}/talk", officer)


async def own_draw(federation: Federation, person: str) -> Any:
    """The record, as the person reads it."""
    bcs = federation["bcs"]
    found = await bcs.read("events", f"people/{person}/draws/{DRAWN}/talk", bcs.bearer("member", person=person))
    stranger = bcs.bearer("member", person="p-drawn-nobody")
    assert await bcs.read("events", f"people/p-drawn-nobody/draws/{DRAWN}/talk", stranger) is None
    return found


async def is_drawn(federation: Federation, body: str) -> bool:
    return await record(federation, body) is not None


@pytest.mark.beside
async def test_a_draw_is_held_on_time_and_all_hosts_compute_the_same(
    federation: Federation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    people = [f"p-drawn-000{number}" for number in range(1, 7)]
    for person in people:
        await enrolled(federation, "bcs", person)
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=90)
    text = but(terms(DRAWN, starts), "seats.0.rule", "draw")
    proposal = {"subject": DRAWN, "terms": {**text, "return_days": 0}}
    await done(federation, "iop", "events", "propose-agreement", proposal)
    await accept(federation, DRAWN)
    await status(federation, DRAWN, "open")
    for person in people:
        wish = {"person": person, "event": DRAWN, "parts": ["talk"]}
        await done(federation, "bcs", "events", "ask-for-places", wish)
    await done(federation, "iop", "events", "draw-places", {"event": DRAWN, "part": "talk"})
    records = []
    for body in ("iop", "bcs"):
        await eventually(partial(is_drawn, federation, body), within=90)
        records.append(await record(federation, body))
    assert records[0] == records[1]
    assert {share["body"] for share in records[0]["record"]["shares"] if share["share"]} == {"iop", "bcs"}
    assert (records[0]["code"], len(records[0]["record"]["order"])) == ("", 10)
    file = tmp_path_factory.mktemp("draw") / "draw.json"
    file.write_text(json.dumps(records[1]))
    assert verify(file) == 0
    order = records[0]["record"]["order"]
    own_draws = {person: await own_draw(federation, person) for person in people}
    assert len({each["rank"] for each in own_draws.values()} & {*range(1, 11)}) == 6, "four entries stand for nobody"
    assert [{name: each[name] for name in records[1]} for each in own_draws.values()] == [records[1]] * 6
    ranks = {person: order.index(each["entry"]) + 1 for person, each in own_draws.items()}
    assert ranks == {person: each["rank"] for person, each in own_draws.items()}

    async def told() -> bool:
        fresh = [await own(federation, person, DRAWN) for person in people]
        return sorted(page["parts"][0]["status"] for page in fresh) == ["granted"] * 3 + ["waiting"] * 3

    await eventually(told, within=30)
    first = min(people, key=ranks.__getitem__)
    file.write_text(json.dumps(own_draws[first]))
    assert verify(file) == 0
    assert f"It was drawn as number {ranks[first]}." in (await own(federation, first, DRAWN))["explained"]["talk"]
