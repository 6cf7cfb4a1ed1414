"""Offices of a network on real servers: whoever holds one acts as its officer, and nobody who holds one no more."""

from typing import Any

import httpx2
from support.eventually import eventually
from support.joint import charter
from support.owned import founded, page
from support.story import done, enrolled

from kith_lab.demo.federation import Federation
from kith_lab.servers.mail import MailCatcher

NETWORK = "bcs/offices"
CHAIR = {"network": NETWORK, "role": "Chair"}
VACANT = {"role": "Chair", "filled": False, "until": None, "advice": ["vacant"]}
NONE, BOTH = (403, "not-allowed"), (200, "part-unknown")
ADA, BEA = "p-heir-ada", "p-heir-bea"


def token(federation: Federation, person: str, *, of_old: bool = False) -> dict[str, str]:
    """That of a member; or one of before, which names them as an officer."""
    roles = ("member", "officer") if of_old else ("member",)
    return federation["bcs"].bearer(*roles, person=person, networks=[NETWORK] if of_old else [])


async def offices(federation: Federation, person: str) -> list[tuple[str, str]]:
    page = await federation["bcs"].read("directory", f"people/{person}")
    return [(each["role"], each["status"]) for each in page["offices"]]


async def serves(federation: Federation, bearer: dict[str, str]) -> tuple[int, str]:
    """What the directory and the events service answer to who wants to act as an officer."""
    bcs = federation["bcs"]
    size = await bcs.client.get("/directory/v1/bcs/own-networks/offices/size", headers=bearer)
    asked = {"subject": NETWORK, "practice": "mix", "template": (await bcs.read("events", "templates"))["mix"]}
    started = await bcs.command("events", "start-practice", {**asked, "parts": ["nothing"]}, bearer=bearer)
    return size.status_code, started.json()["code"]


async def stands(federation: Federation) -> dict[str, Any]:
    """The office, as the administrator reads it, and what is advised."""
    page = await federation["bcs"].read("directory", "own-networks", federation["bcs"].bearer("body-admin"))
    own = next(each for each in page if each["network"] == NETWORK)
    return {**own["charter"]["officers"][0], "advice": [each["check"] for each in own["advice"]]}


async def begin(federation: Federation) -> None:
    """A network with a chair, which nobody holds, and two members."""
    vacant = charter() | {"officers": [{"role": "Chair", "filled": False}]}
    await done(federation, "bcs", "directory", "charter-network", {"network": NETWORK, "charter": vacant})
    await enrolled(federation, "bcs", ADA, BEA)
    for person in (ADA, BEA):
        await done(federation, "bcs", "directory", "join-network", {"person": person, "network": NETWORK})
    assert await stands(federation) == VACANT
    assert await serves(federation, token(federation, ADA)) == NONE


async def may(federation: Federation, person: str, expected: tuple[int, str], *, of_old: bool = False) -> None:
    async def so() -> bool:
        return await serves(federation, token(federation, person, of_old=of_old)) == expected

    await eventually(so)


async def test_an_office_is_offered_handed_over_and_given_up(federation: Federation, catcher: MailCatcher) -> None:
    await begin(federation)
    bcs = federation["bcs"]
    offer = {**CHAIR, "person": ADA, "until": "2035-12-31"}
    officer = bcs.bearer("officer", networks=[NETWORK])
    for nobody in (bcs.bearer("body-admin"), bcs.bearer("officer", networks=["bcs/other"]), token(federation, ADA)):
        assert not (await bcs.command("directory", "offer-office", offer, bearer=nobody)).is_success
    assert (await bcs.command("directory", "offer-office", offer, bearer=officer)).status_code == httpx2.codes.OK
    assert await offices(federation, ADA) == [("Chair", "offered")]
    await done(federation, "bcs", "directory", "answer-office", {**CHAIR, "person": ADA, "accepted": True})
    assert await offices(federation, ADA) == [("Chair", "held")]
    assert await stands(federation) == {**VACANT, "filled": True, "until": "2035-12-31", "advice": []}
    await may(federation, ADA, BOTH)

    await done(federation, "bcs", "directory", "hand-over-office", {**CHAIR, "person": ADA, "to": BEA})
    assert await serves(federation, token(federation, ADA)) == BOTH
    await done(federation, "bcs", "directory", "answer-office", {**CHAIR, "person": BEA, "accepted": True})
    await may(federation, BEA, BOTH)
    await may(federation, ADA, NONE)
    await may(federation, ADA, NONE, of_old=True)
    await done(federation, "bcs", "directory", "step-down", {**CHAIR, "person": BEA})
    await may(federation, BEA, NONE, of_old=True)
    assert await offices(federation, BEA) == []
    await all_is_told(federation, catcher)


async def all_is_told(federation: Federation, catcher: MailCatcher) -> None:
    """Ada of the offer and the end, Bea of the offer, in words that tell nothing; the administrator of the vacancy."""

    async def told() -> bool:
        mails = [len(catcher.sent_to(f"{person}@mail.example")) for person in (ADA, BEA)]
        return mails == [2, 1] and await stands(federation) == VACANT

    await eventually(told)
    for mail in (*catcher.sent_to(f"{ADA}@mail.example"), *catcher.sent_to(f"{BEA}@mail.example")):
        assert str(mail["Subject"]) == "A message for you"
        assert not any(word in mail.as_string().lower() for word in ("chair", "office", "network"))


SHARED = "iop/offices-of-all"


async def test_an_office_of_a_network_of_several_owners_is_held_at_the_owner_that_fills_it(
    federation: Federation,
) -> None:
    bcs, person, role = federation["bcs"], "p-treasurer", {"network": SHARED, "role": "treasurer"}
    open_to_all = charter(name="Offices", joinable="anyone")
    await founded(federation, SHARED, charter=open_to_all, offices=[{"role": "treasurer", "body": "bcs"}])
    await enrolled(federation, "bcs", person)
    await done(federation, "bcs", "directory", "join-network", {"person": person, "network": SHARED})
    member, officer = token(federation, person), bcs.bearer("officer", networks=[SHARED])

    async def sees(bearer: dict[str, str]) -> int:
        return (await bcs.client.get(f"/directory/v1/bcs/shared-networks/{SHARED}/size", headers=bearer)).status_code

    assert await page(federation, "bcs", SHARED, in_force__vacant=["treasurer"])
    assert await sees(member) == httpx2.codes.FORBIDDEN
    offer = {**role, "person": person}
    assert (await bcs.command("directory", "offer-office", offer, bearer=officer)).status_code == httpx2.codes.OK
    await done(federation, "bcs", "directory", "answer-office", {**offer, "accepted": True})
    assert await page(federation, "bcs", SHARED, in_force__vacant=[])
    assert await sees(member) == httpx2.codes.OK
    finish = {"subject": SHARED, "duty": "newsletter", "period": "2020-01"}
    assert (await bcs.command("directory", "finish-duty", finish, bearer=member)).json()["code"] == "turn-unknown"
    await done(federation, "bcs", "directory", "step-down", {**role, "person": person})
    assert await page(federation, "bcs", SHARED, in_force__vacant=["treasurer"])
    assert await sees(token(federation, person, of_old=True)) == httpx2.codes.FORBIDDEN
    elsewhere = federation["iop"].bearer("officer", networks=[SHARED])
    other = await federation["iop"].command(
        "directory", "offer-office", {**role, "person": "p-nobody"}, bearer=elsewhere
    )
    assert other.json()["code"] == "person-unknown"
