"""The duties of a network that several bodies own, on real servers: whose turn it is, and what is done."""

import httpx2
from support.eventually import eventually
from support.owned import OWNERS, founded
from support.story import refused

from kith_lab.demo.federation import Federation


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
