"""The lead of an event is lost for good, and its partners go on: with their places, and under the same name."""

import signal
from collections.abc import AsyncIterator
from typing import Any, Final

import pytest
from support.company import admit, nodes, suspend
from support.eventually import eventually
from support.exchanges import Witness
from support.joint import terms
from support.story import done, enrolled, refused, registration

from kith_lab.demo.federation import Federation, Surroundings

SOCIETIES: Final = {"ice": "Civil Engineers", "rsb": "Royal Society of Biology", "rts": "Royal Television Society"}
EVENT: Final = "ice/bridges"


@pytest.fixture
async def societies(around: Surroundings, witness: Witness) -> AsyncIterator[Federation]:
    """Three more bodies, one of which will be lost."""
    await admit(around, SOCIETIES)
    async with nodes(SOCIETIES, around, witness) as running:
        yield running


def text() -> dict[str, Any]:
    """Three hosts with a place each, and one for all; the others of the lead are its deputies."""
    parties = [
        {"body": body, "networks": [f"{body}/forum"], "cash_percent": cash, "kind_percent": 0}
        for body, cash in (("ice", 100), ("rsb", 0), ("rts", 0))
    ]
    seats = [
        {"part": "talk", "quotas": {"ice": 1, "rsb": 1, "rts": 1}, "pool": 1, "offer_hours": 0},
        {"part": "circle", "block": 4, "quotas": {"ice": 1, "rsb": 1, "rts": 1}},
    ]
    return terms(EVENT, parties=parties, seats=seats, deputies=["rsb", "rts"])


async def agreement(federation: Federation, body: str, **wanted: Any) -> dict[str, Any]:
    """The agreement as this body sees it, once it has these values."""

    async def so() -> bool:
        page = await federation[body].read("events", f"agreements/{EVENT}")
        return bool(page) and {name: page[name] for name in wanted} == wanted

    await eventually(so)
    found: dict[str, Any] = await federation[body].read("events", f"agreements/{EVENT}")
    return found


async def accepted(federation: Federation, *bodies: str) -> None:
    for body in bodies:
        page = await federation[body].read("events", f"agreements/{EVENT}")
        for behalf in ("body", "network"):
            answer = {"subject": EVENT, "hash": page["hash"], "on_behalf": behalf, "answer": "accepted"}
            await done(federation, body, "events", "answer-agreement", answer)


async def wanted(federation: Federation, body: str, person: str, status: str) -> None:
    async def so() -> bool:
        return (await registration(federation, body, person)).get("talk") == status

    await eventually(so)


async def opened(federation: Federation) -> None:
    """All three have accepted."""
    await done(federation, "ice", "events", "propose-agreement", {"subject": EVENT, "terms": text()})
    for body in SOCIETIES:
        await agreement(federation, body, status="proposed" if body == "ice" else "partly-accepted")
        await accepted(federation, body)
    for body in SOCIETIES:
        seen = await agreement(federation, body, status="active", lead="ice", term=1)
        assert (seen["silent_since"], seen["take_over"]) == (None, None)


async def booked(federation: Federation) -> None:
    """Two people at each partner ask; the last of them waits."""
    for body in ("rsb", "rts"):
        await enrolled(federation, body, f"p-bridges-{body}-1", f"p-bridges-{body}-2")
    for body, person in (("rsb", 1), ("rts", 1), ("rts", 2), ("rsb", 2)):
        id = f"p-bridges-{body}-{person}"
        wish = {"person": id, "event": EVENT, "parts": ["talk"]}
        await done(federation, body, "events", "ask-for-places", wish)
        await wanted(federation, body, id, "waiting" if (body, person) == ("rsb", 2) else "granted")


async def test_a_partner_goes_on_and_a_place_that_is_given_up_goes_to_the_next(
    societies: Federation, around: Surroundings
) -> None:
    await opened(societies)
    await booked(societies)
    assert await refused(societies, "rsb", "events", "take-over-event", {"subject": EVENT}) == "take-over-too-early"
    await done(societies, "ice", "events", "hand-over-event", {"subject": EVENT, "to": "rsb"})
    for body in SOCIETIES:
        await agreement(societies, body, lead="rsb", term=2, status="active")
    taken = {"subject": EVENT, "suggestions": ["0" * 64]}
    assert await refused(societies, "ice", "events", "take-suggestion", taken) == "lead-changed"

    async def heard() -> bool:
        led = await societies["rsb"].read("events", "led/bridges")
        assert led, "its lead reads the event"
        assert led["unheard"] == []
        return True

    await eventually(heard)
    await societies["ice"].stop(signal.SIGKILL)
    give_up = {"person": "p-bridges-rts-2", "event": EVENT, "parts": ["talk"]}
    await done(societies, "rts", "events", "give-up-places", give_up)
    await wanted(societies, "rsb", "p-bridges-rsb-2", "granted")
    await wanted(societies, "rts", "p-bridges-rts-1", "granted")
    await without_the_founder(societies)
    await societies["rsb"].stop(signal.SIGKILL)
    await suspend(around, "rsb", SOCIETIES["rsb"])
    await taken_over(societies, "rts")
    await wanted(societies, "rts", "p-bridges-rts-1", "granted")


async def taken_over(federation: Federation, deputy: str) -> None:
    """The lead is suspended, so the deputy that is left need not wait."""

    async def so() -> bool:
        told = await federation[deputy].command("events", "take-over-event", {"subject": EVENT})
        page = await federation[deputy].read("events", f"agreements/{EVENT}")
        return told.is_success and (page["lead"], page["term"]) == (deputy, 3)

    await eventually(so)


async def without_the_founder(federation: Federation) -> None:
    """The two that are left agree on a text of their own, and everyone sees that under the old name."""
    parties = [{**each, "cash_percent": 50} for each in text()["parties"][1:]]
    seats = [
        {"part": "talk", "quotas": {"rsb": 1, "rts": 1}, "pool": 2, "offer_hours": 0},
        {"part": "circle", "block": 4, "quotas": {"rsb": 1, "rts": 1}, "pool": 1},
    ]
    amended = {**text(), "version": 3, "parties": parties, "seats": seats, "deputies": ["rts"]}
    await done(federation, "rsb", "events", "amend-agreement", {"subject": EVENT, "terms": amended})
    await agreement(federation, "rts", status="amended")
    await accepted(federation, "rsb", "rts")
    for body in ("rsb", "rts"):
        await agreement(federation, body, status="active", missing=[])

    async def shown() -> bool:
        found = await federation["rts"].read("events", f"events/{EVENT}")
        assert [host["body"] for host in found["hosts"]] == ["rsb", "rts"]
        return bool(found["status"] == "open")

    await eventually(shown)
