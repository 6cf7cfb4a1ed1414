"""Places for a society abroad without a node, on real servers: a code is handed on, a guest of the lead takes it."""

from typing import Any, Final

import httpx2
from support.eventually import eventually
from support.joint import terms
from support.story import accept, done, enrolled, refused, registration, status

from kith_lab.demo.federation import Federation

EVENT: Final = "iop/vienna"
KAI, LEA, MAX = (f"p-abroad-{name}-01" for name in ("kai", "lea", "max"))


def kept() -> dict[str, Any]:
    """A talk with one place for people of the society abroad, and one for all."""
    usual = terms(EVENT)
    return {
        **usual,
        "plan": {**usual["plan"], "parts": usual["plan"]["parts"][:1]},
        "seats": [{"part": "talk", "quotas": {"bcs": 1}, "pool": 1, "offer_hours": 0}],
        "guest_hosts": [{"name": "Society of Vienna", "gives": "a place at its congress", "guest": "vienna"}],
        "delegates": [{"network": "iop/physics", "part": "talk", "places": 1, "guest": "vienna"}],
    }


async def becomes(federation: Federation, person: str, wanted: str) -> None:
    async def so() -> bool:
        return (await registration(federation, "iop", person)).get("talk") == wanted

    await eventually(so)


async def test_a_guest_from_abroad_takes_up_a_place_that_is_kept_and_nobody_else_does(federation: Federation) -> None:
    await done(federation, "iop", "events", "propose-agreement", {"subject": EVENT, "terms": kept()})
    await accept(federation, EVENT)
    await status(federation, EVENT, "open")
    await enrolled(federation, "iop", KAI)
    await enrolled(federation, "iop", LEA, MAX, enrolled_as="guest")

    # An officer of the lead reads the code and hands it on by their own means; nobody else reads it.
    node, address = federation["iop"], f"/events/v1/iop/agreements/{EVENT}/delegates"
    officer = node.bearer("officer", networks=["iop/physics"])
    for stranger in (node.bearer("body-admin"), node.bearer("member", person=LEA)):
        assert (await node.client.get(address, headers=stranger)).status_code == httpx2.codes.FORBIDDEN
    (page,) = (await node.client.get(address, headers=officer)).json()
    assert (page["guest"], [each["used"] for each in page["codes"]]) == ("vienna", [False])
    code = page["codes"][0]["code"]

    # The place for all is gone; the one that is kept is not, until the guest comes with the code.
    wish = {"event": EVENT, "parts": ["talk"]}
    await done(federation, "iop", "events", "ask-for-places", {**wish, "person": KAI})
    await becomes(federation, KAI, "granted")
    await done(federation, "iop", "events", "ask-for-places", {**wish, "person": MAX})
    await becomes(federation, MAX, "waiting")
    by_code = {**wish, "invitations": {"talk": code}}
    await done(federation, "iop", "events", "ask-for-places", {**by_code, "person": LEA})
    await becomes(federation, LEA, "granted")
    await done(federation, "iop", "events", "give-up-places", {**wish, "person": MAX})
    await becomes(federation, MAX, "released")
    again = await refused(federation, "iop", "events", "ask-for-places", {**by_code, "person": MAX})
    assert again == "invitation-used"

    led = await node.read("events", "led/vienna")
    assert led["parts"][0]["granted_by_body"] == {"iop": 1, "iop/vienna": 1}
    ledger = {each["body"]: each for each in await node.read("events", "exchanges")}
    assert ledger["Society of Vienna"]["given"][0]["against"] == "a place at its congress"
    shown = await federation["bcs"].read("events", f"events/{EVENT}")
    assert [each["name"] for each in shown["guest_hosts"]] == ["Society of Vienna"]
