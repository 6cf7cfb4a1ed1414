"""A network that several bodies own: agreed on, joined at home, led by one after the other; on real servers."""

import signal
from collections.abc import AsyncIterator
from typing import Any, Final

import httpx2
import pytest
from support.company import admit, nodes, suspend
from support.eventually import eventually
from support.exchanges import Witness
from support.joint import charter
from support.owned import OWNERS, answer, founded, page, text
from support.story import done, enrolled, refused

from kith_lab.demo.federation import Federation, Surroundings

UNIVERSITIES: Final = {"kcl": "King's College", "ucl": "University College", "lse": "School of Economics"}
WHY: Final = "We meet every two weeks."


async def test_three_found_a_network_and_their_people_join_it_at_home(federation: Federation) -> None:
    network = "iop/coming-back"
    await done(federation, "iop", "directory", "draft-network-agreement", {"subject": network, "terms": text(network)})
    assert await federation["bcs"].read("directory", f"shared-networks/{network}") is None
    await done(federation, "iop", "directory", "propose-network-agreement", {"subject": network})
    await answer(federation, network, "iop", "bcs")
    waiting = await page(federation, "ons", network, status="partly-accepted")
    assert waiting["in_force"] is None
    await answer(federation, network, "ons")
    for body in OWNERS:
        await page(federation, body, network, status="active", missing=[], in_force__lead="iop")
    lines = await federation["ons"].read("directory", "shared-networks")
    assert [(each["lead"], each["silent"]) for each in lines if each["subject"] == network] == [("iop", False)]

    async def listed() -> bool:
        found = await federation["ons"].read("directory", f"networks/{network}")
        return bool(found) and found["owners"] == ["bcs", "iop", "ons"]

    await eventually(listed)
    await enrolled(federation, "bcs", "p-shared-bcs")
    await done(federation, "bcs", "directory", "join-network", {"person": "p-shared-bcs", "network": network})
    officer = federation["bcs"].bearer("officer", networks=[network])

    async def asked() -> bool:
        return bool(await federation["bcs"].read("directory", f"shared-networks/{network}/requests", officer))

    await eventually(asked)
    (request,) = await federation["bcs"].read("directory", f"shared-networks/{network}/requests", officer)
    admitted = {"network": network, "request": request["request"], "answer": "admitted"}
    told = await federation["bcs"].command("directory", "answer-join-request", admitted, bearer=officer)
    assert told.status_code == httpx2.codes.OK, told.text

    async def joined() -> bool:
        return network in (await federation["bcs"].read("directory", "people/p-shared-bcs"))["networks"]

    await eventually(joined)
    size = await federation["bcs"].read("directory", f"shared-networks/{network}/size", officer)
    assert size["members"] == "fewer than 5"
    assert await federation["iop"].read("directory", f"shared-networks/{network}/requests", officer) is None


async def test_owners_change_the_text_and_what_is_in_force_stays_until_all_accept(federation: Federation) -> None:
    network = "iop/changing"
    await founded(federation, network)
    seen = await page(federation, "ons", network)
    for change in ({"silence_days": 14}, {"moderated": True}):
        wish = {"subject": network, "hash": seen["hash"], "change": change, "why": WHY}
        await done(federation, "ons", "directory", "suggest-network-change", wish)

    async def suggested() -> bool:
        return len(await federation["iop"].read("directory", f"shared-networks/{network}/suggestions") or []) > 1

    await eventually(suggested)
    both = await federation["iop"].read("directory", f"shared-networks/{network}/suggestions")
    ids = {each["changes"][0]["clause"]: each["suggestion"]["suggestion"] for each in both}
    declined = {"subject": network, "suggestion": ids["writing"], "reason": "We trust each other."}
    await done(federation, "iop", "directory", "decline-network-suggestion", declined)
    taken = {"subject": network, "suggestions": [ids["notice"]]}
    await done(federation, "iop", "directory", "take-network-suggestion", taken)
    seen = await page(federation, "bcs", network, status="amended", terms__version=2)
    assert [each["clause"] for each in seen["changes"]] == ["notice"]
    assert seen["in_force"]["terms"]["silence_days"] == 7
    for body in OWNERS:
        now = await page(federation, body, network, terms__version=2)
        said = {"subject": network, "hash": now["hash"], "on_behalf": "body", "answer": "accepted"}
        await done(federation, body, "directory", "answer-network-agreement", said)
    await page(federation, "bcs", network, in_force__terms__silence_days=14)
    amended = {"subject": network, "terms": text(network, version=3, silence_days=14, moderated=True)}
    await done(federation, "iop", "directory", "amend-network-agreement", amended)
    await page(federation, "ons", network, terms__version=3, status="amended")
    officer = federation["bcs"].bearer("officer", networks=[network])
    diff = await federation["bcs"].read("directory", f"shared-networks/{network}/versions/2/diff/3", officer)
    assert [each["clause"] for each in diff] == ["writing"]
    assert await federation["bcs"].read("directory", f"shared-networks/{network}/versions/2/diff/9", officer) is None
    stale = {"subject": network, "hash": seen["hash"], "on_behalf": "body", "answer": "accepted"}
    assert await refused(federation, "ons", "directory", "answer-network-agreement", stale) == "stale-hash"


async def test_an_officer_writes_and_the_members_of_all_owners_read_it_at_home(federation: Federation) -> None:
    network = "iop/telling"
    await founded(federation, network, charter=charter(name="Telling"), moderated=True)
    await enrolled(federation, "ons", "p-telling-ons", how_much="everything")
    await done(federation, "ons", "directory", "join-network", {"person": "p-telling-ons", "network": network})
    officers = {body: federation[body].bearer("officer", networks=[network]) for body in OWNERS}

    async def says(body: str, command: str, **content: Any) -> None:
        data = {"network": network, "announcement": "spring", **content}
        told = await federation[body].command("directory", command, data, bearer=officers[body])
        assert told.status_code == httpx2.codes.OK, told.text

    async def inside(body: str) -> dict[str, Any]:
        found: dict[str, Any] = await federation[body].read(
            "directory", f"shared-networks/{network}/inside", officers[body]
        )
        return found

    async def waits() -> bool:
        return bool((await inside("iop"))["waiting"])

    async def passed() -> bool:
        read = [[each["announcement"] for each in (await inside(body))["announcements"]] for body in OWNERS]
        return read == [["bcs-spring"]] * len(OWNERS)

    await says("bcs", "announce", text="We meet on 4 May in Leeds.")
    await eventually(waits)
    assert [each["text"] for each in (await inside("bcs"))["waiting"]] == ["We meet on 4 May in Leeds."]
    await says("iop", "answer-announcement", by="bcs", answer="passed")
    await eventually(passed)
    assert (await inside("bcs"))["waiting"] == []

    async def reaches_her() -> bool:
        messages = await federation["ons"].read("notify", "people/p-telling-ons/messages")
        return [each["subject"] for each in messages if each["occasion"] == "announced"] == [network]

    await eventually(reaches_her)


async def test_the_founder_hands_over_and_leaves_and_the_network_goes_on(federation: Federation) -> None:
    network = "iop/lasting"
    await founded(federation, network, charter=charter(name="Lasting"))
    await enrolled(federation, "ons", "p-lasting-ons")
    await done(federation, "ons", "directory", "join-network", {"person": "p-lasting-ons", "network": network})
    await done(federation, "iop", "directory", "hand-over", {"subject": network, "to": "bcs"})
    for body in OWNERS:
        await page(federation, body, network, in_force__lead="bcs", in_force__term=2)
    amended = {"subject": network, "terms": text(network, version=9)}
    assert await refused(federation, "iop", "directory", "amend-network-agreement", amended) == "lead-changed"
    leaves = {"subject": network, "why": "We merge with another society."}
    await done(federation, "iop", "directory", "withdraw-network-agreement", leaves)
    for body in ("bcs", "ons"):
        await page(federation, body, network, status="amended")
    await answer(federation, network, "bcs", "ons")

    async def goes_on() -> bool:
        found = await federation["ons"].read("directory", f"networks/{network}")
        return bool(found) and (found["owners"], found["lead"]) == (["bcs", "ons"], "bcs")

    await eventually(goes_on)
    assert network in (await federation["ons"].read("directory", "people/p-lasting-ons"))["networks"]
    left = await page(federation, "iop", network, in_force__status="ended")
    assert left["status"] == "withdrawn"


@pytest.fixture
async def universities(around: Surroundings, witness: Witness) -> AsyncIterator[Federation]:
    """Three more bodies, one of which will be lost."""
    await admit(around, UNIVERSITIES)
    async with nodes(UNIVERSITIES, around, witness) as running:
        yield running


async def test_a_lead_is_lost_for_good_and_nothing_else_is(universities: Federation, around: Surroundings) -> None:
    network = "kcl/lasting"
    parties = [{"body": body} for body in UNIVERSITIES]
    terms = text(network, parties=parties, deputies=["ucl", "lse"], lines=[], charter=charter(name="Lasting"))
    await done(universities, "kcl", "directory", "propose-network-agreement", {"subject": network, "terms": terms})
    await answer(universities, network, *UNIVERSITIES)
    for body in UNIVERSITIES:
        await page(universities, body, network, in_force__lead="kcl")
    await enrolled(universities, "lse", "p-lasting-lse")
    await done(universities, "lse", "directory", "join-network", {"person": "p-lasting-lse", "network": network})
    assert await refused(universities, "ucl", "directory", "take-over", {"subject": network}) == "take-over-too-early"

    await universities["kcl"].stop(signal.SIGKILL)
    await suspend(around, "kcl", UNIVERSITIES["kcl"])

    async def taken_over() -> bool:
        """A repeat asks those who had not heard yet that the office has suspended the lead."""
        await universities["ucl"].command("directory", "take-over", {"subject": network})
        found = await universities["lse"].read("directory", f"shared-networks/{network}")
        return (found["in_force"]["lead"], found["in_force"]["term"]) == ("ucl", 2)

    await eventually(taken_over)
    for body in ("ucl", "lse"):
        await page(universities, body, network, in_force__lead="ucl", status="active")
    two = [{"body": body} for body in ("ucl", "lse")]
    seen = await page(universities, "ucl", network)
    amended = {"version": seen["terms"]["version"] + 1, "parties": two, "deputies": ["lse"]}
    assert "succession" not in seen["terms"], "a reader is shown no signatures"
    assert [(each["body"], each["term"]) for each in seen["in_force"]["leads"]] == [("kcl", 1), ("ucl", 2)]
    assert seen["in_force"]["leads"][1]["backed_by"] == ["lse", "ucl"]
    wanted = {"subject": network, "terms": seen["terms"] | amended}
    await done(universities, "ucl", "directory", "amend-network-agreement", wanted)
    await page(universities, "lse", network, status="amended")
    await answer(universities, network, "ucl", "lse")

    async def goes_on() -> bool:
        found = await universities["lse"].read("directory", f"networks/{network}")
        return bool(found) and (found["owners"], found["lead"]) == (["lse", "ucl"], "ucl")

    await eventually(goes_on)
    assert network in (await universities["lse"].read("directory", "people/p-lasting-lse"))["networks"]
