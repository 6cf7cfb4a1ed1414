"""What the door is told, on real servers: sealed on its way and where it lies, read at the door, gone at its end."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from support.eventually import eventually
from support.joint import brief, terms
from support.kept import in_databases, on_topics
from support.story import accept, done, enrolled, status

from kith_chassis.keys.keyring import Keyring
from kith_lab.demo.federation import Federation, Surroundings

EVENT = "iop/door"


def soon() -> dict[str, Any]:
    """A day that is over in half a minute; until then the door may know names and access needs."""
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=25)
    agreed = brief(terms(EVENT), starts, 5)
    return {**agreed, "return_days": 0, "data_fields": ["door-name", "access-needs"], "data_kept_days": 0}


async def door(federation: Federation) -> list[dict[str, str]]:
    page = await federation["iop"].read("events", "led/door/door-list/talk")
    return [row["details"] for row in page["registrants"]]


async def checked(federation: Federation, bearer: dict[str, str]) -> httpx2.Response:
    """A note with a name in it, looked at before it is sent."""
    url = "/events/v1/iop/led/door/names/check"
    return await federation["iop"].client.post(url, json={"text": "The NAME of the rose"}, headers=bearer)


@pytest.mark.beside
async def test_the_door_reads_what_is_agreed_until_the_key_is_destroyed_and_nobody_after(
    federation: Federation, around: Surroundings
) -> None:
    await enrolled(federation, "bcs", "p-door-0001", name="Unmistakable Name", audiences=["returner"])
    await done(federation, "iop", "events", "propose-agreement", {"subject": EVENT, "terms": soon()})
    await accept(federation, EVENT)
    await status(federation, EVENT, "open")
    wish = {"person": "p-door-0001", "event": EVENT}
    await done(federation, "bcs", "events", "ask-for-places", {**wish, "parts": ["talk", "circle"]})

    async def name_is_there() -> bool:
        return {"door-name": "Unmistakable Name"} in await door(federation)

    await eventually(name_is_there)
    stranger = federation["iop"].bearer("officer", networks=["iop/another-network"])
    assert (await checked(federation, stranger)).status_code == httpx2.codes.FORBIDDEN
    officer = federation["iop"].bearer("officer", networks=["iop/physics"])
    named = {"found": "NAME", "start": 4}
    assert (await checked(federation, officer)).json() == {"looked": True, "found": [named]}
    for door_of in ("door-list/talk", "codes/circle"):
        assert await federation["iop"].read("events", f"led/door/{door_of}", stranger) is None
    needs = {"door_name": "U. Name", "access_needs": "Unmistakable ramp, please", "diet": "not agreed"}
    await done(federation, "bcs", "events", "tell-host", {**wish, "details": needs})

    async def needs_are_there() -> bool:
        return {"door-name": "U. Name", "access-needs": "Unmistakable ramp, please"} in await door(federation)

    await eventually(needs_are_there)
    keys = around.office.keys
    assert keys
    assert "events/iop.door.key" in Keyring(keys, "iop").names("events")
    await nothing_stands_in_the_clear(federation, around)

    async def receipt_is_there() -> bool:
        page = await federation["bcs"].read("events", f"agreements/{EVENT}")
        return page["destroyed"] is not None

    await eventually(receipt_is_there, within=60)
    assert "events/iop.door.key" not in Keyring(keys, "iop").names("events")
    assert await door(federation) == [{}]
    assert (await checked(federation, officer)).json() == {"looked": False, "found": []}
    shown = await federation["ons"].read("events", f"events/{EVENT}")
    assert shown["details"] is None


async def nothing_stands_in_the_clear(federation: Federation, around: Surroundings) -> None:
    topics, kept = await on_topics(federation, around), await in_databases(around, ["iop"])
    everything = b"".join([*[each for found in topics.values() for each in found], *kept])
    assert b"share-details" in everything
    assert b"detail/iop/door/" in everything
    # Short words would be found by chance in megabytes of signatures.
    assert not [word for word in (b"Unmistakable", b"U. Name") if word in everything]
