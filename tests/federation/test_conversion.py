"""A network of one organisation becomes one of three, on real servers: its people notice nothing but more of them."""

from typing import Any

import httpx2
from support.eventually import eventually
from support.joint import charter
from support.owned import answer, page, text
from support.story import done, enrolled, refused

from kith_lab.demo.federation import Federation

NETWORK = "iop/first-alone"
MEMBER = "p-first-alone"


async def says(federation: Federation, body: str, announcement: str) -> None:
    said = {"network": NETWORK, "announcement": announcement, "text": f"The word of {body}."}
    officer = federation[body].bearer("officer", networks=[NETWORK])
    told = await federation[body].command("directory", "announce", said, bearer=officer)
    assert told.status_code == httpx2.codes.OK, told.text


async def read(federation: Federation, path: str) -> dict[str, Any]:
    member = federation["iop"].bearer("member", person=MEMBER)
    found: dict[str, Any] = await federation["iop"].read("directory", f"{path}/inside", member) or {}
    return found


async def test_a_network_of_one_organisation_becomes_one_of_three(federation: Federation) -> None:
    alone = charter(name="Returners")
    await done(federation, "iop", "directory", "charter-network", {"network": NETWORK, "charter": alone})
    await enrolled(federation, "iop", MEMBER)
    await done(federation, "iop", "directory", "join-network", {"person": MEMBER, "network": NETWORK})
    await says(federation, "iop", "alone")

    together = text(NETWORK, charter=charter(name="Returners"))
    for wrong, code in (("part_of", "parent-elsewhere"), ("name", "invalid-field")):
        unfit = {**together, "charter": {**together["charter"], wrong: "iop/x" if wrong == "part_of" else ""}}
        proposed = {"subject": NETWORK, "terms": unfit}
        assert await refused(federation, "iop", "directory", "propose-network-agreement", proposed) == code
    await done(federation, "iop", "directory", "propose-network-agreement", {"subject": NETWORK, "terms": together})
    assert (await read(federation, "own-networks/first-alone"))["announcements"]
    await answer(federation, NETWORK, "iop", "bcs", "ons")
    for body in ("iop", "bcs", "ons"):
        await page(federation, body, NETWORK, status="active", in_force__lead="iop")

    assert (await federation["iop"].read("directory", f"people/{MEMBER}"))["networks"] == [NETWORK]
    own = await federation["iop"].read("directory", "own-networks", federation["iop"].bearer("body-admin"))
    assert NETWORK not in {each["network"] for each in own}
    await says(federation, "bcs", "together")

    async def both() -> bool:
        inside = await read(federation, f"shared-networks/{NETWORK}")
        return {each["announcement"] for each in inside["announcements"]} == {"alone", "bcs-together"}

    await eventually(both)
    await talks(federation)


async def talks(federation: Federation) -> None:
    """An officer of one owner says where all talk; the officers of another collect the notices of their own people."""
    officers = {body: federation[body].bearer("officer", networks=[NETWORK]) for body in ("iop", "bcs")}
    where = {"network": NETWORK, "where_we_talk": "https://lists.example.org/returners"}
    opened = {"network": NETWORK, "round_up": "may", "title": "Notices for May", "until": "2040-05-01T17:00:00Z"}
    for body, command, content in (("bcs", "say-where-we-talk", where), ("iop", "open-round-up", opened)):
        told = await federation[body].command("directory", command, content, bearer=officers[body])
        assert told.status_code == httpx2.codes.OK, told.text
    notice = {"person": MEMBER, "network": NETWORK, "round_up": "may", "text": "I look for a mentor."}
    await done(federation, "iop", "directory", "put-notice", notice)
    member = federation["iop"].bearer("member", person=MEMBER)
    page = await federation["iop"].read("directory", f"shared-networks/{NETWORK}/round-ups/may", member)
    assert (page["own"], page["notices"]) == ("I look for a mentor.", [])

    async def heard() -> bool:
        inside = await read(federation, f"shared-networks/{NETWORK}")
        return bool(inside["where_we_talk"] == where["where_we_talk"])

    await eventually(heard)
    assert (
        await federation["bcs"].read("directory", f"shared-networks/{NETWORK}/round-ups/may", officers["bcs"]) is None
    )
