"""A committee beside its members, on real servers: a network tells who it is, and officers read how places are kept."""

from typing import Any, Final

from support.eventually import eventually
from support.joint import but, charter
from support.story import done, enrolled

from kith_lab.demo.federation import Federation

NETWORK: Final = "iop/composed"
EVENT: Final = "iop/committee"
PEOPLE: Final = [f"p-composed-iop-{number}" for number in range(6)]


async def test_officers_read_how_kept_places_stand_beside_what_members_have_told(federation: Federation) -> None:
    node = federation["iop"]
    officer = node.bearer("officer", networks=[NETWORK])
    await done(federation, "iop", "directory", "charter-network", {"network": NETWORK, "charter": charter()})
    await enrolled(federation, "iop", *PEOPLE)
    for one in PEOPLE:
        await done(federation, "iop", "directory", "join-network", {"person": one, "network": NETWORK})
    templates = await node.read("events", "templates")

    async def started(practice: str, template: dict[str, Any]) -> None:
        own = {"subject": EVENT, "practice": practice, "bodies": ["iop"], "networks": [NETWORK]}
        await done(federation, "iop", "events", "start-practice", {**own, "template": template})

    async def asked(one: str) -> None:
        async def so() -> bool:
            page = await node.read("events", f"people/{one}/asks")
            return "mix" in {each["ask"]["step"] for each in page or []}

        await eventually(so)

    async def hints() -> list[str]:
        steps = await node.read("events", "led/committee/practices/committee", officer) or []
        return next((each["hints"] for each in steps), [])

    await started("mix", but(templates["mix"], "steps.0.least", 5))
    mix = {"subject": EVENT, "practice": "mix", "step": "mix"}
    for one in PEOPLE:
        await asked(one)
        told = {"replies": [{"question": "stage", "chosen": ["starting"]}], "person": one}
        await done(federation, "iop", "events", "answer-ask", {**mix, **told})

    await done(federation, "iop", "events", "close-ask", {**mix, "why": "All have answered."})
    await started("committee", templates["committee"])

    async def said() -> bool:
        beside = "Of about 5 members who answered, 5 said “First five years”. Of 5 places, 1 is kept for those in their"
        return bool(await hints()) and (await hints())[0].startswith(beside)

    await eventually(said)
    assert (await hints())[1].startswith("Of about 5 members who answered, 0 said “Outside its region”.")
