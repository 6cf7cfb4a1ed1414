"""The day of an event that the organisation leads: what is to be done, and its doors.

Without scripts each tap at the door is a request. With them the phone sends marks in its own time, see `door.js`.
"""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Final

from starlette.responses import JSONResponse, Response

from kith_console.door import marks
from kith_console.door.people import came_to, expected, found_by, led_event
from kith_console.listing import learn_names
from kith_console.node import Refusal
from kith_console.pages import HEADERS
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.events.plan import EventPart
from kith_contracts.pages.events import LedEvent

DOOR = Room()
KEPT: Final = ("content-type", "content-disposition", "content-security-policy")


@DOOR.signed_in("led/{event}")
async def day(visit: Visit) -> Response:
    """What there is to do for an event that we lead."""
    if not visit.is_officer:
        return visit.nothing()
    led, _ = await asyncio.gather(led_event(visit), learn_names(visit))
    party = led.terms.party(visit.body)
    if party and party.networks and not {*party.networks} & {*visit.session.serves}:
        return visit.nothing()
    return visit.show("door/day.html", led=led, plan=led.terms.plan, parts=open_parts(led), codes=closed_parts(led))


@DOOR.signed_in("led/{event}/door-pack")
async def pack(visit: Visit) -> Response:
    """One file for devices without any network, as the node makes it."""
    found = await visit.console.node.fetch(visit.caller, "events", f"led/{visit.path['event']}/door/pack")
    headers = {name: found.headers[name] for name in KEPT}
    return Response(found.content, headers={**HEADERS, **headers, "cache-control": "no-store"})


def open_parts(led: LedEvent) -> list[EventPart]:
    """The parts with a list of people."""
    return [part for part in led.terms.plan.bookings() if not part.closed]


def closed_parts(led: LedEvent) -> list[EventPart]:
    """The parts without one."""
    return [part for part in led.terms.plan.bookings() if part.closed]


def part_of(parts: Iterable[EventPart], name: str) -> EventPart | None:
    """The part of this name."""
    return next((part for part in parts if part.part == name), None)


@DOOR.signed_in("led/{event}/door/{part}")
async def door(visit: Visit) -> Response:
    """Who is expected at a part, and who has come."""
    led = await led_event(visit)
    if (part := part_of(open_parts(led), visit.path["part"])) is None:
        return visit.nothing()
    match visit.typed("do") if visit.request.method == "POST" else "":
        case "marks":
            return await _merged(visit, led, part)
        case "tap" | "walk-in":
            return await _tapped(visit, led, part)
        case _:
            return visit.show("door/door.html", **await _of(visit, led, part))


async def _of(visit: Visit, led: LedEvent, part: EventPart) -> dict[str, Any]:
    (people, walked), _ = await asyncio.gather(expected(visit, visit.path["event"], part), learn_names(visit))
    words = visit.typed("words")
    return {
        "led": led,
        "part": part,
        "parts": open_parts(led),
        "people": found_by(people, words) if words else people,
        "count": sum(each.come for each in people),
        "all": len(people),
        "walked": walked,
        "walked_now": visit.asked("walked", 12),
        "now": datetime.now(UTC),
        "key": marks.key_of(visit),
    }


async def _merged(visit: Visit, led: LedEvent, part: EventPart) -> Response:
    """Take in what a phone has marked, and tell it who has come; raises ValueError for what are no marks."""
    heard = await marks.send(visit, led.event, marks.read(visit.typed("marks")))
    came = came_to(heard.arrivals, part.part)
    told = {
        "now": datetime.now(UTC).isoformat(),
        "come": [each.registration for each in came if not each.walked_in],
        "walked": sum(each.walked_in for each in came),
        "over": sum(not each.placed for each in came),
        "wrong": [each._asdict() for each in heard.wrong],
        "pending": heard.pending,
    }
    return JSONResponse(told, headers={**HEADERS, "cache-control": "no-store"})


async def _tapped(visit: Visit, led: LedEvent, part: EventPart) -> Response:
    """One mark, from a page without scripts: the button that was pressed says whose."""
    about = {"device": marks.device_of(visit), "part": part.part, "at": datetime.now(UTC).isoformat(), "number": 1}
    mark: dict[str, Any]
    then = ""
    if who := visit.typed("arrived"):
        mark, said, then = {"pseudonym": who}, "Checked in.", f"#at-{who}"
    elif who := visit.typed("undo"):
        mark, said, then = {"pseudonym": who, "undone": True}, "Undone.", f"#at-{who}"
    elif walked := visit.typed("undo-walk-in"):
        mark, said = {"walk_in": int(walked), "undone": True}, "Undone."
    else:
        number = 1 + int.from_bytes(blake2b(visit.once.encode(), digest_size=4).digest())
        body = {"body": named} if (named := visit.typed("body")) else {}
        mark, said, then = {"walk_in": number, **body}, "Added as arrived.", f"?walked={number}"
    try:
        heard = await marks.send(visit, led.event, [{**about, **mark}])
    except Refusal as refusal:
        return visit.show_again("door/door.html", refusal, **await _of(visit, led, part))
    if heard.wrong:
        return await visit.go(visit.here, heard.wrong[0].sentence)
    return await visit.go(f"{visit.here}{then}", said)
