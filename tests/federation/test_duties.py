"""The duties of a network that several bodies own, on real servers: whose turn it is, what is done, and swaps."""

from typing import Any

import httpx2
from support.eventually import eventually
from support.joint import charter
from support.owned import OWNERS, founded
from support.story import done, enrolled, refused

from kith_lab.demo.federation import Federation
from kith_lab.servers.mail import MailCatcher


async def test_owners_take_turns_in_duties_and_say_what_they_have_done(federation: Federation) -> None:
    network = "iop/duties"
    day = {"duty": "day", "task": "Host the yearly day.", "every": "year", "weight": 3}
    newsletter = {"duty": "newsletter", "task": "Write the newsletter.", "every": "month"}
    await founded(federation, network, duties=[newsletter, day])
    seen = [await federation[body].read("directory", f"shared-networks/{network}/duties") for body in OWNERS]
    assert seen[0]["turns"] == seen[1]["turns"] == seen[2]["turns"]
    assert sum(each["own_weight"] for each in seen) == seen[0]["weight"]
    (turn,) = [each for each in seen[0]["turns"] if each["duty"] == "day"]
    done_it = {"subject": network, "duty": "day", "period": turn["period"]}
    officers = {body: federation[body].bearer("officer", networks=[network]) for body in OWNERS}
    for body in OWNERS:
        if body != turn["owner"]:
            assert await refused(federation, body, "directory", "finish-duty", done_it) == "turn-of-another"
    told = await federation[turn["owner"]].command("directory", "finish-duty", done_it, bearer=officers[turn["owner"]])
    assert told.status_code == httpx2.codes.OK, told.text

    async def heard() -> bool:
        pages = [
            await federation[body].read("directory", f"shared-networks/{network}/duties", officers[body])
            for body in OWNERS
        ]
        return all({**turn, "status": "done"} in each["turns"] for each in pages)

    await eventually(heard)
    next_year = f"shared-networks/{network}/duties?year={int(turn['period']) + 1}"
    small = await federation["ons"].read("directory", next_year, officers["ons"])
    mine = [each["duty"] for each in small["turns"] if each["owner"] == "ons"]
    assert (len(small["turns"]), small["own_turns"]) == (13, len(mine))
    assert f"Others do {12 - mine.count('newsletter')} of 12: Write the newsletter." in small["relieved"]


CHAIR = "p-chairs-bcs"


async def mailed(catcher: MailCatcher, many: int) -> None:
    """The chair of BCS has got so many mails."""

    async def so() -> bool:
        return len(catcher.sent_to(f"{CHAIR}@mail.example")) == many

    await eventually(so)


async def with_chair(federation: Federation, catcher: MailCatcher, network: str) -> None:
    """A network of three, in which somebody of BCS holds an office."""
    await founded(federation, network, charter=charter(joinable="anyone"), offices=[{"role": "chair", "body": "bcs"}])
    await enrolled(federation, "bcs", CHAIR)
    office = {"person": CHAIR, "network": network, "role": "chair"}
    await done(federation, "bcs", "directory", "join-network", {"person": CHAIR, "network": network})
    officer = federation["bcs"].bearer("officer", networks=[network])
    offered = await federation["bcs"].command("directory", "offer-office", office, bearer=officer)
    assert offered.status_code == httpx2.codes.OK, offered.text
    await done(federation, "bcs", "directory", "answer-office", {**office, "accepted": True})
    await mailed(catcher, 1)


def swap(network: str, give: dict[str, Any], take: dict[str, Any]) -> dict[str, Any]:
    other = {"for_duty": take["duty"], "for_period": take["period"]}
    return {"subject": network, "duty": give["duty"], "period": give["period"], **other}


async def test_two_owners_swap_turns_and_an_officer_is_told_of_the_offer(
    federation: Federation, catcher: MailCatcher
) -> None:
    network = "iop/swaps"
    await with_chair(federation, catcher, network)
    officers = {body: federation[body].bearer("officer", networks=[network]) for body in OWNERS}
    address = f"shared-networks/{network}/duties"
    address += f"?year={(await federation['iop'].read('directory', address))['year'] + 1}"
    turns = (await federation["iop"].read("directory", address))["turns"]
    ours, theirs = (next(each for each in turns if each["owner"] == body) for body in ("iop", "bcs"))
    offer, answer = swap(network, ours, theirs), {**swap(network, theirs, ours), "answer": "accepted"}
    assert await refused(federation, "bcs", "directory", "swap-duty", offer) == "turn-of-another"
    assert await refused(federation, "bcs", "directory", "answer-duty-swap", answer) == "swap-unknown"
    told = await federation["iop"].command("directory", "swap-duty", offer, bearer=officers["iop"])
    assert told.status_code == httpx2.codes.OK, told.text

    await mailed(catcher, 2)
    mail = catcher.sent_to(f"{CHAIR}@mail.example")[-1]
    assert str(mail["Subject"]) == "A message for you"
    assert not any(word in mail.as_string().lower() for word in ("swap", "newsletter", "network"))
    page = await federation["bcs"].read("directory", address, officers["bcs"])
    assert [each["status"] for each in page["swaps"]] == ["offered"]
    agreed = await federation["bcs"].command("directory", "answer-duty-swap", answer, bearer=officers["bcs"])
    assert agreed.status_code == httpx2.codes.OK, agreed.text

    async def swapped() -> bool:
        pages = [await federation[body].read("directory", address, officers[body]) for body in OWNERS]
        seen = [{each["period"]: each["owner"] for each in page["turns"] if each["swapped"]} for page in pages]
        return all(each == {ours["period"]: "bcs", theirs["period"]: "iop"} for each in seen)

    await eventually(swapped)
