"""The main story in a smaller cast: directories, an agreement, places, mails, an outage; each on real servers."""

import asyncio
import signal
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from support.eventually import eventually
from support.joint import but, charter, terms
from support.kept import on_topics
from support.story import EVERYONE, accept, done, enrolled, open_event, refused, registration, status

from kith_cli.errors import StackError
from kith_lab.demo.federation import Federation, Surroundings
from kith_lab.servers.mail import MailCatcher


async def test_a_network_of_one_body_is_in_the_directory_of_all_and_a_hidden_one_nowhere(
    federation: Federation,
) -> None:
    await done(federation, "bcs", "directory", "charter-network", {"network": "bcs/forum", "charter": charter()})
    hidden = charter(findable="invitation", joinable="invited")
    await done(federation, "bcs", "directory", "charter-network", {"network": "bcs/hidden", "charter": hidden})
    named = charter(findable="name-only")
    await done(federation, "bcs", "directory", "charter-network", {"network": "bcs/named", "charter": named})

    async def shown() -> bool:
        lists = [await federation[body].read("directory", "networks") for body in EVERYONE]
        found = [{each["network"]: each["charter"] for each in one if each["network"][:4] == "bcs/"} for one in lists]
        return all({"bcs/forum", "bcs/named"} <= one.keys() and one["bcs/named"] is None for one in found)

    await eventually(shown)
    for body in EVERYONE:
        seen = await federation[body].read("directory", "networks")
        assert "bcs/hidden" not in {each["network"] for each in seen}
    own = await federation["bcs"].read("directory", "own-networks")
    assert "bcs/hidden" in {each["network"] for each in own}
    assert await federation["bcs"].read("directory", "networks/bcs/hidden") is None


async def test_an_event_is_open_with_the_last_acceptance_and_closed_by_a_changed_share(federation: Federation) -> None:
    event = "iop/shares"
    proposal = terms(event)
    await done(federation, "iop", "events", "propose-agreement", {"subject": event, "terms": proposal})
    await accept(federation, event, ("iop",))
    await status(federation, event, None)
    await accept(federation, event, ("bcs",))
    await status(federation, event, "open")
    changed = but(but(but(proposal, "version", 2), "parties.0.cash_percent", 50), "parties.1.cash_percent", 50)
    await done(federation, "iop", "events", "amend-agreement", {"subject": event, "terms": changed})
    await status(federation, event, "reopened")
    await enrolled(federation, "bcs", "p-reopened1")
    wish = {"person": "p-reopened1", "event": event, "parts": ["talk"]}
    assert await refused(federation, "bcs", "events", "ask-for-places", wish) == "agreement-reopened"
    await accept(federation, event)
    await status(federation, event, "open")


async def test_places_are_granted_waited_for_and_passed_on_and_nobody_else_learns_who(
    federation: Federation, around: Surroundings
) -> None:
    event = "iop/places"
    await open_event(federation, event)
    guests = [f"p-places{number:03d}" for number in range(5)]
    await enrolled(federation, "bcs", *guests)
    for guest in guests:
        await done(federation, "bcs", "events", "ask-for-places", {"person": guest, "event": event, "parts": ["talk"]})

    async def statuses(wanted: list[str]) -> bool:
        return [(await registration(federation, "bcs", guest)).get("talk") for guest in guests] == wanted

    await eventually(lambda: statuses(["granted", "granted", "granted", "waiting", "waiting"]))
    again = {"person": guests[0], "event": event, "parts": ["talk"]}
    assert await refused(federation, "bcs", "events", "ask-for-places", again) == "already-registered"
    await done(federation, "bcs", "events", "give-up-places", again)
    await eventually(lambda: statuses(["released", "granted", "granted", "granted", "waiting"]))
    crossing = {
        topic: b"".join(found)
        for topic, found in (await on_topics(federation, around)).items()
        if topic.split(".")[1] in ("shared", "inbox", "registry")
    }
    assert any(topic.startswith("kith.inbox.iop") for topic in crossing)
    for topic, content in crossing.items():
        assert not [guest for guest in guests if guest.encode() in content], topic
        assert b"Ada Brook" not in content, topic


async def test_who_takes_no_part_and_who_does_not_belong_to_a_closed_part_is_told_so(federation: Federation) -> None:
    event = "iop/closed"
    await open_event(federation, event)
    await enrolled(federation, "ons", "p-outsider")
    await enrolled(federation, "bcs", "p-anyone-1")
    await enrolled(federation, "bcs", "p-returner", audiences=["returner"])
    outside = {"person": "p-outsider", "event": event, "parts": ["talk"]}
    assert await refused(federation, "ons", "events", "ask-for-places", outside) == "body-not-party"
    closed = {"person": "p-anyone-1", "event": event, "parts": ["circle"]}
    assert await refused(federation, "bcs", "events", "ask-for-places", closed) == "closed-part"
    both = {"person": "p-returner", "event": event, "parts": ["talk", "circle"]}
    await done(federation, "bcs", "events", "ask-for-places", both)

    async def granted() -> bool:
        return await registration(federation, "bcs", "p-returner") == {"talk": "granted", "circle": "granted"}

    await eventually(granted)
    found = await federation["bcs"].read("events", "people/p-returner/registrations")
    entries = {part["part"]: (each["registration"], part["entry"]) for each in found for part in each["parts"]}
    assert entries["talk"][1] is None
    assert entries["talk"][0] != entries["circle"][0], "one pseudonym joins the open and the closed part"
    door = await federation["iop"].read("events", f"led/{event.partition('/')[2]}/codes/circle")
    assert entries["circle"][1] in door["codes"]
    assert len(door["codes"]) == 8
    led = await federation["iop"].read("events", f"led/{event.partition('/')[2]}")
    assert led["closed_parts"] == [{"part": "circle", "block": 4, "blocks_by_body": {"bcs": 1, "iop": 1}, "pool": 1}]


async def test_no_code_is_lost_or_given_twice_when_the_home_is_killed_while_people_ask(federation: Federation) -> None:
    event = "iop/codes"
    await open_event(federation, event)
    guests = [f"p-codes-{number:03d}" for number in range(6)]
    await enrolled(federation, "bcs", *guests, audiences=["returner"])
    wish = {"event": event, "parts": ["circle"]}
    asking = [
        asyncio.create_task(done(federation, "bcs", "events", "ask-for-places", {"person": guest, **wish}))
        for guest in guests[:5]
    ]
    await federation["bcs"].stop(signal.SIGKILL)
    await federation["bcs"].start()
    await federation["bcs"].ready()
    await asyncio.gather(*asking, return_exceptions=True)  # those whom the kill left without an answer ask again
    for guest in guests:
        answer = await federation["bcs"].command("events", "ask-for-places", {"person": guest, **wish})
        assert answer.is_success or answer.json()["code"] == "already-registered"

    async def entries() -> dict[str, str]:
        pages = {guest: await federation["bcs"].read("events", f"people/{guest}/registrations") for guest in guests}
        parts = {guest: part for guest, page in pages.items() for each in page for part in each["parts"]}
        assert all(part["status"] in ("granted", "waiting") for part in parts.values())
        return {guest: part["entry"] for guest, part in parts.items() if part["entry"]}

    before = await entries()
    assert len(before) == len(set(before.values())) == 4
    leaver = next(iter(before))
    await done(federation, "bcs", "events", "give-up-places", {"person": leaver, **wish})

    async def passed_on() -> bool:
        pages = [await federation["bcs"].read("events", f"people/{guest}/registrations") for guest in guests]
        held = [part["entry"] for page in pages for each in page for part in each["parts"] if part["entry"]]
        return sorted(held) == sorted(before.values())

    await eventually(passed_on)


@pytest.mark.beside
async def test_unused_places_return_on_time_and_go_to_who_waits(federation: Federation) -> None:
    event = "iop/returns"
    starts = (datetime.now(UTC) + timedelta(days=14, seconds=40)).replace(microsecond=0)
    await open_event(federation, event, starts)
    guests = [f"p-return{number:03d}" for number in range(4)]
    await enrolled(federation, "bcs", *guests)
    for guest in guests:
        await done(federation, "bcs", "events", "ask-for-places", {"person": guest, "event": event, "parts": ["talk"]})

    async def granted(count: int) -> bool:
        held = [(await registration(federation, "bcs", guest)).get("talk") for guest in guests]
        return held.count("granted") == count and "asked" not in held

    await eventually(lambda: granted(3))
    await eventually(lambda: granted(4))


async def test_each_person_is_told_once_in_neutral_words_with_a_calendar_entry(
    federation: Federation, catcher: MailCatcher
) -> None:
    event = "iop/mails"
    await enrolled(federation, "iop", "p-told-once", how_much="everything")
    for network in ("iop/physics", "iop/second"):
        chartered = await federation["iop"].command(
            "directory", "charter-network", {"network": network, "charter": charter()}
        )
        assert chartered.status_code in (httpx2.codes.OK, httpx2.codes.CONFLICT)
        await done(federation, "iop", "directory", "join-network", {"person": "p-told-once", "network": network})
    proposal = but(terms(event), "parties.0.networks", ["iop/physics", "iop/second"])
    await done(federation, "iop", "events", "propose-agreement", {"subject": event, "terms": proposal})

    async def joined() -> bool:
        page = await federation["iop"].read("directory", "people/p-told-once")
        return bool(page["networks"] == ["iop/physics", "iop/second"])

    await eventually(joined)
    await accept(federation, event)
    await status(federation, event, "open")
    wish = {"person": "p-told-once", "event": event, "parts": ["talk"]}
    await done(federation, "iop", "events", "ask-for-places", wish)

    async def told() -> bool:
        return len(catcher.sent_to("p-told-once@mail.example")) == 2

    await eventually(told)
    announced, decided = sorted(catcher.sent_to("p-told-once@mail.example"), key=lambda mail: len(list(mail.walk())))
    assert str(announced["Subject"]).startswith("An invitation for ")
    assert str(decided["Subject"]).startswith("Your place on ")
    calendar = next(part for part in decided.walk() if part.get_content_type() == "text/calendar")
    text = calendar.get_content()
    text = text.decode() if isinstance(text, bytes) else text
    assert "SUMMARY:Development session" in text
    assert text.count("ATTENDEE") == 1
    for mail in (announced, decided):
        assert "physics" not in mail.as_string().lower()
    messages = await federation["iop"].read("notify", "people/p-told-once/messages")
    assert sorted((each["occasion"], each["number"]) for each in messages) == [("decision", 1), ("published", 0)]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
async def test_a_node_that_was_away_catches_up(federation: Federation, how: signal.Signals) -> None:
    event = f"iop/away-{how.name.lower()}"
    await open_event(federation, event)
    guest = f"p-away-{how.name.lower()}"
    await enrolled(federation, "bcs", guest)
    await done(federation, "bcs", "events", "ask-for-places", {"person": guest, "event": event, "parts": ["talk"]})
    await federation["bcs"].stop(how)
    network = {"network": f"iop/while-away-{how.name.lower()}", "charter": charter()}
    await done(federation, "iop", "directory", "charter-network", network)
    await federation["bcs"].start()
    await federation["bcs"].ready()

    async def caught_up() -> bool:
        shown = await federation["bcs"].read("directory", "networks")
        granted = await registration(federation, "bcs", guest) == {"talk": "granted"}
        return granted and network["network"] in {each["network"] for each in shown}

    await eventually(caught_up)


DELIVERED = {"before-delivery": 1, "after-delivery": 2, "delivery-recorded": 1}
"""How often the mail arrives: when a server has taken it, and nobody has written that down, it is sent once more."""


@pytest.mark.parametrize("point", DELIVERED)
async def test_killed_at_each_step_of_a_delivery_it_tells_everyone(
    federation: Federation, catcher: MailCatcher, point: str
) -> None:
    event, guest, node = f"iop/{point}", f"p-{point}", federation["bcs"]
    await open_event(federation, event)
    await enrolled(federation, "bcs", guest)
    await node.stop()
    node.settings["KITH_CRASH"] = f"{point}:1"
    await node.start()
    await node.ready()
    wish, key = {"person": guest, "event": event, "parts": ["talk"]}, f"wish-{point}"
    with suppress(StackError):  # it may be killed before it has answered
        await node.command("events", "ask-for-places", wish, key)
    assert await node.ended() == -signal.SIGKILL
    del node.settings["KITH_CRASH"]
    await node.start()
    await node.ready()
    assert (await node.command("events", "ask-for-places", wish, key)).is_success

    async def recorded() -> bool:
        return [each["status"] for each in await node.read("notify", f"people/{guest}/messages")] == ["told"]

    await eventually(recorded)
    arrived = catcher.sent_to(f"{guest}@mail.example")
    assert len(arrived) == DELIVERED[point]
    assert len({each["Message-ID"] for each in arrived}) == 1, "who gets it twice can know that it is one mail"
