"""What came of an event, for everyone: what organisations said and did, and rounded figures."""

import asyncio
from collections.abc import Iterable

from starlette.responses import Response

from kith_console.listing import learn_names
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.events.actions import BodyAction
from kith_contracts.pages.actions import OutcomeTold

OUTCOMES = Room()


@OUTCOMES.public("/events/{lead}/{event}/outcome")
async def outcome(visit: Visit) -> Response:
    """What came of an event."""
    path = f"outcomes/{visit.path['lead']}/{visit.path['event']}.json"
    told, _ = await asyncio.gather(visit.read("events", path, OutcomeTold), learn_names(visit))
    titles = {part.part: part.title for part in told.parts}
    return visit.show("outcomes/one.html", told=told, promised=by_body(told.outcome.bodies), titles=titles)


async def outcome_of(visit: Visit, subject: str) -> OutcomeTold | None:
    """What came of it; None if it is not over, or nothing was published."""
    return await visit.read_or(None, "events", f"outcomes/{subject}.json", OutcomeTold)


def by_body(actions: Iterable[BodyAction]) -> dict[str, list[BodyAction]]:
    """Actions by who means to do them, in order of name."""
    found: dict[str, list[BodyAction]] = {}
    for each in sorted(actions, key=lambda each: (each.body, each.number)):
        found.setdefault(each.body, []).append(each)
    return found
