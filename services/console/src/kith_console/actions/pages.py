"""What will you do by Friday: one sentence after each event; it comes back in one's own words."""

from typing import Any

from starlette.responses import Response

from kith_console.node import Refusal
from kith_console.room import Room
from kith_console.visit import Visit
from kith_console.words import N_
from kith_contracts.events.actions import FinishAction, SayAction
from kith_contracts.pages.actions import OwnActionPage
from kith_contracts.pages.places import OwnRegistration

ACTIONS = Room()


@ACTIONS.signed_in("actions")
async def actions(visit: Visit) -> Response:
    """One's own promises, and the form for a new one."""
    if visit.request.method == "POST":
        try:
            return await _change(visit)
        except Refusal as refusal:
            return visit.show_again("actions/own.html", refusal, **await _of(visit))
    return visit.show("actions/own.html", **await _of(visit))


async def _of(visit: Visit) -> dict[str, Any]:
    found = await visit.read("events", f"people/{visit.person}/actions", list[OwnActionPage])
    registrations = await visit.read("events", f"people/{visit.person}/registrations", list[OwnRegistration])
    been = [each.event for each in registrations if any(part.status == "granted" for part in each.parts)]
    return {"actions": found, "events": [name for name in been if name not in {each.event for each in found}]}


async def _change(visit: Visit) -> Response:
    about = {"person": visit.person, "event": visit.typed("event")}
    if visit.typed("do") == "say":
        shared = visit.typed("shared") == "yes"
        await visit.send(SayAction, **about, text=visit.typed("text"), by=visit.typed("by"), shared=shared)
        return await visit.go(visit.private("actions"), N_("Kept. It comes back to you in your own words."))
    why = visit.typed("why")
    await visit.send(FinishAction, **about, outcome=visit.typed("do"), **({"why": why} if why else {}))
    said = N_("Well done.") if visit.typed("do") == "done" else N_("That is all right. It is off your list.")
    return await visit.go(visit.private("actions"), said)
