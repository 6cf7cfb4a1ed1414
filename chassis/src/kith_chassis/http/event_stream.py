"""Answers that go on while something happens: server-sent events (HTML Living Standard, section 9.2)."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Hashable
from typing import Any, Final, NamedTuple

from fastapi import Request
from starlette.responses import StreamingResponse

from kith_chassis.http.problems import Refused
from kith_contracts.access.table import Principal

MEDIA_TYPE: Final = "text/event-stream"
HEADERS: Final = {"cache-control": "no-store", "x-accel-buffering": "no"}
"""Proxies pass each event on at once."""
ALIVE: Final = ": here\n\n"
"""A comment, by which both sides notice that the other is still there."""
LONGEST: Final = 600.0
"""Seconds of one stream; whoever reads then asks again, with a token that is still good."""
MOST: Final = 10
"""Streams of one principal at a process."""
OPEN: Final = Counter[Hashable]()
"""How many each principal has."""


class Event(NamedTuple):
    """One event; without data it is a sign of life."""

    kind: str = ""
    data: Any = None
    id: str = ""

    def __str__(self) -> str:
        if self.data is None:
            return ALIVE
        named = f"id: {self.id}\n" if self.id else ""
        # In ASCII: some readers take U+2028 for the end of a line.
        return f"{named}event: {self.kind}\ndata: {json.dumps(self.data)}\n\n"


def is_wanted(request: Request) -> bool:
    """Whether the client asks for events."""
    return MEDIA_TYPE in request.headers.get("accept", "").lower()


def event_stream(events: AsyncIterator[Event], principal: Principal) -> StreamingResponse:
    """The answer that sends these, each when it comes. Raises Refused (429) if this one has too many already."""
    if OPEN[principal.name] >= MOST:
        sentence = f"You have {MOST} streams at once already. End one, or wait."
        raise Refused(429, "too-many", sentence, headers={"Retry-After": "10"})

    async def sent() -> AsyncIterator[str]:
        OPEN[principal.name] += 1
        try:
            yield ALIVE
            async for each in events:
                yield str(each)
        finally:
            OPEN[principal.name] -= 1
            if not OPEN[principal.name]:
                del OPEN[principal.name]

    return StreamingResponse(sent(), media_type=MEDIA_TYPE, headers=HEADERS)
