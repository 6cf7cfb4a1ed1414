"""Answers that go on while something happens: server-sent events (HTML Living Standard, section 9.2)."""

import json
from collections.abc import AsyncIterator
from typing import Any, Final, NamedTuple

from fastapi import Request
from starlette.responses import StreamingResponse

MEDIA_TYPE: Final = "text/event-stream"
HEADERS: Final = {"cache-control": "no-store", "x-accel-buffering": "no"}
"""Proxies pass each event on at once."""
ALIVE: Final = ": here\n\n"
"""A comment, by which both sides notice that the other is still there."""
LONGEST: Final = 600.0
"""Seconds of one stream; whoever reads then asks again, with a token that is still good."""


class Event(NamedTuple):
    """One event; without data it is a sign of life."""

    kind: str = ""
    data: Any = None
    id: str = ""

    def __str__(self) -> str:
        if self.data is None:
            return ALIVE
        named = f"id: {self.id}\n" if self.id else ""
        return f"{named}event: {self.kind}\ndata: {json.dumps(self.data, ensure_ascii=False)}\n\n"


def is_wanted(request: Request) -> bool:
    """Whether the client asks for events."""
    return MEDIA_TYPE in request.headers.get("accept", "").lower()


def event_stream(events: AsyncIterator[Event]) -> StreamingResponse:
    """The answer that sends these, each when it comes."""

    async def sent() -> AsyncIterator[str]:
        yield ALIVE
        async for each in events:
            yield str(each)

    return StreamingResponse(sent(), media_type=MEDIA_TYPE, headers=HEADERS)
