"""A programme on real servers: speakers say yes at home, every node shows it, one withdraws."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
from support.eventually import eventually
from support.joint import terms
from support.story import accept, done, enrolled, refused, status

from kith_lab.demo.federation import Federation
from kith_lab.servers.mail import MailCatcher

EVENT = "iop/panel"
PLAY = "It is the name of a play."
MOVED = "Something of yours has moved"
Send = Callable[[str, dict[str, Any]], Awaitable[httpx2.Response]]
HOMES = {"ada": "bcs", "bea": "iop", "cai": "iop", "dot": "iop"}


def panel(day: dict[str, Any]) -> dict[str, Any]:
    """A session of this part: one of BCS and three of IOP, all senior."""
    session = {"session": "panel", "title": "The chairman asks", "part": "talk", "kind": "panel"}
    speakers = [{"speaker": name, "body": body, "told": {"level": "senior"}} for name, body in HOMES.items()]
    return {**session, "starts": day["starts"], "ends": day["ends"], "speakers": speakers}


async def all_say_yes(federation: Federation, codes: dict[str, str]) -> None:
    """Each at home, with the code that they were given."""
    for body in ("iop", "bcs"):
        await enrolled(federation, body, *[f"p-speaker-{name}" for name, home in HOMES.items() if home == body])
    for name, body in HOMES.items():
        said = {
            "person": f"p-speaker-{name}",
            "event": EVENT,
            "code": codes[name],
            "comes": True,
            "shown_as": name.title(),
        }
        await done(federation, body, "events", "answer-speaking", said)

    async def taken() -> bool:
        own = await federation["bcs"].read("events", "people/p-speaker-ada/speaking")
        return [(each["event"], each["status"]) for each in own] == [(EVENT, "taken")]

    await eventually(taken)


async def wrong(send: Send, session: dict[str, Any]) -> tuple[str, str]:
    """Code and field with which a programme with this session is refused."""
    problem = (await send("set-programme", {"sessions": [session]})).json()
    return problem["code"], problem["field"]


async def for_its_officers_alone(federation: Federation) -> None:
    """What speakers have told, neither administrators nor systems read."""
    iop = federation["iop"]
    for bearer in (iop.bearer("body-admin"), iop.bearer("system", scopes=["events:read"])):
        answer = await iop.client.get("/events/v1/iop/led/panel/programme", headers=bearer)
        assert answer.status_code == httpx2.codes.FORBIDDEN


async def told_where_they_speak_now(federation: Federation, catcher: MailCatcher) -> None:
    """Each of them reads it at home, and has one mail that says no more than that something has moved."""

    async def all_are_told() -> bool:
        for name, body in HOMES.items():
            (own,) = await federation[body].read("events", f"people/p-speaker-{name}/speaking")
            mails = catcher.sent_to(f"p-speaker-{name}@mail.example")
            subjects = [each["Subject"] for each in mails]
            if [each["room"] for each in own["sessions"]] != ["Hall 2"] or subjects.count(MOVED) != 1:
                return False
        return True

    await eventually(all_are_told, within=30)


async def test_a_speaker_withdraws_and_every_node_shows_it(federation: Federation, catcher: MailCatcher) -> None:
    agreed = terms(EVENT)
    await done(federation, "iop", "events", "propose-agreement", {"subject": EVENT, "terms": agreed})
    await accept(federation, EVENT)
    await status(federation, EVENT, "open")
    officer = federation["iop"].bearer("officer", networks=["iop/physics"])

    async def send(name: str, content: dict[str, Any]) -> httpx2.Response:
        return await federation["iop"].command("events", name, {"event": EVENT, **content}, bearer=officer)

    session = panel(agreed["plan"]["parts"][0])
    whole = {"sessions": [session], "published": True}
    assert await refused(federation, "iop", "events", "set-programme", {"event": EVENT, **whole}) == "not-allowed"
    early = {**session, "speakers": [{**session["speakers"][0], "status": "confirmed"}]}
    assert await wrong(send, {**session, "part": "dinner"}) == ("part-unknown", "sessions.0.part")
    assert await wrong(send, early) == ("speaker-not-confirmed", "sessions.0.speakers.0.status")
    assert (await send("set-programme", whole)).status_code == httpx2.codes.OK
    await shown(federation, [])
    await all_say_yes(federation, (await led(federation, officer))["codes"])
    await shown(federation, ["Ada", "Bea", "Cai", "Dot"])
    page = await led(federation, officer)
    assert [(each["check"], each["where"]) for each in page["advice"]] == [
        ("wording", "sessions/panel/title"),
        ("balance", "panel"),  # in level
        ("balance", "panel"),  # three of four minutes are of one organisation
    ]

    assert (await send("set-programme", {"sessions": [{**session, "room": "Hall 2"}]})).is_success
    await told_where_they_speak_now(federation, catcher)
    assert (await send("dismiss-advice", {"advice": page["advice"][0]["advice"], "why": PLAY})).is_success
    assert (await send("withdraw-speaker", {"speaker": "ada"})).status_code == httpx2.codes.OK
    await shown(federation, ["Bea", "Cai", "Dot"])
    page = await led(federation, officer)
    assert [each["sentence"] for each in page["advice"]] == [
        "“The chairman asks”: as far as is known, all who speak are alike in level. Who else could?",
        "“The chairman asks”: as far as is known, all who speak are alike in organisation. Who else could?",
        "BCS hosts the event as well, and nobody speaks for them.",
    ]
    assert [each["why"] for each in page["dismissed"]] == [PLAY]

    await for_its_officers_alone(federation)
    told = await federation["bcs"].client.post(
        "/events/v1/bcs/wording/check", json={"text": "Ask the chairman"}, headers=federation["bcs"].bearer("member")
    )
    assert [(each["found"], each["start"], each["better"]) for each in told.json()] == [("chairman", 8, "chair")]


async def led(federation: Federation, officer: dict[str, str]) -> dict[str, Any]:
    answer = await federation["iop"].client.get("/events/v1/iop/led/panel/programme", headers=officer)
    page: dict[str, Any] = answer.json()
    return page


async def shown(federation: Federation, names: list[str]) -> None:
    """Every node shows these speakers."""

    async def everywhere() -> bool:
        for body in ("iop", "bcs", "ons"):
            answer = await federation[body].client.get(
                f"/events/v1/{body}/events/{EVENT}/programme", headers=federation[body].bearer("member")
            )
            if answer.status_code != httpx2.codes.OK:
                return False
            (session,) = answer.json()["sessions"]
            if [each["shown_as"] for each in session["speakers"]] != names:
                return False
        return True

    await eventually(everywhere)
