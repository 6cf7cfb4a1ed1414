"""What systems of the organisation have sent and its node could not handle, in words; its operator mends it."""

import asyncio
from typing import Final

from starlette.responses import Response

from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.pages.parking import OwnParked

ASIDE: Final = Room()
SERVICES: Final = ("directory", "events", "notify")


async def set_aside(visit: Visit) -> list[OwnParked]:
    """Of all services, the newest first."""
    found = await asyncio.gather(*[visit.read(each, "parked", list[OwnParked]) for each in SERVICES])
    return sorted((each for some in found for each in some), key=lambda each: each.at, reverse=True)


@ASIDE.signed_in("organisation/aside")
async def aside(visit: Visit) -> Response:
    """All that is parked now; a page of one's own, for whoever looks after the systems."""
    if not visit.is_admin:
        return visit.nothing()
    return visit.show("organisation/aside.html", parked=await set_aside(visit))
