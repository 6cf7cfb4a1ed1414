"""The site of an organisation has a calendar: its events are listed, moved and called off as the feed says."""

import asyncio
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from support import tool
from support.eventually import eventually
from support.receiver import receiver, replying

from kith_lab.demo.federation import Federation, NodeProcess

SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(days=40)
HUGE = b"HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n"


def entry(uid: str, *more: str, days: int = 0) -> str:
    starts = f"{SOON + timedelta(days=days):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:Day {uid}", f"DTSTART:{starts}", *more]
    return "\r\n".join([*lines, "ORGANIZER;CN=Ada Canary:mailto:ada@example.org", "END:VEVENT"])


def feed(*entries: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", *entries, "END:VCALENDAR", ""]).encode()


class Site:
    """A feed in a file, read again and again."""

    def __init__(self, node: NodeProcess, folder: Path) -> None:
        self.node, self.name, self.file = node, f"s{uuid4().hex[:8]}", folder / "feed.ics"
        token = node.bearer("system", scopes=["events:write"])["authorization"].removeprefix("Bearer ")
        self.environment = os.environ | {"KITH_TOKEN": token, "KITH_NODE_URL": node.url}

    async def read(self, content: bytes | str, *more: str) -> tuple[int, dict[str, Any]]:
        """The exit code, and what the command says; an address is read as it is."""
        place = content if isinstance(content, str) else str(self.file)
        if isinstance(content, bytes):
            self.file.write_bytes(content)
        words = ["calendar", "read", self.node.body, self.name, place, "--page", "https://site.example", "--json"]
        code, said = await tool.run([*words, *more], self.environment)
        return code, json.loads(said) if said.startswith("{") else {"said": said}

    async def shown(self, node: NodeProcess) -> dict[str, tuple[str, str]]:
        """Title and status, as a node shows them."""
        answer = await node.client.get(
            f"/events/v1/{node.body}/events?after={self.node.body}/{self.name}", headers=node.bearer("body-admin")
        )
        found = [each for each in answer.json() if each["event"].startswith(f"{self.node.body}/{self.name}-")]
        return {each["listing"]["title"]: (each["status"], each["listing"]["venue"]) for each in found}

    async def shows(self, node: NodeProcess, **events: tuple[str, str]) -> None:
        wanted = {f"Day {title}": each for title, each in events.items()}

        async def so() -> bool:
            return await self.shown(node) == wanted

        await eventually(so)


@pytest.fixture
def site(federation: Federation, tmp_path: Path) -> Site:
    return Site(federation["bcs"], tmp_path)


async def test_events_of_a_site_are_listed_everywhere_moved_and_called_off(federation: Federation, site: Site) -> None:
    here, there = federation["bcs"], federation["iop"]
    both = feed(entry("one", "LOCATION:Hall"), entry("two", "LOCATION:Hall", days=1))
    code, told = await site.read(both, "--trial")
    assert (code, len(told["new"]), told["done"]) == (0, 2, False)
    assert await site.shown(here) == {}
    assert len((await site.read(both))[1]["new"]) == 2
    for node in (here, there):
        await site.shows(node, one=("listed", "Hall"), two=("listed", "Hall"))
    code, told = await site.read(both)
    assert (told["new"], told["changed"], told["called_off"], told["unchanged"]) == ([], [], [], 2)
    await site.read(feed(entry("one", "LOCATION:Hut", "SEQUENCE:2"), entry("two", "LOCATION:Hall", days=1)))
    await site.shows(there, one=("listed", "Hut"), two=("listed", "Hall"))
    await site.read(feed(entry("one", "LOCATION:Old", "SEQUENCE:1"), entry("two", "LOCATION:Hall", days=1)))
    assert (await site.shown(here))["Day one"] == ("listed", "Hut"), "an older one comes too late"
    for broken in (b"", b"<html>", feed(), both[:-30]):
        assert (await site.read(broken))[0] == 1
    await site.read(feed(entry("one", "LOCATION:Hut", "SEQUENCE:3", "STATUS:CANCELLED")))
    await site.shows(there, one=("cancelled", "Hut"), two=("cancelled", "Hall"))
    await site.read(feed(entry("one", "LOCATION:Hut", "SEQUENCE:4"), entry("two", "LOCATION:Hall", days=1)))
    await site.shows(there, one=("listed", "Hut"), two=("listed", "Hall"))
    public = await here.client.get(f"/events/v1/bcs/events?after=bcs/{site.name}", headers=here.bearer("body-admin"))
    assert "Canary" not in public.text


async def test_what_cannot_be_listed_is_said_by_its_line_and_the_rest_is_listed(site: Site) -> None:
    code, told = await site.read(feed(entry("one"), entry("two", "RRULE:FREQ=SECONDLY")))
    assert (code, len(told["new"])) == (2, 1)
    (left_out,) = told["left_out"]
    assert (left_out["line"], "comes again by a rule" in left_out["why"]) == (8, True)


async def test_a_feed_is_read_from_the_internet_and_never_from_the_inside(site: Site) -> None:
    content = feed(entry("one"))
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\nContent-Length: {len(content)}\r\n\r\n".encode()
    async with receiver(replying(head + content)) as server:
        url = f"http://127.0.0.1:{server.port}/feed.ics"
        code, told = await site.read(url)
        assert (code, "not on the internet" in told["said"], server.connections) == (1, True, 0)
        code, told = await site.read(url, "--inside", "127.0.0.0/8")
        assert (code, len(told["new"])) == (0, 1)
        for answer, word in (
            (
                b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n",
                "another address",
            ),
            (HUGE + b"x" * 3_000_000, "larger than"),
            (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "404"),
        ):
            server.reply = replying(answer)
            code, told = await site.read(url, "--inside", "127.0.0.0/8")
            assert (code, word in told["said"]) == (1, True), told


async def test_two_who_read_one_feed_at_once_list_each_event_once(federation: Federation, site: Site) -> None:
    both = feed(entry("one"), entry("two", days=1))
    site.file.write_bytes(both)
    done = await asyncio.gather(site.read(both), site.read(both))
    assert [code for code, _ in done] == [0, 0]
    await site.shows(
        federation["bcs"], one=("listed", "See the page of the event"), two=("listed", "See the page of the event")
    )
