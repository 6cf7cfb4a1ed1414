"""What lies inside a network, on real servers: its parts, as every body reads them, and under races."""

import asyncio
from typing import Any

import httpx2
import pytest
from support.eventually import eventually
from support.joint import charter
from support.kept import in_databases, on_topics
from support.story import done, enrolled, refused

from kith_lab.demo.federation import Federation, Surroundings
from kith_lab.servers.mail import MailCatcher

QUIET: dict[str, Any] = {"findable": "invitation", "joinable": "invited"}


async def founded(federation: Federation, name: str, **more: Any) -> None:
    await done(federation, "bcs", "directory", "charter-network", {"network": name, "charter": charter(**more)})


async def test_a_part_is_shown_below_its_network_and_one_that_hides_is_nowhere(federation: Federation) -> None:
    await founded(federation, "bcs/women")
    await founded(federation, "bcs/women-north", part_of="bcs/women")
    await founded(federation, "bcs/women-quiet", part_of="bcs/women", **QUIET)

    async def shown() -> bool:
        pages = [await federation[body].read("directory", "networks/bcs/women") for body in ("bcs", "ons")]
        return [page and page["parts"] for page in pages] == [["bcs/women-north"]] * 2

    await eventually(shown)
    assert (await federation["ons"].read("directory", "networks/bcs/women-north"))["part_of"] == "bcs/women"
    found = await federation["ons"].read("directory", "networks?words=BCS%20forums&joinable=anyone")
    names = {each["network"] for each in found}
    assert {"bcs/women", "bcs/women-north"} <= names
    assert "bcs/women-quiet" not in names
    assert await federation["ons"].read("directory", "networks?region=Nowhere") == []
    where = (await federation["ons"].read("directory", "networks/bcs/women"))["where_to_join"]
    assert (where["body"], where["here"]) == ("bcs", False)
    assert await federation["ons"].read("directory", "networks/bcs/women-quiet") is None
    linked = await federation["ons"].client.get("/directory/v1/ons/networks/bcs/women-north.jsonld")
    assert "parentOrganization" in linked.json()["parentOrganization"]

    bcs = federation["bcs"]
    own = {each["network"]: each["parts"] for each in await bcs.read("directory", "own-networks")}
    assert own["bcs/women"] == ["bcs/women-north", "bcs/women-quiet"], "the administrator"
    (page,) = await bcs.read("directory", "own-networks", bcs.bearer("officer", networks=["bcs/women"]))
    assert page["parts"] == ["bcs/women-north"], "an officer of the network"
    served = await bcs.read("directory", "own-networks", bcs.bearer("officer", networks=["bcs/women-quiet"]))
    assert [each["charter"]["part_of"] for each in served] == ["bcs/women"]

    hide = {"network": "bcs/women", "charter": charter(**QUIET)}
    assert await refused(federation, "bcs", "directory", "describe-network", hide) == "part-listed"
    circle = {"network": "bcs/women", "charter": charter(part_of="bcs/women-north")}
    assert await refused(federation, "bcs", "directory", "describe-network", circle) == "parent-circle"
    elsewhere = {"network": "bcs/women-south", "charter": charter(part_of="ons/women")}
    assert await refused(federation, "bcs", "directory", "charter-network", elsewhere) == "parent-elsewhere"


async def test_an_officer_reads_what_is_due_in_their_network(federation: Federation) -> None:
    await founded(federation, "bcs/old", officers=[{"role": "Chair", "until": "2020-01-31"}, {"role": "Treasurer"}])
    await founded(federation, "bcs/old-north", part_of="bcs/old", terms={"text": "v1", "review_by": "2020-01-31"})
    await done(federation, "bcs", "directory", "set-network-status", {"network": "bcs/old", "status": "ended"})
    bcs = federation["bcs"]
    officer = bcs.bearer("officer", networks=["bcs/old", "bcs/old-north"])
    ended, part = await bcs.read("directory", "own-networks", officer)
    assert ended["advice"] == []
    assert [each["check"] for each in part["advice"]] == ["review", "parent"]
    await founded(federation, "bcs/due", officers=[{"role": "Chair", "until": "2020-01-31"}, {"role": "Treasurer"}])
    (due,) = await bcs.read("directory", "own-networks", bcs.bearer("officer", networks=["bcs/due"]))
    assert [each["where"] for each in due["advice"]] == ["charter.officers.0.until"]


@pytest.mark.parametrize("attempt", range(4))
async def test_a_network_that_hides_while_it_gets_a_part_is_either_hidden_or_named(
    federation: Federation, attempt: int
) -> None:
    name = f"bcs/race-{attempt}"
    await founded(federation, name)
    hides = {"network": name, "charter": charter(**QUIET)}
    parts = [{"network": f"{name}-{number}", "charter": charter(part_of=name)} for number in range(6)]
    bcs = federation["bcs"]
    hidden, *founded_parts = await asyncio.gather(
        bcs.command("directory", "describe-network", hides),
        *(bcs.command("directory", "charter-network", each) for each in parts),
    )
    codes = {answer.json().get("code") for answer in founded_parts if not answer.is_success}
    if hidden.status_code == httpx2.codes.OK:
        assert codes == {"parent-hidden"}
        assert not [answer for answer in founded_parts if answer.is_success]
    else:
        assert hidden.json()["code"] == "part-listed"
        assert not codes


async def answered(federation: Federation, network: str, request: str, answer: str, sentence: str) -> None:
    said = {"network": network, "request": request, "answer": answer, "sentence": sentence}
    officer = federation["bcs"].bearer("officer", networks=[network])
    told = await federation["bcs"].command("directory", "answer-join-request", said, bearer=officer)
    assert told.status_code == httpx2.codes.OK, told.text
    asked = await federation["bcs"].client.get(told.json()["ask"], headers=officer)
    assert asked.json()["status"] == "done"


async def test_who_asks_to_join_is_answered_by_officers_who_do_not_learn_who_it_is(
    federation: Federation, around: Surroundings, catcher: MailCatcher
) -> None:
    network, (eve, fay) = "bcs/asked", ("p-asked-eve1", "p-asked-fay1")
    note, sentence = "Yellowhammer: I heard you on the radio.", "Nightingale: welcome, we meet on Thursdays."
    await founded(federation, network, joinable="ask")
    await enrolled(federation, "bcs", eve, fay)
    for person, more in ((eve, {"note": note}), (fay, {})):
        await done(federation, "bcs", "directory", "join-network", {"person": person, "network": network, **more})
    seen = {"person": fay, "network": network, "seen_by": "committee"}
    await done(federation, "bcs", "directory", "choose-visibility", seen)
    bcs = federation["bcs"]
    officer, waiting = bcs.bearer("officer", networks=[network]), "own-networks/asked/requests"
    found = {each["note"]: each for each in await bcs.read("directory", waiting, officer)}
    assert found.keys() == {note, ""}
    assert found[note]["name"] is None
    assert found[""]["name"]
    for nobody in (
        bcs.bearer("body-admin"),
        bcs.bearer("member", person=eve),
        bcs.bearer("officer", networks=["bcs/b"]),
    ):
        assert await bcs.read("directory", waiting, nobody) is None

    await answered(federation, network, found[note]["request"], "admitted", sentence)
    await answered(federation, network, found[""]["request"], "declined", "We are full.")

    async def heard() -> bool:
        pages = [await bcs.read("directory", f"people/{person}") for person in (eve, fay)]
        answers = [page["answers"].get(network, {}).get("sentence") for page in pages]
        mails = [len(catcher.sent_to(f"{person}@mail.example")) for person in (eve, fay)]
        assert (answers, mails) == ([sentence, "We are full."], [1, 1])
        return True

    await eventually(heard)
    assert (await bcs.read("directory", f"people/{eve}"))["networks"] == [network]
    assert (await bcs.read("directory", f"people/{fay}"))["networks"] == []
    assert await bcs.read("directory", waiting, officer) == []
    size = await bcs.read("directory", "own-networks/asked/size", officer)
    assert (size["members"], size["on"]) == ("fewer than 5", None)
    topics = await on_topics(federation, around)
    assert not [name for name, records in topics.items() if any(b"ellowhammer" in each for each in records)]
    assert not [each for each in await in_databases(around, ["bcs"], ["directory"]) if b"ightingale" in each]
