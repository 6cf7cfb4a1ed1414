"""The tables of an event that the organisation leads: the plan is made, read, printed, and mended on the day."""

import asyncio
from typing import Any, Final

from starlette.responses import Response

from kith_console.door.pages import open_parts, part_of
from kith_console.door.people import led_event, registrants
from kith_console.fields import number_of
from kith_console.listing import learn_names
from kith_console.mixing.plan import names_of, rounds, tables_of, wishes
from kith_console.node import Refusal, refused
from kith_console.pages import HEADERS
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.events.mixing import PlanMixing, RepairMixing
from kith_contracts.message import Fault
from kith_contracts.pages.mixing import KnownOfAll, MixingPage, ToRepair

MIXING = Room()
AT_A_TABLE: Final = 6
"""People at a table, unless somebody says otherwise."""


@MIXING.signed_in("led/{event}/mixing/{part}")
async def mixing(visit: Visit) -> Response:
    """Who sits where in a part."""
    led = await led_event(visit)
    if (part := part_of(open_parts(led), visit.path["part"])) is None:
        return visit.nothing()
    content = {"led": led, "part": part, **await _of(visit, part.part)}
    if visit.request.method != "POST" or not visit.typed("do"):
        return visit.show("mixing/plan.html", **content)
    about = {"event": led.event, "part": part.part}
    try:
        if visit.typed("do") == "repair":
            outcome = await visit.send(RepairMixing, **about, **_repair(visit, content["repair"]))
            said = "Repaired. Who moved is below: print those cards again."
        else:
            outcome = await visit.send(PlanMixing, **about, **_plan(visit, content))
            said = "Planned. Each organisation tells its own people where they sit."
    except Refusal as refusal:
        return visit.show_again("mixing/plan.html", refusal, **content)
    if outcome.status != "done":
        said = "It is being planned. The result comes here by itself; without scripts, load the page again."
    return await visit.go(visit.private(visit.inner), said)


async def _of(visit: Visit, part: str) -> dict[str, Any]:
    where = f"led/{visit.path['event']}/mixing/{part}"
    people, known, plan, repair, _ = await asyncio.gather(
        registrants(visit, visit.path["event"], part),
        visit.read("events", f"{where}/known", KnownOfAll),
        visit.read_or(None, "events", where, MixingPage),
        visit.read_or(None, "events", f"{where}/to-repair", ToRepair),
        learn_names(visit),
    )
    names = names_of(people)
    return {
        "people": people,
        "names": names,
        "known": known,
        "plan": plan,
        "repair": repair,
        "rounds": rounds(plan, names) if plan else [],
        "tables": -(-len(people) // AT_A_TABLE) or 1,
        "seats": AT_A_TABLE,
    }


def _plan(visit: Visit, content: dict[str, Any]) -> dict[str, Any]:
    """What the form says, and what people have told; raises Refusal for wishes about nobody."""
    wanted: dict[str, Any] = {}
    wrong: list[Fault] = []
    for name in ("apart", "together"):
        if typed := visit.typed(name):
            wanted[name], faults = wishes(name, typed, content["people"])
            wrong += faults
    if wrong:
        raise refused(wrong)
    return {
        "rounds": number_of(visit.typed("rounds")),
        "tables": tables_of(visit.typed("tables"), visit.typed("seats"), visit.typed("accessible")),
        "known": [each.model_dump(mode="json") for each in content["known"].known],
        "seed": int(visit.mark, 16),
        **wanted,
    }


def _repair(visit: Visit, found: ToRepair | None) -> dict[str, Any]:
    """Who is ticked, with what they have told."""
    arrived = {*visit.chosen("arrived")}
    told = found.arrived if found else []
    return {
        "from_round": number_of(visit.typed("from_round")),
        "absent": visit.chosen("absent"),
        "arrived": [each.model_dump(mode="json") for each in told if each.pseudonym in arrived],
    }


@MIXING.signed_in("led/{event}/cards/{part}")
async def cards(visit: Visit) -> Response:
    """Cards and lists of tables to print, as the node makes them."""
    where = f"led/{visit.path['event']}/cards/{visit.path['part']}"
    found = await visit.console.node.fetch(visit.caller, "events", where)
    policy = found.headers["content-security-policy"]
    headers = {**HEADERS, "content-security-policy": policy, "cache-control": "no-store"}
    return Response(found.content, headers=headers, media_type="text/html; charset=utf-8")
