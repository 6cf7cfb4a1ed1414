"""The money of a network that several bodies own, on real servers: asked for, granted, spent, settled to the penny."""

from datetime import UTC, datetime
from typing import Any

import httpx2
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
