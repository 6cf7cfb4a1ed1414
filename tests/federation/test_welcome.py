"""A welcome on real servers: IOP's network, and people of BCS who join it without leaving home."""

from typing import Any

import httpx2
from support.eventually import eventually
from support.joint import charter
from support.kept import in_databases, on_topics
from support.story import done, enrolled, refused

from kith_lab.demo.federation import Federation, Surroundings

NAME, NETWORK, FORUM = "returners", "iop/returners", "bcs/at-home"
EVE, FAY = "p-welcome-eve1", "p-welcome-fay1"
NOTE, SENTENCE = "Wagtail: I was a programmer.", "Siskin: welcome, we meet on Thursdays."
HIDDEN = "iop/quiet-returners"


async def founded(federation: Federation, network: str, **more: Any) -> None:
    body = network.partition("/")[0]
    await done(federation, body, "directory", "charter-network", {"network": network, "charter": charter(**more)})


async def offered(federation: Federation, name: str, status: str = "active") -> None:
    """Wait until the administrator of BCS reads the offer."""

    async def read() -> bool:
        found = {each["network"]: each["status"] for each in await federation["bcs"].read("directory", "welcomes")}
        return found.get(name) == status

    await eventually(read)


async def agreed(federation: Federation, name: str) -> None:
    await done(federation, "iop", "directory", "welcome-bodies", {"network": name, "bodies": ["bcs"]})
    await offered(federation, name)
    answer = {"network": name, "answer": "accepted", "looked_after_by": FORUM}
    await done(federation, "bcs", "directory", "answer-welcome", answer)

    async def heard() -> bool:
        rows = await federation["iop"].read("directory", f"own-networks/{name.partition('/')[2]}/welcome")
        return [(each["body"], each["status"]) for each in rows] == [("bcs", "accepted")]

    await eventually(heard)


async def page(federation: Federation, person: str) -> tuple[list[str], list[str]]:
    found = await federation["bcs"].read("directory", f"people/{person}")
    return found["networks"], found["resting"]


async def test_people_of_another_body_join_at_home_and_nothing_of_them_crosses(
    federation: Federation, around: Surroundings
) -> None:
    bcs = federation["bcs"]
    await founded(federation, NETWORK, joinable="ask")
    await founded(federation, FORUM)
    await enrolled(federation, "bcs", EVE, FAY, how_much="everything")
    join = {"person": EVE, "network": NETWORK, "note": NOTE}
    assert await refused(federation, "bcs", "directory", "join-network", join) in (
        "network-elsewhere",
        "network-unknown",
    )
    await agreed(federation, NETWORK)
    assert await federation["ons"].read("directory", "welcomes") == []
    member = bcs.bearer("member", person=EVE)
    assert [each["network"] for each in await bcs.read("directory", "guest-networks", member)] == [NETWORK]
    await joined_at_home_by_guests_alone(federation)

    await done(federation, "bcs", "directory", "join-network", join)
    await done(federation, "bcs", "directory", "join-network", {"person": FAY, "network": NETWORK})
    await officers_at_home_answer(federation)
    assert await page(federation, EVE) == ([NETWORK], [])

    await done(federation, "iop", "directory", "welcome-bodies", {"network": NETWORK, "bodies": []})
    await offered(federation, NETWORK, "ended")
    assert await page(federation, EVE) == ([], [NETWORK])
    await told(federation, EVE, 1)
    await agreed(federation, NETWORK)
    assert await page(federation, EVE) == ([NETWORK], [])
    await told(federation, EVE, 1)

    topics = await on_topics(federation, around)
    for text in (NOTE, SENTENCE, EVE, FAY):
        crossed = [name for name, records in topics.items() if any(text.encode() in each for each in records)]
        assert not [each for each in crossed if not each.startswith("kith.people.bcs.")]
    assert any(b"accepted" in each for each in topics["kith.inbox.iop.directory"])
    at_host = await in_databases(around, ["iop"], ["directory", "events"])
    assert not [each for each in at_host if EVE.encode() in each or b"Wagtail" in each]


async def joined_at_home_by_guests_alone(federation: Federation) -> None:
    """The page of the network says where one joins it: at home where one is welcome, else at its host."""

    async def said() -> bool:
        pages = [await federation[body].read("directory", f"networks/{NETWORK}") for body in ("bcs", "ons")]
        where = [(each["where_to_join"]["body"], each["where_to_join"]["here"]) for each in pages]
        return where == [("bcs", True), ("iop", False)]

    await eventually(said)


async def officers_at_home_answer(federation: Federation) -> None:
    """Those of the network that looks after it: they find who waits, and no others do."""
    bcs = federation["bcs"]
    officer, other = (bcs.bearer("officer", networks=[name]) for name in (FORUM, "bcs/another"))
    waiting = await bcs.read("directory", "own-networks/at-home/requests", officer)
    assert {(each["network"], each["note"], each["name"]) for each in waiting} == {
        (NETWORK, NOTE, None),
        (NETWORK, "", None),
    }
    request = next(each["request"] for each in waiting if each["note"])
    said = {"network": NETWORK, "request": request, "answer": "admitted", "sentence": SENTENCE}
    for bearer, status in ((other, httpx2.codes.FORBIDDEN), (officer, httpx2.codes.OK)):
        answer = await bcs.command("directory", "answer-join-request", said, bearer=bearer)
        assert answer.status_code == status, answer.text

    async def heard() -> bool:
        found = await bcs.read("directory", f"people/{EVE}")
        return bool(found["answers"].get(NETWORK, {}).get("sentence") == SENTENCE)

    await eventually(heard)


async def told(federation: Federation, person: str, count: int) -> None:
    """On their own page, and never more often; the answer to their request is another message there."""

    async def shown() -> bool:
        messages = await federation["bcs"].read("notify", f"people/{person}/messages")
        return len([each for each in messages if each["status"] == "shown"]) == count

    await eventually(shown)


async def test_a_hidden_network_is_welcomed_and_is_in_no_listing(federation: Federation, around: Surroundings) -> None:
    bcs = federation["bcs"]
    await founded(federation, HIDDEN, findable="invitation", joinable="invited", name="Peregrine returners")
    await founded(federation, "bcs/host-of-quiet")
    await done(federation, "iop", "directory", "welcome-bodies", {"network": HIDDEN, "bodies": ["bcs"]})
    await offered(federation, HIDDEN)
    accept = {"network": HIDDEN, "answer": "accepted", "looked_after_by": "bcs/host-of-quiet"}
    await done(federation, "bcs", "directory", "answer-welcome", accept)
    person = "p-welcome-gil1"
    await enrolled(federation, "bcs", person)
    member = bcs.bearer("member", person=person)
    assert HIDDEN not in [each["network"] for each in await bcs.read("directory", "guest-networks", member)]
    join = {"person": person, "network": HIDDEN}
    assert await refused(federation, "bcs", "directory", "join-network", join) == "network-unknown"
    officer = bcs.bearer("officer", networks=["bcs/host-of-quiet"])
    invited = await bcs.command("directory", "admit-to-network", join, bearer=officer)
    assert invited.status_code == httpx2.codes.OK, invited.text
    await done(federation, "bcs", "directory", "join-network", join)
    assert await page(federation, person) == ([HIDDEN], [])
    topics = await on_topics(federation, around)
    named = {name for name, records in topics.items() if any(b"Peregrine" in each for each in records)}
    assert named == {
        "kith.private.iop.directory.commands",
        "kith.private.iop.directory.facts",
        "kith.inbox.bcs.directory",
    }
