"""Calendars and feeds on real servers: what everyone reads without a token, and what one person reads in secret."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
from support import readers
from support.eventually import eventually
from support.joint import charter, terms
from support.nasty import NASTY
from support.problem import said
from support.story import accept, done, enrolled, open_event, refused, registration, status

from kith_lab.demo.federation import Federation

STARTS = datetime.now(UTC).replace(microsecond=0) + timedelta(days=40)


async def page(federation: Federation, body: str, path: str, **headers: str) -> httpx2.Response:
    """What a stranger reads."""
    return await federation[body].client.get(path, headers=headers)


async def calendar(federation: Federation, body: str, query: str = "") -> dict[str, readers.Read]:
    answer = await page(federation, body, f"/events/v1/{body}/calendar.ics{query}")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return {each.uid: each for each in readers.calendar(answer.content)}


async def chosen_by_host(federation: Federation) -> None:
    chosen = await page(federation, "ons", "/events/v1/ons/calendar.ics?host=bcs")
    assert chosen.headers["etag"]
    assert "last-modified" not in chosen.headers, "one that leaves it would not be noticed"


async def test_everyone_subscribes_without_a_token_and_hears_of_a_change(federation: Federation) -> None:
    event, path = "iop/calendars", "/events/v1/ons/events/iop/calendars"
    before = await calendar(federation, "ons")
    await open_event(federation, event, STARTS)

    async def shown() -> bool:
        return (await page(federation, "ons", f"{path}.ics")).is_success

    await eventually(shown)
    one = await page(federation, "ons", f"{path}.ics")
    (read,) = readers.calendar(one.content)
    assert (read.title, read.starts, read.status) == ("A day", STARTS, "CONFIRMED")
    assert "Hosted by Institute of Physics with BCS, The Chartered Institute for IT." in read.text
    assert read.uid in (await calendar(federation, "ons")).keys() - before.keys()
    for query, there in (("?host=bcs", True), ("?network=iop/physics", True), ("?host=ons", False)):
        assert (read.uid in await calendar(federation, "ons", query)) is there
    assert (await calendar(federation, "bcs", "?host=iop"))[read.uid] == read, "every node tells the same"

    assert "last-modified" in one.headers
    await chosen_by_host(federation)
    known = {"if-none-match": one.headers["etag"]}
    assert (await page(federation, "ons", f"{path}.ics", **known)).status_code == 304
    assert one.headers["access-control-allow-origin"] == "*"
    linked = readers.linked((await page(federation, "ons", f"{path}.jsonld")).content)
    assert linked["@type"] == [f"{readers.SCHEMA}Event"]
    atom = readers.feed((await page(federation, "ons", "/events/v1/ons/feed.atom")).content)
    assert f"urn:uuid:{read.uid}" in {each.id for each in atom.entries}

    moved = {**terms(event, STARTS + timedelta(days=1)), "version": 2}
    await done(federation, "iop", "events", "amend-agreement", {"subject": event, "terms": moved})
    await status(federation, event, "reopened")
    waiting = (await calendar(federation, "ons"))[read.uid]
    assert (waiting.status, waiting.starts) == ("TENTATIVE", STARTS), "nothing has moved before all have said yes"
    await accept(federation, event)
    await status(federation, event, "open")
    again = (await calendar(federation, "ons"))[read.uid]
    assert (again.status, again.starts) == ("CONFIRMED", STARTS + timedelta(days=1))
    assert read.sequence < waiting.sequence < again.sequence
    assert (await page(federation, "ons", f"{path}.ics", **known)).status_code == 200

    await done(federation, "iop", "events", "withdraw-agreement", {"subject": event})
    await status(federation, event, "cancelled")
    gone = (await calendar(federation, "ons"))[read.uid]
    assert (gone.status, gone.starts) == ("CANCELLED", again.starts)
    assert gone.sequence > again.sequence


async def test_networks_are_told_in_a_feed_and_as_linked_data(federation: Federation) -> None:
    await done(
        federation, "iop", "directory", "charter-network", {"network": "iop/calendar-forum", "charter": charter()}
    )

    async def shown() -> bool:
        return (await page(federation, "bcs", "/directory/v1/bcs/networks/iop/calendar-forum.jsonld")).is_success

    await eventually(shown)
    answer = await page(federation, "bcs", "/directory/v1/bcs/networks/iop/calendar-forum.jsonld")
    assert readers.linked(answer.content)["@type"] == [f"{readers.SCHEMA}Organization"]
    atom = readers.feed((await page(federation, "bcs", "/directory/v1/bcs/feed.atom")).content)
    assert atom.entries[0].title == "Forum"


async def test_no_title_of_one_body_puts_a_script_into_an_answer_of_another(federation: Federation) -> None:
    title = NASTY[0]
    listing = {"title": title, "zone": "Europe/London", "venue": title, "book_at": "https://example.org/?a=1&b=2"}
    times = {"starts": STARTS.isoformat(), "ends": (STARTS + timedelta(hours=3)).isoformat()}
    await done(federation, "iop", "events", "list-event", {"event": "iop/script", "listing": {**listing, **times}})
    path = "/events/v1/bcs/events/iop/script"

    async def shown() -> bool:
        return (await page(federation, "bcs", f"{path}.jsonld")).is_success

    await eventually(shown)
    linked = await page(federation, "bcs", f"{path}.jsonld")
    read = await federation["bcs"].client.get(path, headers=federation["bcs"].bearer("body-admin"))
    assert (linked.json()["name"], read.json()["listing"]["title"]) == (title, title)
    feed = await page(federation, "bcs", "/events/v1/bcs/feed.atom")
    assert not [each.url for each in (linked, read, feed) if "<script" in each.text or "</script" in each.text]


async def test_what_is_nowhere_and_what_is_wrong_are_problems(federation: Federation) -> None:
    for path, code in (
        ("/events/v1/bcs/events/iop/nowhere.ics", "event-unknown"),
        ("/events/v1/bcs/events/iop/nowhere.jsonld", "event-unknown"),
        ("/directory/v1/bcs/networks/iop/nowhere.jsonld", "network-unknown"),
        ("/events/v1/bcs/calendar.ics?host=NOBODY", "invalid-field"),
        ("/events/v1/bcs/feed.atom?before=yesterday", "invalid-field"),
        ("/events/v1/rsc/calendar.ics", "not-here"),
        ("/c/nothing.ics", "nothing-here"),
    ):
        answer = await page(federation, "bcs", path)
        assert (answer.headers["content-type"], answer.json()["code"]) == ("application/problem+json", code)

    async def clashes(**query: str) -> Any:
        headers = federation["bcs"].bearer("body-admin")
        return await federation["bcs"].client.get("/events/v1/bcs/clashes", params=query, headers=headers)

    there = await clashes(starts="2027-03-28T01:30:00Z", ends="2027-03-28T03:30:00Z")
    assert there.status_code == 200, "in London it is 02:30"
    day = {"starts": "2027-10-11T09:00:00Z", "ends": "2027-10-11T17:00:00Z"}
    assert [each["name"] for each in (await clashes(**day)).json()["clashes"]][:1] == ["Yom Kippur"]
    for changed, code in (
        ({"ends": "2027-10-10T09:00:00Z"}, "ends-before-start"),
        ({"ends": "2028-10-10T09:00:00Z"}, "too-long"),
        ({"zone": "Europe/Atlantis"}, "zone-unknown"),
        ({"starts": "0001-01-01T00:00:00Z"}, "year-out-of-range"),
        ({"starts": "2027-10-11T09:00:00"}, "invalid-field"),
    ):
        answer = await clashes(**{**day, **changed})
        assert (answer.status_code, answer.json()["code"]) == (422, code)


async def tells_nothing(federation: Federation, address: str, guest: str) -> None:
    """Two sessions in neutral words, for no cache and no other page."""
    answer = await page(federation, "bcs", address)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert "access-control-allow-origin" not in answer.headers
    assert [(each.title, each.starts, each.text, each.busy) for each in readers.calendar(answer.content)] == [
        ("Development session", STARTS, "", True)
    ] * 2
    told = re.sub(r"(?m)^uid:.*$", "", answer.text.lower())
    assert told.count("begin:vevent") == 2
    assert not [word for word in ("iop", "bcs", "calendar/", guest, "circle", "returner", "physics") if word in told]


async def ends(federation: Federation, address: str, nowhere: dict[str, Any]) -> None:
    """The address answers as if it had never been."""

    async def gone() -> bool:
        answer = await page(federation, "bcs", address)
        return answer.is_client_error and said(answer) == nowhere

    await eventually(gone)


async def test_a_persons_calendar_is_at_an_address_that_they_alone_have(federation: Federation) -> None:
    event, guest, bcs = "iop/own-calendar", "p-own-calendar", federation["bcs"]
    await open_event(federation, event, STARTS)
    await enrolled(federation, "bcs", guest, audiences=["returner"])
    wish = {"person": guest, "event": event, "parts": ["talk", "circle"]}
    await done(federation, "bcs", "events", "ask-for-places", wish)

    async def both() -> bool:
        return await registration(federation, "bcs", guest) == {"talk": "granted", "circle": "granted"}

    await eventually(both)
    first = await bcs.read("events", f"people/{guest}/calendar")
    assert first["made"] is None
    assert (await page(federation, "bcs", first["address"])).status_code == 404, "it works once it is taken"
    await done(federation, "bcs", "events", "make-calendar-link", {"person": guest, "link": first["link"]})
    await tells_nothing(federation, first["address"], guest)
    second = await bcs.read("events", f"people/{guest}/calendar")
    assert second["made"]
    assert second["address"] != first["address"]
    assert (second["titles"], second["free"]) == ("neutral", False)
    taken = {"person": guest, "link": second["link"], "free": True, "titles": "plain"}
    await done(federation, "bcs", "events", "make-calendar-link", taken)
    gone, nowhere = [await page(federation, "bcs", at) for at in (first["address"], "/c/" + "a" * 43 + ".ics")]
    assert gone.status_code == nowhere.status_code == 404
    assert said(gone) == said(nowhere)
    entries = readers.calendar((await page(federation, "bcs", second["address"])).content)
    assert [each.busy for each in entries] == [False, False]
    assert {each.title for each in entries} == {"Development session"}, "one of them is closed"
    await done(federation, "bcs", "events", "give-up-places", {**wish, "parts": ["circle"]})
    entries = await named(federation, second["address"], "A day: Talk")

    await done(federation, "iop", "events", "withdraw-agreement", {"subject": event})
    await status(federation, event, "cancelled")
    called_off = readers.calendar((await page(federation, "bcs", second["address"])).content)
    assert [(each.uid, each.status) for each in called_off] == [(each.uid, "CANCELLED") for each in entries]

    await done(federation, "bcs", "events", "revoke-calendar-link", {"person": guest})
    assert said(await page(federation, "bcs", second["address"])) == said(gone)
    assert await refused(federation, "bcs", "events", "revoke-calendar-link", {"person": guest}) == "no-calendar-link"
    await done(federation, "bcs", "events", "make-calendar-link", taken)
    await done(federation, "bcs", "directory", "forget-person", {"person": guest})
    await ends(federation, second["address"], said(gone))
    tokens = [each["address"].removeprefix("/c/").removesuffix(".ics") for each in (first, second)]
    log = bcs.log.read_text()
    assert not [token for token in tokens if token in log]


async def named(federation: Federation, address: str, title: str) -> list[readers.Read]:
    """The entries of a calendar, when there is one of this title and nothing else."""
    found: list[readers.Read] = []

    async def so() -> bool:
        found[:] = readers.calendar((await page(federation, "bcs", address)).content)
        return [each.title for each in found] == [title]

    await eventually(so)
    return found
