"""What is said inside a network, on real servers: told once to its members, read by them alone, and nowhere else."""

import asyncio
import signal
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
from support.eventually import eventually
from support.joint import charter
from support.kept import in_databases, on_topics
from support.story import done, enrolled

from kith_cli.errors import StackError
from kith_lab.demo.federation import Federation, Surroundings
from kith_lab.servers.mail import MailCatcher

CLUB, NAME = "bcs/quiet-club", "quiet-club"
ANN, BEA, CAT, DAN = (f"p-inside-{name}" for name in ("ann1", "bea1", "cat1", "dan1"))
TEXT, TALK, NOTICE = "Peerless spring news.", "https://lists.example.org/peerless-talk", "Peerless stand."
OFFICE = "peerless-office@example.org"
CHOSEN = {"network": CLUB, "round_up": "may"}
PAGE = f"own-networks/{NAME}/inside"


def officer(federation: Federation, network: str = CLUB) -> dict[str, str]:
    return federation["bcs"].bearer("officer", networks=[network])


async def says(federation: Federation, command: str, data: dict[str, Any]) -> None:
    answer = await federation["bcs"].command("directory", command, data, bearer=officer(federation, data["network"]))
    assert answer.status_code == httpx2.codes.OK, answer.text


async def joined(federation: Federation, network: str, *people: str) -> None:
    for person in people:
        await done(federation, "bcs", "directory", "join-network", {"person": person, "network": network})


async def told(federation: Federation, catcher: MailCatcher, person: str, count: int, way: str = "told") -> None:
    """Wait until a person was told so often, by mail or on their page, and notify has taken it in; never is it more."""

    async def recorded() -> bool:
        page = await federation["bcs"].read("notify", f"people/{person}/messages")
        return [each["status"] for each in page if each["occasion"] == "announced"] == [way] * count

    await eventually(recorded)
    mails = catcher.sent_to(f"{person}@mail.example")
    assert [str(mail["Subject"]) for mail in mails] == ["A message for you"] * (count if way == "told" else 0)


async def test_what_a_closed_network_announces_is_on_its_members_pages_without_a_mail_and_read_by_nobody_else(
    federation: Federation, around: Surroundings, catcher: MailCatcher
) -> None:
    hidden = charter(findable="invitation", joinable="invited")
    await done(federation, "bcs", "directory", "charter-network", {"network": CLUB, "charter": hidden})
    await enrolled(federation, "bcs", ANN, BEA, DAN, how_much="everything")
    await enrolled(federation, "bcs", CAT)
    for person in (ANN, BEA, CAT):
        await done(federation, "bcs", "directory", "admit-to-network", {"person": person, "network": CLUB})
    await joined(federation, CLUB, ANN, BEA, CAT)
    await known_to_notify(around, (ANN, BEA, CAT, DAN), members=3)

    await says(federation, "say-where-we-talk", {"network": CLUB, "where_we_talk": TALK, "replies_to": OFFICE})
    for text in (TEXT, TEXT, f"{TEXT} Corrected."):
        await says(federation, "announce", {"network": CLUB, "announcement": "spring", "text": text})
    await says(federation, "announce", {"network": CLUB, "announcement": "summer", "text": TEXT})
    for person in (ANN, BEA):
        await told(federation, catcher, person, 2, "shown")
    for person in (CAT, DAN):
        assert catcher.sent_to(f"{person}@mail.example") == []
    await read_by_members_and_officers_alone(federation)
    await officers_alone_read_how_the_work_is_shared(federation)
    await a_round_up_is_full_and_told_at_its_deadline(federation, catcher)
    await nothing_of_it_is_anywhere_else(federation, around, catcher)


def tags_in(document: bytes) -> int:
    """How many a state has: one for the mail address, and one for each network."""
    return document.partition(b"'tags': [")[2].partition(b"]")[0].count(b"'") // 2


async def known_to_notify(around: Surroundings, people: tuple[str, ...], members: int) -> None:
    """Wait until notify has heard of these people, and of their memberships."""

    async def heard() -> bool:
        found = await in_databases(around, ["bcs"], ["notify"])
        mine = [each for each in found if any(f"'recipient/{one}'".encode() in each for one in people)]
        return len(mine) == len(people) and sum(tags_in(each) > 1 for each in mine) == members

    await eventually(heard)


async def read_by_members_and_officers_alone(federation: Federation) -> None:
    bcs = federation["bcs"]
    for reader in (bcs.bearer("member", person=CAT), officer(federation)):
        page = await bcs.read("directory", PAGE, reader)
        assert (page["where_we_talk"], page["replies_to"]) == (TALK, OFFICE)
        assert [each["text"] for each in page["announcements"]] == [TEXT, f"{TEXT} Corrected."]
    for stranger in (
        bcs.bearer("member", person=DAN),
        bcs.bearer("body-admin"),
        bcs.bearer("system", scopes=["networks:read", "people:write"]),
        officer(federation, "bcs/another"),
    ):
        assert await bcs.read("directory", PAGE, stranger) is None
    said = {"network": CLUB, "announcement": "mine", "text": "Mine."}
    for nobody in (bcs.bearer("body-admin"), bcs.bearer("member", person=ANN), officer(federation, "bcs/another")):
        answer = await bcs.command("directory", "announce", said, bearer=nobody)
        assert answer.json()["code"] == "not-allowed"


async def officers_alone_read_how_the_work_is_shared(federation: Federation) -> None:
    duties = [{"role": "Unmistakeable clinic", "hours": 9, "held_by": "A"}, {"role": "chair", "hours": 2}]
    await says(federation, "share-work", {"network": CLUB, "duties": duties})
    bcs, work = federation["bcs"], f"own-networks/{NAME}/work"
    page = await bcs.read("directory", work, officer(federation))
    assert [each["check"] for each in page["advice"]] == ["work"]
    for nobody in (bcs.bearer("member", person=ANN), bcs.bearer("body-admin"), officer(federation, "bcs/another")):
        assert await bcs.read("directory", work, nobody) is None


async def a_round_up_is_full_and_told_at_its_deadline(federation: Federation, catcher: MailCatcher) -> None:
    bcs, until = federation["bcs"], datetime.now(UTC) + timedelta(seconds=6)
    opened = {**CHOSEN, "title": "May", "until": until.isoformat(), "slots": 2}
    await says(federation, "open-round-up", opened)
    put = [{"person": one, **CHOSEN, "text": NOTICE} for one in (ANN, BEA, CAT)]
    answers = await asyncio.gather(*(bcs.command("directory", "put-notice", each) for each in put))
    assert sorted(answer.json().get("code", "") for answer in answers) == ["", "", "round-up-full"]
    mine = bcs.bearer("member", person=CAT)
    page = await bcs.read("directory", f"own-networks/{NAME}/round-ups/may", mine)
    assert (page["notices"], page["full"], page["closed"]) == ([], True, False)

    page = await bcs.read("directory", f"own-networks/{NAME}/round-ups/may", officer(federation))
    assert [each["text"] for each in page["notices"]] == [NOTICE, NOTICE]
    await says(federation, "strike-notice", {**CHOSEN, "notice": page["notices"][0]["notice"]})
    for person in (ANN, BEA):
        await told(federation, catcher, person, 3, "shown")
    page = await bcs.read("directory", f"own-networks/{NAME}/round-ups/may", mine)
    assert ([each["text"] for each in page["notices"]], page["closed"]) == ([NOTICE], True)
    late = await bcs.command("directory", "put-notice", {**put[2], "text": "Late."})
    assert late.json()["code"] == "round-up-closed"
    assert await bcs.read("directory", f"own-networks/{NAME}/round-ups/may") is None, "the administrator"


async def nothing_of_it_is_anywhere_else(federation: Federation, around: Surroundings, catcher: MailCatcher) -> None:
    """Than on one topic of home that no system reads, and there not what people have put in."""
    topics = await on_topics(federation, around)
    where = {name for name, records in topics.items() if any(b"eerless" in each for each in records)}
    assert where == {"kith.people.bcs.directory.commands"}
    assert not [each for records in topics.values() for each in records if NOTICE.encode() in each]
    assert not [
        each for each in await in_databases(around, ["bcs"], ["directory", "notify"]) if b"eerless stand" in each
    ]
    others = await in_databases(around, ["iop", "ons"], ["directory", "events", "notify"])
    assert not [each for each in others if b"eerless" in each or NAME.encode() in each]
    assert not [mail for person in (ANN, BEA, CAT, DAN) for mail in catcher.sent_to(f"{person}@mail.example")]


async def test_a_node_that_is_killed_while_it_tells_tells_everyone_once(
    federation: Federation, around: Surroundings, catcher: MailCatcher
) -> None:
    network, people = "bcs/killed-club", [f"p-killed-{number:02}" for number in range(12)]
    node = federation["bcs"]
    await done(federation, "bcs", "directory", "charter-network", {"network": network, "charter": charter()})
    await enrolled(federation, "bcs", *people, how_much="everything")
    await joined(federation, network, *people)
    await known_to_notify(around, tuple(people), members=len(people))
    await node.stop()
    node.settings["KITH_CRASH"] = "before-delivery:1"
    await node.start()
    await node.ready()
    with suppress(StackError):  # it may be killed before it has answered
        await says(federation, "announce", {"network": network, "announcement": "news", "text": "News."})
    assert await node.ended() == -signal.SIGKILL
    del node.settings["KITH_CRASH"]
    await node.start()
    await node.ready()
    await says(federation, "announce", {"network": network, "announcement": "news", "text": "News."})
    for person in people:
        await told(federation, catcher, person, 1)
