"""Joining online, on real servers: who has a place reads where, at home, and nobody else does."""

from typing import Any

import httpx2
from support.eventually import eventually
from support.joint import but, terms
from support.kept import in_databases, on_topics
from support.story import accept, done, enrolled, refused, status

from kith_lab.demo.federation import Federation, Surroundings
from kith_lab.servers.mail import MailCatcher

EVENT = "iop/webcast"
ANN, BEA, CAT = "p-webcast-ann", "p-webcast-bea", "p-webcast-cat"
TALK, CIRCLE = "https://meet.example.org/unmistakable-talk", "https://meet.example.org/unmistakable-circle"


async def test_who_has_a_place_reads_where_to_join_and_it_stands_nowhere_else(
    federation: Federation, around: Surroundings, catcher: MailCatcher
) -> None:
    await given_places(federation)
    officer = federation["iop"].bearer("officer", networks=["iop/physics"])
    wanted: dict[str, Any] = {"event": EVENT, "addresses": {"talk": TALK, "circle": CIRCLE}}
    assert await refused(federation, "iop", "events", "set-join-addresses", wanted) == "not-allowed"
    answer = await federation["iop"].command("events", "set-join-addresses", wanted, bearer=officer)
    assert answer.status_code == httpx2.codes.OK, answer.text
    await reads(federation, ANN, {"talk": TALK})
    await reads(federation, BEA, {"circle": CIRCLE})
    await asks(federation, CAT, "talk")
    await reads(federation, CAT, {"talk": TALK})

    await mails_name_no_address(catcher)
    await it_stands_nowhere_else(federation, around)
    page = await federation["iop"].client.get("/events/v1/iop/led/webcast/join-addresses", headers=officer)
    assert [(each["part"], each["join_at"]) for each in page.json()] == [("talk", TALK), ("circle", CIRCLE)]
    admin = federation["iop"].bearer("body-admin")
    assert await federation["iop"].read("events", "led/webcast/join-addresses", admin) is None
    back = await federation["iop"].command("events", "set-join-addresses", {**wanted, "addresses": {}}, bearer=officer)
    assert back.status_code == httpx2.codes.OK
    await reads(federation, ANN, {})


async def given_places(federation: Federation) -> None:
    """An event whose parts are all online; one has a place in the open one, another a code of the closed one."""
    agreed = terms(EVENT)
    for part in range(2):
        agreed = but(agreed, f"plan.parts.{part}.format", "online")
    await done(federation, "iop", "events", "propose-agreement", {"subject": EVENT, "terms": agreed})
    await accept(federation, EVENT)
    await status(federation, EVENT, "open")
    await enrolled(federation, "bcs", ANN, BEA, audiences=["returner"])
    await enrolled(federation, "bcs", CAT)
    await asks(federation, ANN, "talk")
    await asks(federation, BEA, "circle")


async def mails_name_no_address(catcher: MailCatcher) -> None:
    """Who had a place then is told that there is one; the third reads it with the confirmation."""

    async def told() -> bool:
        return all(len(catcher.sent_to(f"{one}@mail.example")) >= most for one, most in ((ANN, 2), (BEA, 2), (CAT, 1)))

    await eventually(told)
    for one in (ANN, BEA, CAT):
        mails = catcher.sent_to(f"{one}@mail.example")
        assert ("How you join" in "".join(str(mail["Subject"]) for mail in mails)) is (one != CAT)
        pieces = [piece.get_payload(decode=True) or b"" for mail in mails for piece in mail.walk()]
        assert any(b"on your own page at BCS" in piece for piece in pieces)
        assert not [piece for piece in pieces if b"unmistakable" in piece]


async def it_stands_nowhere_else(federation: Federation, around: Surroundings) -> None:
    """Than on the lead's topic of commands that no system reads, in inboxes, and at the parties."""
    topics = await on_topics(federation, around)
    where = {name for name, records in topics.items() if any(b"unmistakable" in each for each in records)}
    assert where == {"kith.people.iop.events.commands", "kith.inbox.iop.events", "kith.inbox.bcs.events"}
    stranger = await in_databases(around, ["ons"])
    assert not [each for each in stranger if b"unmistakable" in each]


async def asks(federation: Federation, person: str, part: str) -> None:
    await done(federation, "bcs", "events", "ask-for-places", {"person": person, "event": EVENT, "parts": [part]})

    async def granted() -> bool:
        (own,) = await federation["bcs"].read("events", f"people/{person}/registrations")
        return [each["status"] for each in own["parts"]] == ["granted"]

    await eventually(granted)


async def reads(federation: Federation, person: str, wanted: dict[str, str]) -> None:
    async def so() -> bool:
        (own,) = await federation["bcs"].read("events", f"people/{person}/registrations")
        return bool(own["join_at"] == wanted)

    await eventually(so)
