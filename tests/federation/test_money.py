"""The money of a network that several bodies own, on real servers: asked for, granted, spent, settled to the penny; by
hand, or by the books of an event for which a line pays.
"""

import asyncio
from datetime import UTC, datetime
from typing import Any, Final

import httpx2
import pytest
from support.ended import HOSTS, over, settlement
from support.eventually import eventually
from support.owned import OWNERS, founded, page
from support.story import done, refused

from kith_lab.demo.federation import Federation


async def read(federation: Federation, body: str, network: str) -> dict[str, Any]:
    """The money, as this owner's officer reads it."""
    officer = federation[body].bearer("officer", networks=[network])
    found: dict[str, Any] = await federation[body].read("directory", f"shared-networks/{network}/money", officer)
    return found


async def seen(federation: Federation, network: str, **statuses: str) -> None:
    """All owners see these asks, as they stand."""

    async def so() -> bool:
        pages = [await read(federation, body, network) for body in OWNERS]
        return all({each["ask"]: each["status"] for each in found["asks"]} == statuses for found in pages)

    await eventually(so)


async def say(federation: Federation, body: str, network: str, command: str, **fields: Any) -> None:
    officer = federation[body].bearer("officer", networks=[network])
    told = await federation[body].command("directory", command, {"subject": network, **fields}, bearer=officer)
    assert told.status_code == httpx2.codes.OK, told.text


async def answered(federation: Federation, network: str, status: str) -> dict[str, Any]:
    """The account of the year, once it stands like that at all owners."""

    async def so() -> bool:
        pages = [await read(federation, body, network) for body in OWNERS]
        return all(found["account"] and found["account"]["status"] == status for found in pages)

    await eventually(so)
    account: dict[str, Any] = (await read(federation, "ons", network))["account"]
    return account


async def test_a_line_pays_for_what_owners_ask_for_and_the_year_is_settled(federation: Federation) -> None:
    network, year = "iop/money", datetime.now(UTC).year
    await founded(federation, network, until=f"{year}-12-31")
    hall = {"ask": "hall", "line": "day", "what_for": "The hall in Newport."}
    await say(federation, "ons", network, "ask-for-money", **hall, pence=200_000)
    await seen(federation, network, hall="granted")
    await say(federation, "bcs", network, "ask-for-money", ask="bus", line="day", pence=100_000, what_for="The bus.")
    await seen(federation, network, hall="granted", bus="waiting")
    wrong = {"subject": network, "ask": "hall", "pence": 200_001, "report": "It was warm."}
    assert await refused(federation, "ons", "directory", "record-spending", wrong) == "spent-above-grant"
    await say(
        federation, "ons", network, "record-spending", ask="hall", pence=100_001, report="Eighty came. It was warm."
    )
    await seen(federation, network, hall="spent", bus="granted")
    await done(federation, "iop", "directory", "hand-over", {"subject": network, "to": "bcs"})
    for body in OWNERS:
        await page(federation, body, network, in_force__lead="bcs")
    await say(federation, "bcs", network, "record-spending", ask="bus", pence=99_998, report="It came late.")
    await seen(federation, network, hall="spent", bus="spent")
    found = await read(federation, "bcs", network)
    assert (found["in_short"], found["there"]) == ("Together £2,400.00, alone £960.00.", 40_001)
    await done(federation, "bcs", "directory", "close-year", {"subject": network, "year": year})
    account = await answered(federation, network, "asked")
    assert [(row["body"], row["share"], row["balance"]) for row in account["rows"]] == [
        ("bcs", 80_000, -19_998),
        ("iop", 119_999, 119_999),
        ("ons", 0, -100_001),
    ]
    assert sum(each["pence"] for each in account["payments"]) == 119_999
    accepted = {"subject": network, "year": year, "hash": account["hash"], "verdict": "accepted"}
    for body in OWNERS:
        await done(federation, body, "directory", "answer-year", accepted)
    await answered(federation, network, "settled")
    again = {"subject": network, "year": year}
    assert await refused(federation, "bcs", "directory", "close-year", again) == "year-settled"
    assert await refused(federation, "ons", "directory", "answer-year", accepted) == "year-settled"


REPORT: Final = "Settled with A day."


async def grants(federation: Federation, body: str, event: str) -> list[dict[str, Any]]:
    """What lines of networks can pay for this event, or do, as this body's administrator reads it."""
    found = await federation[body].read("events", f"agreements/{event}/settlement")
    return [{name: each[name] for name in ("ask", "status", "pence", "event", "used")} for each in found["grants"]]


@pytest.mark.beside
async def test_a_line_pays_for_an_event_and_settled_books_say_what_was_spent(federation: Federation) -> None:
    network, event, other = "iop/paying", "iop/paid-day", "iop/unpaid-day"
    await founded(federation, network)
    await asyncio.gather(over(federation, event), over(federation, other))
    cost = {"event": event, "number": 1, "form": "line", "network": network, "ask": "hall", "currency": "GBP"}
    cost |= {"what": "The hall", "pence": 40_000}
    assert await refused(federation, "ons", "events", "record-cost", cost) == "grant-unknown"
    await say(federation, "ons", network, "ask-for-money", ask="hall", line="day", pence=100_000, what_for="The hall.")
    await seen(federation, network, hall="granted")

    async def can_pay() -> bool:
        return [each["status"] for each in await grants(federation, "ons", event)] == ["granted"]

    await eventually(can_pay)
    above = {**cost, "pence": 100_001}
    assert await refused(federation, "ons", "events", "record-cost", above) == "spent-above-grant"
    assert await refused(federation, "bcs", "events", "record-cost", cost) == "grant-unknown", "it is granted to ONS"
    await an_officer_of_the_network_alone_pays(federation, network, cost)
    assert await refused(federation, "ons", "events", "record-cost", {**cost, "event": other}) == "grant-elsewhere"
    assert await grants(federation, "ons", event) == [
        {"ask": "hall", "status": "granted", "pence": 100_000, "event": event, "used": 40_000}
    ]
    await done(federation, "iop", "events", "record-cost", {**but_in_cash(cost), "pence": 10_000})

    async def bound() -> bool:
        return [each["event"] for each in (await read(federation, "ons", network))["asks"]] == [event]

    await eventually(bound)
    by_hand = {"subject": network, "ask": "hall", "pence": 50_000, "report": "It was warm."}
    assert await refused(federation, "ons", "directory", "record-spending", by_hand) == "ask-bound"
    await books_accepted(federation, event)
    account = await settlement(federation, "bcs", event, "settled")
    assert network not in str(account)
    assert {each["body"]: (each["from_lines"], each["balance"]) for each in account["shares"]} == {
        "iop": (0, -6_600),
        "bcs": (0, 3_300),
        "ons": (40_000, 3_300),
    }
    await seen(federation, network, hall="spent")
    for body in OWNERS:
        found = await read(federation, body, network)
        assert [(each["spent"], each["report"]) for each in found["asks"]] == [(40_000, REPORT)]
        assert (found["lines"][0]["spent"], found["lines"][0]["left"], found["there"]) == (40_000, 200_000, 200_000)
    assert await refused(federation, "ons", "directory", "record-spending", by_hand) == "ask-bound"


async def an_officer_of_the_network_alone_pays(federation: Federation, network: str, cost: dict[str, Any]) -> None:
    """An officer of another network of the same body neither pays with it nor learns that it is there."""
    ons, page = federation["ons"], f"agreements/{cost['event']}/settlement"
    other, officer = (ons.bearer("officer", networks=[name]) for name in ("ons/spectrum", network))
    told = await ons.command("events", "record-cost", cost, bearer=other)
    assert (told.status_code, told.json()["code"]) == (httpx2.codes.FORBIDDEN, "not-allowed")
    told = await ons.command("events", "record-cost", cost, bearer=officer)
    assert told.status_code == httpx2.codes.OK, told.text
    seen_by = {name: await ons.read("events", page, bearer) for name, bearer in (("it", officer), ("other", other))}
    assert [each["network"] for each in seen_by["it"]["costs"]] == [network]
    assert [each["network"] for each in seen_by["other"]["costs"]] == [None]
    assert network not in str(seen_by["other"])


def but_in_cash(cost: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in cost.items() if name not in ("form", "network", "ask")}


async def books_accepted(federation: Federation, event: str) -> None:
    """The lead has both costs, closes the books, and all accept them."""

    async def both() -> bool:
        return len((await federation["iop"].read("events", f"led/{event.partition('/')[2]}/settlement"))["costs"]) == 2

    await eventually(both)
    await done(federation, "iop", "events", "close-books", {"event": event})
    for body in HOSTS:
        await settlement(federation, body, event, "closed")
        yes = {"event": event, "round": 1, "verdict": "accepted"}
        await done(federation, body, "events", "answer-books", yes)
