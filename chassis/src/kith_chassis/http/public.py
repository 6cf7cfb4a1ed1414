"""What everyone may read without a token: counted by address, kept by whoever likes, shown on any page."""

import gzip
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from kith_chassis.http.escapes import harmless, is_json
from kith_chassis.http.gate import Gate, address_of
from kith_chassis.http.routes import Readable

FRESH: Final = 300
"""Seconds for which an answer may be kept without asking again."""
OPEN_TO_ALL: Final = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Last-Modified",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": f"public, max-age={FRESH}",
    "vary": "Accept-Encoding",
}
LEVEL: Final = 5
SMALL: Final = 1000
"""Bytes of what is not worth compressing. Nothing is compressed but what is for everyone: the length of anything else
would tell of a secret beside what somebody else chose (BREACH).
"""
UNCHANGED: Final[dict[int | str, dict[str, Any]]] = {304: {"description": "Nothing has changed since"}}


class LinkedData(JSONResponse):
    """JSON-LD."""

    media_type = "application/ld+json"


class Public(Readable):
    """A route without the gate, for what `access.table.OPEN` names. Strangers are counted by their address."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def counted(request: Request) -> Response:
            gate: Gate = request.app.state.gate
            gate.count_stranger(address_of(request))
            return await handle(request)

        return counted


def beside(routes: APIRouter) -> APIRouter:
    """A router for what is open to all at the same addresses."""
    return APIRouter(prefix=routes.prefix, tags=routes.tags, route_class=Public)


def conditional(request: Request, content: bytes, media_type: str, changed: datetime | None) -> Response:
    """The content, with what it takes to ask for it again only if it has changed (RFC 9110, section 13); or 304."""
    content = harmless(content) if is_json(media_type) else content
    packed = len(content) > SMALL and _takes_gzip(request)
    tag = f'"{blake2b(content, digest_size=16).hexdigest()}{"-gzip" if packed else ""}"'
    headers = {**OPEN_TO_ALL, "etag": tag}
    if changed:
        headers["last-modified"] = format_datetime(changed.astimezone(UTC).replace(microsecond=0), usegmt=True)
    if _is_known(request, tag, changed):
        return Response(status_code=304, headers=headers)
    if packed:
        content = gzip.compress(content, LEVEL, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(content, headers=headers, media_type=media_type)


def _takes_gzip(request: Request) -> bool:
    for each in request.headers.get("accept-encoding", "").lower().split(","):
        coding, _, weight = each.replace(" ", "").partition(";q=")
        if coding == "gzip":
            return weight.strip("0.") != "" or not weight
    return False


def _is_known(request: Request, tag: str, changed: datetime | None) -> bool:
    """Whether the one who asks has this already. If they name a tag, a date does not count."""
    if (given := request.headers.get("if-none-match")) is not None:
        return given.strip() == "*" or tag in [each.strip().removeprefix("W/") for each in given.split(",")]
    since = _date(request.headers.get("if-modified-since", ""))
    return changed is not None and since is not None and changed.replace(microsecond=0) <= since


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
