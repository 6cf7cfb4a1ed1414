"""Pages that show a changed state within two seconds: the part that lives is made again, and sent if it is another.

Server-sent events (HTML Living Standard, section 9.2). A page without scripts shows the same after it is loaded again.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from hashlib import blake2b
from typing import Final

from starlette.responses import Response, StreamingResponse

PAUSE: Final = 1.0
LONGEST: Final = 600.0
"""Seconds after which a browser has to ask again."""
PART: Final = re.compile(r"<!--live-->(.*)<!--/live-->", re.DOTALL)
ONCE: Final = re.compile(r'name="once" value="[^"]*"')


def mark_of(part: str) -> str:
    """By what a living part is known again; a new key of a form is no change."""
    return blake2b(ONCE.sub("", part).strip().encode(), digest_size=12).hexdigest()


def stream(make: Callable[[], Awaitable[Response]], gone: Callable[[], Awaitable[bool]], known: str) -> Response:
    """What `make` gives whenever it is another than what the browser has, which it tells by its mark."""
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_changes(make, gone, known), media_type="text/event-stream", headers=headers)


async def _changes(
    make: Callable[[], Awaitable[Response]], gone: Callable[[], Awaitable[bool]], known: str
) -> AsyncIterator[str]:
    yield ": here\n\n"
    part, end = _part(await make()), time.monotonic() + LONGEST
    if part is None:
        return
    while time.monotonic() < end:
        if part is not None and (mark := mark_of(part)) != known:
            yield "".join(f"data: {line}\n" for line in part.splitlines()) + "\n"
            known = mark
        if await gone():
            return
        await asyncio.sleep(PAUSE)
        part = _part(await make())


def _part(answer: Response) -> str | None:
    """The living part of a page; None if it has none, or could not be made."""
    found = PART.search(bytes(answer.body).decode()) if answer.status_code == 200 else None  # noqa: PLR2004
    return found[1] if found else None
