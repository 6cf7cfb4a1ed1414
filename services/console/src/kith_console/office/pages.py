"""The first page of the consortium's office. It belongs to no organisation, and sees no people."""

import asyncio
from datetime import UTC, datetime

from starlette.responses import Response

from kith_console.listing import all_events, learn_names, shown
from kith_console.office import picture
from kith_console.office.state import by_body, concerns, stuck_long
from kith_console.office.together import of_year, pairs
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.pages.bodies import BodyState
from kith_contracts.pages.office import OfficePage

OFFICE = Room()


@OFFICE.signed_in("office")
async def office(visit: Visit) -> Response:
    """Who is well, what is stuck, what is overdue, who runs what with whom, and the year."""
    states, page, events, _ = await asyncio.gather(
        visit.read("directory", "office", list[BodyState]),
        visit.read("events", "office", OfficePage),
        all_events(visit),
        learn_names(visit),
    )
    now = datetime.now(UTC)
    together = pairs(events)
    return visit.show(
        "office/office.html",
        states=states,
        concerns=concerns(states, page.heard, now),
        stuck=stuck_long(page.stuck, now),
        stuck_short=len(page.stuck) - len(stuck_long(page.stuck, now)),
        overdue=by_body(page.overdue),
        titles={each.event: about.title for each in events if (about := shown(each))},
        together=together,
        picture=picture.draw(together),
        year=of_year(events, now.year),
    )
